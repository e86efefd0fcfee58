/** Another bot's token: nothing is sent or received until a person decides. */
import { afterEach, expect, it } from 'vitest';
import { linkChat } from '../../../src/access/contacts.ts';
import { acceptBot, botIdOf, claimBot, untilOwnBot } from '../../../src/channels/telegram/own-bot.ts';
import { silent, type TestDatabase, testDatabase } from '../../database.ts';
import { fakeClock } from '../../fake-clock.ts';

let database: TestDatabase;
afterEach(() => database.close());

it('the first bot is taken, one more token of it too; another only where no chat is lost, or a person says so', async () => {
  database = await testDatabase();
  const { prisma: db } = database.db;
  const clock = fakeClock('2026-09-14T12:00:00+03:00');
  const parts = { db, clock, log: silent, bot: 'parents' as const };
  await db.botTurn.create({ data: { bot: 'parents', updateOffset: 70 } });
  expect(await claimBot(parts, botIdOf('1001:made-first'))).toBe(70);
  expect(await claimBot(parts, botIdOf('1001:made-anew'))).toBe(70);
  // nobody is linked: another bot loses nobody, and has updates of its own
  expect(await claimBot(parts, '1002')).toBe(0);
  await db.botTurn.updateMany({ data: { updateOffset: 80 } });

  await db.person.create({ data: { id: 'g1', last: 'Иванова', first: 'Мария' } });
  await db.$transaction((tx) => linkChat(tx, clock.now(), 'g1', 'parents', '7'));
  expect(await acceptBot(parts, 'parents')).toBe(false);
  expect(await claimBot(parts, '1003')).toBeNull();
  expect(await db.botTurn.findFirst()).toMatchObject({
    botId: '1002',
    strangerId: '1003',
    strangerSince: clock.now(),
    updateOffset: 80,
  });
  // the former token is back
  expect(await claimBot(parts, '1002')).toBe(80);
  expect(await db.botTurn.findFirst()).toMatchObject({ botId: '1002', strangerId: null, strangerSince: null });

  // or a person accepts the other while the process waits
  let looks = 0;
  const waits = {
    ...clock,
    sleep: async () => {
      looks += 1;
      if (looks === 3) expect(await acceptBot(parts, 'parents')).toBe(true);
    },
  };
  expect(await untilOwnBot({ ...parts, clock: waits }, '1003:other', new AbortController().signal)).toBe(0);
  expect(looks).toBe(3);
  expect(await db.botTurn.findFirst()).toMatchObject({ botId: '1003', strangerId: null, acceptedAt: clock.now() });
  expect(await untilOwnBot(parts, '1002:former', AbortSignal.abort())).toBeNull();
});
