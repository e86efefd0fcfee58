/** A guardian's data: all of it for the guardian, nothing of another family's; erased on request, the ledger whole (152-ФЗ). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountFor } from '../../src/access/accounts.ts';
import { setQuietHours, setRhythm } from '../../src/access/choice-writes.ts';
import { personalData, SECTIONS } from '../../src/access/personal-data/collect.ts';
import { eraseGuardian, erasurePreview } from '../../src/access/personal-data/erase.ts';
import { startSession } from '../../src/access/sessions.ts';
import { writeSchool } from '../../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../../src/connectors/school-file/read.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { sealLedger, verifyLedger } from '../../src/delivery/seal-ledger.ts';
import { checkLedger } from '../../src/oversight/doctor/promise.ts';
import { silent } from '../database.ts';
import { EXAMPLE, mark, openSchool, type School } from '../school.ts';

const WEEK = '2026-W38';
let school: School;
const nothing = { drop: async () => {} };
beforeAll(async () => {
  school = await openSchool();
  const { db, clock } = school;
  await school.link('g1', 'chat-mother');
  // two families read one chat
  await school.link('g4', 'chat-shared');
  await db.guardianship.updateMany({ where: { guardianId: 'g3' }, data: { channels: ['telegram', 'email', 'paper'] } });
  const shared = await db.contact.findFirstOrThrow({ where: { address: 'chat-shared' } });
  await db.contactHolder.create({ data: { contactId: shared.id, personId: 'g3', linkedAt: clock.now() } });
  await school.record(mark(), mark({ student: 's2', value: '3' }), mark({ student: 's3', value: '4' }));
  clock.advance({ minutes: 10 });
  await school.work();
  await db.$transaction(async (tx) => {
    const choice = { guardianId: 'g1', studentId: 's1', byId: 'g1', ground: 'дневник', at: clock.now() };
    await setRhythm(tx, choice, 'mark', 'evening');
    await setQuietHours(tx, choice, { from: '20:00', to: '08:00' });
    await accountFor(tx, clock, 'g1');
  });
  const account = await db.account.findFirstOrThrow();
  await startSession(db, clock, { accountId: account.id, staff: false, agent: 'Firefox of g1' });
  clock.set('2026-09-20T12:00:00+03:00');
  await school.work();
  clock.advance({ minutes: 10 });
  await school.work();
  await sealLedger({ db });
});
afterAll(() => school.close());

test('the export holds what is kept about the guardian, in every section that has something', async () => {
  const data = await personalData(school.db, 'g1');
  const filled = SECTIONS.filter((section) => (data?.[section].length ?? 0) > 0);
  expect(filled).toEqual([
    ...['person', 'children', 'settings', 'rhythms', 'choices', 'contacts', 'accounts', 'sessions', 'notices', 'weeks'],
  ]);
  expect(data?.person).toEqual([{ last: 'Иванова', first: 'Мария', patronymic: 'Петровна', sex: null }]);
  expect(data?.contacts.map(({ address }) => address)).toContain('ivanova@mail.example');
  expect(data?.notices.map(({ text }) => text).join('\n')).toContain('Алгебра');
  expect(data?.choices.at(-1)).toMatchObject({ what: 'quiet', by: 'self', ground: 'дневник' });
  expect(data?.sessions).toMatchObject([{ agent: 'Firefox of g1' }]);
  expect(await personalData(school.db, 'g999')).toBeNull();
});

test('nothing of another family stands in it, though they read one chat', async () => {
  const [first, second] = [await personalData(school.db, 'g3'), await personalData(school.db, 'g4')];
  expect(school.texts('chat-shared').join('\n')).toMatch(/Анна[\s\S]*Клим/);
  expect(JSON.stringify(first)).not.toMatch(/Сидоров|Клим|Иванов|chat-mother|"(g|s)\d+"/);
  expect(JSON.stringify(second)).not.toMatch(/Петров|Анна|Иванов|chat-mother/);
  expect(
    second?.notices.filter(({ address, text }) => address === 'chat-shared' && text === null).length,
  ).toBeGreaterThan(0);
  expect((await erasurePreview(school.db, 'g1'))?.alone).toEqual(['Иванова Дарья']);
  // a relation without rights names nobody
  await school.db.guardianship.updateMany({ where: { guardianId: 'g1', studentId: 's13' }, data: { rights: 'none' } });
  const { children } = (await personalData(school.db, 'g1'))!;
  expect(children.filter(({ child }) => child === null)).toHaveLength(1);
});

test('it is shown first, asks for the surname and a ground, and waits for what is on its way', async () => {
  const wish = { surname: 'Иванова', ground: 'заявление № 12', byId: 't6', shownAs: '(удалено)' };
  const erase = (differs: Partial<typeof wish>, id = 'g1') =>
    eraseGuardian({ ...school, files: nothing }, id, { ...wish, ...differs });
  const preview = await erasurePreview(school.db, 'g1');
  expect(preview).toMatchObject({ alone: [], hindrance: null });
  expect(preview?.goes).toMatchObject({ contacts: 3, sessions: 1, rhythms: 1 });
  expect(await erase({ surname: 'Петрова' })).toMatchObject({ ok: false, code: 'notConfirmed', field: 'surname' });
  expect(await erase({ ground: ' ' })).toMatchObject({ ok: false, code: 'noGround', field: 'ground' });
  expect(await erase({}, 'g999')).toMatchObject({ ok: false, code: 'gone' });
  const { id } = await school.db.delivery.findFirstOrThrow({ where: { contact: { address: 'chat-mother' } } });
  const { state } = await school.db.delivery.update({ where: { id }, data: { state: 'started' } });
  expect(state).toBe('started');
  expect(await erase({})).toMatchObject({ ok: false, code: 'sending' });
  await school.db.delivery.update({ where: { id }, data: { state: 'accepted' } });
  await school.db.staffMember.create({ data: { id: 'g1', roles: [] } });
  expect(await erase({})).toMatchObject({ ok: false, code: 'alsoStaff' });
  await school.db.staffMember.delete({ where: { id: 'g1' } });
  expect(await school.db.auditRecord.count({ where: { action: 'erasePerson' } })).toBe(0);
});

test('erased: no table holds name, address or word of theirs; doors shut; duties, consents and ledger stand', async () => {
  const { db, clock } = school;
  await school.record(mark({ student: 's1', value: '2' }));
  const ledger = await readLedger(school, WEEK);
  const before = await verifyLedger(db);
  expect(before).toMatchObject({ broken: null, differs: null });
  expect(before.sealed).toBeGreaterThan(0);
  expect((await tablesWith('иванова мария')).sort()).toEqual(expect.arrayContaining(['person']));
  expect(await tablesWith('chat-mother')).toContain('contact');
  const wish = { surname: ' иванова', ground: 'заявление № 12 от 15.09.2026', byId: 't6', shownAs: '(удалено)' };
  expect(await eraseGuardian({ ...school, files: nothing }, 'g1', wish)).toEqual({ ok: true });

  for (const trace of [
    'иванова.{0,20}мария',
    'мария.{0,20}петровна',
    'chat-mother',
    'ivanova',
    '978 000-00-01',
    'firefox of g1',
  ])
    expect(await tablesWith(trace), trace).toEqual([]);
  expect(await db.session.count()).toBe(0);
  expect(await db.account.findFirst()).toMatchObject({ passwordHash: null, closedAt: clock.now() });
  expect(
    (await db.choiceRecord.findMany({ where: { guardianId: 'g1' } })).every(
      ({ what }) => what === 'consent' || what === 'rights',
    ),
  ).toBe(true);
  expect(await db.choiceRecord.count({ where: { guardianId: 'g1', what: 'consent' } })).toBeGreaterThan(0);
  expect(await readLedger(school, WEEK)).toEqual(ledger);
  await sealLedger({ db });
  expect(await verifyLedger(db)).toMatchObject({ broken: null, differs: null });
  expect(await checkLedger({ db, clock } as unknown as Parameters<typeof checkLedger>[0])).toMatchObject([
    { ok: true },
  ]);
  const audit = await db.auditRecord.findFirstOrThrow({ where: { action: 'erasePerson' } });
  expect(audit).toMatchObject({ actorId: 't6', object: 'person:g1', details: { ground: wish.ground } });
  // what others have is theirs still
  expect(await tablesWith('chat-shared')).toContain('contact');
  await expect(db.choiceRecord.deleteMany({ where: { guardianId: 'g3' } })).rejects.toThrow(/append-only/);
});

test('afterwards nothing leaves for them, and a school file does not bring them back', async () => {
  const { db, clock } = school;
  const told = school.texts('chat-mother').length;
  clock.set('2026-09-21T12:00:00+03:00');
  await school.record(mark({ student: 's1', value: '3', date: '2026-09-21' }), mark({ student: 's3', value: '3' }));
  clock.advance({ minutes: 30 });
  await school.work();
  expect(school.texts('chat-mother')).toHaveLength(told);
  expect(school.texts('chat-shared').at(-1)).toContain('Клим');
  const read = readSchoolFile(new TextEncoder().encode(JSON.stringify(EXAMPLE)), clock.now());
  if (!read.ok) throw new Error('the example was refused');
  await writeSchool({ db, clock, log: silent }, read.file, 'again');
  expect(await tablesWith('ivanova|иванова.{0,20}мария')).toEqual([]);
  expect(await db.guardianship.count({ where: { guardianId: 'g1', endedAt: null } })).toBe(0);
  expect(await personalData(db, 'g1')).toBeNull();
});

/** Tables of which some row, written out as text, holds this. */
async function tablesWith(pattern: string): Promise<string[]> {
  const tables = await school.db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await school.db.$queryRawUnsafe<{ held: boolean }[]>(
      `SELECT EXISTS (SELECT FROM "${name}" t WHERE lower(replace(t::text, ',', ' ')) ~ $1) AS held`,
      pattern,
    );
    if (row?.held) found.push(name);
  }
  return found;
}
