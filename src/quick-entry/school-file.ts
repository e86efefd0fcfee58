import { z } from 'zod';
import type { SchoolView } from './school-view.ts';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u, 'is not a date YYYY-MM-DD');
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u, 'is not a time HH:MM');
const name = z.string().min(1, 'is empty');
const span = { starts: date, ends: date };
const weekday = z.number().int().min(1).max(7);

const student = z.object({
  id: name,
  last: name,
  first: name,
  patronymic: z.string().optional(),
  sex: z.enum(['m', 'f']),
});

const school = z.object({
  name: z.string(),
  timeZone: z.string(),
  year: z.object(span),
  periods: z.array(z.object({ name, ...span })),
  holidays: z.array(date).default([]),
  bells: z.record(z.string(), z.tuple([clock, clock])),
  subjects: z.array(z.object({ name, short: z.array(z.string()).default([]) })),
  classes: z.array(
    z.object({ name, grade: z.number().int(), classTeacher: z.string().default(''), students: z.array(student) }),
  ),
  teachers: z.array(z.object({ id: name, name: z.string() })),
  courses: z.array(z.object({ class: name, subject: name, teacher: name, group: z.array(name).optional() })),
  timetable: z.array(
    z.object({
      class: name,
      subject: name,
      weekday,
      lesson: z.number().int(),
      group: z.array(name).optional(),
      from: date.optional(),
      to: date.optional(),
    }),
  ),
  days: z
    .array(z.object({ date, class: name.optional(), as: z.union([weekday, z.enum(['off', 'remote'])]) }))
    .optional(),
  changes: z
    .array(
      z.object({
        date,
        class: name,
        lesson: z.number().int(),
        cancelled: z.boolean().optional(),
        teacher: name.optional(),
        subject: name.optional(),
      }),
    )
    .optional(),
  members: z.array(z.object({ student: name, class: name, from: date, to: date.optional() })).optional(),
});

/** A school file as quick entry needs it, or its faults, each beginning with the JSON path. */
export type ReadSchool = { ok: true; view: SchoolView } | { ok: false; faults: string[] };

/** Reads the text of a school file; whatever else the file holds is left alone. */
export function readSchoolFile(text: string): ReadSchool {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, faults: [`the school file is not JSON: ${error instanceof Error ? error.message : ''}`] };
  }
  const parsed = school.safeParse(json);
  if (!parsed.success)
    return { ok: false, faults: parsed.error.issues.map(({ path, message }) => `${pathOf(path)}: ${message}`) };
  const faults = danglingNames(parsed.data);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, view: parsed.data };
}

function pathOf(path: PropertyKey[]): string {
  return (
    path.reduce<string>((whole, step) => {
      if (typeof step === 'number') return `${whole}[${step}]`;
      return whole ? `${whole}.${String(step)}` : String(step);
    }, '') || 'the school file'
  );
}

/** Names that point to nothing in the file. */
function danglingNames(view: SchoolView): string[] {
  const classes = new Set(view.classes.map((schoolClass) => schoolClass.name));
  const subjects = new Set(view.subjects.map((subject) => subject.name));
  const teachers = new Set(view.teachers.map((teacher) => teacher.id));
  const faults: string[] = [];
  const check = (known: Set<string>, value: string | undefined, path: string, kind: string) => {
    if (value !== undefined && !known.has(value)) faults.push(`${path}: no such ${kind}: ${value}`);
  };
  for (const [index, course] of view.courses.entries()) {
    check(classes, course.class, `courses[${index}].class`, 'class');
    check(subjects, course.subject, `courses[${index}].subject`, 'subject');
    check(teachers, course.teacher, `courses[${index}].teacher`, 'teacher');
  }
  for (const [index, slot] of view.timetable.entries()) {
    check(classes, slot.class, `timetable[${index}].class`, 'class');
    check(subjects, slot.subject, `timetable[${index}].subject`, 'subject');
  }
  return faults;
}
