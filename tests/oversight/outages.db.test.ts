/** A channel in outage: noticed, told to the school, passed over by the week, and over again without a flood. */

import { afterEach, describe, expect, it } from 'vitest';
import { linkChat } from '../../src/access/contacts.ts';
import type { EmailPayload, SendOutcome, TelegramPayload } from '../../src/delivery/channel.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { verifyLedger } from '../../src/delivery/seal-ledger.ts';
import { watchChannels } from '../../src/oversight/outages.ts';
import { type Ear, mark, openSchool, type School } from '../school.ts';
import { staffWords } from '../staff-words.ts';

let school: School;
afterEach(() => school.close());

const week = '2026-W38';
const sixDayClose = '2026-09-20T10:00:00+03:00';

/** g1 has Telegram and email, g4 and g9 Telegram only; a deputy and an administrator read the teachers' bot. */
async function open(options: Parameters<typeof openSchool>[0] = {}): Promise<School> {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', ...options });
  for (const id of ['g1', 'g4', 'g9']) await school.link(id);
  for (const id of ['t1', 't3', 't7'])
    await school.db.$transaction((tx) => linkChat(tx, school.clock.now(), id, 'teachers', `chat-${id}`));
  return school;
}

/** From now on a channel answers so; null: it takes everything. */
function answer<P extends TelegramPayload | EmailPayload>(
  ear: Ear<P>,
  outcome: ((minutes: number) => SendOutcome) | null,
): void {
  ear.send = async (payload, _signal, tries = 0) => {
    if (outcome) return outcome(Math.min(15, 2 ** tries));
    ear.heard.push(payload);
    return { kind: 'accepted', providerId: String(ear.heard.length) };
  };
}

const later = (minutes: number) => ({
  kind: 'retryLater' as const,
  at: new Date(school.clock.now().getTime() + minutes * 60_000),
  code: '502',
  detail: '502: Bad Gateway',
});

const refused = (minutes: number) => ({ ...later(minutes), code: 'connection', detail: 'connection: refused' });

/** Works and watches every ten minutes. @returns how often an outage began or ended */
async function pass(minutes: number): Promise<number> {
  let changes = 0;
  for (let minute = 0; minute < minutes; minute += 10) {
    await school.work();
    changes += await watchChannels(school);
    school.clock.advance({ minutes: 10 });
  }
  return changes;
}

const outages = () => school.db.channelOutage.findMany({ orderBy: { id: 'asc' } });

const words = () => staffWords(school.db);

describe('an outage', () => {
  it('is noticed after half an hour of failed tries, once, and told to deputy and administrator', async () => {
    await open();
    await school.record(mark(), mark({ student: 's3', key: 'other' }));
    answer(school.telegram, later);
    school.clock.set('2026-09-14T12:03:00+03:00');
    expect(await pass(30)).toBe(0);
    expect(await pass(20)).toBe(1);
    const [row] = await outages();
    expect(row).toMatchObject({ channel: 'telegram', bot: 'parents', endedAt: null });
    expect(row?.since).toEqual(new Date('2026-09-14T12:03:00+03:00'));
    expect(row?.noticedAt).toEqual(new Date('2026-09-14T12:33:00+03:00'));
    const [first, second, third] = await words();
    expect(first).toBe(
      'chat-t3: Не отвечает Telegram (бот для родителей): с 12:03 ни одно сообщение не принято. Ждут отправки: 2 сообщения. / ' +
        'Ничего не потеряно: когда связь вернётся, каждая семья получит накопившееся одним сообщением. Если это продлится до закрытия недели, ' +
        'сводки уйдут другим путём: по второму адресу семьи или на бумаге. / ' +
        'Администратору: проверьте связь, токен бота или доступ к почте; подробности покажет команда doctor.',
    );
    expect(second).toContain('chat-t7: Не отвечает');
    expect(third).toBeUndefined();
  });

  it('is over with the first success: told once, and each family gets one message', async () => {
    await open();
    answer(school.telegram, later);
    for (const [index, value] of ['5', '4', '3', '2'].entries()) {
      await school.record(mark({ value, key: `a${index}` }), mark({ student: 's3', value, key: `b${index}` }));
      await pass(20);
    }
    expect(await outages()).toHaveLength(1);
    answer(school.telegram, null);
    expect(await pass(30)).toBe(1);
    expect(school.texts('chat-g1')).toHaveLength(1);
    expect(school.texts('chat-g4')).toHaveLength(1);
    expect(school.texts('chat-g4')[0]).toMatch(/5.*4.*3.*2/s);
    const [row] = await outages();
    expect(row).toMatchObject({ endReason: 'accepted' });
    expect(row?.endedAt?.getTime()).toBeGreaterThanOrEqual(new Date('2026-09-14T13:20:00+03:00').getTime());
    expect((await words()).slice(2)).toEqual([
      expect.stringMatching(/^chat-t3: Снова отвечает Telegram \(бот для родителей\)\. Перерыв: с 12:10 до 13:\d\d\. /),
      expect.stringContaining('chat-t7: Снова'),
    ]);
    expect(await watchChannels(school)).toBe(0);
  });

  it('is none while anything is accepted, while nothing waits, or where both channels fail together', async () => {
    await open();
    await school.record(mark(), mark({ student: 's3', key: 'other' }));
    // every second try fails: bad weather
    const ear = school.telegram;
    let sends = 0;
    ear.send = async () => {
      sends += 1;
      return sends % 2 ? later(1) : { kind: 'accepted' };
    };
    for (let hour = 0; hour < 4; hour += 1) {
      await school.record(mark({ value: '3', key: `w${hour}` }), mark({ student: 's3', key: `v${hour}` }));
      await pass(30);
    }
    expect(await outages()).toEqual([]);
    await pass(120);
    answer(school.telegram, later);
    await pass(60);
    expect(await outages()).toEqual([]);
    // g3 wants marks at once by email
    await school.db.preference.create({
      data: { guardianId: 'g3', studentId: 's2', kind: 'mark', rhythm: 'now', at: school.clock.now() },
    });
    answer(school.email, refused);
    await school.record(mark({ key: 'x' }), mark({ student: 's3', key: 'y' }), mark({ student: 's2', key: 'z' }));
    await pass(60);
    expect(await outages()).toEqual([]);
  });

  it('is no matter of one greylisted mailbox', async () => {
    await open();
    await school.db.preference.create({
      data: { guardianId: 'g3', studentId: 's2', kind: 'mark', rhythm: 'now', at: school.clock.now() },
    });
    answer(school.email, (minutes) => ({ ...later(minutes), code: '450', detail: 'greylisted: 4.7.1' }));
    await school.record(mark({ student: 's2' }));
    await pass(60);
    expect(await outages()).toEqual([]);
    answer(
      school.email,
      (minutes) => ({ ...later(minutes), code: 'connection', detail: 'connection: refused' }) as SendOutcome,
    );
    await pass(60);
    expect(await outages()).toHaveLength(1);
  });

  it('of a wrong password is one, though nothing waits: each letter was rejected', async () => {
    await open();
    await school.db.preference.create({
      data: { guardianId: 'g3', studentId: 's2', kind: 'mark', rhythm: 'now', at: school.clock.now() },
    });
    answer(school.email, () => ({ kind: 'rejected', code: '552', detail: 'tooBig: 5.3.4' }));
    for (const key of ['a', 'b', 'c', 'd']) {
      await school.record(mark({ student: 's2', key }));
      await pass(15);
    }
    expect(await outages()).toEqual([]);
    answer(school.email, () => ({ kind: 'rejected', code: '535', detail: 'auth: 5.7.8', mendable: true }));
    for (const key of ['e', 'f', 'g', 'h']) {
      await school.record(mark({ student: 's2', key }));
      await pass(15);
    }
    expect(await outages()).toMatchObject([{ channel: 'email', endedAt: null }]);
    await pass(75);
    expect(await outages()).toMatchObject([{ endReason: 'idle' }]);
  });

  it('of a bot that was told to wait long is one too, though it tries nothing', async () => {
    await open();
    await school.record(mark());
    school.telegram.script.push(() => later(240));
    await pass(5);
    await school.db.botTurn.create({ data: { bot: 'parents', pausedUntil: new Date('2999-01-01') } });
    expect(await pass(40)).toBe(1);
  });

  it('ends without a word from the channel once nothing waits for it', async () => {
    await open();
    await school.record(mark());
    answer(school.telegram, later);
    await pass(50);
    await school.db.delivery.updateMany({
      where: { rhythm: 'now' },
      data: { state: 'withdrawn', endedAt: school.clock.now() },
    });
    expect(await pass(1)).toBe(1);
    expect(await outages()).toMatchObject([{ endReason: 'idle' }]);
    expect((await words()).at(-1)).toContain('отправлять больше нечего');
  });
});

describe('a week that closes during an outage', () => {
  const line = async (guardian: string, student: string) =>
    (await readLedger(school, week)).find((one) => one.guardian === guardian && one.student === student);

  async function intoOutage(options?: Parameters<typeof openSchool>[0]): Promise<void> {
    await open(options);
    school.clock.set('2026-09-20T08:30:00+03:00');
    answer(school.telegram, later);
    await school.record(mark({ date: '2026-09-19', subject: 'Физика', by: 't2' }));
    await pass(60);
    expect(await outages()).toHaveLength(1);
  }

  it('reaches families by their next channel, or on paper, and sends nothing twice afterwards', async () => {
    await intoOutage();
    school.clock.set(sixDayClose);
    await pass(20);
    expect(await line('g1', 's1')).toMatchObject({ informed: true, by: 'email' });
    expect(school.email.heard.find(({ subject }) => subject.includes('Пётр'))?.text).toContain('Физика: 5');
    expect(await line('g4', 's3')).toMatchObject({ informed: false, next: { code: 'handOver' } });
    answer(school.telegram, null);
    await pass(30);
    const summaries = [...school.texts('chat-g1'), ...school.texts('chat-g4')];
    expect(summaries.filter((text) => text.startsWith('Неделя'))).toEqual([]);
    expect(await verifyLedger(school.db)).toMatchObject({ broken: null, differs: null });
  });

  it('has another guardian’s own summary wait, not be lost', async () => {
    await intoOutage({
      change: (file) => ({
        ...file,
        guardians: (file.guardians as { id: string; children: unknown[] }[]).map((one) =>
          one.id === 'g9' ? { ...one, children: ['s11', 's1'] } : one,
        ),
      }),
    });
    school.clock.set(sixDayClose);
    await pass(20);
    expect(await line('g9', 's1')).toMatchObject({ informed: true, by: 'family' });
    answer(school.telegram, null);
    await pass(30);
    expect(school.texts('chat-g9').filter((text) => /^Неделя.*Пётр/.test(text))).toHaveLength(1);
    expect(await line('g9', 's1')).toMatchObject({ informed: true, by: 'telegram' });
  });

  it('that began only then moves what waits when it is noticed: to the next channel, to paper only by the rule', async () => {
    await open();
    school.clock.set(sixDayClose);
    answer(school.telegram, later);
    await pass(20);
    expect(await line('g1', 's1')).toMatchObject({ informed: false, next: { code: 'sending' } });
    await pass(30);
    expect(await outages()).toHaveLength(1);
    expect(await line('g1', 's1')).toMatchObject({ informed: true, by: 'email' });
    expect(await line('g4', 's3')).toMatchObject({ informed: false, next: { code: 'sending' } });
    expect((await words())[0]).toContain('Другим путём уже отправлено: 2 сводки за неделю.');
    answer(school.telegram, null);
    await pass(30);
    expect(await line('g4', 's3')).toMatchObject({ informed: true, by: 'telegram' });
    expect(school.texts('chat-g1').filter((text) => text.includes('Пётр'))).toEqual([]);
  });

  it('moves what waits to paper where the school prints for whom nothing reached', async () => {
    await open({ rules: { paperFor: 'unreached' } });
    school.clock.set(sixDayClose);
    answer(school.telegram, later);
    await pass(50);
    expect(await line('g4', 's3')).toMatchObject({ informed: false, next: { code: 'handOver' } });
    expect(await closeWeeks(school)).toBe(0);
  });
});
