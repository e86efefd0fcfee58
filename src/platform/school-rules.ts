import { z } from 'zod';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
const detail = z.enum(['full', 'minimal']);
const KINDS = ['mark', 'absence', 'homework', 'message', 'periodMark'] as const;

/** Every number that schools set differently; the defaults are the contract's. Times are school-local. */
export const schoolRulesSchema = z
  .object({
    /** К-Р 2.7: one hour after the class's lessons; Ш 7.4: three hours after the shift */
    homeworkWithin: z
      .object({
        after: z.enum(['classEnd', 'shiftEnd']).default('classEnd'),
        minutes: z.number().int().min(0).max(1440).default(60),
      })
      .prefault({}),
    /** marks and absences of the day are in by then (К-И 4.2) */
    journalBy: time.default('17:00'),
    /** Ш 7.6: afterwards corrections go through the deputy */
    editLockDays: z.number().int().min(0).default(7),
    /** Ш 2.4 allows it, К-Р 2.4 does not */
    classTeacherMayEdit: z.boolean().default(false),
    weekCloses: z
      .object({
        weekday: z.union([z.literal('after'), z.number().int().min(1).max(7)]).default('after'),
        time: time.default('10:00'),
      })
      .prefault({}),
    quietHours: z.object({ from: time.default('21:00'), to: time.default('07:30') }).prefault({}),
    /** minutes after the last event before a notice leaves */
    settleMinutes: z.number().min(0).max(60).default(3),
    /** after the day's first notice: at most one an hour and four a day */
    hourly: z.boolean().default(true),
    detail: z
      .object({ telegram: detail.default('full'), email: detail.default('full') })
      .default({ telegram: 'full', email: 'full' }),
    paperFor: z.enum(['unreached', 'applied']).default('applied'),
    /** parents are warned of an unsatisfactory period mark: an average below, of so many marks at least (К-И 5.2: three) */
    risk: z
      .object({ below: z.number().min(2).max(5).default(2.5), marks: z.number().int().min(3).max(20).default(3) })
      .prefault({}),
    /** a sheet on A4, or on half of it: two to a page, with a cut line between */
    paperFormat: z.enum(['A4', 'A5']).default('A4'),
    /** when the evening list leaves */
    eveningAt: time.default('18:00'),
    /** events of lessons older than this many days stand in the weekly summary only */
    tellWithinDays: z.number().int().min(1).default(14),
    /** told whatever a guardian chose; К-У 4.5: exam and final marks within a day */
    mandatory: z.array(z.enum(['firstLesson', 'urgent', ...KINDS])).default(['firstLesson', 'urgent', 'periodMark']),
    /** stands in the weekly summary only, whatever a guardian chose; what is mandatory is not held back */
    heldBack: z.array(z.enum(KINDS)).default([]),
  })
  .strict();

export type SchoolRules = z.infer<typeof schoolRulesSchema>;

/** The rules kept in the school's row. */
export function readRules(stored: unknown): SchoolRules {
  return schoolRulesSchema.parse(stored ?? {});
}
