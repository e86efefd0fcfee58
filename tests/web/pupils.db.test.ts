/** A pupil's own invitation: own code, own diary to read, only what is meant for pupils; while a parent's consent stands. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffActor } from '../../src/access/actor.ts';
import { openForBot } from '../../src/access/invitation-in-bot.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { issuePupilLetters } from '../../src/access/pupil-letters.ts';
import { pagesOf } from '../channels/paper/pdf.ts';
import { needs } from '../needs.ts';
import { openWebSchool, PUBLIC_URL, type WebSchool } from './school.ts';
import { csrfOf, signedIn, type Visitor, visitor } from './visitor.ts';

let school: WebSchool;
let teacher: Visitor;
let classId: number;
let page: string;
beforeAll(async () => {
  school = await openWebSchool();
  teacher = await signedIn(school, 't1');
  classId = (await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } })).id;
  page = `/desk/letters?class=${seal('class', String(classId))}`;
});
afterAll(() => school.close());

const seal = (purpose: string, id: string) => sealId('for tests only', purpose, id);
const plain = (text: string) =>
  text
    .replaceAll('\u00a0', ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const pair = { guardianId_studentId: { guardianId: 'g2', studentId: 's1' } };
const withdraw = (consent: boolean) =>
  school.db.guardianship.updateMany({ where: { studentId: 's1' }, data: { consent } });
async function codeOf(chosen: string[]) {
  const { actor } = await staffActor(school.db, school.clock, 't1');
  const issued = await issuePupilLetters({ ...school, publicUrl: PUBLIC_URL }, actor, {
    classId,
    today: '2026-09-16',
    chosen,
  });
  if (!issued.ok) throw new Error(issued.code);
  return issued.letters[0]!;
}

test(
  'the class teacher issues letters to pupils, as to families; none without a parent’s consent',
  needs('pdftotext'),
  async () => {
    expect(plain((await teacher.get(page)).text)).toContain('Иванов Пётр Ильич доступа ещё нет');
    await withdraw(false);
    expect(plain((await teacher.get(page)).text)).toContain('Иванов Пётр Ильич согласия родителей нет');
    const none = await teacher.submit(page, { to: 'pupils', pupil: seal('student', 's1') });
    expect([none.status, none.text.includes('Отметьте, пожалуйста, хотя бы одного ученика.')]).toEqual([422, true]);
    await withdraw(true);
    for (const pupil of [seal('student', 's22'), seal('guardian', 's1'), 's1'])
      expect((await teacher.submit(page, { to: 'pupils', pupil })).status, pupil).toBe(422);
    const raw = await school.app.inject({
      method: 'POST',
      url: page,
      headers: {
        host: '127.0.0.1:3000',
        'content-type': 'application/x-www-form-urlencoded',
        cookie: `vestnik_session=${teacher.cookies.get('vestnik_session')}`,
      },
      payload: new URLSearchParams({
        _csrf: csrfOf((await teacher.get(page)).text),
        to: 'pupils',
        pupil: seal('student', 's1'),
      }).toString(),
    });
    const text = (await pagesOf(raw.rawPayload)).join('\n').replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('Здравствуйте, Пётр Ильич!');
    expect(text).toContain('Для Вас открыт Ваш электронный дневник, класс 7Б');
    expect(text).not.toMatch(/Удобнее на бумаге|Telegram/);
    expect(plain((await teacher.get(page)).text)).toMatch(/Иванов Пётр Ильич письмо выдано 16 сентября/);
  },
);

test('joins by the own code and class, reads the own diary and what is for pupils, and changes nothing of the school', async () => {
  const { code, link } = await codeOf(['s1']);
  const linked = await visitor(school).get(new URL(link).pathname);
  expect(linked.text).toContain('Ваш класс');
  expect(await openForBot(school.db, school.clock, code, { chatId: '1', bot: 'parents' })).toMatchObject({
    code: 'diaryOnly',
  });
  expect(await openForBot(school.db, school.clock, code, { chatId: '2', bot: 'teachers' })).toMatchObject({
    code: 'diaryOnly',
  });

  const pupil = visitor(school);
  const password = 'рыжий барсук бежит';
  expect((await pupil.submit('/join', { code, class: '9А', password })).text).toContain('Класс не совпадает');
  expect(await pupil.submit('/join', { code, class: '7б', password })).toMatchObject({ location: '/joined' });
  expect((await pupil.get('/')).location).toBe('/diary');
  const week = plain((await pupil.get('/diary')).text);
  expect(week).toContain('Алгебра');
  expect(week).toContain('Возьмите циркуль.');
  const messages = plain((await pupil.get('/diary/messages')).text);
  for (const forParents of ['В пятницу собрание', 'Принесите справку', 'Только семье Петровой']) {
    expect(week).not.toContain(forParents);
    expect(messages).not.toContain(forParents);
  }
  for (const path of [
    '/settings',
    '/desk',
    '/desk/accounts',
    '/diary/notices',
    `/diary?child=${seal('student', 's2')}`,
  ])
    expect((await pupil.get(path)).status, path).toBe(403);
  expect((await pupil.submit('/account', { part: 'child', order: 'paper' }, '/settings')).status).toBe(403);
  // a parent's letter is another code: both are good side by side
  expect((await (await signedIn(school, 'g2')).get('/diary')).status).toBe(200);
});

test('when the last consent ends the diary closes at once, and a code not used yet opens nothing', async () => {
  const pupil = await signedIn(school, 's1');
  const { code } = await codeOf(['s1']);
  await school.db.guardianship.update({ where: pair, data: { consent: false } });
  expect(plain((await pupil.get('/diary')).text)).toContain('Алгебра');
  await withdraw(false);
  expect(plain((await pupil.get('/diary')).text)).not.toContain('Алгебра');
  expect((await pupil.get(`/diary?child=${seal('student', 's1')}`)).status).toBe(403);
  const refused = await visitor(school).submit('/join', { code, class: '7Б', password: 'рыжий барсук бежит' });
  expect(plain(refused.text)).toContain('у школы нет согласия');
  await withdraw(true);
});
