/** What a lesson's form shows: the journal as it stands, and over it what the teacher has typed and is yet to be recorded. */
import { WORKS } from '../../src/journal/entry.ts';
import { type GridEntry, type LessonGrid, stateOf } from '../../src/journal/lesson/grid.ts';
import type { Fault, Part } from '../../src/journal/lesson/plan.ts';
import type { RosterStudent } from '../../src/journal/roster.ts';
import { refusalTexts } from '../../src/texts/refusals.ts';
import { changedMeanwhile, GRID, marksWords } from '../../src/texts/web/lesson.ts';
import { type Filled, type Seals, sealState } from './fields.ts';

export interface ShownPupil {
  sealed: string;
  name: string;
  /** individual plan: nothing is entered for a lesson (Ш 7.8) */
  atHome: boolean;
  code: string;
  cells: string[];
  absenceFault: string | null;
  markFault: string | null;
}

export interface ShownHomework {
  sealed: string;
  due: string;
  /** one pupil's */
  pupil: string | null;
  text: string;
  fault: string | null;
}

export interface Shown {
  topic: string;
  topicFault: string | null;
  /** the work of each column of marks */
  columns: string[];
  pupils: ShownPupil[];
  homework: ShownHomework[];
  fresh: { text: string; due: string; fault: string | null; dueFault: string | null };
  /** faults of what is no more on the page */
  others: string[];
  base: string;
}

/** @param again a form that was refused, with what is wrong: what the teacher changed stays as it was typed */
export function shownOf(grid: LessonGrid, seal: Seals, again?: { filled: Filled; faults: readonly Fault[] }): Shown {
  const now = stateOf(grid);
  const base = again?.filled.wish.base ?? now;
  const wanted = again?.filled.wish.wanted ?? now;
  const pick = (was: string | undefined, typed: string | undefined, stands: string | undefined) =>
    typed !== undefined && typed !== (was ?? '') ? typed : (stands ?? '');
  const faults = [...(again?.faults ?? [])];
  const faultOf = (part: Part['part'], id?: string): string | null => {
    const nth = faults.findIndex((fault) => fault.part === part && ('id' in fault ? fault.id : undefined) === id);
    const [fault] = nth < 0 ? [] : faults.splice(nth, 1);
    return fault ? faultText(fault, grid) : null;
  };
  const columns = columnsOf(grid, again?.filled.works);
  const shown: Shown = {
    topic: pick(base.topic, wanted.topic, now.topic),
    topicFault: faultOf('topic'),
    columns,
    pupils: grid.pupils.map((pupil) => ({
      sealed: seal.pupil(pupil.id),
      name: nameOf(pupil),
      atHome: pupil.taughtAtHome,
      code: pick(base.absences[pupil.id], wanted.absences[pupil.id], now.absences[pupil.id]),
      cells: cellsOf(pupil.id, grid, columns, again?.filled),
      absenceFault: faultOf('absence', pupil.id),
      markFault: faultOf('mark', pupil.id),
    })),
    homework: grid.given.map(({ id, date, text, studentId }) => ({
      sealed: seal.homework(String(id)),
      due: date,
      pupil: studentId && nameIn(grid, studentId),
      text: pick(base.homework[id], wanted.homework[id], text),
      fault: faultOf('homework', String(id)),
    })),
    fresh: {
      text: again?.filled.wish.fresh.text ?? '',
      due: again?.filled.wish.fresh.due ?? '',
      fault: null,
      dueFault: null,
    },
    others: [],
    base: sealState(now, seal),
  };
  shown.fresh.fault = faultOf('fresh');
  shown.fresh.dueFault = faultOf('due');
  shown.others = [...new Set(faults.map((fault) => faultText(fault, grid)))];
  return shown;
}

const nameOf = ({ last, first }: RosterStudent) => `${last} ${first}`;
const nameIn = ({ pupils }: LessonGrid, id: string) => {
  const pupil = pupils.find((each) => each.id === id);
  return pupil ? nameOf(pupil) : null;
};

/** Those of the form that was refused, then the works that stand, then one for another work. */
function columnsOf({ marks }: LessonGrid, typed: readonly string[] | undefined): string[] {
  const standing = [...marks.values()].flat().map(({ work }) => work);
  const works = [...new Set([...(typed ?? []), ...standing])];
  if (typed) return works;
  const next = WORKS.find((work) => !works.includes(work));
  return next ? [...works, next] : works;
}

function cellsOf(id: string, { marks }: LessonGrid, columns: readonly string[], filled: Filled | undefined): string[] {
  const typed = filled?.typed.get(id);
  if (filled && typed && isTouched(id, filled)) return columns.map((_, column) => typed[column] ?? '');
  const standing: readonly GridEntry[] = marks.get(id) ?? [];
  return columns.map((work, column) =>
    columns.indexOf(work) === column
      ? standing
          .filter((mark) => mark.work === work)
          .map(({ value }) => value)
          .join(' ')
      : '',
  );
}

/** What cannot be read was touched. */
function isTouched(id: string, { wish: { base, wanted } }: Filled): boolean {
  const told = (marks: readonly (readonly [string, string])[] | undefined) =>
    JSON.stringify((marks ?? []).map((mark) => mark.join(' ')).toSorted());
  return wanted.marks[id] === undefined || told(wanted.marks[id]) !== told(base.marks[id]);
}

/** In words; of what somebody else changed with what stands now. */
export function faultText(fault: Fault, grid: LessonGrid): string {
  if (fault.code !== 'changed') return fault.code === 'bad-mark' ? GRID.badMark : refusalTexts[fault.code];
  const now = stateOf(grid);
  if (fault.part === 'absence') return changedMeanwhile(now.absences[fault.id] ?? '');
  if (fault.part === 'mark') return changedMeanwhile(marksWords(now.marks[fault.id] ?? []));
  if (fault.part === 'homework') return changedMeanwhile(now.homework[fault.id] ?? '');
  return changedMeanwhile(now.topic);
}
