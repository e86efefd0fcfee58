/** A chat that blocks the bot and comes back, as Telegram tells of it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { planDue } from '../../../src/delivery/planner.ts';
import type { Person } from '../../stand-ins/bot-api.ts';
import { record } from '../school.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const NEWS = { kind: 'mark', class: '7Б', subject: 'Алгебра', date: '2026-09-15', student: 's1', value: '5', by: 't1' };

const contactOf = ({ chatId }: Person) =>
  rig.db.contact.findFirstOrThrow({ where: { channel: 'telegram', address: String(chatId) } });
const gathering = ({ chatId }: Person) =>
  rig.db.delivery.count({ where: { state: 'gathering', contact: { address: String(chatId) } } });

/** A chat that is away while a mark is recorded. */
async function away(): Promise<Person> {
  const person = await rig.linked('g1');
  person.blocks();
  await rig.handled();
  expect(await contactOf(person)).toMatchObject({ state: 'unreachable', reason: 'blocked' });
  await record(rig.db, rig.clock, [NEWS]);
  await planDue(rig);
  expect(await gathering(person)).toBe(0);
  return person;
}

test('unblocked: an address again, what it missed gathers for one message, and the bot says nothing of its own', async () => {
  const person = await away();
  person.unblocks();
  await rig.handled();
  expect(await contactOf(person)).toMatchObject({ state: 'confirmed', reason: null });
  expect(await gathering(person)).toBe(1);
  expect(person.unheard()).toEqual([]);
});

test('/start after the unblocking gathers nothing a second time', async () => {
  const person = await away();
  person.unblocks();
  person.sends('/start');
  await person.hears();
  await rig.handled();
  expect(await gathering(person)).toBe(1);
  expect(await rig.db.deliveryItem.count()).toBe(1);
});

test('who writes is back, even where word of the unblocking was lost', async () => {
  const person = await rig.linked('g1');
  await rig.db.contact.updateMany({ where: { channel: 'telegram' }, data: { state: 'unreachable', reason: '403' } });
  await record(rig.db, rig.clock, [NEWS]);
  await planDue(rig);
  person.sends('/start');
  await person.hears();
  await rig.handled();
  expect(await contactOf(person)).toMatchObject({ state: 'confirmed' });
  expect(await gathering(person)).toBe(1);
});

test('a chat that nobody is linked to may come and go', async () => {
  const stranger = rig.person();
  stranger.blocks();
  stranger.unblocks();
  await rig.handled();
  expect(await rig.db.contact.count({ where: { channel: 'telegram' } })).toBe(0);
});
