import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { countSheets, type PrintScope } from './print-sheets.ts';

/**
 * The file of a printed week as it was printed first; null where there is none, or sheets were added since. A class's
 * file is kept with the newest of its runs, the school's in a run without a class. What is asked for once is not kept.
 */
export async function frozenPdf(db: Db, { week, classId, classIds, all }: PrintScope): Promise<Buffer | null> {
  if (all) return null;
  const [row] = await db.$queryRaw<{ pdf: string }[]>`
    SELECT encode(n.pdf, 'base64') AS pdf FROM print_run n
     WHERE n.week = ${week} AND n.class_id IS NOT DISTINCT FROM ${classId}::int AND n.pdf IS NOT NULL
       AND n.kind IN ('weekly', 'supplementary')
       AND NOT EXISTS (SELECT FROM print_run o
                        WHERE o.week = ${week} AND o.class_id = ANY(${classIds}) AND o.kind IN ('weekly', 'supplementary')
                          AND (o.sha256 IS NULL OR o.id > n.id))
     ORDER BY n.id DESC LIMIT 1`;
  return row ? Buffer.from(row.pdf, 'base64') : null;
}

export interface PrintedFile {
  /** in hexadecimal */
  sha256: string;
  /** null: too large to be kept; printed again it is made again */
  pdf: Buffer | null;
  /** how many sheets it holds */
  sheets: number;
}

/** Keeps what was printed. Its runs are closed: who falls to paper afterwards is in a supplementary one. */
export async function freezePrint(
  { db, clock }: { db: Db; clock: Clock },
  scope: PrintScope,
  { sha256, pdf, sheets }: PrintedFile,
): Promise<void> {
  if (scope.all || sheets === 0) return;
  const { week, classId, classIds } = scope;
  await db.$transaction(async (tx) => {
    // whoever adds a sheet holds its run as well: either it is counted here, or it finds the run closed
    const runs = await tx.$queryRaw<{ id: number }[]>`
      SELECT id FROM print_run WHERE week = ${week} AND class_id = ANY(${classIds}) AND kind IN ('weekly', 'supplementary')
       ORDER BY id FOR UPDATE`;
    if ((await countSheets(tx, scope)) !== sheets) return;
    const ids = runs.map(({ id }) => id);
    await tx.printRun.updateMany({ where: { id: { in: ids }, sha256: null }, data: { sha256 } });
    // as base64: drivers take bytes apart one by one
    const bytes = pdf?.toString('base64') ?? null;
    if (classId === null)
      await tx.$executeRaw`
        INSERT INTO print_run (kind, week, sha256, pdf, created_at)
        VALUES ('weekly', ${week}, ${sha256}, decode(${bytes}, 'base64'), ${clock.now()})`;
    else
      await tx.$executeRaw`
        UPDATE print_run SET sha256 = ${sha256}, pdf = decode(${bytes}, 'base64') WHERE id = ${ids.at(-1)}`;
  });
}
