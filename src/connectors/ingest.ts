import { createHash } from 'node:crypto';
import type { EntryResult } from '../journal/entry.ts';
import { type JournalDeps, recordEntriesIn } from '../journal/record.ts';
import { inWriting } from '../journal/writing.ts';
import type { Prisma } from '../platform/database/generated/client.ts';
import type { Tx } from '../platform/database/open.ts';
import { type ProblemCode, problemTexts } from '../texts/problems.ts';
import { contractResult } from './entry-line.ts';
import { signatureFault, signedHeaders } from './webhook-signature.ts';

export interface IngestRequest {
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

export type IngestAnswer =
  | { status: 200; contentType: 'application/json'; body: { results: EntryResult[] } }
  | { status: number; contentType: 'application/problem+json'; body: Problem };

export interface IngestDeps extends JournalDeps {
  /** INGEST_SECRET; absent: the API is closed */
  secret: string | undefined;
}

/** So many entries at most in a request. */
const MOST = 500;
const SOURCE = 'api';

/**
 * `POST /api/v1/entries`: journal entries signed by the Standard Webhooks scheme. Entries and their stored results are
 * one transaction, so a request that is sent again is answered by what was stored, whenever we were killed.
 * @throws when the database fails: then nothing of the request is recorded
 */
export async function ingest(deps: IngestDeps, { headers, rawBody }: IngestRequest): Promise<IngestAnswer> {
  if (!deps.secret) return problem('not-configured');
  const signed = signedHeaders(headers);
  if (!signed) return problem('signature-missing');
  const fault = signatureFault(deps.secret, signed, rawBody, deps.clock.now());
  if (fault) return problem(fault);
  const entries = readBody(rawBody);
  if (!Array.isArray(entries)) return problem(entries);
  if (entries.length > MOST) return problem('too-many-entries');
  const sha256 = createHash('sha256').update(rawBody).digest('hex');
  return inWriting(deps.db, (tx) => record(tx, deps, { id: signed.id, sha256, entries }));
}

export function problem(code: ProblemCode): IngestAnswer {
  const { status, title, detail } = problemTexts[code];
  return {
    status,
    contentType: 'application/problem+json',
    body: { type: `urn:vestnik:problem:${code}`, title, status, detail },
  };
}

function readBody(rawBody: Uint8Array): unknown[] | ProblemCode {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return 'invalid-json';
  }
  const entries = typeof body === 'object' && body !== null && 'entries' in body ? body.entries : null;
  return Array.isArray(entries) ? entries : 'invalid-body';
}

async function record(
  tx: Tx,
  deps: IngestDeps,
  { id, sha256, entries }: { id: string; sha256: string; entries: unknown[] },
): Promise<IngestAnswer> {
  const known = await tx.receivedRequest.findUnique({ where: { id } });
  if (known) {
    if (known.bodySha256 !== sha256) return problem('id-reused');
    return answer(known.results as unknown as EntryResult[]);
  }
  const recorded = await recordEntriesIn(
    tx,
    deps,
    SOURCE,
    entries.map((entry, index) => withKey(entry, `${id}#${index}`)),
  );
  const results = recorded.map(contractResult);
  await tx.receivedRequest.create({
    data: { id, at: deps.clock.now(), bodySha256: sha256, results: results as unknown as Prisma.InputJsonArray },
  });
  return answer(results);
}

const answer = (results: EntryResult[]): IngestAnswer => ({
  status: 200,
  contentType: 'application/json',
  body: { results },
});

/** An entry without a key gets one of the request's, so that a request sent again under another id is what is new. */
function withKey(entry: unknown, key: string): unknown {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
  return 'key' in entry && entry.key !== undefined && entry.key !== null ? entry : { ...entry, key };
}
