/** Journal events of a window → the frozen facts of one child's week. Pure. */
import type { EntryValue } from '../journal/entry.ts';
import { addDays } from '../platform/school-time.ts';
import type { NoticeKind } from './notice.ts';
import type { WeekCorrection, WeekFacts } from './week-facts.ts';

/** A child's average stands from this many marks on. */
const AVERAGE_FROM = 3;
/** Homework further ahead than this waits for the next week's record. */
const HOMEWORK_AHEAD_DAYS = 14;

export interface WindowEvent {
  entryId: number;
  kind: NoticeKind;
  before: EntryValue | null;
  after: EntryValue | null;
  /** school day of the change */
  entered: string;
}

export type WeekHead = Pick<
  WeekFacts,
  | 'school'
  | 'week'
  | 'from'
  | 'to'
  | 'asOf'
  | 'student'
  | 'class'
  | 'grade'
  | 'classTeacher'
  | 'taughtAtHome'
  | 'period'
>;

export interface WeekSource {
  head: WeekHead;
  /** events of the window that concern the child, in order of their ids */
  events: WindowEvent[];
  /** standing marks and absences of the running grading period */
  periodMarks: { subject: string; value: string }[];
  periodAbsences: { code: string }[];
  /** standing homework due after the window's last day */
  homework: { due: string; subject: string; text: string }[];
}

interface Change {
  kind: NoticeKind;
  was: EntryValue | null;
  now: EntryValue | null;
  entered: string;
}

/** The week's facts; lists are in a fixed order so that equal weeks hash alike. */
export function weekFacts({ head, events, periodMarks, periodAbsences, homework }: WeekSource): WeekFacts {
  const changes = foldWindow(events);
  const fresh = changes.filter(({ was, now }) => !was && now) as (Change & { now: EntryValue })[];
  const of = (kind: NoticeKind) => fresh.filter((change) => change.kind === kind);
  return {
    version: 1,
    ...head,
    subjects: head.grade === 1 ? [] : subjects(of('mark'), periodMarks, head),
    absences: [...of('absence'), ...changedReasons(changes)].map(asAbsence).sort(byDate),
    missedInPeriod: countMissed(periodAbsences),
    periodMarks: of('periodMark').map(({ now }) => ({
      period: now.period ?? '',
      subject: now.subject ?? '',
      value: now.value ?? '',
    })),
    messages: of('message').map(({ now }) => ({
      date: now.date,
      by: now.by ?? '',
      text: now.text ?? '',
      personal: now.personal ?? false,
    })),
    homework: homework
      .filter(({ due }) => due > head.to && due <= addDays(head.to, HOMEWORK_AHEAD_DAYS))
      .sort((a, b) => a.due.localeCompare(b.due) || a.subject.localeCompare(b.subject, 'ru')),
    corrections: changes.flatMap(asCorrection).sort(byDate),
  };
}

/** Each entry's value when the window began and when it ended. */
function foldWindow(events: WindowEvent[]): Change[] {
  const changes = new Map<number, Change>();
  for (const { entryId, kind, before, after, entered } of events) {
    const change = changes.get(entryId);
    if (change) change.now = after;
    else changes.set(entryId, { kind, was: before, now: after, entered });
  }
  return [...changes.values()];
}

const byDate = (a: { date: string }, b: { date: string }) => a.date.localeCompare(b.date);

function subjects(
  marks: (Change & { now: EntryValue })[],
  ofPeriod: { subject: string; value: string }[],
  { from }: WeekHead,
): WeekFacts['subjects'] {
  const names = [...new Set(marks.map(({ now }) => now.subject ?? ''))].sort((a, b) => a.localeCompare(b, 'ru'));
  return names.map((name) => {
    const average = averageOf(ofPeriod.filter(({ subject }) => subject === name).map(({ value }) => value));
    return {
      name,
      marks: marks
        .filter(({ now }) => now.subject === name)
        .map(({ now, entered }) => ({
          date: now.date,
          value: now.value ?? '',
          work: now.work ?? 'ответ',
          ...(now.date < from && { entered }),
        }))
        .sort(byDate),
      ...(average && { average }),
    };
  });
}

/** The mean of the digits among marks, `4,33`, from three on. */
export function averageOf(values: string[]): string | undefined {
  const digits = values.filter((value) => /^[1-5]$/.test(value)).map(Number);
  if (digits.length < AVERAGE_FROM) return undefined;
  return (digits.reduce((sum, digit) => sum + digit, 0) / digits.length).toFixed(2).replace('.', ',');
}

const changedReasons = (changes: Change[]) =>
  changes.filter(({ kind, was, now }) => kind === 'absence' && was && now && was.value !== now.value);

function asAbsence({ was, now }: Change): WeekFacts['absences'][number] {
  const value = now as EntryValue;
  return {
    date: value.date,
    subject: value.subject ?? '',
    code: value.value ?? '',
    ...(value.lesson !== undefined && { lesson: value.lesson }),
    ...(was?.value && { was: was.value }),
  };
}

function countMissed(absences: { code: string }[]): WeekFacts['missedInPeriod'] {
  const count = (...codes: string[]) => absences.filter(({ code }) => codes.includes(code)).length;
  return { lessons: count('Н', 'Б', 'У'), ill: count('Б'), excused: count('У'), late: count('ОП') };
}

/** Told in an earlier week, different or gone now. Topics and reasons of absence are not corrections. */
function asCorrection({ kind, was, now }: Change): WeekCorrection[] {
  if (!was || kind === 'topic') return [];
  const said = ({ value, text }: EntryValue) => value ?? text ?? '';
  if (now && (kind === 'absence' || (said(was) === said(now) && was.date === now.date && was.work === now.work)))
    return [];
  return [
    {
      kind,
      date: was.date,
      ...(was.subject && { subject: was.subject }),
      ...(was.work && { work: was.work }),
      ...(was.period && { period: was.period }),
      ...(was.personal && { personal: true }),
      was: said(was),
      now: now && said(now),
    },
  ];
}

/** JSON with sorted keys: what a record's sha256 is taken of, whatever order a database keeps keys in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
