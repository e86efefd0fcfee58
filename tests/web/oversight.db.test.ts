/** What the deputy looks after: the weekly promise, deadlines of the journal, channels; each within six queries. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { recordEntries } from '../../src/journal/record.ts';
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

/** The page's words, read within six queries. */
async function page(path: string): Promise<string> {
  await deputy.get(path);
  const before = await school.othersWrote();
  const { status, text } = await deputy.get(path);
  expect([status, school.queries() - before <= 6]).toEqual([200, true]);
  return plain(text);
}

test('the table of deadlines: kept, late, missing and still to come, by teacher, for chosen days', async () => {
  // imported on Wednesday 16 September at 15:00: what was due before is nobody's fault
  const today = await page('/desk/deadlines');
  expect(today).toContain('до 17:00 того же дня, задание — не позже чем через 60 мин после последнего урока класса');
  expect(today).toContain('Орлова А. С. 1 1 · 0 · 0 0 · 0 · 0');
  const of7b = { class: '7Б', subject: 'Алгебра', by: 't1' };
  school.clock.set('2026-09-16T16:00:00+03:00');
  await recordEntries(school, 'test', [{ kind: 'topic', ...of7b, date: '2026-09-16', text: 'Степень', key: 't' }]);
  school.clock.set('2026-09-16T18:20:00+03:00');
  await recordEntries(school, 'test', [
    { kind: 'topic', class: '7Б', subject: 'Русский язык', date: '2026-09-16', text: 'Причастие', by: 't3', key: 'r' },
  ]);
  deputy = await signedIn(school, 't3');
  const evening = await page('/desk/deadlines?from=2026-09-16&to=2026-09-16');
  expect(evening).toContain('Орлова А. С. 1 1 · 0 · 0 1 · 0 · 0 0 · 0 · 0');
  expect(evening).toContain('Мельник О. В. 2 0 · 0 · 2 0 · 0 · 2 0 · 0 · 0');
  const own = await page(`/desk/deadlines?from=2026-09-16&to=2026-09-16&teacher=${seal('staff', 't3')}`);
  expect(own).toContain('Тема урока — внесено 16 сентября в 18:20, срок 17:00');
  expect(own).toContain(
    '16.09, 9А, 1-й урок, Русский язык Посещаемость и отметки — нет записи, срок 17:00 Тема урока — нет записи, срок 17:00',
  );
  // homework: within an hour after the class's last lesson; one task in time, one late, the others not at all
  school.clock.set('2026-09-17T10:30:00+03:00');
  const given = (subject: string, due: string, by: string) => {
    return { kind: 'homework', class: '7Б', subject, due, text: '§ 1', by, key: `${subject} ${due}` };
  };
  await recordEntries(school, 'test', [given('Алгебра', '2026-09-18', 't1')]);
  school.clock.set('2026-09-17T20:00:00+03:00');
  await recordEntries(school, 'test', [given('Английский язык', '2026-09-18', 't5')]);
  deputy = await signedIn(school, 't3');
  const thursday = await page('/desk/deadlines?from=2026-09-17&to=2026-09-17');
  expect(thursday).toMatch(/Орлова А. С. 2 (\d · \d · \d ){2}1 · 0 · 1/);
  expect(thursday).toMatch(/Григорян Н. А. 1 (\d · \d · \d ){2}0 · 1 · 0/);
  const wrong = await deputy.get('/desk/deadlines?from=2026-09-16&to=2026-09-01');
  expect([wrong.status, plain(wrong.text)]).toEqual([422, expect.stringContaining('Выберите дни')]);
  expect((await deputy.get('/desk/deadlines?teacher=AAAA')).status).toBe(404);
});

test('the weekly promise by class: informed and how, not yet and what to do; as a table without formulas', async () => {
  expect(await page('/desk/promise')).toContain('Ещё ни одна неделя не закрыта.');
  await school.db.person.update({ where: { id: 'g8' }, data: { last: '=1+1' } });
  school.clock.set('2026-09-20T10:00:00+03:00');
  await closeWeeks(school);
  await school.db.$executeRaw`
    UPDATE obligation SET met_by = 'email', evidence = 'accepted', met_at = ${school.clock.now()}, next = NULL WHERE guardian_id = 'g7'`;
  deputy = await signedIn(school, 't3');
  const all = await page('/desk/promise');
  expect(all).toContain('Сведения за неделю 14–19 сентября');
  expect(all).toMatch(/\d+ (ребёнок|ребёнка|детей) без сведений/);
  const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  const of = await page(`/desk/promise?class=${seal('class', id)}`);
  expect(of).toContain('Мамутов Руслан (Мамутова Д. С.) почта, принято сервером, 20 сентября, 10:00');
  expect(of).toMatch(/Степанян Нарек \(=1\+1 [^)]*\) вручите распечатку № \d+/);
  const csv = await deputy.get('/desk/promise.csv');
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(csv.text).toContain(`"'=1+1`);
  const rows = csv.text.trim().split('\r\n');
  expect(rows).toHaveLength(1 + (await school.db.obligation.count()));
  expect(rows.find((row) => row.includes('Мамутов'))).toContain(
    '"да";"почта";"20.09.2026 10:00";"принято сервером";""',
  );
  for (const made of ['?week=2026-W01', '?class=AAAA', '?week=x'])
    expect((await deputy.get(`/desk/promise${made}`)).status).toBe(404);
});

test('families by channel, addresses that take nothing, and channels in outage, each with what to do', async () => {
  const well = await page('/desk/channels-report');
  expect(well).toContain('Сбоев за последние 30 дней не было.');
  expect(well).toContain('Все адреса семей принимают сообщения.');
  const now = school.clock.now();
  const box = await school.db.contact.findFirstOrThrow({
    where: { channel: 'email', holders: { some: { personId: 'g7' } } },
  });
  await school.db.contact.update({
    where: { id: box.id },
    data: { state: 'unreachable', reason: 'bounced', since: now },
  });
  await school.db.channelOutage.create({ data: { channel: 'email', since: now, noticedAt: now } });
  await school.db.channelOutage.create({
    data: { channel: 'telegram', bot: 'parents', since: now, noticedAt: now, endedAt: now, endReason: 'accepted' },
  });
  const ill = await page('/desk/channels-report');
  expect(ill).toContain('Почта: не отвечает с 20 сентября, 10:00; ждут отправки: 4 сообщения.');
  expect(ill).toContain('Telegram (бот для родителей): перерыв с 20 сентября, 10:00 до 20 сентября, 10:00.');
  expect(ill).toContain(
    'Мамутова Д. С. (Мамутов Руслан, 7Б) Почтовый ящик не принимает письма с 20 сентября. Уточните адрес',
  );
  const figures = (text: string) => /7Б ([\d–]+ ){6}/.exec(text)?.[0].trim();
  expect(figures(ill)).not.toBe(figures(well));
});
