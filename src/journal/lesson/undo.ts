/** Taking back what a lesson's form recorded: the journal stands again as if it had not been sent. */
import type { Tx } from '../../platform/database/open.ts';
import type { EntryInput } from '../entry.ts';
import type { JournalDeps } from '../record.ts';
import { rosterIn } from '../roster-view.ts';
import { changeTogetherIn, type Deed } from '../together.ts';
import { inWriting } from '../writing.ts';
import { type Form, findSubmission, keepSubmission, type Made, SOURCE, type Submission } from './record.ts';

/** As long as the teachers' bot offers it. */
export const UNDO_MINUTES = 15;

export type Undone =
  | { ok: true; submission: Submission }
  /** `changed`: nothing of it stands as the form left it */
  | { ok: false; code: 'unknown' | 'too-late' | 'changed' };

/** Whether the form may still be taken back by one tap. */
export function mayUndo({ at, made, undone }: Submission, now: Date): boolean {
  return made.length > 0 && undone === null && now.getTime() - Date.parse(at) < UNDO_MINUTES * 60_000;
}

/** Takes a form back. What anybody has changed since stays theirs; said again it is the same answer. */
export async function undoLesson(deps: JournalDeps, form: Pick<Form, 'accountId' | 'by' | 'key'>): Promise<Undone> {
  return inWriting(deps.db, async (tx): Promise<Undone> => {
    const submission = await findSubmission(tx, form);
    if (!submission || submission.by !== form.by) return { ok: false, code: 'unknown' };
    if (submission.undone) return { ok: true, submission };
    const now = deps.clock.now();
    if (!mayUndo(submission, now)) return { ok: false, code: 'too-late' };
    const deeds = await deedsOf(tx, deps, form, submission);
    const told = await tx.told.count({ where: { entryId: { in: submission.made.map(({ entryId }) => entryId) } } });
    const change = { source: SOURCE, by: form.by, deeds };
    const results = await changeTogetherIn(tx, deps, change, { allOrNothing: false });
    const made = submission.made.filter((_, nth) => results[nth]?.ok);
    if (made.length === 0) return { ok: false, code: 'changed' };
    const kept: Submission = { ...submission, undone: { at: now.toISOString(), made, told: told > 0 } };
    await keepSubmission(tx, form, kept);
    return { ok: true, submission: kept };
  });
}

async function deedsOf(tx: Tx, deps: JournalDeps, { key, by }: { key: string; by: string }, submission: Submission) {
  const { courseId, date, number, made } = submission;
  const roster = await rosterIn(tx, deps.db);
  const course = roster.courses.get(courseId);
  const lesson = {
    class: (course && roster.classes.get(course.classId)?.name) ?? '',
    subject: course?.subject.name ?? '',
    date,
    lesson: number,
    by,
  };
  return made.map((each, nth): Deed => {
    const seen = new Date(each.changedAt);
    if (each.how === 'recorded') return { do: 'withdraw', entryId: each.entryId, seen };
    const before = each.before ?? { value: '', work: '', text: '' };
    if (each.how === 'withdrawn')
      return { do: 'record', courseId, input: { ...inputOf(lesson, each, before), key: `${key}:undo:${nth}` } };
    return { do: 'correct', entryId: each.entryId, seen, value: valuesOf(each.kind, before) };
  });
}

type Values = NonNullable<Made['before']>;

function valuesOf(kind: Made['kind'], { value, work, text }: Values) {
  if (kind === 'mark') return { value, work };
  return kind === 'absence' ? { value } : { text };
}

function inputOf(
  { date, lesson, ...common }: { class: string; subject: string; date: string; lesson: number; by: string },
  { kind, studentId, date: due }: Made,
  { value, work, text }: Values,
): EntryInput {
  const student = studentId ?? '';
  if (kind === 'mark') return { ...common, kind, date, lesson, student, value, work };
  if (kind === 'absence') return { ...common, kind, date, lesson, student, code: value };
  if (kind === 'topic') return { ...common, kind, date, lesson, text };
  return { ...common, kind, due, text, ...(studentId !== null && { student: studentId }) };
}
