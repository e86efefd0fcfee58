/** Two workers at the same deliveries: each goes once, by one of them. */
import { afterEach, expect, it } from 'vitest';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { endLeases } from '../../src/delivery/lease.ts';
import { sendEmails } from '../../src/delivery/send-email.ts';
import { sendTelegram } from '../../src/delivery/send-telegram.ts';
import { createRenderers } from '../../src/main/render.ts';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const render = createRenderers({ secret: 'a-secret-of-the-tests', publicUrl: 'https://diary.example' });
const worker = (holder: string) => ({ db: school.db, clock: school.clock, holder, render });

it('what one leased and lost to another before it began is left to the other', async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
  await school.link('g1');
  await school.link('g4');
  await school.record(mark(), mark({ student: 's3' }));
  await school.work();
  school.clock.advance({ minutes: 3 });
  const send = (holder: string) =>
    sendTelegram({
      ...worker(holder),
      bot: 'parents',
      channel: school.telegram,
      pace: { pausedUntil: () => null, chatWait: () => 0, slot: async () => {}, pause: () => {} },
    });
  let byOther = 0;
  school.telegram.script.push(async () => {
    // the lease of the second runs out while the first is under way
    await school.db
      .$executeRaw`UPDATE delivery SET lease_until = clock_timestamp() - interval '1 s' WHERE state = 'leased'`;
    expect(await endLeases(school)).toBe(1);
    byOther = await send('b');
    return { kind: 'accepted', providerId: '1' };
  });
  expect(await send('a')).toBe(1);
  expect(byOther).toBe(1);
  expect(school.telegram.heard.map(({ chatId }) => chatId).sort()).toEqual(['chat-g1', 'chat-g4']);
  expect(await school.db.delivery.count({ where: { state: 'accepted' } })).toBe(2);
});

it('letters that both look at leave by the one that takes them first', async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
  school.clock.set('2026-09-20T10:00:00+03:00');
  await closeWeeks(school);
  const due = await school.db.delivery.count({ where: { channel: 'email' } });
  const send = (holder: string) => sendEmails({ ...worker(holder), channel: school.email });
  const [a, b] = await Promise.all([send('a'), send('b')]);
  expect(due).toBeGreaterThan(1);
  expect(a + b).toBe(due);
  expect(new Set(school.email.heard.map(({ messageId }) => messageId)).size).toBe(due);
});
