/** Files sent with a caption: fetched, checked, kept; joined to the homework they came with. */
import type { Telegram } from 'telegraf';
import type { TelegramAddress } from '../../src/channels/telegram/api.ts';
import { downloadFile } from '../../src/channels/telegram/file.ts';
import { ATTACHMENT_BYTES, type Attachments, attachmentName, mediaTypeOf } from '../../src/platform/attachments.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import type { KeptFile, SentFile } from './conversation/model.ts';

export interface FileParts {
  db: Db;
  clock: Clock;
  telegram: Telegram;
  address: TelegramAddress;
  attachments: Attachments;
}

/** @returns why it is not taken: too big, or of a type that nobody should open from a diary */
export async function keepFile(
  { db, clock, telegram, address, attachments }: FileParts,
  by: string,
  file: SentFile,
): Promise<KeptFile | 'tooBig' | 'type'> {
  if (file.bytes > ATTACHMENT_BYTES) return 'tooBig';
  const { file_path } = await telegram.getFile(file.id);
  if (!file_path) throw new Error('Telegram gave no path of a file');
  const bytes = await downloadFile(address, file_path, ATTACHMENT_BYTES);
  if (!bytes) return 'tooBig';
  const mediaType = mediaTypeOf(bytes);
  if (!mediaType) return 'type';
  const name = attachmentName(file.name, mediaType);
  const { publicId, sha256 } = await attachments.store(bytes);
  await db.attachment.create({
    data: { publicId, name, mediaType, bytes: bytes.length, sha256, byId: by, at: clock.now() },
  });
  return { publicId, name };
}

/** One row and one name for each entry; again is harmless. */
export async function joinFile(
  { db, attachments }: FileParts,
  publicId: string,
  entryIds: readonly number[],
): Promise<void> {
  const row = await db.attachment.findUnique({ where: { publicId } });
  if (!row) return;
  const joined = await db.attachment.findMany({
    where: { sha256: row.sha256, entryId: { in: [...entryIds] } },
    select: { entryId: true },
  });
  for (const entryId of entryIds.filter((id) => !joined.some((one) => one.entryId === id))) {
    const { count } = await db.attachment.updateMany({ where: { publicId, entryId: null }, data: { entryId } });
    if (count > 0) continue;
    const { id, ...same } = row;
    await db.attachment.create({ data: { ...same, publicId: await attachments.again(publicId), entryId } });
  }
}

/** Of a draft that was given up. */
export async function dropFile({ db, attachments }: FileParts, publicId: string): Promise<void> {
  const { count } = await db.attachment.deleteMany({ where: { publicId, entryId: null } });
  if (count > 0) await attachments.drop(publicId);
}
