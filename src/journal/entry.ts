import { z } from 'zod';

/** Kinds of work a mark may be for; the first is an ordinary answer in class. */
export const WORKS = [
  'ответ',
  'контрольная',
  'самостоятельная',
  'проверочная',
  'диктант',
  'сочинение',
  'изложение',
  'тест',
  'лабораторная',
  'практическая',
  'проект',
  'домашняя',
] as const;
export const MARK_VALUES = ['5', '4', '3', '2', '1', 'зачёт', 'незачёт'] as const;
export const ABSENCE_CODES = ['Н', 'Б', 'У', 'ОП'] as const;

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');
const text = z.string().trim().min(1).max(4000);
const common = {
  /** id of the member of staff who enters it */
  by: z.string().min(1),
  /** idempotency, within the source */
  key: z.string().min(1).max(200).optional(),
  /** the moment of this change as the source knows it, with offset */
  at: z.iso.datetime({ offset: true }).optional(),
};
const ofCourse = { class: z.string().min(1), subject: z.string().min(1) };

/** Journal entries as the contract writes them (docs/reference.md, «Journal entries»). */
export const entryInputSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('mark'),
    ...ofCourse,
    date,
    /** which of the day's lessons of the course; absent: the first */
    lesson: z.number().int().optional(),
    student: z.string(),
    value: z.string(),
    work: z.string().default('ответ'),
    ...common,
  }),
  z.object({
    kind: z.literal('absence'),
    ...ofCourse,
    date,
    lesson: z.number().int().optional(),
    student: z.string(),
    code: z.string().default('Н'),
    ...common,
  }),
  z.object({ kind: z.literal('homework'), ...ofCourse, due: date, text, student: z.string().optional(), ...common }),
  z.object({ kind: z.literal('topic'), ...ofCourse, date, lesson: z.number().int().optional(), text, ...common }),
  z.object({
    kind: z.literal('message'),
    class: z.string().min(1),
    text,
    student: z.string().optional(),
    personal: z.boolean().default(false),
    urgent: z.boolean().default(false),
    toStudent: z.boolean().default(false),
    ...common,
  }),
  z.object({
    kind: z.literal('periodMark'),
    ...ofCourse,
    period: z.string(),
    student: z.string(),
    value: z.string(),
    ...common,
  }),
]);
export const withdrawInputSchema = z.object({
  kind: z.literal('withdraw'),
  ...common,
  by: z.string().min(1).optional(),
  key: z.string().min(1).max(200),
});

export type EntryInput = z.infer<typeof entryInputSchema>;
export type WithdrawInput = z.infer<typeof withdrawInputSchema>;

/** The answer to one entry, in the order given. */
export interface EntryResult {
  key: string | null;
  status: 'recorded' | 'corrected' | 'withdrawn' | 'duplicate' | 'refused';
  /** refused: what is wrong, a key of the message catalogue */
  code?: string;
  /** refused: the field to mend */
  field?: string;
}

/**
 * What stands in `journal_event.before` and `.after` and in `told.value`: all that a notice needs to name an entry's
 * value, so that history reads without the entry.
 */
export interface EntryValue {
  subject?: string;
  /** lesson's day, or a homework's due day, or the day of a message */
  date: string;
  /** number of the lesson and when it begins */
  lesson?: number;
  starts?: string;
  /** mark, absence code or period mark */
  value?: string;
  work?: string;
  text?: string;
  period?: string;
  /** author's name, of a message */
  by?: string;
  personal?: boolean;
  urgent?: boolean;
  toStudent?: boolean;
}
