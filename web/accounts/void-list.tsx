import type { VoidedChoice } from '../../src/access/void-choices.ts';
import type { Voided } from '../../src/journal/void.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { choiceWords } from '../../src/texts/choices.ts';
import { moment } from '../../src/texts/web/settings.ts';
import { choiceStateWords, entryWords, sourceWords, stateWords, wroteWords } from '../../src/texts/web/thefts.ts';

type Dated<T> = Omit<T, 'at'> & { at: Date };

export interface VoidListProps {
  /** name of a person; empty: unknown */
  nameOf: (personId: string) => string;
  zone: string;
  /** as it was done, or as it will be */
  done: boolean;
}

/** Journal entries that are taken back: what was written, when, by which way, for whom, and what stands again. */
export function VoidedWrites({ writes, nameOf, zone, done }: VoidListProps & { writes: Dated<Voided>[] }) {
  return (
    <ul class="applications">
      {writes.map(({ entryId, kind, className, studentId, wrote, stands, state, source, at }) => {
        const standing = stands && entryWords(kind, stands);
        return (
          <li key={entryId}>
            <span class="written">{wroteWords(wrote && entryWords(kind, wrote), standing)}</span>
            <small>
              {[studentId ? nameOf(studentId) : '', className, timeOf(at, zone), sourceWords(source)]
                .filter(Boolean)
                .join(' · ')}
            </small>
            <strong class="written">{stateWords(state, standing, done)}</strong>
          </li>
        );
      })}
    </ul>
  );
}

/** Choices that are put back. */
export function VoidedChoices({ choices, nameOf, zone, done }: VoidListProps & { choices: Dated<VoidedChoice>[] }) {
  return (
    <ul class="applications">
      {choices.map(({ guardianId, studentId, what, chose, stands, state, at }) => {
        const words = (value: unknown) => choiceWords({ what: what.split(' ')[0]!, value });
        const about = [guardianId, studentId].flatMap((id) => (id ? nameOf(id) : []));
        return (
          <li key={`${guardianId} ${studentId} ${what}`}>
            <span>{words(chose) ?? what}</span>
            <small>{[...about, timeOf(at, zone)].filter(Boolean).join(' · ')}</small>
            <strong>{choiceStateWords(state, stands === null ? null : words(stands), done)}</strong>
          </li>
        );
      })}
    </ul>
  );
}

const timeOf = (at: Date, zone: string) => moment(schoolDate(at, zone), schoolTime(at, zone));
