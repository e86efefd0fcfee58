import type { ImportResult } from '../../src/connectors/school-file/import.ts';
import type { SchoolFile } from '../../src/connectors/school-file/schema.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { dayMonthYear } from '../../src/texts/russian/dates.ts';
import { CONTACT_NAMES, fieldWords, KIND_NAMES, slotWords } from '../../src/texts/web/school-import.ts';

type Change = ImportResult['changes'][number];
type NameOf = (id: string) => string;

/** All changes of one kind, in words. */
export interface KindOfChange {
  kind: string;
  name: string;
  counts: { added: number; changed: number; left: number };
  lines: { change: Change['change']; text: string }[];
}

/** Names of the people of a file and of the school, by id (one query). */
export async function namesFor(db: Db, file: SchoolFile): Promise<NameOf> {
  const people = await db.person.findMany({ select: { id: true, last: true, first: true, patronymic: true } });
  const names = new Map(
    people.map(({ id, last, first, patronymic }) => [id, [last, first, patronymic].join(' ').trim()]),
  );
  for (const { students } of file.classes)
    for (const { id, last, first, patronymic = '' } of students)
      names.set(id, [last, first, patronymic].join(' ').trim());
  for (const { id, name } of [...file.teachers, ...(file.guardians ?? [])]) if (!names.has(id)) names.set(id, name);
  return (id) => names.get(id) ?? id;
}

/** What an import changes, by kind, each change a line. Pure. */
export function kindsOfChange(result: Pick<ImportResult, 'changes' | 'counts'>, nameOf: NameOf): KindOfChange[] {
  return Object.entries(KIND_NAMES).flatMap(([kind, name]) => {
    const counts = result.counts[kind as Change['kind']];
    if (!counts) return [];
    const of = result.changes.filter((change) => change.kind === kind);
    return [
      { kind, name, counts, lines: of.map((change) => ({ change: change.change, text: lineOf(change, nameOf) })) },
    ];
  });
}

function lineOf(change: Change, nameOf: NameOf): string {
  const fields = Object.entries(change.fields ?? {}).map(([field, pair]) => fieldWords(field, pair, nameOf));
  const subject = subjectOf(change, nameOf);
  return fields.length === 0 ? subject : `${subject} (${fields.join('; ')})`;
}

/** Whom or what it is about: ids of people become names. */
function subjectOf({ kind, id, name }: Change, nameOf: NameOf): string {
  const parts = id.split(' · ');
  switch (kind) {
    case 'student':
    case 'teacher':
    case 'guardian':
      return name ?? nameOf(id);
    case 'guardianship':
      return id.split(' → ').map(nameOf).join(' — ');
    case 'contact':
      return `${nameOf(parts[0] ?? '')}: ${CONTACT_NAMES[parts[1] ?? ''] ?? parts[1] ?? ''}`;
    case 'membership':
      return `${nameOf(parts[0] ?? '')}: ${parts[1] ?? ''}`;
    case 'course':
      return [...parts.slice(0, 2), nameOf(parts[2] ?? '')].join(', ');
    case 'group':
      return [...parts.slice(0, 2), nameOf(parts[2] ?? ''), nameOf(parts[3] ?? '')].join(', ');
    case 'timetable':
      return timetableOf(parts, nameOf);
    case 'holiday':
      return dayMonthYear(id);
    default:
      return id;
  }
}

/** `7Б · Алгебра · t1 · 2/3` */
function timetableOf(parts: string[], nameOf: NameOf): string {
  const slot = slotWords(parts.at(-1) ?? '');
  return [...parts.slice(0, 2), ...parts.slice(2, -1).map(nameOf), slot].join(', ');
}

/** What deserves a look before all else: who loses access, whose office changes. */
export function mindOf({ changes }: Pick<ImportResult, 'changes'>) {
  const ends = ({ kind, change, fields }: Change) =>
    kind === 'guardianship' &&
    (change === 'left' ||
      fields?.consent?.[1] === false ||
      (fields?.rights?.[0] === 'full' && fields.rights[1] !== 'full'));
  const office = ({ kind, change, fields }: Change) =>
    kind === 'teacher' && (fields?.roles !== undefined || (change === 'changed' && fields?.leftAt !== undefined));
  return {
    leavers: changes.filter(({ kind, change }) => kind === 'student' && change === 'left').length,
    narrowed: new Set(changes.filter(ends).map(({ id }) => id.split(' → ')[0])).size,
    offices: changes.filter(office).length,
  };
}
