/** Homework whose lesson the desk or a school file moved is due anew, and its families are told so once. */
import { afterEach, expect, it } from 'vitest';
import { writeSchool } from '../../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../../src/connectors/school-file/read.ts';
import { changeDay } from '../../src/journal/day/change-day.ts';
import type { Asked } from '../../src/journal/day/deed.ts';
import { undoDay } from '../../src/journal/day/undo-day.ts';
import { EXAMPLE, openSchool, type School } from '../school.ts';
import { silent } from '../silent.ts';

let school: School;
afterEach(() => school.close());

const homework = (subject: string, by: string, text: string) => ({
  kind: 'homework',
  class: '7Б',
  subject,
  due: '2026-09-16',
  text,
  by,
  key: subject,
});
async function deed(what: Asked, date = '2026-09-16'): Promise<number> {
  const result = await changeDay(school, { date, what, reason: 'карантин', by: 't3' });
  if (!result.ok) throw new Error(result.code);
  return result.deedId;
}
async function at(moment: string): Promise<string[]> {
  const before = school.texts().length;
  school.clock.set(moment);
  await school.work();
  return school.texts().slice(before);
}

it('in the evening message, where a list had told it, and by nothing more', async () => {
  school = await openSchool({ at: '2026-09-14T08:00:00+03:00' });
  await school.link('g4');
  await school.record(homework('Алгебра', 't1', '§ 12'), homework('Физика', 't2', '§ 3'));
  // the list of Wednesday leaves on Tuesday evening
  expect((await at('2026-09-15T18:00:00+03:00')).join()).toContain('§ 12');
  school.clock.set('2026-09-15T18:30:00+03:00');
  const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  const off = await deed({ kind: 'day', classId: id, as: 'off' });
  const told = [...(await at('2026-09-15T19:30:00+03:00')), ...(await at('2026-09-15T20:30:00+03:00'))];
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('алгебра, задание: «§ 12» теперь на четверг, 17 сентября, а не на среду, 16 сентября');
  expect(told[0]).toContain('физика, задание: «§ 3» теперь на субботу, 19 сентября, а не на среду, 16 сентября');
  // taken back at once: the day is as it was, and that is said once too
  await undoDay(school, { deedId: off, by: 't3' });
  const back = [...(await at('2026-09-15T20:40:00+03:00')), ...(await at('2026-09-16T07:31:00+03:00'))];
  expect(back.join()).toMatch(/«§ 12» теперь на среду, 16 сентября, а не на четверг/);
  expect(back).toHaveLength(1);
  expect(await at('2026-09-16T12:00:00+03:00')).toEqual([]);
});

it('by the list of the new day alone, where nobody had been told yet', async () => {
  school = await openSchool({ at: '2026-09-14T08:00:00+03:00' });
  await school.link('g4');
  await school.record(homework('Алгебра', 't1', '§ 12'));
  await at('2026-09-14T09:00:00+03:00');
  const { id: courseId } = await school.db.course.findFirstOrThrow({
    where: { subject: { name: 'Алгебра' }, schoolClass: { name: '7Б' } },
  });
  await deed({ kind: 'cancel', lessons: [{ courseId, number: 3 }] });
  expect(await at('2026-09-14T12:00:00+03:00')).toEqual([]);
  expect(await at('2026-09-15T18:00:00+03:00')).toEqual([]);
  const [list, ...more] = await at('2026-09-16T18:00:00+03:00');
  expect(list).toMatch(/На четверг, 17 сентября[\s\S]*§ 12/);
  expect(more).toEqual([]);
});

it('by a school file as by the desk: shown by its dry run, moved once, in the name of whoever gave it', async () => {
  school = await openSchool({ at: '2026-09-14T08:00:00+03:00' });
  await school.link('g4');
  await school.record(homework('Алгебра', 't1', '§ 12'), homework('Физика', 't2', '§ 3'));
  expect((await at('2026-09-15T18:00:00+03:00')).join()).toContain('§ 12');
  school.clock.set('2026-09-15T18:30:00+03:00');
  const importing = async (said: object, dryRun = false) => {
    const read = readSchoolFile(new TextEncoder().encode(JSON.stringify({ ...EXAMPLE, ...said })), school.clock.now());
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const { homework: moved } = await writeSchool({ ...school, log: silent }, read.file, 'other', { dryRun });
    return moved.map(({ subject, from, to, student }) => [subject, from, to, student]);
  };
  // the physics of Wednesday is held by another course's teacher: that moves nothing; algebra is not held
  const changes = [
    { date: '2026-09-16', class: '7Б', lesson: 1, teacher: 't5' },
    { date: '2026-09-16', class: '7Б', lesson: 3, cancelled: true },
  ];
  const algebra = [['Алгебра', '2026-09-16', '2026-09-17', null]];
  expect(await importing({ changes }, true)).toEqual(algebra);
  expect(await school.db.journalEvent.count({ where: { change: 'corrected' } })).toBe(0);
  expect(await importing({ changes })).toEqual(algebra);
  expect(await importing({ changes })).toEqual([]);
  expect(await school.db.journalEvent.findMany({ where: { change: 'corrected' } })).toMatchObject([
    { source: 'school-file', byId: 't1' },
  ]);
  const told = [...(await at('2026-09-15T19:30:00+03:00')), ...(await at('2026-09-16T08:30:00+03:00'))];
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('алгебра, задание: «§ 12» теперь на четверг, 17 сентября, а не на среду, 16 сентября');
  // a holiday, and a weekday without that lesson; what is over stays
  school.clock.set('2026-09-17T07:00:00+03:00');
  const days = [{ date: '2026-09-17', as: 3 }];
  expect(await importing({ changes, days })).toEqual([]);
  expect(await importing({ changes, days: [], holidays: [...(EXAMPLE.holidays as string[]), '2026-09-17'] })).toEqual([
    ['Алгебра', '2026-09-17', '2026-09-18', null],
  ]);
});
