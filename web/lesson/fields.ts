/** A lesson's form: the names of its fields, and what they say when it comes back. */
import { z } from 'zod';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { MARK_VALUES } from '../../src/journal/entry.ts';
import type { LessonState } from '../../src/journal/lesson/grid.ts';
import type { Fault, LessonWish } from '../../src/journal/lesson/plan.ts';

/** Columns of marks that one form may have. */
const MOST_COLUMNS = 12;

/** `sealed`: the pupil's or the homework's id as pages show it */
export const FIELDS = {
  absence: (sealed: string) => `a-${sealed}`,
  mark: (column: number, sealed: string) => `m${column}-${sealed}`,
  work: (column: number) => `w${column}`,
  homework: (sealed: string) => `h-${sealed}`,
} as const;

/** Ids of pupils and homework, sealed for a form. */
export function seals(secret: string) {
  return {
    pupil: (id: string) => sealId(secret, 'student', id),
    homework: (id: string) => sealId(secret, 'homework', id),
    openPupil: (sealed: string) => openId(secret, 'student', sealed),
    openHomework: (sealed: string) => openId(secret, 'homework', sealed),
  };
}
export type Seals = ReturnType<typeof seals>;

const text = z.string().max(100);
const baseSchema = z.object({
  topic: z.string().max(5000),
  absences: z.record(text, text),
  marks: z.record(text, z.array(z.tuple([text, text])).max(50)),
  homework: z.record(text, z.string().max(5000)),
});

const mapped = <T>(record: Record<string, T>, name: (id: string) => string | null) =>
  Object.fromEntries(Object.entries(record).flatMap(([id, value]) => [[name(id) ?? '', value] as const]));

/** What the form shows, for the field that brings it back. */
export function sealState({ topic, absences, marks, homework }: LessonState, { pupil, homework: task }: Seals): string {
  const sealed = {
    topic,
    absences: mapped(absences, pupil),
    marks: mapped(marks, pupil),
    homework: mapped(homework, task),
  };
  return JSON.stringify(sealed);
}

function openState(sealed: string, { openPupil, openHomework }: Seals): LessonState | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(sealed);
  } catch {
    return null;
  }
  const state = baseSchema.safeParse(parsed).data;
  if (!state) return null;
  const { topic, absences, marks, homework } = state;
  return {
    topic,
    absences: mapped(absences, openPupil),
    marks: mapped(marks, openPupil),
    homework: mapped(homework, openHomework),
  };
}

/** A form that came back. */
export interface Filled {
  /** made when it was sent */
  key: string;
  wish: LessonWish;
  /** the marks of a pupil as they were typed, by column */
  typed: ReadonlyMap<string, readonly string[]>;
  /** the works of its columns */
  works: string[];
  faults: Fault[];
}

const KEY = /^[\w-]{16,64}$/;

/** @returns null: no form of ours */
export function readForm(body: unknown, seal: Seals): Filled | null {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(typeof body === 'object' && body !== null ? body : {}))
    if (typeof value === 'string') fields.set(name, value.replaceAll('\r\n', '\n'));
  const base = openState(fields.get('base') ?? '', seal);
  const key = fields.get('submission') ?? '';
  if (!base || !KEY.test(key)) return null;
  const works: string[] = [];
  for (let nth = 0; nth < MOST_COLUMNS && fields.has(FIELDS.work(nth)); nth++)
    works.push(fields.get(FIELDS.work(nth))!);
  const wanted: LessonState = {
    topic: (fields.get('topic') ?? base.topic).trim(),
    absences: {},
    marks: {},
    homework: {},
  };
  const typed = new Map<string, string[]>();
  for (const [name, value] of fields) {
    const [, kind, column, sealed = ''] = /^([amh])(\d{0,2})-([\w-]+)$/.exec(name) ?? [];
    const id = kind === 'h' ? seal.openHomework(sealed) : kind ? seal.openPupil(sealed) : null;
    if (id === null) continue;
    if (kind === 'a') wanted.absences[id] = value;
    else if (kind === 'h') wanted.homework[id] = value.trim();
    else typed.set(id, Object.assign(typed.get(id) ?? [], { [Number(column)]: value }));
  }
  const faults: Fault[] = [];
  for (const [id, cells] of typed) {
    const marks = marksOf(cells, works);
    if (marks) wanted.marks[id] = marks;
    else faults.push({ part: 'mark', id, code: 'bad-mark' });
  }
  const fresh = { text: (fields.get('fresh') ?? '').trim(), due: fields.get('due') ?? '' };
  return { key, wish: { base, wanted, fresh }, typed, works, faults };
}

const SHORT: Record<string, string> = { зач: 'зачёт', зачет: 'зачёт', незач: 'незачёт', незачет: 'незачёт' };

/** The marks in a pupil's cells; null: one of them is none. */
function marksOf(cells: readonly string[], works: readonly string[]): [string, string][] | null {
  const marks = works.flatMap((work, column) => {
    const words = (cells[column] ?? '')
      .toLowerCase()
      .split(/[\s,;/]+/)
      .filter(Boolean);
    return words.map((word): [string, string] => [SHORT[word] ?? word, work]);
  });
  return marks.every(([value]) => (MARK_VALUES as readonly string[]).includes(value)) ? marks : null;
}
