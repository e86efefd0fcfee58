import type { EntryResult } from '../journal/entry.ts';
import { type JournalDeps, recordEntriesIn } from '../journal/record.ts';
import { inWriting } from '../journal/writing.ts';
import { contractResult } from './entry-line.ts';
import { answerOnce, readSigned, type SignedAnswer, type SignedRequest } from './signed-request.ts';

export interface IngestDeps extends JournalDeps {
  /** INGEST_SECRET; absent: the API is closed */
  secret: string | undefined;
}

const LIST = { field: 'entries', most: 500, tooMany: 'too-many-entries' } as const;
const SOURCE = 'api';

/**
 * `POST /api/v1/entries`: journal entries signed by the Standard Webhooks scheme, one transaction.
 * @throws when the database fails: then nothing of the request is recorded
 */
export async function ingest(deps: IngestDeps, signed: SignedRequest): Promise<SignedAnswer<EntryResult>> {
  const read = readSigned(deps, signed, LIST);
  if (!read.ok) return read.answer;
  const { request } = read;
  return inWriting(deps.db, (tx) =>
    answerOnce(tx, deps.clock.now(), request, '', async (entries) => {
      const keyed = entries.map((entry, index) => withKey(entry, `${request.id}#${index}`));
      return (await recordEntriesIn(tx, deps, SOURCE, keyed)).map(contractResult);
    }),
  );
}

/** An entry without a key gets one of the request's, so that a request sent again under another id is what is new. */
function withKey(entry: unknown, key: string): unknown {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
  return 'key' in entry && entry.key !== undefined && entry.key !== null ? entry : { ...entry, key };
}
