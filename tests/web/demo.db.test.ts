import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outgoingExamples } from './outgoing-examples.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { visitor } from './visitor.ts';

describe('a demo school', () => {
  let school: WebSchool;
  beforeAll(async () => {
    school = await openWebSchool({ kind: 'demo' });
  });
  afterAll(() => school.close());

  test('is entered by one tap, as a parent or as staff', async () => {
    const who = visitor(school);
    expect((await who.get('/')).text).toContain('href="/demo"');
    const page = await who.get('/demo');
    expect(page.text).toContain('Иванова Мария Петровна');
    expect(page.text).toContain('родитель: Пётр, 7Б; Дарья, 1А');
    for (const role of ['заместитель директора', 'директор', 'секретарь', 'ученик: 7Б'])
      expect(page.text).toContain(role);
    const pupil = visitor(school);
    await pupil.submit('/demo', { person: 's1' });
    expect((await pupil.get('/diary')).text).not.toContain('href="/desk"');
    expect(await who.submit('/demo', { person: 'g1' })).toMatchObject({ status: 303, location: '/' });
    expect((await who.get('/diary')).text).toContain('Иванов Пётр');
    const deputy = visitor(school);
    await deputy.submit('/demo', { person: 't3' });
    expect((await deputy.get('/')).location).toBe('/desk');
  });

  test('enters as nobody but those it offers', async () => {
    for (const person of ['s2', 'nobody', '']) {
      expect((await visitor(school).submit('/demo', { person })).status).toBe(404);
    }
  });

  test('shows what would leave it as the reader would see it', async () => {
    await outgoingExamples(school);
    const { status, text } = await visitor(school).get('/outgoing');
    expect(status).toBe(200);
    expect(text.indexOf('Школьная неделя')).toBeLessThan(text.indexOf('Алгебра'));
    expect(text).toContain('<b>Алгебра</b>: 5 &lt;b>');
    expect(text).toContain('<span>Вижу</span>');
    expect(text).toContain('Иванова Мария Петровна');
    expect(text).toContain('показано здесь');
    expect(text).toContain('Иванов Пётр, неделя 7–13\u00a0сентября');
    const telegram = await visitor(school).get('/outgoing?channel=telegram');
    expect(telegram.text).not.toContain('Школьная неделя');
    expect(telegram.text).toContain('Алгебра');
  });

  test('a letter stands in a frame of its own that can run and load nothing', async () => {
    const page = await visitor(school).get('/outgoing?channel=email');
    const [, path = ''] = /<iframe src="([^"]+)"[^>]*sandbox/.exec(page.text) ?? [];
    const letter = await visitor(school).get(path);
    expect(letter.text).toBe('<p style="color:red">Алгебра: 5</p>');
    expect(letter.headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox",
    );
    expect(letter.headers['x-frame-options']).toBe('SAMEORIGIN');
  });

  test('a sheet is the PDF that the family gets', async () => {
    const page = await visitor(school).get('/outgoing?channel=paper');
    const [, path = ''] = /href="(\/outgoing\/\d+\/sheet\.pdf)"/.exec(page.text) ?? [];
    const sheet = await visitor(school).get(path);
    expect(sheet.headers['content-type']).toBe('application/pdf');
    expect((await visitor(school).get('/outgoing/999/sheet.pdf')).status).toBe(404);
  });
});

describe('an empty school', () => {
  let school: WebSchool;
  beforeAll(async () => {
    school = await openWebSchool({ empty: true });
  });
  afterAll(() => school.close());

  test('tells the technician what to do', async () => {
    const { status, text } = await visitor(school).get('/');
    expect(status).toBe(200);
    expect(text).toContain('Школа ещё не заведена');
    expect(text).toContain('npm run -s vestnik -- import school.json --dry-run');
    expect((await visitor(school).get('/login')).status).toBe(200);
  });
});
