/** What the desk changes of a day is told to the teachers concerned: once, together, by day, and taken back once. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { changeDay } from '../../src/journal/day/change-day.ts';
import type { Asked, LessonPlace } from '../../src/journal/day/deed.ts';
import { undoDay } from '../../src/journal/day/undo-day.ts';
import { tellDayChanges } from '../../src/oversight/tell-day-changes.ts';
import { emptyTables } from '../empty-tables.ts';
import { openSchool, type School } from '../school.ts';
import { linkStaff, staffWords } from '../staff-words.ts';

const THURSDAY = '2026-09-17';
let school: School;
const places: Record<string, LessonPlace> = {};
beforeAll(async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
  await linkStaff(school, 't1', 't2', 't5');
  const courses = await school.db.course.findMany({ include: { subject: true, schoolClass: true } });
  const course = (name: string, subject: string) =>
    courses.find((one) => one.schoolClass.name === name && one.subject.name === subject)!.id;
  Object.assign(places, {
    // Thursday: the 2nd of 7Б, the 1st of 9А; Wednesday: the 3rd of 7Б
    algebra7: { courseId: course('7Б', 'Алгебра'), number: 2 },
    algebra9: { courseId: course('9А', 'Алгебра'), number: 1 },
    wednesday: { courseId: course('7Б', 'Алгебра'), number: 3 },
  });
});
beforeEach(async () => {
  school.clock.set('2026-09-14T12:00:00+03:00');
  // deeds are never deleted
  await emptyTables(school.db, 'day_deed');
  await school.db.delivery.deleteMany({ where: { rhythm: 'staff' } });
  await school.db.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
});
afterAll(() => school.close());

async function deed(what: Asked, date = THURSDAY): Promise<number> {
  const done = await changeDay(school, { date, what, reason: 'болезнь', by: 't3' });
  if (!done.ok) throw new Error(`${done.code} ${done.field}`);
  return done.deedId;
}
const undo = (deedId: number) => undoDay(school, { deedId, by: 't3' });
/** Looks when the deputy has rested for three minutes. @returns the words that are new */
async function told(minutes = 3): Promise<string[]> {
  const before = (await staffWords(school.db)).length;
  school.clock.advance({ minutes });
  await tellDayChanges(school);
  return (await staffWords(school.db)).slice(before);
}
const both = () => [places.algebra7!, places.algebra9!];

it('the substitute hears of all lessons of a deed in one message, of its undoing in one more; who asked for it hears that it is off', async () => {
  const id = await deed({ kind: 'substitute', lessons: both(), teacherId: 't5' });
  expect(await told(2)).toEqual([]);
  expect(await told(1)).toEqual([
    'chat-t5: Изменения в Ваших уроках / Четверг, 17 сентября / ' +
      '1. 9А · алгебра, 8:30 — замещение: урок проводите Вы (учитель предмета — Орлова А. С.) / ' +
      '2. 7Б · алгебра, 9:25 — замещение: урок проводите Вы (учитель предмета — Орлова А. С.)',
  ]);
  expect(await told(60)).toEqual([]);
  await undo(id);
  expect(await told()).toEqual([
    'chat-t1: Изменения в Ваших уроках / Четверг, 17 сентября / 1. 9А · алгебра, 8:30 — урок проводите Вы / 2. 7Б · алгебра, 9:25 — урок проводите Вы',
    'chat-t5: Изменения в Ваших уроках / Четверг, 17 сентября / ' +
      '1. 9А · алгебра, 8:30 — замещение отменено: урок проведёт Орлова А. С. / ' +
      '2. 7Б · алгебра, 9:25 — замещение отменено: урок проведёт Орлова А. С.',
  ]);
  expect(await told(60)).toEqual([]);
});

it('several deeds in a row are one message each, and what was taken back meanwhile is none', async () => {
  const [first, second] = [places.algebra7!, places.algebra9!];
  const id = await deed({ kind: 'substitute', lessons: [first], teacherId: 't5' });
  expect(await told(2)).toEqual([]);
  await deed({ kind: 'substitute', lessons: [second], teacherId: 't2' });
  await undo(id);
  // of several processes one tells
  school.clock.advance({ minutes: 3 });
  await Promise.all([tellDayChanges(school), tellDayChanges(school)]);
  expect(await staffWords(school.db)).toEqual([
    'chat-t2: Изменения в Ваших уроках / Четверг, 17 сентября / 1. 9А · алгебра, 8:30 — замещение: урок проводите Вы (учитель предмета — Орлова А. С.)',
  ]);
  // a deputy who goes on for long is not waited for
  for (const teacherId of ['t1', 't5', 't1', 't5', 't1', 't5']) {
    await deed({ kind: 'substitute', lessons: [second], teacherId });
    school.clock.advance({ minutes: 2, seconds: 30 });
    await tellDayChanges(school);
  }
  expect((await staffWords(school.db)).length).toBeGreaterThan(1);
});

it('who is replaced hears of it on the day itself, with the way to the lessons', async () => {
  school.clock.set('2026-09-16T08:00:00+03:00');
  await deed({ kind: 'substitute', lessons: [places.wednesday!], teacherId: 't5' }, '2026-09-16');
  const [replaced, substitute] = await told();
  expect(replaced).toBe(
    'chat-t1: Изменения в Ваших уроках / Среда, 16 сентября / 3. 7Б · алгебра, 10:30 — Вас замещают: урок проведёт Григорян Н. А.',
  );
  expect(substitute).toContain('chat-t5:');
  const [row] = await school.db.delivery.findMany({ where: { rhythm: 'staff' } });
  expect(JSON.stringify(row?.payload)).toContain('К урокам');
  // nobody is told of a day that is over
  await deed({ kind: 'substitute', lessons: [places.wednesday!], teacherId: 't2' }, '2026-09-16');
  school.clock.set('2026-09-17T09:00:00+03:00');
  expect(await told()).toEqual([]);
});

it('a lesson that is cancelled, moved, from home or free is told to whoever gives it', async () => {
  await deed({ kind: 'cancel', lessons: [places.algebra9!] });
  await deed({ kind: 'move', lessons: [places.algebra7!], to: { date: '2026-09-18', number: 4 } });
  expect(await told()).toEqual([
    'chat-t1: Изменения в Ваших уроках / Четверг, 17 сентября / 1. 9А · алгебра, 8:30 — урока не будет / ' +
      '2. 7Б · алгебра, 9:25 — теперь в пятницу, 18 сентября, 4-й урок, 11:35',
  ]);
  const { id: classId } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  await deed({ kind: 'day', classId, as: 'remote' }, '2026-09-16');
  const home = await deed({ kind: 'day', classId, as: 'off' }, '2026-09-19');
  expect(await told()).toEqual([
    'chat-t1: Изменения в Ваших уроках / Среда, 16 сентября / 3. 7Б · алгебра, 10:30 — урок из дома',
    'chat-t2: Изменения в Ваших уроках / Среда, 16 сентября / 1. 7Б · физика, 8:30 — урок из дома / ' +
      'Суббота, 19 сентября / 1. 7Б · физика, 8:30 — урока не будет',
  ]);
  await undo(home);
  expect(await told()).toEqual([
    'chat-t2: Изменения в Ваших уроках / Суббота, 19 сентября / 1. 7Б · физика, 8:30 — урок проводите Вы',
  ]);
});

it('at night nobody is told: the word comes in the morning, and what was taken back by then does not', async () => {
  school.clock.set('2026-09-15T21:30:00+03:00');
  const id = await deed({ kind: 'substitute', lessons: [places.algebra9!], teacherId: 't5' });
  await deed({ kind: 'substitute', lessons: [places.algebra7!], teacherId: 't2' });
  expect(await told()).toEqual([]);
  await undo(id);
  school.clock.set('2026-09-16T07:29:00+03:00');
  expect(await told(0)).toEqual([]);
  // while sending is paused nothing is claimed
  await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: school.clock.now() } });
  expect(await told(1)).toEqual([]);
  await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: null } });
  expect(await told(0)).toEqual([expect.stringMatching(/^chat-t2: .*2\. 7Б · алгебра, 9:25 — замещение/)]);
});
