import { type Answer, type Entry, refuse } from './answer.ts';
import type { DraftEntry, Outcome } from './outcome.ts';

/** One message, one answer: a refusal before a question, a question before entries. */
export function settleMessage(outcomes: Outcome[]): Answer {
  const refusal = outcomes.find((outcome) => outcome.refusal)?.refusal;
  if (refusal) return refusal;
  const works = new Set(outcomes.flatMap((outcome) => outcome.works));
  if (works.size > 1) return refuse('unreadable');
  const drafts = outcomes.flatMap((outcome) => outcome.entries);
  if (contradicts(drafts)) return refuse('unreadable');
  const question = outcomes.find((outcome) => outcome.questions.length > 0)?.questions[0];
  if (question) return question;
  if (drafts.length === 0) return refuse('empty');
  const [work] = works;
  return { status: 'ok', entries: withoutRepeats(drafts).map((entry) => withWork(entry, work)) };
}

function withWork(entry: Entry, work: string | undefined): Entry {
  return entry.kind === 'mark' && work !== undefined ? { ...entry, work } : entry;
}

/** Two codes for one pupil and lesson, or a mark by "всем" for one who was absent: what is meant cannot be told. */
function contradicts(drafts: DraftEntry[]): boolean {
  const codes = new Map<string, string>();
  for (const { entry } of drafts) {
    if (entry.kind !== 'absence') continue;
    const key = lessonKey(entry);
    if ((codes.get(key) ?? entry.code) !== entry.code) return true;
    codes.set(key, entry.code);
  }
  return drafts.some(({ entry, everybody }) => everybody && entry.kind === 'mark' && codes.has(lessonKey(entry)));
}

function lessonKey(entry: { class: string; subject: string; date: string; student: string }): string {
  return [entry.class, entry.subject, entry.date, entry.student].join('\n');
}

/** The same absence told twice is one; marks are kept as often as they were given. */
function withoutRepeats(drafts: DraftEntry[]): Entry[] {
  const seen = new Set<string>();
  return drafts.flatMap(({ entry }): Entry[] => {
    if (entry.kind !== 'absence') return [entry];
    const key = lessonKey(entry);
    if (seen.has(key)) return [];
    seen.add(key);
    return [entry];
  });
}
