/** The class page names the families without evidence of a week, with what to do for each, and those who never answer. */
import { afterEach, expect, test } from 'vitest';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { handOver } from '../../src/delivery/hand-over.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { signedIn } from './visitor.ts';

let school: WebSchool;
afterEach(() => school.close());

test('of a closed week, until they have it', async () => {
  school = await openWebSchool();
  let teacher = await signedIn(school, 't1');
  const path = /href="(\/desk\/class[^"]+)"[^>]*>7Б</.exec((await teacher.get('/desk')).text)?.[1] ?? '';
  expect((await teacher.get(path)).text).toContain('Все семьи получили сведения за закрытые недели.');
  school.clock.set('2026-09-20T10:00:00+03:00');
  await closeWeeks(school);
  teacher = await signedIn(school, 't1');
  const page = async () => (await teacher.get(path)).text.replaceAll('\u00a0', ' ');
  expect(await page()).toContain('<h3>Неделя 14–19 сентября</h3>');
  // at school every family has its name, with or without consent
  expect(await page()).toMatch(/<li>Степанян Нарек \(Степанян В. А.\): вручите распечатку № \d+\.<\/li>/);
  const sheet = await school.db.sheet.findFirstOrThrow({ where: { guardianId: 'g8' } });
  await handOver(school, { sheetIds: [sheet.id], deed: 'person', date: '2026-09-20', byId: 't1' });
  expect(await page()).not.toContain('Степанян Нарек (');
  expect(await page()).toContain('Цой Вера (Цой Е.)');

  // the letters of three weeks are taken, and nobody of the family answers
  expect(await page()).not.toContain('Три недели без ответа');
  for (const day of ['2026-09-27', '2026-10-04']) {
    school.clock.set(`${day}T10:00:00+03:00`);
    await closeWeeks(school);
  }
  await school.db.$executeRaw`
    UPDATE obligation o SET met_by = 'email', evidence = 'accepted', met_at = w.closes_at, next = NULL
      FROM weekly_record r JOIN school_week w ON w.id = r.school_week_id WHERE r.id = o.weekly_record_id AND o.guardian_id = 'g7'`;
  school.clock.set('2026-10-11T10:00:00+03:00');
  teacher = await signedIn(school, 't1');
  expect(await page()).toMatch(
    /Три недели без ответа.*<li>Мамутов Руслан \(Мамутова Д. С.\): без ответа с 20 сентября\.<\/li>/s,
  );
});
