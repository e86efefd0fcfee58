import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { schoolRulesSchema } from '../../platform/school-rules.ts';

/** The roles of a member of staff beyond teaching. */
export const STAFF_ROLES = ['deputy', 'director', 'secretary', 'admin'] as const;
/** Who a guardian is to a child; a proxy («доверенное лицо») may only fetch paper. */
export const RELATIONS = ['мать', 'отец', 'опекун', 'доверенное лицо'] as const;
export const PROXY = 'доверенное лицо';
export const DELIVERIES = ['telegram', 'email', 'paper'] as const;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
// deliberately plain: one @, a dot in the domain, nothing that could break a header
const EMAIL = /^[^\s@<>()"',;:\\]+@[^\s@<>()"',;:\\]+\.[^\s@<>()"',;:\\.]{2,}$/;

/** Messages of custom checks are codes of the catalogue src/texts/school-file-faults.ts. */
const date = z
  .string()
  .refine((value) => DATE.test(value) && DateTime.fromISO(value, { zone: 'utc' }).isValid, 'not-a-date');
const time = z.string().refine((value) => TIME.test(value), 'not-a-time');
const id = z.string().refine((value) => /^[^\s\p{C}]{1,64}$/u.test(value), 'bad-id');
const name = z
  .string()
  .refine((value) => value.trim().length > 0 && value.length <= 200 && !/\p{Cc}/u.test(value), 'bad-name');
const email = z.string().refine((value) => value.length <= 254 && EMAIL.test(value.trim()), 'bad-email');
const phone = z
  .string()
  .refine((value) => /^\+?[\d\s()-]+$/.test(value.trim()) && /^\d{6,15}$/.test(value.replace(/\D/g, '')), 'bad-phone');
const weekday = z.int().min(1).max(6);
const lesson = z.int().min(0).max(20);
const group = z.array(id).min(1).optional();
const span = { starts: date, ends: date };

const student = z.object({
  id,
  last: name,
  first: name,
  patronymic: z.string().max(200).optional(),
  sex: z.enum(['m', 'f']).optional(),
  /** individual plan: period marks only (Ш 7.8) */
  taughtAtHome: z.boolean().optional(),
});

const childSchema = z.object({
  student: id,
  relation: z.enum(RELATIONS).optional(),
  rights: z.enum(['full', 'paper', 'none']).optional(),
  consent: z.boolean().optional(),
  consentDate: date.optional(),
});

const guardian = z.object({
  id,
  name,
  email: email.optional(),
  phone: phone.optional(),
  delivery: z.enum(DELIVERIES).optional(),
  children: z.array(z.union([id, childSchema])),
  consent: z.boolean().optional(),
  consentDate: date.optional(),
});

const teacher = z.object({
  id,
  name,
  roles: z.array(z.enum(STAFF_ROLES)).optional(),
  email: email.optional(),
  phone: phone.optional(),
});

/** The school file (docs/reference.md, «The school file»): shape only; what contradicts itself is found by check/. */
export const schoolFileSchema = z.object({
  name,
  timeZone: z.string().refine((value) => IANAZone.isValidZone(value), 'unknown-zone'),
  year: z.object(span),
  periods: z.array(z.object({ name, ...span })).min(1),
  holidays: z.array(date).optional(),
  bells: z.record(
    z.string().refine((value) => /^\d{1,2}$/.test(value), 'bad-bell-number'),
    z.tuple([time, time]),
  ),
  subjects: z.array(z.object({ name, short: z.array(z.string()).optional() })),
  classes: z.array(
    z.object({ name, grade: z.int().min(1).max(12), classTeacher: id.optional(), students: z.array(student) }),
  ),
  teachers: z.array(teacher),
  courses: z.array(z.object({ class: name, subject: name, teacher: id, group })),
  timetable: z.array(
    z.object({ class: name, subject: name, weekday, lesson, group, from: date.optional(), to: date.optional() }),
  ),
  guardians: z.array(guardian).optional(),
  days: z
    .array(z.object({ date, class: name.optional(), as: z.union([weekday, z.literal('off'), z.literal('remote')]) }))
    .optional(),
  changes: z
    .array(
      z.object({
        date,
        class: name,
        lesson,
        cancelled: z.boolean().optional(),
        teacher: id.optional(),
        subject: name.optional(),
      }),
    )
    .optional(),
  members: z.array(z.object({ student: id, class: name, from: date, to: date.optional() })).optional(),
  rules: schoolRulesSchema.optional(),
});

/** A file without a fault. Its rules are as written: what it leaves out stays as the school has it. */
export type SchoolFile = Omit<z.infer<typeof schoolFileSchema>, 'rules'> & {
  rules?: z.input<typeof schoolRulesSchema>;
};
export type FileGuardian = NonNullable<SchoolFile['guardians']>[number];
export type FileChild = z.infer<typeof childSchema>;
export type FileCourse = SchoolFile['courses'][number];
export type FileSlot = SchoolFile['timetable'][number];

/** What is left of a value when every faulty part is taken out: each field and each element may be missing. */
export type Loose<T> = T extends string | number | boolean
  ? T
  : T extends (infer E)[]
    ? (Loose<E> | undefined)[]
    : { [K in keyof T]?: Loose<T[K]> };
/** A file as the cross checks see it: its sound parts, at their own places. */
export type LooseFile = Loose<SchoolFile>;

/** One child of a guardian, written short (an id) or in full. */
export function childOf(child: string | FileChild): FileChild {
  return typeof child === 'string' ? { student: child } : child;
}
