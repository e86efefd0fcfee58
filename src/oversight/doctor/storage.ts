import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openAttachments } from '../../platform/attachments.ts';
import { systemCode } from '../../platform/start-error.ts';
import { DOCTOR as say } from '../../texts/doctor.ts';
import type { Check } from './check.ts';

/** With less than this a school's week, its backup and its log have no room. */
const LEAST_BYTES = 1024 ** 3;

export const checkDisk: Check = async ({ config }) => {
  const free = await freeBytes(resolve(config.DATA_DIR));
  return free < LEAST_BYTES
    ? [{ part: 'disk', ok: false, text: say.diskFull(free) }]
    : [{ part: 'disk', ok: true, text: say.disk(free) }];
};

/** Of the folder's disk; a folder that is not made yet will stand on that of the one above it. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' && dirname(folder) !== folder) return freeBytes(dirname(folder));
    throw error;
  }
}

export const checkAttachments: Check = async ({ db, config }) => {
  const named = await db.attachment.findMany({ select: { publicId: true, bytes: true } });
  if (!named.length) return [];
  const standing = new Set(await openAttachments(config.DATA_DIR).names());
  const lost = named.filter(({ publicId }) => !standing.has(publicId)).length;
  const bytes = named.reduce((sum, one) => sum + one.bytes, 0);
  return lost
    ? [{ part: 'attachments', ok: false, text: say.attachmentsLost(lost, named.length) }]
    : [{ part: 'attachments', ok: true, text: say.attachments(named.length, bytes) }];
};
