/** «retry after» from the answer to a message, through bot_turn, to the process that comes after a kill. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTelegramChannel } from '../../../src/channels/telegram/channel.ts';
import { createPacer, type Pacer } from '../../../src/channels/telegram/pacer.ts';
import { holdTurns, takeTurn } from '../../../src/channels/telegram/turn.ts';
import { planDue } from '../../../src/delivery/planner.ts';
import { sendTelegram } from '../../../src/delivery/send-telegram.ts';
import { createRenderers } from '../../../src/main/render.ts';
import { mark, openSchool, type School } from '../../school.ts';
import { silent } from '../../silent.ts';
import { type BotApi, faults, PARENTS_TOKEN, type Person, startBotApi } from '../../stand-ins/bot-api.ts';
import { virtualClock } from './virtual-clock.ts';

let school: School;
let api: BotApi;
let person: Person;
beforeEach(async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
  api = await startBotApi({ limits: { perSecond: 1000, perChatMs: 0 } });
  person = api.person('parents', { id: 7, begun: true });
  await school.link('g4', '7');
  await school.record(mark({ student: 's3', value: '4' }));
  await planDue(school);
  school.clock.advance({ minutes: 3 });
});
afterEach(async () => {
  await api.close();
  await school.close();
});

const render = createRenderers({ secret: 'a-secret-of-the-tests', publicUrl: 'https://diary.example' });
const send = (pace: Pacer) => {
  const channel = createTelegramChannel({ token: PARENTS_TOKEN, apiRoot: api.root, clock: school.clock });
  return sendTelegram({ ...school, holder: 'x', render, bot: 'parents', channel, pace });
};
const turnParts = (holder: string, pacer: Pacer) => ({
  db: school.db,
  clock: virtualClock('2026-09-14T09:00:00Z'),
  bot: 'parents' as const,
  holder,
  pacer,
  log: silent,
});
const row = () => school.db.botTurn.findUniqueOrThrow({ where: { bot: 'parents' } });

test('holds the whole bot, is kept at once, and holds the next process too until it is over', async () => {
  api.fault(faults.tooMany(3600), { method: 'sendMessage' });
  const killed = createPacer({ clock: school.clock });
  const stop = new AbortController();
  const first = holdTurns(turnParts('killed', killed), stop.signal, async () => {
    expect(await send(killed)).toBe(1);
    await expect.poll(async () => (await row()).pausedUntil).not.toBeNull();
    // the lease ends as it does after a kill: nothing is given back
    await school.db.$executeRaw`UPDATE bot_turn SET holder = 'nobody', until = clock_timestamp() - interval '1 second'`;
    stop.abort();
  });
  await first;
  expect((await row()).holder).toBe('nobody');

  const next = createPacer({ clock: school.clock });
  expect(await takeTurn(turnParts('next', next), new AbortController().signal)).not.toBeNull();
  school.clock.advance({ minutes: 55 });
  expect(await send(next)).toBe(0);
  expect([api.calls.length, person.messages().length]).toEqual([1, 0]);
  school.clock.advance({ minutes: 6 });
  expect(await send(next)).toBe(1);
  expect(person.last()?.text).toContain('Алгебра: 4');
});
