/** Photos of stubs that came back signed. They lie beside the journal's files, and in the backup with them. */
import { ATTACHMENT_BYTES, type Attachments, attachmentName, mediaTypeOf } from '../platform/attachments.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';

interface Parts {
  db: Db;
  clock: Clock;
}

/** A camera and a scanner make no others. */
const TYPES = ['image/jpeg', 'image/png', 'application/pdf'];
export const MOST_PHOTOS = 4;

export interface StubPhoto {
  publicId: string;
  name: string;
  mediaType: string;
  at: Date;
}

export type Kept = { ok: true } | { ok: false; code: 'noFile' | 'tooBig' | 'badType' | 'tooMany'; field: 'photo' };

/** Judged by its first bytes, whatever it is called. The caller has asked `may`. */
export async function keepStubPhoto(
  { db, clock }: Parts,
  files: Pick<Attachments, 'store' | 'drop'>,
  { sheetId, byId, bytes }: { sheetId: number; byId: string; bytes: Uint8Array },
): Promise<Kept> {
  if (!bytes.length) return { ok: false, code: 'noFile', field: 'photo' };
  if (bytes.length > ATTACHMENT_BYTES) return { ok: false, code: 'tooBig', field: 'photo' };
  const mediaType = mediaTypeOf(bytes);
  if (!mediaType || !TYPES.includes(mediaType)) return { ok: false, code: 'badType', field: 'photo' };
  if ((await db.attachment.count({ where: { sheetId } })) >= MOST_PHOTOS)
    return { ok: false, code: 'tooMany', field: 'photo' };
  const { publicId, sha256 } = await files.store(bytes);
  const now = clock.now();
  try {
    await db.$transaction(async (tx) => {
      const { studentId } = await tx.sheet.findUniqueOrThrow({ where: { id: sheetId } });
      const name = attachmentName(`корешок ${sheetId}`, mediaType);
      await tx.attachment.create({
        data: { sheetId, publicId, sha256, name, mediaType, bytes: bytes.length, byId, at: now },
      });
      await tx.auditRecord.create({
        data: { at: now, actorId: byId, action: 'keepStubPhoto', object: `sheet:${sheetId}`, studentId },
      });
    });
  } catch (error) {
    await files.drop(publicId);
    throw error;
  }
  return { ok: true };
}

/** In the order in which they came. */
export async function stubPhotos(db: Db, sheetId: number): Promise<StubPhoto[]> {
  return db.attachment.findMany({
    where: { sheetId },
    orderBy: { id: 'asc' },
    select: { publicId: true, name: true, mediaType: true, at: true },
  });
}
