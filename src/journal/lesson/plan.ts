/** From a form that was filled in to what it changes in the journal. Pure. */
import type { EntryInput } from '../entry.ts';
import type { RefusalCode } from '../refusals.ts';
import type { Deed } from '../together.ts';
import { type GridEntry, type LessonGrid, type LessonState, stateOf } from './grid.ts';

/** A lesson's form as it came back. */
export interface LessonWish {
  /** what the form had shown */
  base: LessonState;
  /** what stands there now; a pupil or homework that it leaves out stays as it is */
  wanted: LessonState;
  /** homework to be added; an empty text: none */
  fresh: { text: string; due: string };
}

/** Which part of the form: `id` is the pupil's, or that of the homework. */
export type Part =
  | { part: 'topic' | 'fresh' | 'due' }
  | { part: 'absence' | 'mark'; id: string }
  | { part: 'homework'; id: string };

/** What is wrong with a part; `changed`: somebody else changed meanwhile what the form shows otherwise. */
export type Fault = Part & { code: RefusalCode | 'changed' };

/** One change, with the part of the form that asks for it, and what stood there before. */
export interface Step {
  at: Part;
  deed: Deed;
  before: GridEntry | null;
}

export interface Circle {
  class: string;
  subject: string;
  courseId: number;
  date: string;
  number: number;
  by: string;
  /** keys of new entries begin with it */
  submission: string;
}

/** What is to be done, or what stands in its way. A part that the teacher left as it was shown is left alone, whatever stands there now. */
export function planLesson(
  circle: Circle,
  grid: LessonGrid,
  wish: LessonWish,
): { ok: true; steps: Step[] } | { ok: false; faults: Fault[] } {
  const parts = [
    planTopic(circle, grid, wish),
    ...Object.keys(wish.wanted.absences).map((id) => planAbsence(circle, grid, wish, id)),
    ...Object.keys(wish.wanted.marks).map((id) => planMarks(circle, grid, wish, id)),
    ...Object.keys(wish.wanted.homework).map((id) => planHomework(grid, wish, id)),
    planFresh(circle, grid, wish),
  ];
  const faults = parts.flatMap((part) => ('code' in part ? [part] : []));
  if (faults.length > 0) return { ok: false, faults };
  const steps = parts.flatMap((part) => ('code' in part ? [] : part));
  return { ok: true, steps: steps.map((step, nth) => withKey(step, `${circle.submission}:${nth}`)) };
}

type Planned = Step[] | Fault;

function withKey(step: Step, key: string): Step {
  const { deed } = step;
  return deed.do === 'record' ? { ...step, deed: { ...deed, input: { ...deed.input, key } } } : step;
}

/** Nothing to do, something to do, or a word of somebody else's in between. */
function compare<T>(base: T, wanted: T, now: T): 'same' | 'changed' | 'other' {
  const said = JSON.stringify(wanted);
  if (said === JSON.stringify(now) || said === JSON.stringify(base)) return 'same';
  return JSON.stringify(base) === JSON.stringify(now) ? 'changed' : 'other';
}

function planTopic(circle: Circle, { topic }: LessonGrid, { base, wanted }: LessonWish): Planned {
  const at: Part = { part: 'topic' };
  const how = compare(base.topic, wanted.topic, topic?.text ?? '');
  if (how === 'same') return [];
  if (how === 'other') return { ...at, code: 'changed' };
  return [
    replaced(
      at,
      topic,
      { text: wanted.topic },
      () => ({ ...ofLesson(circle), kind: 'topic', text: wanted.topic }),
      circle,
    ),
  ];
}

function planAbsence(circle: Circle, { absences }: LessonGrid, { base, wanted }: LessonWish, id: string): Planned {
  const at: Part = { part: 'absence', id };
  const standing = absences.get(id) ?? null;
  const code = wanted.absences[id] ?? '';
  const how = compare(base.absences[id] ?? '', code, standing?.value ?? '');
  if (how === 'same') return [];
  if (how === 'other') return { ...at, code: 'changed' };
  const fresh = (): EntryInput => ({ ...ofLesson(circle), kind: 'absence', student: id, code });
  return [replaced(at, standing, { value: code }, fresh, circle)];
}

/** One entry instead of another: recorded, corrected, or taken back where nothing is to stand. */
function replaced(
  at: Part,
  standing: GridEntry | null,
  value: { text?: string; value?: string },
  fresh: () => EntryInput,
  { courseId }: Circle,
): Step {
  if (!standing) return { at, deed: { do: 'record', courseId, input: fresh() }, before: null };
  const seen = standing.changedAt;
  const gone = (value.text ?? value.value) === '';
  const deed: Deed = gone
    ? { do: 'withdraw', entryId: standing.id, seen }
    : { do: 'correct', entryId: standing.id, seen, value };
  return { at, deed, before: standing };
}

type Mark = [value: string, work: string];
const inOrder = (marks: readonly Mark[] | undefined) => (marks ?? []).map((mark) => mark.join(' ')).toSorted();

function planMarks(circle: Circle, grid: LessonGrid, { base, wanted }: LessonWish, id: string): Planned {
  const at: Part = { part: 'mark', id };
  const standing = grid.marks.get(id) ?? [];
  const marks = wanted.marks[id] ?? [];
  const now = stateOf(grid).marks[id];
  const how = compare(inOrder(base.marks[id]), inOrder(marks), inOrder(now));
  if (how === 'same') return [];
  if (how === 'other') return { ...at, code: 'changed' };
  return matched(standing, marks).map(([entry, mark]): Step => {
    if (entry && mark) {
      const value = { value: mark[0], work: mark[1] };
      return { at, deed: { do: 'correct', entryId: entry.id, seen: entry.changedAt, value }, before: entry };
    }
    if (entry) return { at, deed: { do: 'withdraw', entryId: entry.id, seen: entry.changedAt }, before: entry };
    const [value, work] = mark as Mark;
    const input: EntryInput = { ...ofLesson(circle), kind: 'mark', student: id, value, work };
    return { at, deed: { do: 'record', courseId: circle.courseId, input }, before: null };
  });
}

/** Which mark becomes which: equal ones stay and are left out, then those of one work, then of one value, then the rest in order. */
function matched(standing: readonly GridEntry[], marks: readonly Mark[]): [GridEntry | null, Mark | null][] {
  const entries = [...standing];
  const wanted = [...marks];
  const pair = (fits: (entry: GridEntry, mark: Mark) => boolean): [GridEntry, Mark][] =>
    [...entries].flatMap((entry): [GridEntry, Mark][] => {
      const nth = wanted.findIndex((mark) => fits(entry, mark));
      if (nth < 0) return [];
      entries.splice(entries.indexOf(entry), 1);
      return [[entry, wanted.splice(nth, 1)[0] as Mark]];
    });
  pair((entry, [value, work]) => entry.value === value && entry.work === work);
  const corrected = [
    ...pair((entry, [, work]) => entry.work === work),
    ...pair((entry, [value]) => entry.value === value),
    ...pair(() => true),
  ];
  return [
    ...corrected,
    ...entries.map((entry): [GridEntry, null] => [entry, null]),
    ...wanted.map((mark): [null, Mark] => [null, mark]),
  ];
}

function planHomework({ given }: LessonGrid, { base, wanted }: LessonWish, id: string): Planned {
  const at: Part = { part: 'homework', id };
  const standing = given.find((each) => String(each.id) === id) ?? null;
  const text = wanted.homework[id] ?? '';
  const how = compare(base.homework[id] ?? '', text, standing?.text ?? '');
  if (how === 'same') return [];
  if (how === 'other' || !standing) return { ...at, code: 'changed' };
  const seen = standing.changedAt;
  const deed: Deed = text
    ? { do: 'correct', entryId: standing.id, seen, value: { text } }
    : { do: 'withdraw', entryId: standing.id, seen };
  return [{ at, deed, before: standing }];
}

function planFresh(circle: Circle, { given }: LessonGrid, { base, fresh }: LessonWish): Planned {
  if (!fresh.text) return [];
  // the same form once more, after an answer that was lost: its homework stands already
  const known = given.some(({ id, text, date, studentId }) => {
    return studentId === null && text === fresh.text && date === fresh.due && base.homework[id] === undefined;
  });
  if (known) return [];
  const { date: _, lesson: __, ...common } = ofLesson(circle);
  const input: EntryInput = { ...common, kind: 'homework', due: fresh.due, text: fresh.text };
  return [{ at: { part: 'fresh' }, deed: { do: 'record', courseId: circle.courseId, input }, before: null }];
}

const ofLesson = ({ class: name, subject, date, number, by }: Circle) => ({
  class: name,
  subject,
  date,
  lesson: number,
  by,
});
