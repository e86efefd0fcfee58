/** The watch: what stands too long is in doctor, in the metrics and, once a day, with the administrator. */
import { afterEach, describe, expect, it } from 'vitest';
import { linkChat } from '../../src/access/contacts.ts';
import { sealLedger } from '../../src/delivery/seal-ledger.ts';
import type { DoctorParts, Finding } from '../../src/oversight/doctor/check.ts';
import { CHECKS } from '../../src/oversight/doctor/checks.ts';
import { createMetrics } from '../../src/oversight/metrics.ts';
import { readStuck, STUCK_PARTS, type Stuck } from '../../src/oversight/stuck.ts';
import { createWatch } from '../../src/oversight/watch.ts';
import { readConfig } from '../../src/platform/config.ts';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

/** A school with a closed week in which all that was to be done is done; t7 is its administrator. */
async function open(): Promise<School> {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', past: { name: 'watched', live } });
  return school;
}

async function live(on: School): Promise<void> {
  await on.link('g1');
  await on.db.$transaction((tx) => linkChat(tx, on.clock.now(), 't7', 'teachers', 'chat-t7'));
  on.clock.set('2026-09-20T10:00:00+03:00');
  await on.work();
  await sealLedger(on);
  on.clock.set('2026-09-21T10:00:00+03:00');
}

const none = Object.fromEntries(STUCK_PARTS.map((part) => [part, 0])) as Stuck;

async function doctor(): Promise<Finding[]> {
  const read = readConfig({ PARENTS_BOT_TOKEN: '1:token', SMTP_URL: 'smtp://127.0.0.1:25' });
  if (!read.ok) throw new Error('settings');
  const parts: DoctorParts = {
    db: school.db,
    dialect: 'embedded',
    clock: school.clock,
    config: read.config,
    kind: 'rehearsal',
  };
  return (await Promise.all(CHECKS.map((check) => check(parts)))).flat();
}

const faults = async () => (await doctor()).filter(({ ok }) => !ok).map(({ part }) => part);

async function words(): Promise<string[]> {
  const rows = await school.db.delivery.findMany({ where: { rhythm: 'staff' }, orderBy: { id: 'asc' } });
  return rows.map(({ payload }) => (payload as unknown as { parts: { text: string }[] }).parts[0]?.text ?? '');
}

/** What is wrong, and how it comes to be. */
const wrongs: Record<keyof Stuck, () => Promise<unknown>> = {
  overdue: () =>
    school.db.delivery.updateMany({
      where: { channel: 'email' },
      data: { state: 'due', dueAt: new Date('2026-09-21T09:29:00+03:00') },
    }),
  retrying: () =>
    school.db.delivery.updateMany({
      where: { channel: 'email' },
      data: {
        state: 'due',
        tries: 9,
        dueAt: new Date('2026-09-21T10:20:00+03:00'),
        createdAt: new Date('2026-09-20T09:59:00+03:00'),
      },
    }),
  leased: () =>
    school.db
      .$executeRaw`UPDATE delivery SET state = 'started', lease_until = clock_timestamp() - interval '31 minutes' WHERE channel = 'email'`,
  unplanned: async () => {
    school.clock.set('2026-09-21T09:00:00+03:00');
    await school.record(mark({ date: '2026-09-19', subject: 'Физика', by: 't2' }));
    school.clock.set('2026-09-21T10:00:00+03:00');
  },
  unclosed: () => school.db.$executeRaw`UPDATE school_week SET closed_at = NULL`,
  stranded: () => school.db.obligation.updateMany({ where: { guardianId: 'g6' }, data: { next: 'sending' } }),
  unsealed: () =>
    school.db
      .$executeRaw`INSERT INTO ledger_entry (obligation_id, fact, at) VALUES (9999, '{}', clock_timestamp() - interval '31 minutes')`,
};

describe('what stands too long', () => {
  it('is nothing where all is done', async () => {
    await open();
    expect(await readStuck(school)).toEqual(none);
    expect(await faults()).toEqual([]);
  });

  it.each(STUCK_PARTS)('%s is counted, and named by doctor', async (part) => {
    await open();
    await wrongs[part]();
    const stuck = await readStuck(school);
    expect(stuck[part]).toBeGreaterThan(0);
    expect({ ...stuck, [part]: 0 }).toEqual(none);
    expect(await faults()).toContain(part);
  });

  it('is none of it while sending is paused, or while the channel is in outage, which is told by itself', async () => {
    await open();
    await wrongs.overdue();
    await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: school.clock.now() } });
    expect(await readStuck(school)).toEqual(none);
    await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: null } });
    const at = school.clock.now();
    await school.db.channelOutage.create({ data: { channel: 'email', since: at, noticedAt: at } });
    expect(await readStuck(school)).toEqual(none);
    expect(await faults()).toEqual(['outage']);
  });
});

describe('the administrator', () => {
  it('is told of what two looks found, once a day', async () => {
    await open();
    const watch = createWatch(school);
    await wrongs.overdue();
    expect(await watch()).toBe(0);
    expect(await watch()).toBe(1);
    expect(await watch()).toBe(0);
    expect(await words()).toEqual([
      'Вестнику нужна помощь: что-то стоит дольше положенного.\n' +
        '• просрочено уведомлений: 3; посмотрите журнал работы и связь с Telegram и почтой\n' +
        'Подробности покажет команда doctor. Следующее напоминание — не раньше чем через сутки.',
    ]);
    school.clock.advance({ hours: 23 });
    expect(await watch()).toBe(0);
    school.clock.advance({ hours: 1 });
    expect(await watch()).toBe(1);
    // another process, after a restart
    const other = createWatch(school);
    await other();
    expect(await other()).toBe(0);
  });

  it('hears nothing of what is caught up by the next look', async () => {
    await open();
    const watch = createWatch(school);
    await wrongs.overdue();
    expect(await watch()).toBe(0);
    await school.db.delivery.updateMany({ where: { channel: 'email' }, data: { state: 'accepted' } });
    expect(await watch()).toBe(0);
    await wrongs.overdue();
    expect(await watch()).toBe(0);
    expect(await words()).toEqual([]);
  });
});

it('a household that waits for one another waits for nobody', async () => {
  await open();
  await school.db.obligation.updateMany({ where: { studentId: 's4' }, data: { next: 'family' } });
  expect((await readStuck(school)).stranded).toBe(1);
});

it('doctor shows a chain that was broken, and families without evidence', async () => {
  await open();
  const ledger = async () => (await doctor()).find(({ part }) => part === 'ledger');
  expect(await ledger()).toMatchObject({
    ok: true,
    text: expect.stringMatching(/записей \d+, последняя печать [0-9a-f]{64}/),
  });
  await school.db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    await tx.$executeRaw`UPDATE ledger_entry SET fact = '{}' WHERE seq = 4`;
  });
  expect(await ledger()).toMatchObject({ ok: false, text: expect.stringContaining('не сходится на записи 4') });
  school.clock.set('2026-09-22T17:00:00+03:00');
  expect((await doctor()).find(({ part }) => part === 'unproven')?.text).toMatch(
    /: 7 \(1А 2026-W38: 2, 7Б 2026-W38: 3, 9А 2026-W38: 2\)/,
  );
});

it('the metrics say the same', async () => {
  await open();
  const read = createMetrics({ db: school.db, clock: school.clock });
  const { text: calm } = await read();
  expect(calm).toContain('vestnik_stuck{part="overdue"} 0');
  await wrongs.overdue();
  expect((await read()).text).toContain('vestnik_stuck{part="overdue"} 3');
  const at = school.clock.now();
  await school.db.channelOutage.create({ data: { channel: 'email', since: at, noticedAt: at } });
  school.clock.set('2026-09-22T17:00:00+03:00');
  const { text } = await read();
  expect(text).toContain('vestnik_channel_outage{channel="email",bot=""} 1');
  expect(text).toMatch(/vestnik_families_unproven [1-9]/);
});
