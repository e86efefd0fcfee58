import type { Clock } from '../platform/clock.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db } from '../platform/database/open.ts';
import { type ReaderVisit, readerVisit } from './reader-visit.ts';

export type ChatVisit = ReaderVisit;

/** Who reads a chat of the parents' bot, or null when nobody is linked to it (any more). */
export async function chatVisit(db: Db, clock: Clock, chatId: string): Promise<ChatVisit | null> {
  return await readerVisit(
    db,
    clock,
    Prisma.sql`k.channel = 'telegram' AND k.bot = 'parents' AND k.address = ${chatId}`,
  );
}
