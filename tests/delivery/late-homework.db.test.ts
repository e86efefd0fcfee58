/** Homework for which the evening list comes too late. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSchool, type School } from '../school.ts';

let school: School;
beforeEach(async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
  await school.link('g4');
  await school.db.preference.create({
    data: { guardianId: 'g4', studentId: 's3', kind: 'homework', rhythm: 'now', at: school.clock.now() },
  });
});
afterEach(() => school.close());

const homework = (text: string, differs: object = {}) => ({
  kind: 'homework',
  class: '7Б',
  subject: 'Алгебра',
  due: '2026-09-15',
  text,
  by: 't1',
  key: 'h',
  ...differs,
});
async function settle(): Promise<void> {
  school.clock.advance({ minutes: 3 });
  await school.work();
}

it('is told at once to who wants it so, and its changes after it', async () => {
  await school.record(homework('§ 12'));
  await settle();
  expect(school.texts()).toEqual([expect.stringContaining('§ 12')]);
  school.clock.set('2026-09-16T12:00:00+03:00');
  await school.record(homework('§ 13', { at: school.clock.now().toISOString() }));
  await settle();
  expect(school.texts()[1]).toContain('§ 13');
});

it('that nobody was told is not told when it changes after its day: it helps nobody any more', async () => {
  await school.db.guardianship.updateMany({ where: { guardianId: 'g4' }, data: { channels: ['paper'] } });
  await school.record(homework('§ 12'));
  await settle();
  await school.db.guardianship.updateMany({ where: { guardianId: 'g4' }, data: { channels: ['telegram', 'paper'] } });
  school.clock.set('2026-09-16T12:00:00+03:00');
  await school.record(homework('§ 13', { at: school.clock.now().toISOString() }));
  await settle();
  expect(school.texts()).toEqual([]);
  await school.record(homework('§ 14', { key: 'other', due: '2026-09-17' }));
  await settle();
  expect(school.texts()).toEqual([expect.stringContaining('§ 14')]);
});

it('that was left to the list of somebody who wants it at once since is told all the same', async () => {
  await school.db.preference.updateMany({ data: { rhythm: 'evening' } });
  await school.record(homework('§ 12'));
  await settle();
  expect(school.texts()).toEqual([]);
  await school.db.preference.updateMany({ data: { rhythm: 'now' } });
  school.clock.set('2026-09-14T18:00:00+03:00');
  await school.work();
  await settle();
  expect(school.texts()).toEqual([expect.stringContaining('§ 12')]);
});
