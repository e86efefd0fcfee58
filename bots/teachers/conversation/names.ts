/** Pupils and entries as a preview names them. */
import type { EntryInput } from '../../../src/journal/entry.ts';
import { studentsOf } from '../../../src/journal/membership.ts';
import type { Roster, RosterStudent } from '../../../src/journal/roster.ts';
import type { PreviewEntry } from '../../../src/texts/bot/teachers-preview.ts';
import { shortName } from '../../../src/texts/russian/names.ts';
import { studentOf } from './difference.ts';

/** «Иванов П.»; with the whole first name, or the patronymic too, where somebody else of the class is called so. */
export function pupilName(pupil: RosterStudent, classmates: readonly RosterStudent[]): string {
  const forms: ((student: RosterStudent) => string)[] = [
    ({ last, first }) => shortName({ last, first }),
    ({ last, first }) => `${last} ${first}`,
    ({ last, first, patronymic }) => [last, first, patronymic].filter(Boolean).join(' '),
  ];
  const alone = forms.find((form) => !classmates.some((other) => other.id !== pupil.id && form(other) === form(pupil)));
  return (alone ?? forms[2]!)(pupil);
}

/** The pupil's name among the class on a day. */
export function nameIn(roster: Roster, className: string, studentId: string, date: string): string {
  const pupil = roster.students.get(studentId);
  if (!pupil) return studentId;
  const classes = roster.classesByName.get(className) ?? [];
  return pupilName(
    pupil,
    classes.flatMap(({ id }) => studentsOf(roster, id, date)),
  );
}

/** An entry with a name in place of the id. */
export function previewEntry(roster: Roster, input: EntryInput, today: string): PreviewEntry {
  const date = 'date' in input ? input.date : 'due' in input ? input.due : undefined;
  const id = studentOf(input);
  const student = id === null ? undefined : nameIn(roster, input.class, id, date ?? today);
  return {
    kind: input.kind,
    class: input.class,
    ...('subject' in input && { subject: input.subject }),
    ...(date !== undefined && { date }),
    ...(student !== undefined && { student }),
    ...('value' in input && { value: input.value }),
    ...('work' in input && { work: input.work }),
    ...('code' in input && { code: input.code }),
    ...('period' in input && { period: input.period }),
    ...('text' in input && { text: input.text }),
  };
}
