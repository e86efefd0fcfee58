import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LedgerLine } from '../../src/delivery/ledger.ts';
import { needs } from '../needs.ts';
import { startWhole, tidy, type Whole } from './whole.ts';

const EXAMPLE = readFileSync(new URL('../connectors/school-file/example.json', import.meta.url), 'utf8');

let whole: Whole;
beforeAll(async () => {
  // Monday of the week that closes on Sunday for 7Б, which is taught on Saturdays
  whole = await startWhole('2026-09-14T08:00:00+03:00');
});
afterAll(() => whole.close());

it.runIf(needs('pdftotext'))(
  'a mark that a teacher records reaches the parent in Telegram, the diary, the weekly letter and the sheet, with proof of each',
  async () => {
    // the school is loaded, the people are invited
    const file = whole.write('school.json', EXAMPLE);
    expect(await whole.verb('import', file)).toMatchObject({ code: 0 });
    const invited = await whole.verb('invite', 'g1', 't1');
    const [mother, teacher] = invited.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { person: string; code: string; link: string });
    expect(mother?.link).toMatch(/^https:\/\/diary\.school\.example\/join\//);

    // the mother links her chat: code, the child's class, done
    const parent = whole.botApi.person('parents', { name: 'Мария' });
    parent.sends(`/start ${mother?.code}`);
    await whole.listen();
    whole.clock.advance({ seconds: 5 });
    await Promise.all([parent.taps('7Б'), whole.listen()]);
    const welcome = tidy(parent.last()?.text ?? '');
    expect(welcome).toContain('Готово, Мария Петровна!');
    expect(welcome).toContain('Пётр, 7Б');

    // the teacher links his, and records the lesson in a line
    const orlova = whole.botApi.person('teachers', { name: 'Анна' });
    orlova.sends(`/start ${teacher?.code}`);
    await whole.listen();
    whole.clock.set('2026-09-15T10:00:00+03:00');
    orlova.sends('7Б алг к/р Иванов 5, Цой 4, Мамутов 3');
    await whole.listen();
    expect(tidy(orlova.last()?.text ?? '')).toMatch(/7Б · алгебра/i);
    await Promise.all([orlova.taps('Записать'), whole.listen()]);

    // nothing before the settle time, one message after it
    const heard = () => parent.unheard().map(({ text }) => tidy(text ?? ''));
    heard();
    await whole.work();
    expect(heard()).toEqual([]);
    whole.clock.advance({ minutes: 3 });
    await whole.work();
    expect(heard()).toEqual([
      expect.stringMatching(/Пётр, 7Б · вторник, 15 сентября\nАлгебра: 5 \(контрольная работа\)/),
    ]);

    // the diary shows it to who joined by the same code, and to nobody else
    const page = await openDiary(mother?.code ?? '');
    expect(page).toContain('контрольная');
    expect(page).not.toContain('Мамутов');

    // the week closes: Telegram, letters, sheets
    whole.clock.set('2026-09-20T10:01:00+03:00');
    await whole.work();
    expect(heard().join('\n')).toContain('Неделя 14–19 сентября · Пётр, 7Б');
    const letter = (await whole.letters()).find(({ to }) => to[0] === 'mamutova@mail.example');
    expect(tidy(letter?.subject ?? '')).toBe('Школьная неделя 14–19 сентября: Руслан, 7Б');
    expect(tidy(letter?.text ?? '')).toContain('Алгебра: 3 (контрольная');
    expect(letter?.headers.find(({ key }) => key === 'list-unsubscribe-post')?.value).toBe(
      'List-Unsubscribe=One-Click',
    );

    // the sheet of a family on paper
    const pdf = whole.path('week.pdf');
    expect(await whole.verb('week', '--out', pdf, '--class', '7Б')).toMatchObject({ code: 0 });
    const sheet = whole.pdfText(pdf);
    expect(sheet).toContain('Цой Вера');
    expect(sheet).toMatch(/Алгебра\s/);
    expect(sheet).not.toContain('Мамутов');

    // and the proof of each
    const ledger = await whole.verb('ledger', '--week', '2026-W38');
    const lines = ledger.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LedgerLine);
    const line = (guardian: string, student: string) =>
      lines.find((one) => one.guardian === guardian && one.student === student);
    expect(line('g1', 's1')).toMatchObject({ informed: true, by: 'telegram', evidence: 'accepted' });
    expect(line('g7', 's5')).toMatchObject({ informed: true, by: 'email', evidence: 'accepted' });
    expect(line('g6', 's4')).toMatchObject({
      informed: false,
      by: null,
      next: expect.stringContaining('вручить распечатку'),
    });

    // «Вижу» under the summary is a stronger proof
    await Promise.all([parent.taps('Вижу'), whole.listen()]);
    const seen = await whole.verb('ledger', '--week', '2026-W38');
    expect(seen.out).toContain('"evidence":"seen"');
  },
);

/** Joins by the code with a password of one's own and reads the child's week. */
async function openDiary(code: string): Promise<string> {
  const form = await whole.web.inject({ method: 'GET', url: '/join' });
  const cookies = new Map(form.cookies.map(({ name, value }) => [name, value]));
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const hidden = [...form.body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const fields = new URLSearchParams(hidden.map(([, name, value]) => [name as string, value as string]));
  fields.set('code', code);
  fields.set('class', '7Б');
  fields.set('password', 'дождь на море 2026');
  const joined = await whole.web.inject({
    method: 'POST',
    url: '/join',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookie(),
      origin: 'https://diary.school.example',
    },
    payload: fields.toString(),
  });
  expect(joined.statusCode, joined.body).toBeLessThan(400);
  for (const { name, value } of joined.cookies) cookies.set(name, value);
  const diary = await whole.web.inject({ method: 'GET', url: '/diary?week=2026-W38', headers: { cookie: cookie() } });
  expect(diary.statusCode).toBe(200);
  return diary.body;
}
