import { z } from 'zod';
import { inWriting } from '../journal/writing.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { answerOnce, readSigned, type SignedAnswer, type SignedRequest } from './signed-request.ts';

/** A letter that came back, as the mail provider tells it (docs/reference.md, «POST /api/v1/bounces»). */
export const bounceSchema = z.object({
  /** Message-ID of the letter, with or without angle brackets */
  messageId: z.string().trim().min(1).max(998).optional(),
  /** the mailbox, where the provider names no letter: the last one that it took is meant */
  address: z.string().trim().min(3).max(254).optional(),
  /** RFC 3464 Action: failed is permanent, delayed is temporary */
  kind: z.enum(['permanent', 'temporary']),
  /** RFC 3463 status or SMTP reply: 5.1.1, 550 */
  code: z.union([z.string().trim().min(1).max(40), z.number().int()]),
  detail: z.string().optional(),
  /** when the provider gave up; absent: now */
  at: z.iso.datetime({ offset: true }).optional(),
});

export interface BounceToRecord {
  messageId?: string;
  address?: string;
  permanent: boolean;
  code: string;
  detail: string;
  at: Date;
}

export interface BounceResult {
  messageId: string | null;
  /** `noted`: temporary, nothing changes */
  status: 'recorded' | 'noted' | 'duplicate' | 'not-found' | 'refused';
  code?: 'invalid' | 'at-in-future';
  field?: string;
}

export interface BounceDeps {
  db: Db;
  clock: Clock;
  /** INGEST_SECRET; absent: the API is closed */
  secret: string | undefined;
  /** takes one bounce to the delivery and the ledger */
  record(tx: Tx, bounce: BounceToRecord): Promise<Exclude<BounceResult['status'], 'refused'>>;
}

const LIST = { field: 'bounces', most: 100, tooMany: 'too-many-bounces' } as const;
/** ids of one kind of request are no ids of another */
const SPACE = 'bounces:';
/** How far (ms) a moment may be ahead of our clock. */
const AHEAD = 5 * 60_000;

/**
 * `POST /api/v1/bounces`: letters that came back after they were accepted, signed as journal entries are, one transaction.
 * @throws when the database fails: then nothing of the request is recorded
 */
export async function receiveBounces(deps: BounceDeps, signed: SignedRequest): Promise<SignedAnswer<BounceResult>> {
  const read = readSigned(deps, signed, LIST);
  if (!read.ok) return read.answer;
  const now = deps.clock.now();
  return inWriting(deps.db, (tx) =>
    answerOnce(tx, now, read.request, SPACE, async (items) => {
      const results: BounceResult[] = [];
      for (const item of items) results.push(await takeOne(deps, tx, now, item));
      return results;
    }),
  );
}

async function takeOne({ record }: BounceDeps, tx: Tx, now: Date, item: unknown): Promise<BounceResult> {
  const parsed = bounceSchema.safeParse(item);
  if (!parsed.success) return refused(item, 'invalid', String(parsed.error.issues[0]?.path[0] ?? 'bounce'));
  const { messageId, address, kind, code, detail = '', at } = parsed.data;
  if (!messageId && !address) return refused(item, 'invalid', 'messageId');
  const moment = at ? new Date(at) : now;
  if (moment.getTime() > now.getTime() + AHEAD) return refused(item, 'at-in-future', 'at');
  const status = await record(tx, {
    ...(messageId && { messageId }),
    ...(address && { address }),
    permanent: kind === 'permanent',
    code: String(code),
    detail,
    at: moment,
  });
  return { messageId: messageId ?? null, status };
}

function refused(item: unknown, code: 'invalid' | 'at-in-future', field: string): BounceResult {
  const { messageId } = (item ?? {}) as { messageId?: unknown };
  return { messageId: typeof messageId === 'string' ? messageId : null, status: 'refused', code, field };
}
