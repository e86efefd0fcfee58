/** A lesson's form is recorded: all of it or nothing, once, and to be taken back. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Prisma } from '../../platform/database/generated/client.ts';
import type { Tx } from '../../platform/database/open.ts';
import type { PlannedLesson } from '../lessons.ts';
import type { JournalDeps } from '../record.ts';
import type { RefusalCode } from '../refusals.ts';
import { rosterIn } from '../roster-view.ts';
import { changeTogetherIn } from '../together.ts';
import { ChangedMeanwhile } from '../write.ts';
import { inWriting } from '../writing.ts';
import { readGrid } from './grid.ts';
import { type Fault, type LessonWish, planLesson, type Step } from './plan.ts';

/** Whose the keys of entries are. */
export const SOURCE = 'web';

const valueSchema = z.object({ value: z.string(), work: z.string(), text: z.string() });
const madeSchema = z.object({
  how: z.enum(['recorded', 'corrected', 'withdrawn']),
  kind: z.enum(['mark', 'absence', 'topic', 'homework']),
  entryId: z.number().int(),
  studentId: z.string().nullable(),
  /** the lesson's day, or the homework's due day */
  date: z.string(),
  before: valueSchema.nullable(),
  after: valueSchema.nullable(),
  /** the entry's last change, by this form */
  changedAt: z.iso.datetime(),
});
/** One change that a form made. */
export type Made = z.infer<typeof madeSchema>;

const submissionSchema = z.object({
  courseId: z.number().int(),
  date: z.string(),
  number: z.number().int(),
  by: z.string(),
  at: z.iso.datetime(),
  made: z.array(madeSchema),
  /** what was taken back of it, and when */
  undone: z.object({ at: z.iso.datetime(), made: z.array(madeSchema), told: z.boolean() }).nullable(),
});
/** A form that was recorded, as it is kept for seven days with the answers of signed requests. */
export type Submission = z.infer<typeof submissionSchema>;

export interface Form {
  /** the account that sends it: keys are its own */
  accountId: number;
  /** the member of staff */
  by: string;
  /** made when the form is sent; the same for its repetitions */
  key: string;
  lesson: PlannedLesson;
  wish: LessonWish;
}

export type FormRecorded =
  | { ok: true; submission: Submission }
  /** `reused`: another form was recorded under this key */
  | { ok: false; faults: Fault[]; reused: boolean };

/**
 * Records what a form changes, in one transaction: all of it, or nothing where any part is refused, so that what the teacher sees
 * as one deed is told to families as one and is taken back as one. The same form under the same key changes nothing more.
 * @throws when the database fails: then nothing is recorded
 */
export async function recordLesson(deps: JournalDeps, form: Form): Promise<FormRecorded> {
  const id = placeOf(form);
  const sha256 = createHash('sha256')
    .update(JSON.stringify([refOf(form.lesson), form.wish]))
    .digest('hex');
  return inWriting(deps.db, async (tx): Promise<FormRecorded> => {
    const known = await tx.receivedRequest.findUnique({ where: { id } });
    if (known && known.bodySha256 !== sha256) return { ok: false, faults: [], reused: true };
    if (known) return { ok: true, submission: submissionSchema.parse(known.results) };
    const recorded = await recordIn(tx, deps, form);
    if (!recorded.ok) return { ...recorded, reused: false };
    const at = deps.clock.now();
    const submission: Submission = {
      ...refOf(form.lesson),
      by: form.by,
      at: at.toISOString(),
      made: recorded.made,
      undone: null,
    };
    await tx.receivedRequest.create({
      data: { id, at, bodySha256: sha256, results: submission satisfies Prisma.InputJsonObject },
    });
    return { ok: true, submission };
  });
}

/** A form that was recorded under a key of this account; null: none, or seven days ago. One query. */
export async function findSubmission(
  db: Pick<Tx, 'receivedRequest'>,
  form: Pick<Form, 'accountId' | 'key'>,
): Promise<Submission | null> {
  const known = await db.receivedRequest.findUnique({ where: { id: placeOf(form) } });
  return known ? submissionSchema.parse(known.results) : null;
}

/** Keeps what became of it. */
export async function keepSubmission(
  tx: Tx,
  form: Pick<Form, 'accountId' | 'key'>,
  submission: Submission,
): Promise<void> {
  await tx.receivedRequest.update({
    where: { id: placeOf(form) },
    data: { results: submission satisfies Prisma.InputJsonObject },
  });
}

const refOf = ({ course, date, number }: PlannedLesson) => ({ courseId: course.id, date, number });
const placeOf = ({ accountId, key }: { accountId: number; key: string }) => `lesson:${accountId}:${key}`;

async function recordIn(
  tx: Tx,
  deps: JournalDeps,
  { by, key, lesson, wish }: Form,
): Promise<{ ok: true; made: Made[] } | { ok: false; faults: Fault[] }> {
  const roster = await rosterIn(tx, deps.db);
  const { course, date, number } = lesson;
  const grid = await readGrid(tx, roster, lesson);
  const name = roster.classes.get(course.classId)?.name ?? '';
  const circle = { class: name, subject: course.subject.name, courseId: course.id, date, number, by, submission: key };
  const plan = planLesson(circle, grid, wish);
  if (!plan.ok) return plan;
  const deeds = plan.steps.map(({ deed }) => deed);
  const results = await changeTogetherIn(tx, deps, { source: SOURCE, by, deeds }, { allOrNothing: true });
  const refused = plan.steps.flatMap(({ at, deed }, nth): Fault[] => {
    const result = results[nth];
    if (!result || result.ok || result.code === 'others-refused') return [];
    if (result.code === 'stale') throw new ChangedMeanwhile();
    return [placed({ ...at, code: result.code }, deed, result.field)];
  });
  if (refused.length > 0) return { ok: false, faults: refused };
  return { ok: true, made: plan.steps.flatMap((step, nth) => madeBy(step, results[nth])) };
}

/** A fault of homework's day stands at the day. */
function placed(fault: Fault & { code: RefusalCode | 'changed' }, deed: Step['deed'], field: string): Fault {
  return fault.part === 'fresh' && deed.do === 'record' && field === 'due' ? { part: 'due', code: fault.code } : fault;
}

function madeBy(
  { deed, before }: Step,
  result: Awaited<ReturnType<typeof changeTogetherIn>>[number] | undefined,
): Made[] {
  if (!result?.ok) return [];
  const { entryId } = result;
  const changedAt = result.changedAt.toISOString();
  const was = before && { value: before.value, work: before.work, text: before.text };
  if (deed.do === 'record') {
    const { input } = deed;
    if (input.kind === 'message' || input.kind === 'periodMark') return [];
    return [
      {
        how: 'recorded',
        kind: input.kind,
        entryId,
        studentId: ('student' in input ? input.student : null) ?? null,
        date: input.kind === 'homework' ? input.due : input.date,
        before: null,
        after: {
          value: input.kind === 'mark' ? input.value : input.kind === 'absence' ? input.code : '',
          work: input.kind === 'mark' ? input.work : '',
          text: 'text' in input ? input.text : '',
        },
        changedAt,
      },
    ];
  }
  if (!before || !was) return [];
  const base = { kind: before.kind, entryId, studentId: before.studentId, date: before.date, before: was, changedAt };
  if (deed.do === 'withdraw') return [{ ...base, how: 'withdrawn', after: null }];
  const { value = was.value, work = was.work, text = was.text } = deed.value;
  return [{ ...base, how: 'corrected', after: { value: value ?? '', work: work ?? '', text: text ?? '' } }];
}
