import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/platform/config.ts';
import { settleKind } from '../../src/platform/school-kind.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { fakeClock } from '../fake-clock.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

const CLOCK_START = '2026-09-14T08:00:00+03:00';
const PARENTS_BOT_TOKEN = '1:abc';
const TELEGRAM_API_ROOT = 'http://127.0.0.1:8081';

async function open(env: Record<string, string>): Promise<string> {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.faults.map(({ name }) => name).join());
  return (await settleKind(database.db.prisma, fakeClock(CLOCK_START), read.config)).kind;
}

describe('what a database is', () => {
  it.each([
    ['nothing configured', {}, 'demo'],
    ['DEMO=0', { DEMO: '0' }, 'real'],
    ['a bot', { PARENTS_BOT_TOKEN }, 'real'],
    ['CLOCK_START', { CLOCK_START }, 'rehearsal'],
    ['CLOCK_START and DEMO=0', { CLOCK_START, DEMO: '0' }, 'rehearsal'],
    ['DEMO=1 and a bot', { DEMO: '1', PARENTS_BOT_TOKEN }, 'demo'],
  ])('is fixed when it is made: %s', async (_name, env, kind) => {
    expect(await open(env as Record<string, string>)).toBe(kind);
    expect(await database.db.prisma.school.count()).toBe(1);
  });

  it('is not changed by what is configured later', async () => {
    expect(await open({})).toBe('demo');
    expect(await open({ PARENTS_BOT_TOKEN })).toBe('demo');
    expect(await open({ DEMO: '1' })).toBe('demo');
  });

  it('is refused where the settings ask for another', async () => {
    await open({ DEMO: '0' });
    await expect(open({ DEMO: '1' })).rejects.toThrow(/^DEMO=1/);
    await expect(open({ DEMO: '0', CLOCK_START })).rejects.toThrow(/^CLOCK_START/);
  });

  it('a demo is refused as a school of one’s own', async () => {
    await open({});
    await expect(open({ DEMO: '0' })).rejects.toThrow(/^DEMO=0/);
  });

  it('a rehearsal keeps to this machine, with its clock and without', async () => {
    await open({ DEMO: '0', CLOCK_START, PARENTS_BOT_TOKEN, TELEGRAM_API_ROOT });
    await expect(open({ DEMO: '0', PARENTS_BOT_TOKEN })).rejects.toThrow(/^TELEGRAM_API_ROOT/);
    await expect(open({ DEMO: '0', CLOCK_START, PARENTS_BOT_TOKEN })).rejects.toThrow('TELEGRAM_API_ROOT');
    await expect(open({ DEMO: '0', SMTP_URL: 'smtp://mail.example.ru' })).rejects.toThrow(/^SMTP_URL/);
    expect(await open({ DEMO: '0', CLOCK_START: '2026-10-01T08:00:00+03:00' })).toBe('rehearsal');
  });
});
