import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerForBot, openForBot } from '../../src/access/invitation-in-bot.ts';
import { invite, UnknownPeople } from '../../src/access/invitations.ts';
import { join, peekJoin } from '../../src/access/joining.ts';
import { type AccessSchool, openAccessSchool, PUBLIC_URL } from './school.ts';

let school: AccessSchool;
beforeAll(async () => {
  school = await openAccessSchool();
});
afterAll(() => school.close());

let chats = 1000;
const newChat = () => String(chats++);

async function invited(person: string) {
  const [made] = await invite(school.db, school.clock, [person], { publicUrl: PUBLIC_URL });
  return made!;
}

/** Opens and answers in the parents' bot, as a person would. */
async function linked(person: string, className: string, chatId = newChat()) {
  const { code } = await invited(person);
  const opened = await openForBot(school.db, school.clock, code, { chatId, bot: 'parents' });
  if (!opened.ok) return opened;
  const answer = { invitationId: opened.invitationId, className, bot: 'parents' as const, chatId };
  return await answerForBot(school.db, school.clock, answer);
}

describe('inviting', () => {
  test('gives each person eight digits and a long link, good for 14 days, kept hashed', async () => {
    const made = await invite(school.db, school.clock, ['g1', 'g3'], { publicUrl: `${PUBLIC_URL}/` });
    expect(made.map(({ person }) => person)).toEqual(['g1', 'g3']);
    for (const { code, link, expires } of made) {
      expect(code).toMatch(/^\d{8}$/);
      expect(link).toMatch(/^https:\/\/diary\.example\/join\/[A-Za-z0-9_-]{43}$/);
      expect(expires).toBe('2026-09-30T12:00:00.000Z');
    }
    const kept = JSON.stringify(await school.db.invitation.findMany());
    for (const { code, link } of made) {
      expect(kept).not.toContain(code);
      expect(kept).not.toContain(link.split('/').at(-1));
    }
  });

  test('names every id that the school does not have, and then invites nobody', async () => {
    const before = await school.db.invitation.count();
    const tried = invite(school.db, school.clock, ['g1', 'nobody', 'g3', 'noone'], { publicUrl: PUBLIC_URL });
    await expect(tried).rejects.toThrow(UnknownPeople);
    await expect(tried).rejects.toMatchObject({ ids: ['nobody', 'noone'] });
    expect(await school.db.invitation.count()).toBe(before);
  });

  test('a new invitation voids the earlier one, both ways in', async () => {
    const first = await invited('g10');
    const second = await invited('g10');
    const from = { chatId: newChat(), bot: 'parents' as const };
    expect(await openForBot(school.db, school.clock, first.code, from)).toEqual({ ok: false, code: 'void' });
    expect(await peekJoin(school.db, school.clock, first.link.split('/').at(-1)!)).toEqual({ ok: false, code: 'void' });
    expect(await openForBot(school.db, school.clock, second.code, from)).toMatchObject({ ok: true });
  });

  test('many at once get codes all of their own', async () => {
    const guardians = await school.db.guardian.findMany({ select: { id: true } });
    const made = await invite(
      school.db,
      school.clock,
      guardians.map(({ id }) => id),
      { publicUrl: PUBLIC_URL },
    );
    expect(new Set(made.map(({ code }) => code)).size).toBe(guardians.length);
  });
});

describe('a code in the bot', () => {
  test('typed with a space opens the children and offers classes, the same ones each time', async () => {
    const { code } = await invited('g1');
    const spaced = `${code.slice(0, 4)}\u00a0${code.slice(4)} `;
    const from = { chatId: newChat(), bot: 'parents' as const };
    const opened = await openForBot(school.db, school.clock, spaced, from);
    expect(opened).toMatchObject({ ok: true, personId: 'g1', guardian: true, staff: false });
    if (!opened.ok) return;
    expect(opened.children.map(({ first, className }) => `${first} ${className}`)).toEqual(['Пётр 7Б', 'Дарья 1А']);
    expect(opened.classChoices).toEqual(['1А', '7Б', '9А']);
    expect(await openForBot(school.db, school.clock, code, from)).toEqual(opened);
  });

  test('the class of any child is right, typed in any way; the chat is linked and Telegram comes first', async () => {
    const chatId = newChat();
    expect(await linked('g7', '7-«б»', chatId)).toMatchObject({ ok: true, personId: 'g7', first: 'Диляра' });
    const contact = await school.db.contact.findFirstOrThrow({
      where: { address: chatId },
      include: { holders: true },
    });
    expect(contact).toMatchObject({ channel: 'telegram', bot: 'parents', state: 'confirmed' });
    expect(contact.holders).toMatchObject([{ personId: 'g7', endedAt: null }]);
    const pair = await school.db.guardianship.findFirstOrThrow({ where: { guardianId: 'g7' } });
    expect(pair.channels).toEqual(['telegram', 'email', 'paper']);
    expect(pair.chosenAt).toEqual(school.clock.now());
    const [choice] = await school.db.choiceRecord.findMany({ where: { guardianId: 'g7', ground: 'бот' } });
    expect(choice).toMatchObject({
      studentId: 's5',
      what: 'channels',
      value: ['telegram', 'email', 'paper'],
      byId: 'g7',
    });
  });

  test('Latin look-alikes count as their Cyrillic letters', async () => {
    expect(await linked('g9', '1A')).toMatchObject({ ok: true, personId: 'g9' });
  });

  test('works once; of two who answer at the same time one is linked', async () => {
    const { code } = await invited('g4');
    const chatId = newChat();
    const opened = await openForBot(school.db, school.clock, code, { chatId, bot: 'parents' });
    if (!opened.ok) throw new Error('not opened');
    const answer = { invitationId: opened.invitationId, className: '7Б', bot: 'parents' as const };
    const answers = await Promise.all([
      answerForBot(school.db, school.clock, { ...answer, chatId }),
      answerForBot(school.db, school.clock, { ...answer, chatId: newChat() }),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, code: 'used' });
    expect(await openForBot(school.db, school.clock, code, { chatId, bot: 'parents' })).toEqual({
      ok: false,
      code: 'used',
    });
  });

  test('five wrong answers void it, whoever gives them; the count is told', async () => {
    const { code, link } = await invited('g3');
    const opened = await openForBot(school.db, school.clock, code, { chatId: newChat(), bot: 'parents' });
    if (!opened.ok) throw new Error('not opened');
    const answer = (className: string) =>
      answerForBot(school.db, school.clock, {
        invitationId: opened.invitationId,
        className,
        bot: 'parents',
        chatId: newChat(),
      });
    for (const left of [4, 3, 2, 1]) expect(await answer('9А')).toEqual({ ok: false, code: 'wrongClass', left });
    expect(await answer('1А')).toEqual({ ok: false, code: 'void' });
    expect(await answer('7Б')).toEqual({ ok: false, code: 'void' });
    expect(await peekJoin(school.db, school.clock, link.split('/').at(-1)!)).toEqual({ ok: false, code: 'void' });
  });

  test('a day after its end it is expired, a moment before it is not', async () => {
    const { code } = await invited('g1');
    school.clock.advance({ days: 14, ms: -1 });
    const from = { chatId: newChat(), bot: 'parents' as const };
    expect(await openForBot(school.db, school.clock, code, from)).toMatchObject({ ok: true });
    school.clock.advance({ ms: 1 });
    expect(await openForBot(school.db, school.clock, code, from)).toEqual({ ok: false, code: 'expired' });
  });

  test('of a guardian opens nothing in the teachers’ bot, and the reverse: it is for the other one', async () => {
    const guardian = await invited('g1');
    const teacher = await invited('t1');
    const chatId = newChat();
    const other = { ok: false, code: 'otherBot' };
    expect(await openForBot(school.db, school.clock, guardian.code, { chatId, bot: 'teachers' })).toEqual(other);
    expect(await openForBot(school.db, school.clock, teacher.code, { chatId, bot: 'parents' })).toEqual(other);
    const opened = await openForBot(school.db, school.clock, guardian.code, { chatId: newChat(), bot: 'parents' });
    if (!opened.ok) throw new Error('not opened');
    const crossed = { invitationId: opened.invitationId, className: '7Б', bot: 'teachers' as const, chatId };
    expect(await answerForBot(school.db, school.clock, crossed)).toEqual(other);
  });

  test('of staff links without a class', async () => {
    const { code } = await invited('t5');
    const chatId = newChat();
    const opened = await openForBot(school.db, school.clock, code, { chatId, bot: 'teachers' });
    if (!opened.ok) throw new Error('not opened');
    expect(opened.classChoices).toEqual([]);
    const answer = { invitationId: opened.invitationId, bot: 'teachers' as const, chatId };
    expect(await answerForBot(school.db, school.clock, answer)).toMatchObject({
      ok: true,
      staff: true,
      first: 'Нарине',
    });
    const contact = await school.db.contact.findFirstOrThrow({ where: { address: chatId } });
    expect(contact.bot).toBe('teachers');
  });

  test('of a teacher who is also a parent opens both bots and the diary, each once; void, it opens none', async () => {
    const { code, link } = await invited('t2');
    const chatId = newChat();
    const open = (bot: 'parents' | 'teachers') => openForBot(school.db, school.clock, code, { chatId, bot });
    const answer = async (bot: 'parents' | 'teachers') => {
      const opened = await open(bot);
      if (!opened.ok) return opened;
      const { invitationId } = opened;
      return answerForBot(school.db, school.clock, { invitationId, bot, chatId, className: '1А' });
    };
    expect(await answer('teachers')).toMatchObject({ ok: true, personId: 't2' });
    expect(await answer('teachers')).toEqual({ ok: false, code: 'used' });
    expect(await answer('parents')).toMatchObject({ ok: true, personId: 't2', moved: false });
    expect(await answer('parents')).toEqual({ ok: false, code: 'used' });
    const contacts = await school.db.contact.findMany({ where: { address: chatId }, orderBy: { bot: 'asc' } });
    expect(contacts.map(({ bot, state }) => [bot, state])).toEqual([
      ['parents', 'confirmed'],
      ['teachers', 'confirmed'],
    ]);
    expect(await peekJoin(school.db, school.clock, link.split('/').at(-1)!)).toMatchObject({ ok: true });

    const half = await invited('t2');
    const used = await openForBot(school.db, school.clock, half.code, { chatId, bot: 'teachers' });
    if (!used.ok) throw new Error('not opened');
    await answerForBot(school.db, school.clock, { invitationId: used.invitationId, bot: 'teachers', chatId });
    await invited('t2');
    expect(await openForBot(school.db, school.clock, half.code, { chatId, bot: 'parents' })).toEqual({
      ok: false,
      code: 'void',
    });
  });

  test('without consent, or with no more than a right to fetch paper, opens nothing electronic', async () => {
    expect(await linked('g8', '7Б')).toEqual({ ok: false, code: 'notPermitted' });
    expect(await linked('g5', '7Б')).toEqual({ ok: false, code: 'notPermitted' });
    await school.db.guardianship.updateMany({ where: { guardianId: 'g8' }, data: { consent: true } });
    expect(await linked('g8', '7Б')).toMatchObject({ ok: true });
  });

  test('a new telephone takes the place of the old one; the same chat again is harmless', async () => {
    const old = newChat();
    const fresh = newChat();
    expect(await linked('g11', '9А', old)).toMatchObject({ moved: false });
    expect(await linked('g11', '9А', old)).toMatchObject({ moved: false });
    expect(await linked('g11', '9А', fresh)).toMatchObject({ moved: true });
    const holders = await school.db.contactHolder.findMany({ where: { personId: 'g11' }, include: { contact: true } });
    const now = holders.filter(({ endedAt }) => !endedAt).map(({ contact }) => contact.address);
    expect(now.filter((address) => address === fresh || address === old)).toEqual([fresh]);
  });

  test('a chat that was blocked is reached again once it links', async () => {
    const chatId = newChat();
    await linked('g10', '9А', chatId);
    await school.db.contact.updateMany({
      where: { address: chatId },
      data: { state: 'unreachable', reason: 'blocked' },
    });
    await linked('g10', '9А', chatId);
    const contact = await school.db.contact.findFirstOrThrow({ where: { address: chatId } });
    expect(contact).toMatchObject({ state: 'confirmed', reason: null });
  });
});

describe('guessing', () => {
  test('makes that chat wait, and no other; an hour later it may go on', async () => {
    const { code } = await invited('g1');
    const guesser = { chatId: newChat(), bot: 'parents' as const };
    for (let tried = 0; tried < 10; tried++) {
      expect(await openForBot(school.db, school.clock, String(10_000_000 + tried), guesser)).toMatchObject({
        ok: false,
      });
    }
    expect(await openForBot(school.db, school.clock, code, guesser)).toEqual({ ok: false, code: 'tooMany' });
    const owner = { chatId: newChat(), bot: 'parents' as const };
    expect(await openForBot(school.db, school.clock, code, owner)).toMatchObject({ ok: true });
    school.clock.advance({ hours: 1 });
    expect(await openForBot(school.db, school.clock, code, guesser)).toMatchObject({ ok: true });
  });

  test('when the clock is set back nobody waits for ever', async () => {
    const guesser = { chatId: newChat(), bot: 'parents' as const };
    for (let tried = 0; tried < 10; tried++) await openForBot(school.db, school.clock, '00000000', guesser);
    school.clock.advance({ days: -1 });
    const { code } = await invited('g1');
    expect(await openForBot(school.db, school.clock, code, guesser)).toMatchObject({ ok: true });
    school.clock.advance({ days: 1 });
  });
});

describe('joining the diary', () => {
  const from = { address: '192.0.2.1', publicUrl: PUBLIC_URL };
  const wish = (by: { code: string } | { token: string }, className: string, password = 'сиреневый вечер') => ({
    by,
    className,
    how: { password },
  });

  test('by the same code, apart from the bot, once', async () => {
    const { code } = await invited('g7');
    const opened = await openForBot(school.db, school.clock, code, { chatId: newChat(), bot: 'parents' });
    if (!opened.ok) throw new Error('not opened');
    const chat = { invitationId: opened.invitationId, className: '7Б', bot: 'parents' as const, chatId: newChat() };
    expect(await answerForBot(school.db, school.clock, chat)).toMatchObject({ ok: true });
    const joined = await join(school.db, school.clock, wish({ code }, '7б'), from);
    expect(joined).toMatchObject({ ok: true, personId: 'g7', login: 'mamutova.ds', staff: false });
    const again = await join(school.db, school.clock, wish({ code }, '7б'), from);
    expect(again).toEqual({ ok: false, field: 'code', code: 'used' });
  });

  test('names the field to mend, and uses nothing up until all is well', async () => {
    const { code, link } = await invited('g1');
    const token = link.split('/').at(-1)!;
    const tried = (className: string, password?: string) =>
      join(school.db, school.clock, wish({ token }, className, password), from);
    expect(await join(school.db, school.clock, wish({ code: '123' }, '7Б'), from)).toMatchObject({ field: 'code' });
    expect(await tried('')).toEqual({ ok: false, field: 'class', code: 'missing' });
    expect(await tried('9А')).toEqual({ ok: false, field: 'class', code: 'wrongClass', left: 4 });
    expect(await tried('7Б', 'кратко')).toEqual({ ok: false, field: 'password', code: 'tooShort' });
    expect(await tried('7Б', 'qwerty2026')).toEqual({ ok: false, field: 'password', code: 'common' });
    expect(await join(school.db, school.clock, wish({ code }, '1а'), from)).toMatchObject({ ok: true });
  });

  test('again with a new code sets a new password and ends the old sessions', async () => {
    const first = await invited('g3');
    const joined = await join(school.db, school.clock, wish({ code: first.code }, '7Б'), from);
    if (!joined.ok) throw new Error('not joined');
    await school.db.session.create({
      data: {
        tokenHash: 'of a stranger',
        accountId: joined.accountId,
        createdAt: school.clock.now(),
        lastSeenAt: school.clock.now(),
        expiresAt: new Date('2030-01-01T00:00:00Z'),
      },
    });
    const second = await invited('g3');
    const rejoined = await join(school.db, school.clock, wish({ code: second.code }, '7Б', 'другой пароль!'), from);
    expect(rejoined).toMatchObject({ ok: true, accountId: joined.accountId, login: joined.login });
    expect(await school.db.session.count({ where: { accountId: joined.accountId, endedAt: null } })).toBe(0);
  });

  test('staff name no class', async () => {
    const { code } = await invited('t1');
    const joined = await join(school.db, school.clock, wish({ code }, ''), from);
    expect(joined).toMatchObject({ ok: true, login: 'orlova.as', staff: true });
  });

  test('a pupil names the own class', async () => {
    const { code } = await invited('s1');
    expect(await join(school.db, school.clock, wish({ code }, '9А'), from)).toMatchObject({ code: 'wrongClass' });
    expect(await join(school.db, school.clock, wish({ code }, '7Б'), from)).toMatchObject({ ok: true, personId: 's1' });
  });

  test('an address that guesses codes waits, while the link opens for the owner there too', async () => {
    const guesser = { address: '192.0.2.66', publicUrl: PUBLIC_URL };
    const { code, link } = await invited('g1');
    for (let tried = 0; tried < 30; tried++) {
      await join(school.db, school.clock, wish({ code: '00000000' }, '7Б'), guesser);
    }
    const waiting = await join(school.db, school.clock, wish({ code }, '7Б'), guesser);
    expect(waiting).toEqual({ ok: false, field: 'code', code: 'tooMany' });
    const byLink = await join(school.db, school.clock, wish({ token: link.split('/').at(-1)! }, '7Б'), guesser);
    expect(byLink).toMatchObject({ ok: true });
  });
});
