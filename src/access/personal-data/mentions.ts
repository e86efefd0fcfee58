/** Words of others that may name a guardian: notes at the desk, grounds, the audit, messages to staff, a file that waits. */
import { inflateSync } from 'node:zlib';
import { Prisma } from '../../platform/database/generated/client.ts';
import type { Db, Tx } from '../../platform/database/open.ts';
import { hintsOf, linesNaming, masked, maskedIn, type Named, namingOf } from './naming.ts';

export interface Mention {
  /** one of the places below, or a file that waits */
  place: string;
  at: string;
  text: string;
}

interface Column {
  table: string;
  column: string;
  at: string;
  /** the pupil whom the row is about, as SQL; absent: nobody in particular */
  student?: string;
  json?: true;
  where?: string;
}

/** Where such words stand. The journal's own texts are no place of these: it is kept as it is (Б 7.4; К-Р 2.15). */
const COLUMNS: Record<string, Column> = {
  illness: { table: 'illness', column: 'note', at: 'recorded_at', student: 't.student_id' },
  handover: {
    table: 'handover',
    column: 'note',
    at: 'at',
    student: '(SELECT s.student_id FROM sheet s WHERE s.id = t.sheet_id)',
  },
  transfer: { table: 'transfer', column: 'ground', at: 'at', student: 't.student_id' },
  choice: {
    table: 'choice_record',
    column: 'ground',
    at: 'at',
    student: 't.student_id',
    where: 't.student_id IS NOT NULL',
  },
  audit: { table: 'audit_record', column: 'details', at: 'at', student: 't.student_id', json: true },
  theft: { table: 'account_theft', column: 'report', at: 'reported_at', json: true },
  staff: { table: 'delivery', column: 'payload', at: 'created_at', json: true, where: "t.rhythm = 'staff'" },
};

interface Found {
  place: string;
  id: number;
  at: string;
  /** about a child whom the guardian may know of, or about no pupil */
  open: boolean;
  /** JSON as text; of a file its packed bytes */
  text: string;
}

type Who = Named & { id: string };

/** Rows of these places that may name the guardian; of pupils those who are or were their children, for there are namesakes. */
async function rowsNaming(db: Db | Tx, who: Who): Promise<Found[]> {
  const hints = hintsOf(who);
  const parts = Object.entries(COLUMNS).map(
    ([place, { table, column, at, student = 'NULL::text', where = 'true' }]) => Prisma.sql`
      SELECT ${place}::text AS place, t.id, to_json(t.${Prisma.raw(at)})#>>'{}' AS at, ${Prisma.raw(student)} AS student,
             t.${Prisma.raw(column)}::text AS text
        FROM ${Prisma.raw(table)} t
       WHERE ${Prisma.raw(where)} AND replace(lower(t.${Prisma.raw(column)}::text), 'ё', 'е') LIKE ANY(${hints}::text[])`,
  );
  const files = Prisma.sql`
    SELECT 'file' AS place, 0 AS id, to_json(at)#>>'{}' AS at, NULL AS student, encode(bytes, 'base64') AS text FROM import_draft`;
  return await db.$queryRaw<Found[]>`
    SELECT f.place, f.id, f.at, f.text, f.student IS NULL OR (g.ended_at IS NULL AND g.rights <> 'none') AS open
      FROM (${Prisma.join([...parts, files], ' UNION ALL ')}) f
      LEFT JOIN guardianship g ON g.student_id = f.student AND g.guardian_id = ${who.id}
     WHERE f.student IS NULL OR g.student_id IS NOT NULL ORDER BY f.at, f.place, f.id`;
}

/**
 * What names a guardian in the words of others, line by line, for their own eyes. One query.
 * @param children «Иванов Пётр» of those whom the guardian may know of: a message to staff is told where it is of their family
 */
export async function mentionsOf(db: Db, who: Who, children: readonly string[]): Promise<Mention[]> {
  const naming = namingOf(who);
  const rows = await rowsNaming(db, who);
  return rows.flatMap(({ place, at, open, text }) => {
    if (!open) return [];
    const value = place === 'file' ? entryOf(text, who.id) : keptIn(place, text);
    const lines = [...new Set(linesNaming(value, naming))];
    const told = place === 'staff' ? lines.filter((line) => children.some((name) => line.includes(name))) : lines;
    return told.map((line) => ({ place, at, text: line }));
  });
}

/** What a file that waits at the desk says of a guardian, in one line. */
function entryOf(packed: string, guardianId: string): string {
  const file = JSON.parse(
    inflateSync(Buffer.from(packed, 'base64'))
      .toString()
      .replace(/^\uFEFF/, ''),
  ) as {
    guardians?: { id: string; name: string; email?: string; phone?: string }[];
  };
  const own = file.guardians?.find(({ id }) => id === guardianId);
  return own ? [own.name, own.email, own.phone].filter(Boolean).join(', ') : '';
}

const keptIn = (place: string, text: string): unknown => (COLUMNS[place]?.json ? JSON.parse(text) : text);

/** Puts dots in place of the person in all of it. */
export async function maskMentions(tx: Tx, who: Who): Promise<void> {
  const naming = namingOf(who);
  for (const { place, id, text } of await rowsNaming(tx, who)) {
    const column = COLUMNS[place];
    if (!column) continue;
    const after = column.json ? JSON.stringify(maskedIn(JSON.parse(text), naming)) : masked(text, naming);
    const cast = Prisma.raw(column.json ? 'jsonb' : 'text');
    await tx.$executeRaw`
      UPDATE ${Prisma.raw(column.table)} SET ${Prisma.raw(column.column)} = ${after}::${cast} WHERE id = ${id}
         AND ${Prisma.raw(column.column)}::text <> ${after}::${cast}::text`;
  }
  // a conversation in a bot begins anew; a file that waits is shown anew
  await tx.$executeRaw`
    DELETE FROM bot_dialogue WHERE replace(lower(state::text), 'ё', 'е') LIKE ANY(${hintsOf(who)}::text[])`;
  await tx.importDraft.deleteMany({});
}
