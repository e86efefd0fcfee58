/** Any journal at the desk, with the history of each cell; and the audit of who read what. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { correctEntry, recordEntries, withdrawEntry } from '../../src/journal/record.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { signedIn, type Visitor } from './visitor.ts';

let school: WebSchool;
let deputy: Visitor;
const seal = (purpose: string, id: string | number) => sealId('for tests only', purpose, String(id));
beforeAll(async () => {
  school = await openWebSchool();
  deputy = await signedIn(school, 't3');
});
afterAll(() => school.close());

const plain = (text: string) =>
  text
    .replaceAll('\u00a0', ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const hrefBeside = (html: string, label: RegExp) =>
  (new RegExp(`href="([^"]+)"[^>]*aria-label="${label.source}"`).exec(html.replaceAll('\u00a0', ' '))?.[1] ?? '')
    .replaceAll('&amp;', '&')
    .split('#')[0] as string;

async function read(path: string): Promise<string> {
  await deputy.get(path);
  const before = await school.othersWrote();
  const { status, text } = await deputy.get(path);
  expect([status, school.queries() - before <= 6]).toEqual([200, true]);
  return text;
}

test('a course page: pupils by lessons, averages, period marks, topics and homework; each place leads to its history', async () => {
  const list = (await deputy.get('/desk/journals')).text;
  expect(plain(list)).toContain('7Б Алгебра, Орлова А. С.');
  const path = /href="([^"]+)"[^>]*>Алгебра, Орлова/.exec(list.replaceAll('\u00a0', ' '))?.[1] ?? '';
  const mark = await school.db.journalEntry.findFirstOrThrow({
    where: { kind: 'mark', studentId: 's1', work: 'контрольная' },
  });
  await correctEntry(school, { entryId: mark.id, by: 't1', value: { value: '4' }, source: 'bot:teachers' });
  const gone = await school.db.journalEntry.findFirstOrThrow({ where: { kind: 'mark', studentId: 's2' } });
  await withdrawEntry(school, { entryId: gone.id, by: 't3', source: 'desk' });
  await recordEntries(school, 'api', [
    {
      kind: 'periodMark',
      class: '7Б',
      subject: 'Алгебра',
      period: '1 четверть',
      student: 's1',
      value: '4',
      by: 't1',
      key: 'p',
    },
  ]);
  const page = await read(path.replaceAll('&amp;', '&'));
  const words = plain(page);
  expect(words).toContain('Алгебра, 7Б Орлова Анна Сергеевна · 1 четверть');
  // 14, 15 and 16 September: 4, 4 (was 5), 4; the average of three; the quarter's mark
  expect(words).toMatch(/Иванов Пётр 4 4 • 4 4,00 4/);
  expect(words).toMatch(/Петрова Анна ×/);
  expect(words).toContain('15.09, 2-й урок: Степень с натуральным показателем');
  expect(words).toContain('16.09, 3-й урок: тема не внесена');
  expect(words).toContain('На четверг, 17 сентября: § 12, № 345–350');
  const cell = plain(await read(hrefBeside(page, /Иванов Пётр, 15.09, 2-й урок: 4, контрольная работа/)));
  expect(cell).toContain('История записи · Иванов П. И.');
  expect(cell).toContain('внесено: 5, контрольная работа Орлова А. С., 16 сентября, 15:00');
  expect(cell).toContain(
    'исправлено: было 5, контрольная работа, стало 4, контрольная работа Орлова А. С., 16 сентября, 15:00, бот для учителей',
  );
  const taken = plain(await read(hrefBeside(page, /Петрова Анна, 15.09, 2-й урок: ×/)));
  expect(taken).toContain('снято: 2 Сейтаблаева Э. Р., 16 сентября, 15:00, рабочий стол');
});

test('a link made up, or to entries of another course, opens no history', async () => {
  const course = await school.db.course.findFirstOrThrow({
    where: { subject: { name: 'Физика' }, schoolClass: { name: '7Б' } },
  });
  const entry = await school.db.journalEntry.findFirstOrThrow({ where: { kind: 'mark' } });
  const physics = `/desk/journal?course=${seal('course', course.id)}`;
  expect((await deputy.get(physics)).status).toBe(200);
  for (const made of [`&cell=${seal('entries', entry.id)}`, '&cell=AAAA', '&cell=1', '&period=нет такого'])
    expect((await deputy.get(physics + made)).status, made).toBe(404);
});

test('the desk leads to journals whoever may read one, and nobody else', async () => {
  for (const [person, leads] of [
    ['t3', true],
    ['t5', true],
    ['t7', false],
  ] as const) {
    const who = await signedIn(school, person);
    await who.get('/desk');
    const before = await school.othersWrote();
    const { text } = await who.get('/desk');
    expect(school.queries() - before).toBeLessThanOrEqual(6);
    expect(text.includes('href="/desk/journals"'), person).toBe(leads);
    expect((await who.get('/desk/journals')).text.includes('/desk/journal?course='), person).toBe(leads);
  }
});

test('reading another teacher’s journal is audited, one’s own is not; the audit is read by person and day, a page at a time', async () => {
  const teacher = await signedIn(school, 't1');
  const own = await school.db.course.findFirstOrThrow({
    where: { subject: { name: 'Алгебра' }, schoolClass: { name: '9А' } },
  });
  await teacher.get(`/desk/journal?course=${seal('course', own.id)}`);
  expect(await school.db.auditRecord.count({ where: { action: 'readJournal', actorId: 't1' } })).toBe(0);
  await deputy.get(`/desk/journal?course=${seal('course', own.id)}`);
  const first = plain(await read('/desk/audit'));
  expect(first).toContain('Открыт журнал предмета · Алгебра, 9А 16.09.2026, 15:00 · Сейтаблаева Э. Р.');
  const at = school.clock.now();
  await school.db.auditRecord.createMany({
    data: Array.from({ length: 150 }, (_, nth) => ({
      at,
      actorId: 't1',
      action: nth === 0 ? 'readDiary' : 'unheardOf',
      object: '/diary',
      studentId: 's1',
    })),
  });
  const page = await read(`/desk/audit?who=${seal('staff', 't1')}&from=2026-09-16&to=2026-09-16`);
  expect(plain(page).match(/Орлова А. С\.\s/g)?.length).toBeGreaterThanOrEqual(100);
  expect(plain(page)).not.toContain('Открыт дневник');
  const older = /href="([^"]+)"[^>]*>Более ранние/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(plain(await read(older))).toContain('Открыт дневник · Иванов Пётр');
  expect(plain(await read('/desk/audit?from=2026-09-17'))).toContain('Записей нет.');
  const ofChild = plain(await read(`/desk/audit?child=${seal('student', 's1')}`));
  expect(ofChild).toContain('· Иванов Пётр');
  expect((await deputy.get('/desk/audit?who=AAAA')).status).toBe(404);
  expect((await teacher.get('/desk/audit')).status).toBe(403);
});
