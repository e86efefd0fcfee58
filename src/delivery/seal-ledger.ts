/**
 * The ledger's hash chain. Rows come into ledger_entry unsealed, by a trigger on `obligation`: in the transaction that
 * changes a duty, whoever writes it. One sealer at a time gives them their places, each with the hash of the one before.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../notify/week.ts';
import { trySealer } from '../platform/database/locks.ts';
import type { Db, Tx } from '../platform/database/open.ts';

/** Rows sealed in one transaction, and read at once when the chain is verified. */
const BATCH = 1000;
/** What stands before the first row. */
const GENESIS = '0'.repeat(64);

/** What is sealed of a row: an opaque number, codes and instants, so that a person's data can be erased elsewhere. */
interface Sealable {
  id: number;
  obligationId: number;
  fact: unknown;
  at: Date;
}

function hashOf(previous: string, { obligationId, fact, at }: Sealable): string {
  const sealed = canonicalJson({ obligation: obligationId, fact, at: at.toISOString() });
  return createHash('sha256').update(previous).update(sealed).digest('hex');
}

/**
 * Seals what was appended, in the order of ids as they become visible: a row whose transaction commits late takes a later
 * place, while those of one obligation keep their order, for its row lock is held until the commit.
 * @returns how many; 0 too when another process is at it
 */
export async function sealLedger({ db }: { db: Db }): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await db.$transaction(sealBatch);
    sealed += count;
    if (count < BATCH) return sealed;
  }
}

async function sealBatch(tx: Tx): Promise<number> {
  if (!(await trySealer(tx))) return 0;
  const rows = await tx.$queryRaw<Sealable[]>`
    SELECT id, obligation_id AS "obligationId", fact, at FROM ledger_entry WHERE seq IS NULL ORDER BY id LIMIT ${BATCH}`;
  if (!rows.length) return 0;
  const last = await tx.ledgerEntry.findFirst({ where: { seq: { not: null } }, orderBy: { seq: 'desc' } });
  let previous = last?.hash ?? GENESIS;
  const links = rows.map((row, index) => {
    const before = previous;
    previous = hashOf(before, row);
    return { id: row.id, seq: (last?.seq ?? 0) + index + 1, before, hash: previous };
  });
  return tx.$executeRaw`
    UPDATE ledger_entry l SET seq = s.seq, previous_hash = s.before, hash = s.hash
      FROM unnest(${links.map(({ id }) => id)}::int[], ${links.map(({ seq }) => seq)}::int[],
                  ${links.map(({ before }) => before)}::text[], ${links.map(({ hash }) => hash)}::text[]) AS s(id, seq, before, hash)
     WHERE l.id = s.id AND l.seq IS NULL`;
}

export interface ChainVerdict {
  sealed: number;
  unsealed: number;
  /** the hash of the last place: noted elsewhere, it shows later whether places were cut off at the end */
  head: string | null;
  /** the first place where the chain does not hold: altered, taken out or put in there */
  broken: number | null;
  /** a duty that says otherwise than the last word on it in the ledger */
  differs: number | null;
}

/** Walks the whole chain and compares every duty with the last word on it. Reads only. */
export async function verifyLedger(db: Db): Promise<ChainVerdict> {
  const chain = await walk(db);
  const unsealed = await db.ledgerEntry.count({ where: { seq: null } });
  const [differing] = await db.$queryRaw<{ id: number }[]>`
    SELECT o.id FROM obligation o
      LEFT JOIN LATERAL (SELECT fact FROM ledger_entry WHERE obligation_id = o.id ORDER BY id DESC LIMIT 1) l ON true
     WHERE coalesce(l.fact, ledger_fact(NULL, NULL, NULL, NULL)) <> ledger_fact(o.met_by, o.met_at, o.evidence, o.next)
     ORDER BY o.id LIMIT 1`;
  return { ...chain, unsealed, differs: differing?.id ?? null };
}

async function walk(db: Db): Promise<Pick<ChainVerdict, 'sealed' | 'head' | 'broken'>> {
  let head: string | null = null;
  let sealed = 0;
  for (;;) {
    const rows = await db.$queryRaw<(Sealable & { seq: number; before: string; hash: string })[]>`
      SELECT id, obligation_id AS "obligationId", fact, at, seq, previous_hash AS before, hash FROM ledger_entry
       WHERE seq > ${sealed} ORDER BY seq LIMIT ${BATCH}`;
    for (const row of rows) {
      const previous = head ?? GENESIS;
      if (row.seq !== sealed + 1 || row.before !== previous || row.hash !== hashOf(previous, row))
        return { sealed, head, broken: sealed + 1 };
      sealed = row.seq;
      head = row.hash;
    }
    if (rows.length < BATCH) return { sealed, head, broken: null };
  }
}
