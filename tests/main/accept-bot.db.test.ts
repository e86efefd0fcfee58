/** `accept-bot` as the technician types it: after a bot was exchanged for good, and when there is nothing to accept. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { claimBot } from '../../src/channels/telegram/own-bot.ts';
import type { App } from '../../src/main/open-app.ts';
import { runVerb } from '../../src/main/verbs.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Io } from '../../src/platform/io.ts';
import { openSchool, type School } from '../school.ts';
import { linkStaff } from '../staff-words.ts';

let school: School;
beforeAll(async () => {
  school = await openSchool();
  await linkStaff(school, 't1');
});
beforeEach(async () => {
  await school.db.botTurn.deleteMany();
  await school.db.botTurn.create({ data: { bot: 'teachers', botId: '2001', updateOffset: 70 } });
});
afterAll(() => school.close());

/** @param token what the settings hold where the verb is carried out */
async function acceptBot(argument: string, token = ''): Promise<{ code: number; said: string; woken: number }> {
  const read = readConfig({ TEACHERS_BOT_TOKEN: token });
  if (!read.ok) throw new Error('settings');
  const said: string[] = [];
  const woken: true[] = [];
  const io = { err: async (text: string) => void said.push(text) } as unknown as Io;
  const app = { ...school, config: read.config, wake: () => void woken.push(true) } as unknown as App;
  const none = async () => 1;
  const code = await runVerb(['accept-bot', argument], { io, open: async () => app, start: none, quickEntry: none });
  return { code, said: said.join(''), woken: woken.length };
}
const turn = () => school.db.botTurn.findUniqueOrThrow({ where: { bot: 'teachers' } });

it('takes the bot that the running Vestnik found in its settings, and says whom to ask to open it', async () => {
  expect(await claimBot({ ...school, bot: 'teachers' }, '2002')).toBeNull();
  const { code, said, woken } = await acceptBot('teachers');
  expect([code, woken]).toEqual([0, 1]);
  expect(said).toMatch(/^Принят новый бот для учителей\. .*Попросите сотрудников открыть нового бота/);
  expect(await turn()).toMatchObject({
    botId: '2002',
    strangerId: null,
    updateOffset: 0,
    acceptedAt: school.clock.now(),
  });
  expect(await claimBot({ ...school, bot: 'teachers' }, '2002')).toBe(0);
  expect(await school.db.auditRecord.count({ where: { action: 'acceptBot', object: 'bot:teachers' } })).toBe(1);
  // once is enough
  expect((await acceptBot('teachers')).code).toBe(1);
});

it('takes the bot of the settings where Vestnik has not been started with them yet', async () => {
  expect((await acceptBot('teachers', '2003:secret')).code).toBe(0);
  expect(await turn()).toMatchObject({ botId: '2003', strangerId: null });
});

it('accepts nothing where no other bot waits, and says what comes first; an unknown bot is wrong usage', async () => {
  for (const token of ['', '2001:made-anew']) {
    const { code, said } = await acceptBot('teachers', token);
    expect(code).toBe(1);
    expect(said).toContain('Принимать нечего: бот для учителей прежний.');
    expect(said).toContain('впишите новый токен в TEACHERS_BOT_TOKEN');
  }
  expect((await acceptBot('parents')).code).toBe(1);
  expect((await acceptBot('pupils')).code).toBe(2);
  expect(await turn()).toMatchObject({ botId: '2001', updateOffset: 70, acceptedAt: null });
});
