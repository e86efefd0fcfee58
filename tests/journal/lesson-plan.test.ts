/** What a lesson's form changes: exactly what its teacher changed, and nothing that somebody else entered meanwhile. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GridEntry, type LessonGrid, type LessonState, stateOf } from '../../src/journal/lesson/grid.ts';
import { type Fault, type LessonWish, planLesson, type Step } from '../../src/journal/lesson/plan.ts';

const CIRCLE = {
  class: '7Б',
  subject: 'Алгебра',
  courseId: 1,
  date: '2026-09-16',
  number: 3,
  by: 't1',
  submission: 'key',
};
const PUPILS = ['s1', 's2'];
const AT = new Date('2026-09-16T09:00:00Z');

function gridOf(state: LessonState): LessonGrid {
  let id = 100;
  const entry = (kind: GridEntry['kind'], about: Partial<GridEntry>): GridEntry => {
    id += 1;
    const rest = { studentId: null, value: '', work: '', text: '', date: CIRCLE.date, byId: 't1', changedAt: AT };
    return { id, kind, ...rest, ...about };
  };
  return {
    pupils: [],
    topic: state.topic ? entry('topic', { text: state.topic }) : null,
    absences: new Map(
      Object.entries(state.absences)
        .filter(([, value]) => value)
        .map(([studentId, value]) => [studentId, entry('absence', { studentId, value })]),
    ),
    marks: new Map(
      Object.entries(state.marks)
        .filter(([, all]) => all.length > 0)
        .map(([studentId, all]) => [studentId, all.map(([value, work]) => entry('mark', { studentId, value, work }))]),
    ),
    given: Object.entries(state.homework)
      .filter(([, text]) => text)
      .map(([known, text]) => entry('homework', { id: Number(known), text, date: '2026-09-17' })),
    due: [],
  };
}

/** What stands after the steps. */
function after(grid: LessonGrid, steps: readonly Step[]): LessonState {
  const entries = new Map(
    [grid.topic, ...grid.absences.values(), ...[...grid.marks.values()].flat(), ...grid.given].flatMap((each) =>
      each ? [[each.id, { ...each }] as const] : [],
    ),
  );
  let id = 1000;
  for (const { deed } of steps) {
    if (deed.do === 'withdraw') entries.delete(deed.entryId);
    else if (deed.do === 'correct') Object.assign(entries.get(deed.entryId)!, deed.value);
    else {
      const { input } = deed;
      id += 1;
      const value = input.kind === 'mark' ? input.value : input.kind === 'absence' ? input.code : '';
      const about = { value, work: input.kind === 'mark' ? input.work : '', text: 'text' in input ? input.text : '' };
      const rest = { date: CIRCLE.date, byId: 't1', changedAt: AT };
      const kind = input.kind as GridEntry['kind'];
      entries.set(id, { id, kind, studentId: 'student' in input ? (input.student ?? null) : null, ...about, ...rest });
    }
  }
  const of = (kind: string) => [...entries.values()].filter((each) => each.kind === kind);
  return stateOf({
    pupils: [],
    topic: of('topic')[0] ?? null,
    absences: new Map(of('absence').map((each) => [each.studentId!, each])),
    marks: grouped(of('mark')),
    given: of('homework'),
    due: [],
  });
}

function grouped(marks: GridEntry[]): Map<string, GridEntry[]> {
  const groups = new Map<string, GridEntry[]>();
  for (const mark of marks) groups.set(mark.studentId!, [...(groups.get(mark.studentId!) ?? []), mark]);
  return groups;
}

/** Each part of a state by itself, so that parts can be compared. */
function partsOf({ topic, absences, marks, homework }: LessonState): Map<string, string> {
  return new Map([
    ['topic', topic],
    ...PUPILS.flatMap((id): [string, string][] => [
      [`absence ${id}`, absences[id] ?? ''],
      [
        `mark ${id}`,
        (marks[id] ?? [])
          .map((mark) => mark.join(' '))
          .toSorted()
          .join(),
      ],
    ]),
    // biome-ignore lint/suspicious/noUnnecessaryConditions: homework that was taken back is not there
    ['homework 7', homework['7'] ?? ''],
  ]);
}

const faultName = (fault: Fault) => ('id' in fault ? `${fault.part} ${fault.id}` : fault.part);

const mark = fc.tuple(fc.constantFrom('5', '4'), fc.constantFrom('ответ', 'контрольная'));
const perPupil = <T>(value: fc.Arbitrary<T>) => fc.record({ s1: value, s2: value });
const state: fc.Arbitrary<LessonState> = fc.record({
  topic: fc.constantFrom('', 'Дроби', 'Степени'),
  absences: perPupil(fc.constantFrom('', 'Н', 'Б')),
  marks: perPupil(fc.array(mark, { maxLength: 3 })),
  homework: fc.record({ 7: fc.constantFrom('', '§ 1', '§ 2') }),
});
/** A form has a field for homework that stood there when it was made. */
const shown = state.filter(({ homework }) => homework['7'] !== '');
const NO_FRESH = { text: '', due: '' };

describe('the plan of a lesson’s form', () => {
  test('changes what the teacher changed to what was typed, leaves the rest, and asks where both changed', () => {
    fc.assert(
      fc.property(shown, state, state, (base, wanted, now) => {
        const grid = gridOf(now);
        const plan = planLesson(CIRCLE, grid, { base, wanted, fresh: NO_FRESH });
        const [was, said, stands] = [base, wanted, now].map(partsOf);
        const both = [...said!].filter(
          ([part, value]) =>
            value !== was!.get(part) && value !== stands!.get(part) && was!.get(part) !== stands!.get(part),
        );
        if (!plan.ok) {
          expect(plan.faults.map(faultName).toSorted()).toEqual(both.map(([part]) => part).toSorted());
          expect(plan.faults.every(({ code }) => code === 'changed')).toBe(true);
          return;
        }
        // homework that was taken away meanwhile cannot be given another text
        expect(both).toEqual([]);
        const result = partsOf(after(grid, plan.steps));
        for (const [part, value] of said!)
          expect(result.get(part), part).toBe(value === was!.get(part) ? stands!.get(part) : value);
      }),
    );
  });

  test('touches no mark that stays, and corrects before it takes back and records anew', () => {
    const marks = {
      s1: [
        ['4', 'ответ'],
        ['5', 'контрольная'],
        ['3', 'ответ'],
      ] as [string, string][],
    };
    const base: LessonState = { topic: '', absences: {}, marks, homework: {} };
    const wish = (to: [string, string][]): LessonWish => ({
      base,
      wanted: { ...base, marks: { s1: to } },
      fresh: NO_FRESH,
    });
    const deeds = (to: [string, string][]) => {
      const plan = planLesson(CIRCLE, gridOf(base), wish(to));
      return plan.ok ? plan.steps.map(({ deed }) => deed.do) : plan.faults;
    };
    expect(deeds(marks.s1)).toEqual([]);
    expect(deeds([...marks.s1].reverse())).toEqual([]);
    expect(
      deeds([
        ['4', 'ответ'],
        ['5', 'тест'],
        ['3', 'ответ'],
      ]),
    ).toEqual(['correct']);
    expect(
      deeds([
        ['4', 'ответ'],
        ['3', 'ответ'],
      ]),
    ).toEqual(['withdraw']);
    expect(deeds([...marks.s1, ['2', 'диктант']])).toEqual(['record']);
    expect(deeds([['2', 'тест']])).toEqual(['correct', 'withdraw', 'withdraw']);
  });

  test('keys are made of the sending, one for each new entry, the same for the same form', () => {
    const base: LessonState = { topic: '', absences: {}, marks: {}, homework: {} };
    const wanted = { ...base, topic: 'Дроби', absences: { s1: 'Н' } };
    const wish = { base, wanted, fresh: { text: '§ 3', due: '2026-09-17' } };
    const keys = () => {
      const plan = planLesson(CIRCLE, gridOf(base), wish);
      return plan.ok ? plan.steps.map(({ deed }) => (deed.do === 'record' ? deed.input.key : null)) : [];
    };
    expect(keys()).toEqual(['key:0', 'key:1', 'key:2']);
    expect(keys()).toEqual(keys());
  });
});
