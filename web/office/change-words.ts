import type { ImportResult } from '../../src/connectors/school-file/import.ts';
import type { SchoolFile } from '../../src/connectors/school-file/schema.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { dayMonthYear } from '../../src/texts/russian/dates.ts';
import { CONTACT_NAMES, fieldWords, KIND_NAMES, lessonWords, slotWords } from '../../src/texts/web/school-import.ts';

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
function subjectOf(change: Change, nameOf: NameOf): string {
  switch (change.kind) {
    case 'student':
    case 'teacher':
    case 'guardian':
      return change.name ?? nameOf(change.id);
    case 'guardianship':
      return `${nameOf(change.of.guardian)} — ${nameOf(change.of.student)}`;
    case 'contact':
      return `${nameOf(change.of.person)}: ${CONTACT_NAMES[change.of.channel] ?? change.of.channel}`;
    case 'membership':
      return `${nameOf(change.of.student)}: ${change.of.class}`;
    case 'course':
      return courseWords(change.of, nameOf);
    case 'group':
      return `${courseWords(change.of, nameOf)}, ${nameOf(change.of.student)}`;
    case 'timetable':
      return `${courseWords(change.of, nameOf)}, ${slotWords(change.of)}`;
    case 'day':
      return [dayMonthYear(change.of.date), change.of.class].filter(Boolean).join(', ');
    case 'lessonChange':
      return `${dayMonthYear(change.of.date)}, ${change.of.class}, ${lessonWords(change.of.lesson)}`;
    case 'holiday':
      return dayMonthYear(change.id);
    default:
      return change.id;
  }
}

/** «7Б, Алгебра, Орлова Анна Сергеевна», as far as it is known */
function courseWords(of: { class: string; subject?: string; teacher?: string }, nameOf: NameOf): string {
  return [of.class, of.subject, of.teacher && nameOf(of.teacher)].filter(Boolean).join(', ');
}

/** What deserves a look before all else: who loses access, whose office changes. */
export function mindOf({ changes }: Pick<ImportResult, 'changes'>) {
  const ends = ({ change, fields }: Change) =>
    change === 'left' ||
    fields?.consent?.[1] === false ||
    (fields?.rights?.[0] === 'full' && fields.rights[1] !== 'full');
  const office = ({ kind, change, fields }: Change) =>
    kind === 'teacher' && (fields?.roles !== undefined || (change === 'changed' && fields?.leftAt !== undefined));
  return {
    leavers: changes.filter(({ kind, change }) => kind === 'student' && change === 'left').length,
    narrowed: new Set(
      changes.flatMap((change) => (change.kind === 'guardianship' && ends(change) ? [change.of.guardian] : [])),
    ).size,
    offices: changes.filter(office).length,
  };
}
