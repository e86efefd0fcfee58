import { afterEach, expect, it } from 'vitest';
import { markOpened, markTapped } from '../../src/delivery/evidence.ts';
import { familiesSilentFor } from '../../src/oversight/silent-families.ts';
import { openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const silent = async () =>
  (await familiesSilentFor(school.db, school.clock.now())).map(
    ({ className, studentId, guardians }) => `${className} ${studentId}: ${guardians.map(({ id }) => id).join()}`,
  );

/** Closes week after week, each on its Sunday. */
async function weeks(...sundays: string[]): Promise<void> {
  for (const day of sundays) {
    school.clock.set(`${day}T11:00:00+03:00`);
    await school.work();
  }
}

it('three weeks of summaries that nobody answers put a family on its class teacher’s list, until somebody does', async () => {
  school = await openSchool();
  for (const guardian of ['g1', 'g4', 'g9']) await school.link(guardian);
  await weeks('2026-09-20', '2026-09-27', '2026-10-04');
  expect(await silent()).toEqual([]);
  school.clock.set('2026-10-12T09:00:00+03:00');
  const reached = await silent();
  // g7 and g10 read letters; who is on paper, or was never linked, stands on other lists
  expect(reached).toEqual([
    '1А s11: g9',
    '1А s13: g1',
    '7Б s1: g1,g2',
    '7Б s5: g7',
    '7Б s2: g3',
    '7Б s3: g4,g5',
    '9А s22: g10',
  ]);
  const [family] = await familiesSilentFor(school.db, school.clock.now());
  expect(family).toMatchObject({
    className: '1А',
    classTeacherId: 't4',
    student: { last: 'Абибуллаева', first: 'Сафие' },
    guardians: [{ id: 'g9', name: 'Абибуллаев Эрнес Ридванович' }],
  });
  expect(family?.since.toISOString()).toContain('2026-09-');

  const summary = await school.db.deliveryItem.findFirstOrThrow({
    where: { guardianId: 'g4', obligationId: { not: null } },
  });
  await markTapped(school, { deliveryId: summary.deliveryId, personIds: ['g4'] });
  await markOpened(school, { personId: 'g1', studentId: 's1', week: '2026-W40' });
  // g1 visited: both children's family is heard of
  expect(await silent()).toEqual(['1А s11: g9', '7Б s5: g7', '7Б s2: g3', '9А s22: g10']);
});
