/** What every signed request of the API has in common: proof, size, and one answer for one webhook-id. */
import { createHash } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Prisma } from '../platform/database/generated/client.ts';
import type { Tx } from '../platform/database/open.ts';
import { type ProblemCode, problemTexts } from '../texts/problems.ts';
import { signatureFault, signedHeaders } from './webhook-signature.ts';

export interface SignedRequest {
  /** names in lower case, as Node gives them */
  headers: Record<string, string | string[] | undefined>;
  /** the bytes as they came: they are what is signed */
  rawBody: Uint8Array;
}

/** A problem document (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
}

export type SignedAnswer<Result> =
  | { status: 200; contentType: 'application/json'; body: { results: Result[] } }
  | { status: number; contentType: 'application/problem+json'; body: Problem };

/** What a kind of request holds. */
export interface SignedList {
  /** the field of the body that holds the list */
  field: string;
  most: number;
  tooMany: ProblemCode;
}

/** A request that is proven, with its list. */
export interface ReadRequest {
  /** its webhook-id */
  id: string;
  sha256: string;
  items: unknown[];
}

/**
 * Proves a request by the Standard Webhooks scheme and reads its list.
 * @param secret INGEST_SECRET; absent: the API is closed
 */
export function readSigned(
  { clock, secret }: { clock: Clock; secret: string | undefined },
  { headers, rawBody }: SignedRequest,
  { field, most, tooMany }: SignedList,
): { ok: true; request: ReadRequest } | { ok: false; answer: SignedAnswer<never> } {
  const refused = (code: ProblemCode) => ({ ok: false as const, answer: problem(code) });
  if (!secret) return refused('not-configured');
  const signed = signedHeaders(headers);
  if (!signed) return refused('signature-missing');
  const fault = signatureFault(secret, signed, rawBody, clock.now());
  if (fault) return refused(fault);
  const items = readBody(rawBody, field);
  if (!Array.isArray(items)) return refused(items);
  if (items.length > most) return refused(tooMany);
  const sha256 = createHash('sha256').update(rawBody).digest('hex');
  return { ok: true, request: { id: signed.id, sha256, items } };
}

/**
 * Answers a request once: a known one gets what was stored, whenever we were killed, for `work` and its stored results are
 * one transaction.
 * @param space what the ids are unique in, besides themselves
 */
export async function answerOnce<Result extends object>(
  tx: Tx,
  now: Date,
  { id, sha256, items }: ReadRequest,
  space: string,
  work: (items: unknown[]) => Promise<Result[]>,
): Promise<SignedAnswer<Result>> {
  const known = await tx.receivedRequest.findUnique({ where: { id: space + id } });
  if (known) return known.bodySha256 === sha256 ? answer(known.results as unknown as Result[]) : problem('id-reused');
  const results = await work(items);
  await tx.receivedRequest.create({
    data: { id: space + id, at: now, bodySha256: sha256, results: results as unknown as Prisma.InputJsonArray },
  });
  return answer(results);
}

function problem(code: ProblemCode): SignedAnswer<never> {
  const { status, title, detail } = problemTexts[code];
  return {
    status,
    contentType: 'application/problem+json',
    body: { type: `urn:vestnik:problem:${code}`, title, status, detail },
  };
}

function answer<Result>(results: Result[]): SignedAnswer<Result> {
  return { status: 200, contentType: 'application/json', body: { results } };
}

function readBody(rawBody: Uint8Array, field: string): unknown[] | ProblemCode {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return 'invalid-json';
  }
  const isObject = typeof body === 'object' && body !== null && Object.hasOwn(body, field);
  const list = isObject ? (body as Record<string, unknown>)[field] : null;
  return Array.isArray(list) ? list : 'invalid-body';
}
