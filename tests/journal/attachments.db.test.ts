import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropUnjoined, fileForStudent } from '../../src/journal/attachments.ts';
import { withdrawEntry } from '../../src/journal/record.ts';
import { type Attachments, openAttachments } from '../../src/platform/attachments.ts';
import { newExampleSchool, record } from '../bots/school.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type FakeClock, fakeClock } from '../fake-clock.ts';

let database: TestDatabase;
let clock: FakeClock;
let dataDir: string;
let attachments: Attachments;
const db = () => database.db.prisma;

beforeEach(async () => {
  database = await testDatabase();
  clock = fakeClock('2026-09-15T12:00:00Z');
  dataDir = mkdtempSync(join(tmpdir(), 'vestnik-files-'));
  attachments = openAttachments(dataDir);
  await newExampleSchool(database, clock);
});
afterEach(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function put(entryId: number | null): Promise<string> {
  const { publicId, sha256 } = await attachments.store(Buffer.from('%PDF-1.7'));
  const data = { name: 'а.pdf', mediaType: 'application/pdf', bytes: 8, sha256, byId: 't5', at: clock.now() };
  await db().attachment.create({ data: { ...data, publicId, entryId } });
  return publicId;
}

async function homework(more: object): Promise<number> {
  const common = {
    kind: 'homework',
    class: '7Б',
    subject: 'Английский язык',
    due: '2026-09-17',
    text: '§ 3',
    by: 't5',
  };
  await record(db(), clock, [{ ...common, ...more }]);
  return (await db().journalEntry.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
}

test('is for the pupils of the group whose homework it is, as long as that stands', async () => {
  const entryId = await homework({});
  const id = await put(entryId);
  expect(await fileForStudent(db(), id, 's1')).toEqual({ name: 'а.pdf', mediaType: 'application/pdf' });
  // s2 is of the other group, s21 of another class
  expect(await fileForStudent(db(), id, 's2')).toBeNull();
  expect(await fileForStudent(db(), id, 's21')).toBeNull();
  await withdrawEntry({ db: db(), clock }, { entryId, by: 't5', source: 'test' });
  expect(await fileForStudent(db(), id, 's1')).toBeNull();
});

test('of one pupil’s homework is for that pupil alone', async () => {
  const id = await put(await homework({ student: 's3' }));
  expect(await fileForStudent(db(), id, 's3')).not.toBeNull();
  expect(await fileForStudent(db(), id, 's1')).toBeNull();
});

test('whose homework was never recorded is thrown away after three days, a joined one never', async () => {
  const joined = await put(await homework({}));
  const draft = await put(null);
  clock.advance({ days: 2 });
  expect(await dropUnjoined({ db: db(), clock }, attachments)).toBe(0);
  clock.advance({ days: 2 });
  expect(await dropUnjoined({ db: db(), clock }, attachments)).toBe(1);
  expect(await attachments.read(draft)).toBeNull();
  expect(await attachments.read(joined)).not.toBeNull();
  expect(await db().attachment.count()).toBe(1);
});
