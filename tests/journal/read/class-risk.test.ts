import { describe, expect, test } from 'vitest';
import { atRisk } from '../../../src/journal/read/class-risk.ts';

const rule = { below: 2.5, marks: 3 };
type Row = Parameters<typeof atRisk>[0][number];

const row = (differs: Partial<Row>): Row => ({
  studentId: 's1',
  last: 'Иванов',
  first: 'Пётр',
  patronymic: '',
  kind: 'mark',
  subject: 'Алгебра',
  date: '2026-09-14',
  value: '2',
  work: 'ответ',
  period: null,
  ...differs,
});
const marks = (values: string, differs: Partial<Row> = {}) => [...values].map((value) => row({ value, ...differs }));

describe('who is warned of an unsatisfactory period mark', () => {
  test('an average below the school’s threshold, of so many marks at least', () => {
    expect(atRisk(marks('223'), '1 четверть', rule)[0]?.subjects).toMatchObject([
      { subject: 'Алгебра', average: 2.33, missed: 0 },
    ]);
    expect(atRisk(marks('22'), '1 четверть', rule)).toEqual([]);
    expect(atRisk(marks('2233'), '1 четверть', rule)).toEqual([]);
    expect(atRisk(marks('2233'), '1 четверть', { ...rule, below: 3 })).toHaveLength(1);
    expect(atRisk(marks('223'), '1 четверть', { ...rule, marks: 4 })).toEqual([]);
  });

  test('not where the period’s mark stands already; another period’s tells nothing', () => {
    const period = (name: string) => row({ kind: 'periodMark', period: name, value: '3' });
    expect(atRisk([...marks('222'), period('1 четверть')], '1 четверть', rule)).toEqual([]);
    expect(atRisk([...marks('222'), period('год')], '1 четверть', rule)).toHaveLength(1);
  });

  test('«зачёт» counts for nothing; absences are told by subject and in all, late arrivals apart', () => {
    const absence = (value: string, subject: string) => row({ kind: 'absence', value, subject });
    const rows = [
      ...marks('222'),
      row({ value: 'зачёт' }),
      absence('Б', 'Алгебра'),
      absence('Н', 'Физика'),
      absence('ОП', 'Алгебра'),
    ];
    const [child] = atRisk(rows, '1 четверть', rule);
    expect(child?.subjects).toMatchObject([{ average: 2, missed: 1 }]);
    expect(child?.subjects[0]?.marks).toHaveLength(4);
    expect(child?.missed).toEqual({ lessons: 2, ill: 1, late: 1 });
  });

  test('children in the order of the class, ё where it belongs', () => {
    const of = (studentId: string, last: string) => marks('222', { studentId, last });
    const rows = [...of('s3', 'Жуков'), ...of('s2', 'Ёлкин'), ...of('s1', 'Егоров')];
    expect(atRisk(rows, '1 четверть', rule).map(({ last }) => last)).toEqual(['Егоров', 'Ёлкин', 'Жуков']);
  });
});
