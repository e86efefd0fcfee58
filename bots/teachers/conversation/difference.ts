/** What an edited message changes of what it had made. Pure. */
import type { EntryInput } from '../../../src/journal/entry.ts';
import type { Card, Made } from './model.ts';

export type Change =
  | { how: 'keep'; made: Made }
  | { how: 'change'; made: Made; input: EntryInput }
  | { how: 'gone'; made: Made }
  | { how: 'new'; input: EntryInput };

/** Equal entries stay, those about the same thing with another value are corrected; the rest is gone or new. */
export function difference({ made, inputs }: Pick<Card, 'made' | 'inputs'>): Change[] {
  const left = [...made];
  const take = (fits: (one: Made) => boolean) => {
    const at = left.findIndex(fits);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const kept = inputs.map((input) => take((one) => whole(one.input) === whole(input)));
  const changes = inputs.map((input, index): Change => {
    const same = kept[index];
    if (same) return { how: 'keep', made: same };
    const changed = take((one) => place(one.input) === place(input));
    return changed ? { how: 'change', made: changed, input } : { how: 'new', input };
  });
  return [...changes, ...left.map((one): Change => ({ how: 'gone', made: one }))];
}

const whole = (input: EntryInput) => JSON.stringify([place(input), values(input)]);

function place(input: EntryInput): string {
  const day = 'date' in input ? input.date : 'due' in input ? input.due : null;
  const lesson = 'lesson' in input ? (input.lesson ?? null) : null;
  const period = 'period' in input ? input.period : null;
  const subject = 'subject' in input ? input.subject : null;
  return JSON.stringify([input.kind, input.class, subject, day, lesson, period, studentOf(input)]);
}

function values(input: EntryInput): unknown[] {
  switch (input.kind) {
    case 'mark':
      return [input.value, input.work];
    case 'absence':
      return [input.code];
    case 'periodMark':
      return [input.value];
    case 'message':
      return [input.text, input.personal, input.urgent, input.toStudent];
    default:
      return [input.text];
  }
}

/** The pupil an entry is about; a topic, and most homework, is about nobody alone. */
export function studentOf(input: EntryInput): string | null {
  return 'student' in input ? (input.student ?? null) : null;
}
