import { afterAll, beforeAll, expect, test } from 'vitest';
import { readUnsubscribeToken, unsubscribeToken, unsubscribeUrl } from '../../src/access/secret-links.ts';
import { unsubscribe } from '../../src/access/unsubscribe.ts';
import { type AccessSchool, openAccessSchool } from './school.ts';

let school: AccessSchool;
beforeAll(async () => {
  school = await openAccessSchool();
});
afterAll(() => school.close());

const mailboxOf = async (personId: string) =>
  (
    await school.db.contact.findFirstOrThrow({
      where: { channel: 'email', holders: { some: { personId } } },
    })
  ).id;
const channelsOf = async (guardianId: string) =>
  (await school.db.guardianship.findMany({ where: { guardianId }, orderBy: { studentId: 'asc' } })).map(
    ({ channels }) => channels,
  );

test('with nothing left, paper comes; the choice is kept with its ground', async () => {
  const contactId = await mailboxOf('g10');
  expect(await unsubscribe(school.db, school.clock, contactId)).toEqual({ next: ['paper'], changed: true });
  expect(await channelsOf('g10')).toEqual([['paper']]);
  const kept = await school.db.choiceRecord.findFirstOrThrow({
    where: { guardianId: 'g10', ground: 'ссылка в письме' },
  });
  expect(kept).toMatchObject({ studentId: 's22', what: 'channels', value: ['paper'], byId: 'g10' });
  expect(await unsubscribe(school.db, school.clock, contactId)).toEqual({ next: ['paper'], changed: false });
});

test('a linked chat comes next, chosen before or not', async () => {
  await school.db.contact.create({
    data: {
      channel: 'telegram',
      bot: 'parents',
      address: '77',
      since: school.clock.now(),
      holders: { create: { personId: 'g7', linkedAt: school.clock.now() } },
    },
  });
  expect(await unsubscribe(school.db, school.clock, await mailboxOf('g7'))).toEqual({
    next: ['telegram'],
    changed: true,
  });
  expect(await channelsOf('g7')).toEqual([['telegram', 'paper']]);
});

test('a chosen chat that never linked does not count: paper comes', async () => {
  await school.db.guardianship.updateMany({ where: { guardianId: 'g3' }, data: { channels: ['email', 'telegram'] } });
  expect(await unsubscribe(school.db, school.clock, await mailboxOf('g3'))).toEqual({ next: ['paper'], changed: true });
  expect(await channelsOf('g3')).toEqual([['paper'], ['paper']]);
});

test('is for mailboxes that exist', async () => {
  expect(await unsubscribe(school.db, school.clock, 999_999)).toBeNull();
});

test('its token names the mailbox and cannot be made up', () => {
  const token = unsubscribeToken('secret', 42);
  expect(unsubscribeUrl('secret', 'https://diary.example/', 42)).toBe(`https://diary.example/unsubscribe/${token}`);
  expect(readUnsubscribeToken('secret', token)).toBe(42);
  expect(readUnsubscribeToken('another', token)).toBeNull();
  expect(readUnsubscribeToken('secret', token.replace(/^16/, '17'))).toBeNull();
  for (const made of ['', '-', '16', '16-', 'x'.repeat(90)]) expect(readUnsubscribeToken('secret', made)).toBeNull();
});
