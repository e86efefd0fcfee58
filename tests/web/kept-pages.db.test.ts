/** A page that is kept is sent only where it is the page that would be made now: after any write, by any reader. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { recordEntries } from '../../src/journal/record.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { createWeb } from '../../web/create-web.ts';
import { example, importFile } from '../connectors/school-file/support.ts';
import { silent } from '../database.ts';
import { openWebSchool, PUBLIC_URL, type WebSchool } from './school.ts';
import { signedIn, type Visitor } from './visitor.ts';

let school: WebSchool;
beforeAll(async () => {
  school = await openWebSchool();
});
afterAll(() => school.close());

const ADDRESS = `/diary?child=${sealId('for tests only', 'student', 's1')}&week=2026-W38`;
const of7b = { class: '7Б', by: 't1', subject: 'Алгебра' };

const record = async (entry: Record<string, unknown>) => {
  school.clock.advance({ seconds: 1 });
  const at = school.clock.now().toISOString();
  const [result] = await recordEntries(school, 'kept', [{ at, ...entry }]);
  expect(result?.status, JSON.stringify(result)).toMatch(/recorded|corrected|withdrawn/);
};
const pair = (guardianId: string, data: object) =>
  school.db.guardianship.update({ where: { guardianId_studentId: { guardianId, studentId: 's1' } }, data });
const reimport = async (change: (file: ReturnType<typeof example>) => unknown) => {
  const file = example();
  change(file);
  expect((await importFile({ ...school, log: silent }, file)).code).toBe(0);
};

/** Whatever may change the page of somebody, one after another; the page is looked at after each. */
const WRITES: [string, () => Promise<unknown>][] = [
  ['a mark', () => record({ kind: 'mark', ...of7b, key: 'm', date: '2026-09-16', student: 's1', value: '3' })],
  ['its correction', () => record({ kind: 'mark', ...of7b, key: 'm', date: '2026-09-16', student: 's1', value: '5' })],
  ['its withdrawal', () => record({ kind: 'withdraw', key: 'm', by: 't1' })],
  ['a classmate’s mark', () => record({ kind: 'mark', ...of7b, date: '2026-09-16', student: 's2', value: '2' })],
  ['an absence', () => record({ kind: 'absence', ...of7b, date: '2026-09-16', student: 's1', code: 'Н' })],
  ['its reason', () => record({ kind: 'absence', ...of7b, date: '2026-09-16', student: 's1', code: 'Б' })],
  ['a topic', () => record({ kind: 'topic', ...of7b, date: '2026-09-16', text: 'Одночлены' })],
  ['homework', () => record({ kind: 'homework', ...of7b, key: 'h', due: '2026-09-17', text: '§ 13' })],
  [
    'a file joined to it',
    async () => {
      const entry = await school.db.journalEntry.findFirstOrThrow({ where: { text: '§ 13' } });
      const file = { publicId: 'AAAAkept', name: 'задание.pdf', mediaType: 'application/pdf', bytes: 1, sha256: '' };
      await school.db.attachment.create({ data: { ...file, entryId: entry.id, byId: 't1', at: school.clock.now() } });
    },
  ],
  ['a message', () => record({ kind: 'message', class: '7Б', by: 't1', text: 'Завтра фотограф.' })],
  ['a message for pupils', () => record({ kind: 'message', class: '7Б', by: 't1', text: 'Кросс.', toStudent: true })],
  ['somebody stood in', () => school.db.lesson.updateMany({ data: { substituted: true, teacherId: 't3' } })],
  ['the other parent’s consent', () => pair('g2', { consent: true })],
  ['it ends', () => pair('g2', { consent: false })],
  ['and is given again', () => pair('g2', { consent: true })],
  ['one parent keeps no rights', () => pair('g2', { rights: 'none' })],
  ['a pair ends', () => pair('g1', { endedAt: school.clock.now() })],
  ['and begins again', () => pair('g1', { endedAt: null })],
  [
    'the child’s name',
    () =>
      reimport((file) =>
        Object.assign(file.classes.find(({ name }) => name === '7Б')!.students[0]!, { first: 'Павел' }),
      ),
  ],
  ['the timetable', () => reimport((file) => file.timetable.splice(0, 2))],
  ['the day', async () => school.clock.set('2026-09-17T09:00:00+03:00')],
  ['all sessions end', () => school.db.session.updateMany({ data: { endedAt: school.clock.now() } })],
];

test('after any write every reader sees the page as it would be made without what is kept', async () => {
  const readers: [string, Visitor][] = [];
  for (const id of ['g1', 'g2', 'g3', 's1', 't1']) readers.push([id, await signedIn(school, id)]);
  let differed = 0;
  const before = new Map<string, string>();
  for (const [write, perform] of [['nothing yet', async () => {}] as const, ...WRITES]) {
    await perform();
    // a process that has just begun keeps nothing
    const web = await createWeb({
      db: school.db.$extends({}) as unknown as Db,
      clock: school.clock,
      log: silent,
      config: { publicUrl: PUBLIC_URL },
      services: school.services,
    });
    for (const [id, reader] of readers) {
      const cookie = [...reader.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const shown = await reader.get(ADDRESS);
      const again = await reader.get(ADDRESS);
      const made = await web.inject({ url: ADDRESS, headers: { host: '127.0.0.1:3000', cookie } });
      expect(shown.text, `${id} after ${write}`).toBe(made.payload);
      expect(shown.status, `${id} after ${write}`).toBe(made.statusCode);
      expect(again.text, `${id} after ${write}`).toBe(shown.text);
      if (id === 'g3') expect(shown.text).not.toContain('Иванов');
      if (before.get(id) !== shown.text) differed += 1;
      before.set(id, shown.text);
    }
    await web.close();
  }
  // the twin: the writes were such as show
  expect(differed).toBeGreaterThan(40);
});

test('where nothing was written a page costs one small look, where something else was three', async () => {
  const reader = await signedIn(school, 'g7');
  const looks = async () => {
    const before = school.queries();
    expect((await reader.get('/diary')).status).toBe(200);
    return school.queries() - before;
  };
  // other suites write to the same server: somewhere among these nobody did
  const fewest = async () => {
    const counts: number[] = [];
    for (let nth = 0; nth < 20; nth++) counts.push(await looks());
    return Math.min(...counts);
  };
  await looks();
  expect(await fewest()).toBe(1);
  await school.db.rateCount.create({ data: { key: 'elsewhere', windowStart: school.clock.now(), count: 1 } });
  expect(await looks()).toBe(3);
  expect(await fewest()).toBe(1);
});
