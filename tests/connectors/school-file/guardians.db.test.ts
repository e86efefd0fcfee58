import { describe, expect, test } from 'vitest';
import { normalPhone } from '../../../src/connectors/school-file/plan/contacts.ts';
import type { SchoolFile } from '../../../src/connectors/school-file/schema.ts';
import { imports, namesOf } from './imports.ts';
import { example } from './support.ts';

const on = imports();

type Guardian = NonNullable<SchoolFile['guardians']>[number];

/** The example with one guardian changed. */
function withGuardian(id: string, changes: Partial<Guardian>): SchoolFile {
  const file = example();
  Object.assign(file.guardians!.find((guardian) => guardian.id === id)!, changes);
  return file;
}

const pair = (guardianId: string, studentId: string) =>
  on.db.guardianship.findUniqueOrThrow({ where: { guardianId_studentId: { guardianId, studentId } } });

const choicesOf = async (guardianId: string) =>
  (await on.db.choiceRecord.findMany({ where: { guardianId }, orderBy: { id: 'asc' } })).map(
    ({ what, value, ground, studentId }) => ({ what, value, ground, studentId }),
  );

const addressesOf = async (personId: string) =>
  (
    await on.db.contactHolder.findMany({
      where: { personId, endedAt: null },
      include: { contact: true },
      orderBy: { contactId: 'asc' },
    })
  ).map(({ contact }) => `${contact.address} ${contact.state}`);

describe('first values', () => {
  test('the ladder begins with the chosen channel and ends with paper', async () => {
    await on.imported();
    const channels = async (guardianId: string, studentId: string) => (await pair(guardianId, studentId)).channels;
    expect(await channels('g1', 's1')).toEqual(['telegram', 'email', 'paper']);
    expect(await channels('g4', 's3')).toEqual(['telegram', 'paper']);
    expect(await channels('g3', 's2')).toEqual(['email', 'paper']);
    expect(await channels('g6', 's4')).toEqual(['paper']);
    expect(await channels('g5', 's3')).toEqual(['paper']);
    expect(await pair('g6', 's4')).toMatchObject({ paperApplied: true });
  });

  test('what is said of a child goes before what is said of the guardian; a proxy may only fetch paper', async () => {
    const file = withGuardian('g5', { children: [{ student: 's3', relation: 'доверенное лицо' }] });
    await on.run(file);
    expect(await pair('g3', 's2')).toMatchObject({ consent: true, consentDate: new Date('2026-09-01') });
    expect(await pair('g3', 's21')).toMatchObject({ consent: false, relation: 'мать' });
    expect(await pair('g5', 's3')).toMatchObject({ rights: 'paper', paperApplied: false });
  });

  test('consent, channels and rights are kept with their ground', async () => {
    await on.imported();
    const ground = 'файл школы';
    expect(await choicesOf('g4')).toEqual([
      { what: 'consent', value: { consent: true, date: null }, ground, studentId: 's3' },
      { what: 'channels', value: ['telegram', 'paper'], ground, studentId: 's3' },
      { what: 'rights', value: { rights: 'full', relation: null }, ground, studentId: 's3' },
    ]);
  });

  test('an address counts as confirmed with consent and is not kept without', async () => {
    await on.run(withGuardian('g10', { consent: false }));
    expect(await addressesOf('g1')).toEqual(['ivanova@mail.example confirmed', '+7 978 000-00-01 confirmed']);
    expect(await addressesOf('g10')).toEqual([]);
    expect(await addressesOf('t1')).toEqual(['orlova@school.example confirmed']);
    expect(await on.db.contact.count({ where: { address: 'kovalchuk@mail.example' } })).toBe(0);
  });

  test('two people may share a mailbox', async () => {
    const file = withGuardian('g2', { email: 'Ivanova@mail.example', consent: true, delivery: 'email' });
    await on.run(file);
    expect(await addressesOf('g2')).toEqual(['ivanova@mail.example confirmed']);
    expect(await on.db.contact.count({ where: { address: 'ivanova@mail.example' } })).toBe(1);
  });
});

test.each([
  ['8 978 000-00-01', '+7 978 000-00-01'],
  ['+7 (978) 0000001', '+7 978 000-00-01'],
  ['+380 65 000 00 00', '+380650000000'],
  ['24-15-16', '24-15-16'],
])('%s is kept as %s', (written, kept) => {
  expect(normalPhone(written)).toBe(kept);
});

describe('what a person chose later', () => {
  const choose = (guardianId: string, studentId: string, at: string) =>
    on.db.guardianship.update({
      where: { guardianId_studentId: { guardianId, studentId } },
      data: { channels: ['paper'], consent: false, chosenAt: new Date(at) },
    });

  test('wins over the file', async () => {
    await on.imported();
    await choose('g1', 's1', '2026-09-05T12:00:00Z');
    const { result } = await on.run(withGuardian('g1', { delivery: 'email' }));
    expect(await pair('g1', 's1')).toMatchObject({ channels: ['paper'], consent: false });
    // the other child follows the file
    expect(await pair('g1', 's13')).toMatchObject({ channels: ['email', 'paper'], consent: true });
    expect(namesOf(result.changes)).toEqual(['guardianship changed g1 → s13']);
  });

  test('gives way to a consent dated later still, not to one of the same day', async () => {
    await on.imported();
    await choose('g1', 's1', '2026-09-05T12:00:00Z');
    await on.run(withGuardian('g1', { consentDate: '2026-09-05' }));
    expect(await pair('g1', 's1')).toMatchObject({ channels: ['paper'], consent: false });
    await on.run(withGuardian('g1', { consentDate: '2026-09-06' }));
    expect(await pair('g1', 's1')).toMatchObject({ channels: ['telegram', 'email', 'paper'], consent: true });
    expect((await on.run(withGuardian('g1', { consentDate: '2026-09-06' }))).result.changes).toEqual([]);
  });

  test('rights that the school decided at the desk stand until a later consent', async () => {
    await on.imported();
    await on.db.guardianship.update({
      where: { guardianId_studentId: { guardianId: 'g9', studentId: 's11' } },
      data: { rights: 'none' },
    });
    await on.db.choiceRecord.create({
      data: {
        guardianId: 'g9',
        studentId: 's11',
        what: 'rights',
        value: 'none',
        ground: 'решение суда',
        at: new Date('2026-09-11T12:00:00Z'),
      },
    });
    expect((await on.run(example())).result.changes).toEqual([]);
    expect(await pair('g9', 's11')).toMatchObject({ rights: 'none' });
    await on.run(withGuardian('g9', { consentDate: '2026-09-20' }));
    expect(await pair('g9', 's11')).toMatchObject({ rights: 'full' });
  });

  test('an address of one’s own stands while the file says what it said; a changed one ends the old', async () => {
    await on.imported();
    await on.db.contactHolder.updateMany({ where: { personId: 'g10' }, data: { endedAt: on.clock.now() } });
    await on.run(example());
    expect(await addressesOf('g10')).toEqual([]);
    const { result } = await on.run(withGuardian('g10', { email: 'new@mail.example' }));
    expect(await addressesOf('g10')).toEqual(['new@mail.example confirmed']);
    expect(namesOf(result.changes)).toEqual(['contact added g10 · email']);
    await on.run(withGuardian('g1', { email: 'other@mail.example' }));
    expect(await addressesOf('g1')).toEqual(['+7 978 000-00-01 confirmed', 'other@mail.example confirmed']);
    expect(await on.db.contact.findFirst({ where: { address: 'ivanova@mail.example' } })).toMatchObject({
      state: 'ended',
    });
  });

  test('who was erased on request is not filled in again', async () => {
    await on.imported();
    await on.db.person.update({ where: { id: 'g10' }, data: { last: '', erasedAt: on.clock.now() } });
    await on.run(withGuardian('g10', { email: 'new@mail.example' }));
    expect(await on.db.person.findUnique({ where: { id: 'g10' } })).toMatchObject({ last: '' });
    expect(await addressesOf('g10')).toEqual([]);
  });
});

describe('access that ends', () => {
  /** Everything that opens a door for a guardian of the example. */
  async function open(personId: string, studentId: string): Promise<void> {
    const { db, clock } = on;
    const now = clock.now();
    const later = new Date('2026-12-31');
    const account = await db.account.create({ data: { login: personId, createdAt: now } });
    await db.accountPerson.create({ data: { personId, accountId: account.id } });
    const times = { createdAt: now, expiresAt: later };
    await db.session.create({ data: { tokenHash: personId, accountId: account.id, lastSeenAt: now, ...times } });
    await db.invitation.create({ data: { personId, codeHash: personId, linkHash: personId, ...times } });
    await db.signInLink.create({ data: { tokenHash: personId, personId, ...times } });
    await db.secretLink.create({
      data: { tokenHash: `${personId} ${studentId}`, purpose: 'calendar', personId, studentId, createdAt: now },
    });
    const chat = await db.contact.create({
      data: { channel: 'telegram', bot: 'parents', address: personId, since: now },
    });
    await db.contactHolder.create({ data: { contactId: chat.id, personId, linkedAt: now } });
  }

  async function doors(personId: string) {
    const { db } = on;
    const session = await db.session.findUniqueOrThrow({ where: { tokenHash: personId } });
    const invitation = await db.invitation.findFirstOrThrow({ where: { personId } });
    const link = await db.signInLink.findFirstOrThrow({ where: { personId } });
    const secret = await db.secretLink.findMany({ where: { personId, revokedAt: null } });
    const chat = await db.contactHolder.findFirstOrThrow({ where: { personId, contact: { channel: 'telegram' } } });
    return {
      session: session.endedAt === null,
      invitation: invitation.voidedAt === null,
      signIn: link.usedAt === null,
      links: secret.length,
      chat: chat.endedAt === null,
    };
  }
  const shut = { session: false, invitation: false, signIn: false, links: 0, chat: false };
  const stillOpen = { session: true, invitation: true, signIn: true, links: 0, chat: true };

  test('with the last child: at once, everything', async () => {
    await on.imported();
    await open('g4', 's3');
    const { result } = await on.run(withGuardian('g4', { children: [] }));
    expect(namesOf(result.changes)).toEqual(['guardianship left g4 → s3']);
    expect((await pair('g4', 's3')).endedAt).toEqual(on.clock.now());
    expect(await doors('g4')).toEqual(shut);
    expect((await choicesOf('g4')).at(-1)).toMatchObject({ what: 'rights', value: { ended: true } });
  });

  test('with one of several children: only what is about that child', async () => {
    await on.imported();
    await open('g1', 's13');
    await on.run(withGuardian('g1', { children: ['s1'] }));
    expect((await pair('g1', 's13')).endedAt).not.toBeNull();
    expect((await pair('g1', 's1')).endedAt).toBeNull();
    expect(await doors('g1')).toEqual(stillOpen);
  });

  test('with consent withdrawn: contacts are no longer kept in use', async () => {
    await on.imported();
    await open('g10', 's22');
    await on.run(withGuardian('g10', { consent: false, consentDate: '2026-09-09' }));
    expect(await doors('g10')).toEqual(shut);
    expect(await addressesOf('g10')).toEqual([]);
    await on.run(withGuardian('g10', { consent: true, consentDate: '2026-09-10' }));
    expect(await addressesOf('g10')).toEqual(['kovalchuk@mail.example confirmed']);
  });

  test('a guardian who is also a teacher keeps the own sign-in, not the parents’ chat', async () => {
    await on.imported();
    await open('t2', 's12');
    const file = example();
    file.guardians = file.guardians!.filter(({ id }) => id !== 't2');
    await on.run(file);
    expect(await doors('t2')).toEqual({ ...stillOpen, chat: false });
  });

  test('a guardian whose child is still here loses nothing by an import', async () => {
    await on.imported();
    await open('g9', 's11');
    await on.run(withGuardian('g4', { children: [] }));
    expect(await doors('g9')).toEqual({ ...stillOpen, links: 1 });
  });
});
