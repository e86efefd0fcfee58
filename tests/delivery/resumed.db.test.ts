import { afterEach, describe, expect, it } from 'vitest';
import { setChatReach } from '../../src/access/chat-reach.ts';
import { type LedgerLine, readLedger } from '../../src/delivery/ledger.ts';
import { resumeChat } from '../../src/delivery/resumed.ts';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

/** g4 is the only guardian of s3 (7Б) who may read, by Telegram alone. */
const CHAT = 'chat-g4';
const news = (differs: object = {}) => mark({ student: 's3', ...differs });

/** Monday noon, one notice told; then the chat blocks the bot. */
async function blocked(options: Parameters<typeof openSchool>[0] = {}): Promise<void> {
  const live = async (on: School) => {
    await on.link('g4');
    await on.record(news({ value: '5', key: 'before' }));
    await settle(on);
    await block(on);
  };
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', past: { name: 'blocked', live }, ...options });
  expect(school.texts(CHAT)).toHaveLength(1);
}
const block = ({ db, clock } = school) => setChatReach(db, clock, { bot: 'parents', chatId: CHAT, reachable: false });
const resume = () => resumeChat(school, CHAT);
async function settle(on = school): Promise<void> {
  on.clock.advance({ minutes: 3 });
  await on.work();
}
/** what the chat got since it is back */
const heard = () => school.texts(CHAT).slice(1);
const line = async (week: string): Promise<LedgerLine | undefined> =>
  (await readLedger(school, week)).find(({ guardian, student }) => guardian === 'g4' && student === 's3');

describe('a chat that is back', () => {
  it('is told in one message all that it missed, and nothing that it knew', async () => {
    await blocked();
    await school.record(news({ value: '4' }), news({ kind: 'absence', subject: 'Физика', by: 't2', code: 'Н' }), {
      kind: 'homework',
      class: '7Б',
      subject: 'Алгебра',
      due: '2026-09-15',
      text: '§ 11',
      by: 't1',
    });
    await settle();
    school.clock.set('2026-09-15T12:00:00+03:00');
    await school.record(
      news({ value: '3', date: '2026-09-15' }),
      { kind: 'message', class: '7Б', text: 'Собрание в среду', by: 't1' },
      { kind: 'homework', class: '7Б', subject: 'Алгебра', due: '2026-09-16', text: '§ 12', by: 't1' },
      { kind: 'homework', class: '7Б', subject: 'Алгебра', due: '2026-09-17', text: '§ 13', by: 't1' },
    );
    await settle();
    school.clock.set('2026-09-15T20:00:00+03:00');
    await school.work();
    expect(heard()).toEqual([]);
    expect(await resume()).toBe(true);
    await settle();
    expect(heard()).toHaveLength(1);
    const [text] = heard();
    for (const part of ['4', '3', 'отсутствие', 'Собрание в среду', '§ 12']) expect(text).toContain(part);
    expect(text).not.toContain('Алгебра: 5');
    // over by now; of tomorrow's list
    expect(text).not.toMatch(/§ 11|§ 13/);
  });

  it('says it once, however often it says that it is back', async () => {
    await blocked();
    await school.record(news({ value: '4' }));
    await settle();
    expect(await resume()).toBe(true);
    expect(await resume()).toBe(false);
    await settle();
    await block();
    await resume();
    await settle();
    expect(heard()).toHaveLength(1);
    expect(await resumeChat(school, 'chat-nobody')).toBe(false);
  });

  it('hears nothing where nothing was missed', async () => {
    await blocked();
    await resume();
    await settle();
    expect(heard()).toEqual([]);
    expect(await school.db.delivery.count({ where: { state: { not: 'accepted' } } })).toBe(0);
  });

  it('is told what waited for its time when it was blocked, and what Telegram refused', async () => {
    school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
    await school.link('g4');
    await school.record(news({ value: '5' }));
    await settle();
    school.telegram.script.push({ kind: 'unreachable', code: '403', detail: 'bot was blocked by the user' });
    await school.record(news({ value: '2' }));
    await settle();
    await school.record(news({ value: '3' }));
    await settle();
    expect(school.texts(CHAT)).toHaveLength(2);
    await resume();
    await settle();
    expect(school.texts(CHAT)).toHaveLength(3);
    expect(school.texts(CHAT)[2]).toMatch(/2.*3|3.*2/s);
    expect(school.texts(CHAT)[2]).not.toContain('5');
  });

  it('is told what became of what it was told, and not of what came and went', async () => {
    await blocked();
    await school.record(news({ value: '4', key: 'gone' }));
    await settle();
    const at = school.clock.now().toISOString();
    await school.record({ kind: 'withdraw', key: 'gone', at }, news({ value: '3', key: 'before', at }));
    await settle();
    await resume();
    await settle();
    expect(heard()).toEqual([expect.stringContaining('было 5, стало 3')]);
  });

  it('waits for the end of quiet hours, and many news are one summary', async () => {
    await blocked();
    await school.record(...Array.from({ length: 20 }, () => news({ value: '4' })));
    await settle();
    school.clock.set('2026-09-14T23:00:00+03:00');
    await resume();
    await settle();
    expect(heard()).toEqual([]);
    school.clock.set('2026-09-15T07:30:00+03:00');
    await school.work();
    expect(heard()).toHaveLength(1);
    expect(heard()[0]).toContain('новое в журнале');
  });

  it('is not told what another channel told meanwhile', async () => {
    school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
    await school.link('g1');
    await school.db.preference.create({
      data: { guardianId: 'g1', studentId: 's1', kind: 'mark', rhythm: 'now', at: school.clock.now() },
    });
    await setChatReach(school.db, school.clock, { bot: 'parents', chatId: 'chat-g1', reachable: false });
    await school.record(mark({ value: '4' }), { kind: 'message', class: '7Б', text: 'Собрание', by: 't1' });
    await settle();
    expect(school.email.heard[0]?.text).toContain('Алгебра: 4');
    expect(await resumeChat(school, 'chat-g1')).toBe(true);
    await settle();
    expect(school.texts('chat-g1')).toEqual([expect.stringContaining('Собрание')]);
    expect(school.texts('chat-g1')[0]).not.toContain('Алгебра');
  });

  it('that reads by choice elsewhere hears nothing', async () => {
    await blocked();
    await school.record(news({ value: '4' }));
    await school.db.guardianship.updateMany({ where: { guardianId: 'g4' }, data: { channels: ['paper'] } });
    await resume();
    await settle();
    expect(heard()).toEqual([]);
    expect(await school.db.contact.findFirst({ where: { address: CHAT } })).toMatchObject({ state: 'confirmed' });
  });
});

describe('a week that closed meanwhile', () => {
  it('comes as its summary, and what came after it as one message', async () => {
    await blocked();
    await school.record(news({ value: '4' }));
    await settle();
    school.clock.set('2026-09-20T10:00:00+03:00');
    await school.work();
    expect(await line('2026-W38')).toMatchObject({ informed: false });
    school.clock.set('2026-09-21T12:00:00+03:00');
    await school.record(news({ value: '3', date: '2026-09-21' }));
    await settle();
    await resume();
    await settle();
    const [first, second, ...more] = heard().toSorted((a, b) => b.length - a.length);
    expect(more).toEqual([]);
    expect(first).toContain('Неделя 14–19 сентября');
    expect(first).toContain('4');
    expect(second).toContain('Алгебра: 3');
    expect(second).not.toContain('4');
    expect(await line('2026-W38')).toMatchObject({ informed: true, by: 'telegram' });
  });

  it('that is longer ago than the school tells news stays with the diary', async () => {
    await blocked();
    await school.record(news({ value: '4' }));
    for (const day of ['2026-09-20', '2026-09-27', '2026-10-04', '2026-10-11']) {
      school.clock.set(`${day}T10:00:00+03:00`);
      await school.record(
        news({ value: '4', date: day.replace(/\d\d$/, (d) => String(Number(d) - 2).padStart(2, '0')) }),
      );
      await school.work();
    }
    school.clock.set('2026-10-12T12:00:00+03:00');
    await resume();
    await settle();
    // the two weeks that are still owed are one summary
    const [summary, ...more] = heard();
    expect(more).toEqual([]);
    expect(summary?.match(/^Неделя \S+/gm)).toEqual(['Неделя 28', 'Неделя 5–10']);
    expect(await line('2026-W38')).toMatchObject({ informed: false });
    for (const week of ['2026-W40', '2026-W41']) expect(await line(week)).toMatchObject({ informed: true });
  });
});
