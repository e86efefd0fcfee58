import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { signedIn } from './visitor.ts';

let school: WebSchool;
beforeAll(async () => {
  school = await openWebSchool();
});
afterAll(() => school.close());

const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ');

/** A message to the chat of g1, with an item for each of these. */
async function sent(
  state: 'due' | 'accepted' | 'unreachable',
  items: { guardianId: string; studentId: string; kind: 'mark' | 'absence' }[],
): Promise<void> {
  const at = school.clock.now();
  const chat = { channel: 'telegram', bot: 'parents', address: '77' } as const;
  const contact = await school.db.contact.upsert({
    where: { channel_bot_address: chat },
    create: { ...chat, since: at, holders: { create: { personId: 'g1', linkedAt: at } } },
    update: {},
  });
  const delivery = await school.db.delivery.create({
    data: { channel: 'telegram', contactId: contact.id, rhythm: 'now', state, dueAt: at, createdAt: at },
  });
  for (const { guardianId, studentId, kind } of items) {
    const event = await school.db.journalEvent.findFirstOrThrow({ where: { studentId, kind } });
    await school.db.deliveryItem.create({
      data: { deliveryId: delivery.id, guardianId, studentId, eventId: event.id, state: 'told' },
    });
  }
}

test('a guardian reads what was sent about the child to them, and nothing that was sent to others or about others', async () => {
  const path = `/diary/notices?child=${sealId('for tests only', 'student', 's1')}`;
  const who = await signedIn(school, 'g1');
  expect(words((await who.get(path)).text)).toContain('Пока ничего не отправлено.');
  await sent('accepted', [
    { guardianId: 'g1', studentId: 's1', kind: 'mark' },
    { guardianId: 'g1', studentId: 's1', kind: 'absence' },
  ]);
  await sent('unreachable', [{ guardianId: 'g1', studentId: 's1', kind: 'absence' }]);
  const said = words((await who.get(path)).text);
  expect(said).toContain('Пропуски, отметки 16 сентября, 15:00 · Telegram — принято');
  expect(said).toContain('Пропуски 16 сентября, 15:00 · Telegram — не доставлено: адрес не отвечает');
  await sent('accepted', [
    { guardianId: 'g2', studentId: 's1', kind: 'mark' },
    { guardianId: 'g1', studentId: 's2', kind: 'mark' },
  ]);
  expect(words((await who.get(path)).text)).toBe(said);
});
