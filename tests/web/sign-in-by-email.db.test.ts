/** A link into the diary by email: asked for on the sign-in page, which never tells whom the school knows. */
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountFor } from '../../src/access/accounts.ts';
import { createEmailChannel, type EmailChannel } from '../../src/channels/email/channel.ts';
import { mailSignInLink } from '../../src/main/mail.ts';
import { silent } from '../silent.ts';
import { type SmtpStandIn, startSmtp } from '../stand-ins/smtp.ts';
import { openWebSchool, PUBLIC_URL, type WebSchool } from './school.ts';
import { visitor } from './visitor.ts';

let school: WebSchool;
let smtp: SmtpStandIn;
let mail: EmailChannel;
const mailing: Promise<void>[] = [];
beforeAll(async () => {
  school = await openWebSchool();
  const { db, clock } = school;
  smtp = await startSmtp();
  mail = createEmailChannel({ smtpUrl: smtp.url, from: 'dnevnik@school.example', clock, log: silent });
  const config = { publicUrl: PUBLIC_URL } as Parameters<typeof mailSignInLink>[0]['config'];
  school.services.mailSignInLink = (mailbox) => {
    mailing.push(mailSignInLink({ db, clock, log: silent, config }, mail, mailbox));
    return mailing.at(-1)!;
  };
  for (const person of ['g1', 'g3', 'g7']) await db.$transaction((tx) => accountFor(tx, clock, person));
});
afterAll(async () => {
  await mail.close();
  await smtp.close();
  await school.close();
});

let addresses = 0;
/** somebody who was never here, from an address of their own */
const newcomer = () => visitor(school, `198.51.100.${++addresses}`);
const ask = (who: ReturnType<typeof visitor>, mailbox: string) => who.submit('/login', { mailbox }, '/login/link');
async function lettersTo(mailbox: string) {
  await Promise.all(mailing);
  const letters = await Promise.all(smtp.letters.map(({ raw }) => PostalMime.parse(raw)));
  return letters.filter(({ to }) => to?.[0]?.address === mailbox);
}
const linksOf = (text = '') =>
  [...text.matchAll(/http:\/\/127\.0\.0\.1:3000(\/enter\/[\w-]{43})/g)].map((one) => one[1]!);

describe('the letter', () => {
  test('opens the diary once, by its button, for a quarter of an hour', async () => {
    const who = newcomer();
    expect(await ask(who, ' Ivanova@Mail.Example ')).toMatchObject({ status: 303, location: '/login/sent' });
    const [letter] = await lettersTo('ivanova@mail.example');
    expect(letter?.subject).toBe('Вход в электронный дневник');
    const text = letter?.text?.replaceAll('\u00a0', ' ') ?? '';
    expect(text).toContain('Здравствуйте, Мария Петровна!');
    expect(text).toContain('МБОУ «Приморская школа»');
    expect(text).toContain('15:15');
    expect(letter?.headers.map(({ key }) => key)).not.toContain('list-unsubscribe');
    const [link] = linksOf(text);
    expect(letter?.html).toContain(link);
    expect(JSON.stringify(await school.db.signInLink.findMany())).not.toContain(link?.split('/').at(-1));

    const reader = newcomer();
    expect((await reader.get(link!)).status).toBe(200);
    expect((await reader.get('/diary')).status).toBe(303);
    expect(await reader.submit(link!, {})).toMatchObject({ status: 303, location: '/' });
    expect((await reader.get('/diary')).text).toContain('Иванов');
    expect((await newcomer().get(link!)).status).toBe(410);

    await ask(newcomer(), 'ivanova@mail.example');
    const [late] = linksOf((await lettersTo('ivanova@mail.example')).at(-1)?.text);
    school.clock.advance({ minutes: 15 });
    const old = await newcomer().get(late!);
    expect([old.status, old.text.includes('Ссылка действует 15 минут')]).toEqual([410, true]);
  });

  test('names a link for each who reads a shared mailbox, and none for who never came by a code', async () => {
    const { id } = await school.db.contact.findFirstOrThrow({ where: { address: 'petrova@mail.example' } });
    const linkedAt = school.clock.now();
    for (const personId of ['g7', 'g4'])
      await school.db.contactHolder.create({ data: { contactId: id, personId, linkedAt } });
    await ask(newcomer(), 'petrova@mail.example');
    const [letter] = await lettersTo('petrova@mail.example');
    expect(linksOf(letter?.text)).toHaveLength(2);
    expect(letter?.text).toContain('Здравствуйте!');
    expect(letter?.text).toMatch(/Войти в дневник: \S+ \S+\n/);
  });

  test('never reaches a closed account, nor does its link open one', async () => {
    const account = await school.db.$transaction((tx) => accountFor(tx, school.clock, 'g10'));
    const who = newcomer();
    await ask(who, 'kovalchuk@mail.example');
    const [link] = linksOf((await lettersTo('kovalchuk@mail.example'))[0]?.text);
    await school.db.account.update({ where: { id: account.id }, data: { closedAt: school.clock.now() } });
    const page = await newcomer().submit(link!, {});
    expect([page.status, page.text.includes('Вход закрыт')]).toEqual([410, true]);
    await ask(newcomer(), 'kovalchuk@mail.example');
    expect(await lettersTo('kovalchuk@mail.example')).toHaveLength(1);
  });
});

describe('asking', () => {
  test('says the same of an address that nobody reads, and writes nothing', async () => {
    const before = [smtp.letters.length, await school.db.signInLink.count()];
    const [unknown, known] = [newcomer(), newcomer()];
    const answers = [await ask(unknown, 'nobody@mail.example'), await ask(unknown, 'g4@mail.example')];
    await Promise.all(mailing);
    expect([smtp.letters.length, await school.db.signInLink.count()]).toEqual(before);
    answers.push(await ask(known, 'ivanova@mail.example'));
    expect(
      new Set(answers.map(({ status, location, text }) => JSON.stringify([status, location, text]))),
    ).toHaveProperty('size', 1);
    const pages = await Promise.all([unknown, known].map((who) => who.get('/login/sent')));
    expect(pages[0]?.text).toBe(pages[1]?.text);
    expect(pages[0]?.text).not.toContain('mail.example');
  });

  test('wants one mailbox: nothing that a header could hide in', async () => {
    for (const mailbox of ['', 'Мария', 'a@b.ru\r\nBcc: c@d.ru', 'a@b.ru, c@d.ru', '<script>@x.ru']) {
      const page = await ask(newcomer(), mailbox);
      expect(page.status, mailbox).toBe(422);
      expect(page.text).toContain('Проверьте, пожалуйста, адрес');
      expect(page.text).not.toContain('<script>');
    }
  });

  test('who floods a mailbox sends three letters an hour, and keeps neither a known browser nor a letter out', async () => {
    const mailbox = 'mamutova@mail.example';
    // the owner's own browser
    const owner = newcomer();
    await ask(newcomer(), mailbox);
    await owner.submit(linksOf((await lettersTo(mailbox))[0]?.text)[0]!, {});
    await owner.submit('/account', {}, '/logout');
    for (let asked = 0; asked < 9; asked++) expect((await ask(newcomer(), mailbox)).location).toBe('/login/sent');
    expect(await lettersTo(mailbox)).toHaveLength(3);
    expect((await ask(owner, mailbox)).location).toBe('/login/sent');
    const letters = await lettersTo(mailbox);
    expect(letters).toHaveLength(4);
    // what the flood brought opens as well
    for (const letter of letters.slice(1))
      expect((await newcomer().submit(linksOf(letter.text)[0]!, {})).status).toBe(303);
    // another's known browser is none of this mailbox
    const other = newcomer();
    await ask(other, 'ivanova@mail.example');
    await other.submit(linksOf((await lettersTo('ivanova@mail.example')).at(-1)?.text)[0]!, {});
    await other.submit('/account', {}, '/logout');
    await ask(other, mailbox);
    expect(await lettersTo(mailbox)).toHaveLength(4);
  });

  test('twenty from one address in a quarter of an hour', async () => {
    const who = visitor(school, '203.0.113.77');
    for (let asked = 0; asked < 20; asked++) expect((await ask(who, `n${asked}@mail.example`)).status).toBe(303);
    const page = await ask(who, 'ivanova@mail.example');
    expect(page.status).toBe(429);
    expect(page.text).toContain('Слишком много просьб.');
  });

  test('is not offered where the school sends no mail', async () => {
    expect((await newcomer().get('/login')).text).toContain('Прислать ссылку');
    delete school.services.mailSignInLink;
    const page = await newcomer().get('/login');
    expect(page.text).not.toContain('Прислать ссылку');
    expect(page.text).toContain('Напишите боту школы');
    expect((await ask(newcomer(), 'ivanova@mail.example')).status).toBe(404);
  });
});
