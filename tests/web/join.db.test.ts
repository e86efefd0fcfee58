/** /join without a password: by links of the bot or of letters, never without a way back; a password is set and removed later. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkChat } from '../../src/access/contacts.ts';
import { invite } from '../../src/access/invitations.ts';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { renderMailboxEmail } from '../../src/texts/email/mailbox.ts';
import { JOIN, JOINED, MAILBOX, MAILBOX_FAULTS } from '../../src/texts/web/access.ts';
import { ACCOUNT } from '../../src/texts/web/account.ts';
import { expectTone } from '../texts/tone.ts';
import { openWebSchool, PUBLIC_URL, type WebSchool } from './school.ts';
import { type Visitor, visitor } from './visitor.ts';

const PASSWORD = 'сиреневый вечер';
let school: WebSchool;
beforeAll(async () => {
  school = await openWebSchool();
});
afterAll(() => school.close());

const plain = (text: string) => text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');
async function codeOf(person: string): Promise<string> {
  const [made] = await invite(school.db, school.clock, [person], { publicUrl: PUBLIC_URL });
  return made!.code;
}
let address = 0;
const newcomer = () => visitor(school, `198.51.100.${++address}`);
const accountOf = (personId: string) =>
  school.db.account.findFirstOrThrow({ where: { people: { some: { personId } } } });
const links = (who: Visitor, code: string, className: string, mailbox = '') =>
  who.submit('/join', { code, class: className, way: 'links', mailbox });
const pathOf = (link: string) => new URL(link).pathname;

test('a guardian with a chat goes on without a password: the first visit is a session, the next comes by the bot’s link', async () => {
  const code = await codeOf('g4');
  await school.db.$transaction((tx) => linkChat(tx, school.clock.now(), 'g4', 'parents', 'chat-g4'));
  const who = newcomer();
  const form = await who.get('/join');
  for (const words of [JOIN.byPassword, JOIN.byLinks, JOIN.mailbox]) expect(form.text).toContain(words);
  expect(await links(who, code, '7Б')).toMatchObject({ status: 303, location: '/joined' });
  const joined = plain((await who.get('/joined')).text);
  expect(joined).toContain(JOINED.byBot);
  expect(joined).not.toContain(JOINED.lead);
  expect((await who.get('/diary')).text).toContain('Клим');
  const account = await accountOf('g4');
  expect(account.passwordHash).toBeNull();
  expect((await newcomer().submit('/login', { login: account.login, password: '' })).status).toBe(422);
  const { link } = await createSignInLink(school.db, school.clock, 'g4', { publicUrl: PUBLIC_URL });
  const again = newcomer();
  expect((await again.submit(pathOf(link), {})).status).toBe(303);
  expect((await again.get('/diary')).status).toBe(200);
});

test('a teacher with a chat in the teachers’ bot needs no mailbox', async () => {
  await school.db.$transaction((tx) => linkChat(tx, school.clock.now(), 't3', 'teachers', 'chat-t3'));
  const who = newcomer();
  expect((await links(who, await codeOf('t3'), '')).status).toBe(303);
  expect(plain((await who.get('/joined')).text)).toContain(JOINED.byBot);
  expect(plain((await who.get('/account')).text)).toContain('ссылка от бота для учителей');
});

test('without chat and mailbox there would be no way back: said at the field, and the code stays good', async () => {
  const code = await codeOf('g9');
  const who = newcomer();
  const stuck = await links(who, code, '1А');
  expect([stuck.status, stuck.text.includes(MAILBOX_FAULTS.noWay)]).toEqual([422, true]);
  expect(stuck.text).toContain(`value="${code}"`);
  expect(stuck.text).toMatch(/value="links" checked/);
  const typo = await links(who, code, '1А', 'нет такого');
  expect([typo.status, typo.text.includes(MAILBOX_FAULTS.badMailbox), typo.text.includes('нет такого')]).toEqual([
    422,
    true,
    true,
  ]);
  expect(await school.db.session.count({ where: { account: { people: { some: { personId: 'g9' } } } } })).toBe(0);
  expect((await who.submit('/join', { code, class: '1А', password: PASSWORD })).status).toBe(303);
});

test('a mailbox that is given is a way in once its letter confirms it; a file of the school does not undo it', async () => {
  const { db, clock, services } = school;
  const who = newcomer();
  expect((await links(who, await codeOf('g7'), '7Б', ' Novaya@Mail.Example ')).status).toBe(303);
  expect(plain((await who.get('/joined')).text)).toContain(`${JOINED.confirm} novaya@mail.example`);
  const letter = services.mailboxLetters.at(-1)!;
  expect(letter).toMatchObject({ to: 'novaya@mail.example', person: { first: 'Диляра' } });
  // nobody signs in by it yet
  await newcomer().submit('/login', { mailbox: 'novaya@mail.example' }, '/login/link');
  await Promise.all(services.mailing);
  expect(services.letters).toEqual([]);
  expect(JSON.stringify(await db.mailboxClaim.findMany())).not.toContain(letter.link.split('/').at(-1));

  const reader = newcomer();
  const page = await reader.get(pathOf(letter.link));
  expect([page.status, plain(page.text).includes('novaya@mail.example')]).toEqual([200, true]);
  expect(await db.contact.count({ where: { address: 'novaya@mail.example' } })).toBe(0);
  const done = await reader.submit(pathOf(letter.link), {});
  expect(plain(done.text)).toContain(MAILBOX.done('novaya@mail.example'));
  const held = await db.contactHolder.findMany({
    where: { personId: 'g7', contact: { channel: 'email' } },
    select: { endedAt: true, contact: { select: { address: true, state: true } } },
    orderBy: { contactId: 'asc' },
  });
  expect(held).toMatchObject([
    { endedAt: clock.now(), contact: { address: 'mamutova@mail.example', state: 'ended' } },
    { endedAt: null, contact: { address: 'novaya@mail.example', state: 'confirmed' } },
  ]);
  expect((await reader.get(pathOf(letter.link))).status).toBe(410);
  expect((await reader.get('/mailbox/made-up')).status).toBe(410);
  await newcomer().submit('/login', { mailbox: 'novaya@mail.example' }, '/login/link');
  await Promise.all(services.mailing);
  const back = newcomer();
  expect((await back.submit(pathOf(services.letters.at(-1)!.people[0]!.link), {})).status).toBe(303);
  expect((await back.get('/diary')).text).toContain('Руслан');
});

test('a pupil and a teacher choose the same; the letter of a day ago confirms nothing', async () => {
  const { clock, services, db } = school;
  const pupil = newcomer();
  expect((await links(pupil, await codeOf('s1'), '7Б', 'petya@mail.example')).status).toBe(303);
  expect((await pupil.get('/diary')).status).toBe(200);
  const teacher = newcomer();
  expect((await links(teacher, await codeOf('t5'), '', 't5@mail.example')).status).toBe(303);
  const [ofPupil, ofTeacher] = services.mailboxLetters.slice(-2);
  expect((await newcomer().submit(pathOf(ofTeacher!.link), {})).status).toBe(200);
  // a parent takes consent back: no address of the child is kept
  await db.guardianship.updateMany({ where: { studentId: 's1' }, data: { consent: false } });
  const refused = await newcomer().submit(pathOf(ofPupil!.link), {});
  expect([refused.status, refused.text.includes(MAILBOX.faults.noConsent)]).toEqual([410, true]);
  await db.guardianship.updateMany({ where: { studentId: 's1', guardianId: 'g1' }, data: { consent: true } });
  await teacher.submit('/account', { part: 'mailbox', mailbox: 'other5@mail.example' });
  const late = services.mailboxLetters.at(-1)!;
  expect(late.to).toBe('other5@mail.example');
  clock.advance({ minutes: 16 });
  // a session left open adds no way in
  const left = await teacher.submit('/account', { part: 'mailbox', mailbox: 'thief@mail.example' });
  expect([left.status, left.text.includes('Вход был давно.')]).toEqual([422, true]);
  clock.advance({ days: 1 });
  const old = await newcomer().get(pathOf(late.link));
  expect([old.status, old.text.includes(MAILBOX.faults.expired)]).toEqual([410, true]);
});

test('three letters an hour go to a mailbox, whoever asks', async () => {
  const who = newcomer();
  await who.submit('/join', { code: await codeOf('t4'), class: '', password: PASSWORD });
  const ask = (current = PASSWORD) =>
    who.submit('/account', { part: 'mailbox', current, mailbox: 'flooded@mail.example' });
  const stranger = await ask('не он');
  expect([stranger.status, stranger.text.includes('Нынешний пароль не подходит.')]).toEqual([422, true]);
  for (let sent = 0; sent < 3; sent++) expect((await ask()).location).toBe('/account?done=mailbox&ended=0');
  expect((await ask()).text).toContain(MAILBOX_FAULTS.tooMany);
  expect(school.services.mailboxLetters.filter(({ to }) => to === 'flooded@mail.example')).toHaveLength(3);
});

test('a password is removed by whoever knows it and has another way in, and set again', async () => {
  const who = newcomer();
  await who.submit('/join', { code: await codeOf('g10'), class: '9А', password: PASSWORD });
  const other = newcomer();
  await other.submit('/login', { login: 'kovalchuk@mail.example', password: PASSWORD });
  const wrong = await who.submit('/account', { part: 'noPassword', current: 'не он' });
  expect([wrong.status, wrong.text.includes('Нынешний пароль не подходит.')]).toEqual([422, true]);
  const removed = await who.submit('/account', { part: 'noPassword', current: PASSWORD });
  expect(removed.location).toBe('/account?done=noPassword&ended=1');
  expect(plain((await who.get(removed.location!)).text)).toContain('Пароля больше нет. Завершено: 1 вход.');
  expect((await accountOf('g10')).passwordHash).toBeNull();
  expect((await other.get('/account')).status).toBe(303);
  expect((await who.get('/account')).text).not.toContain(ACCOUNT.remove);
  expect((await who.submit('/account', { part: 'password', password: PASSWORD })).status).toBe(303);
  expect((await accountOf('g10')).passwordHash).not.toBeNull();
  // where neither bot nor mail would bring anybody back it stays
  await school.db.contactHolder.updateMany({ where: { personId: 'g10' }, data: { endedAt: school.clock.now() } });
  const page = await who.get('/account');
  expect(page.text).not.toContain(ACCOUNT.removeLead);
  const stuck = await who.submit('/account', { part: 'noPassword', current: PASSWORD });
  expect(stuck.status).toBe(422);
  expect((await accountOf('g10')).passwordHash).not.toBeNull();
});

test('a new invitation without a password takes the old one away', async () => {
  await school.db.$transaction((tx) => linkChat(tx, school.clock.now(), 'g9', 'parents', 'chat-g9'));
  expect((await accountOf('g9')).passwordHash).not.toBeNull();
  expect((await links(newcomer(), await codeOf('g9'), '1А')).status).toBe(303);
  expect((await accountOf('g9')).passwordHash).toBeNull();
});

test('a school without mail offers the bot alone', async () => {
  const { mailMailboxLink } = school.services;
  delete school.services.mailMailboxLink;
  const who = newcomer();
  const page = await who.get('/join');
  expect(page.text).not.toContain(JOIN.mailbox);
  const stuck = await links(who, await codeOf('g11'), '9А', 'g11@mail.example');
  expect([stuck.status, stuck.text.includes(MAILBOX_FAULTS.noWayNoMail)]).toEqual([422, true]);
  if (mailMailboxLink) school.services.mailMailboxLink = mailMailboxLink;
});

test('the words keep the tone, the letter says nothing of a child', () => {
  expectTone({
    ...JOIN,
    ...JOINED,
    ...MAILBOX_FAULTS,
    ...MAILBOX.faults,
    lead: MAILBOX.lead('a@b.example'),
    ...ACCOUNT,
  });
  const until = { date: '2026-09-17', time: '15:00' };
  const person = { first: 'Мария', patronymic: 'Петровна' };
  const letter = renderMailboxEmail({ school: 'Школа', person, link: 'https://diary.example/mailbox/x', until });
  expectTone({ text: letter.text });
  expect(letter.text.replaceAll('\u00a0', ' ')).toContain('до 15:00 17 сентября');
  expect(letter.html).toContain('https://diary.example/mailbox/x');
});
