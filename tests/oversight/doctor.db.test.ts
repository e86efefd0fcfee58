import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { App } from '../../src/main/open-app.ts';
import { doctorVerb } from '../../src/main/verbs/doctor.ts';
import type { DoctorParts, Finding } from '../../src/oversight/doctor/check.ts';
import { checkClock } from '../../src/oversight/doctor/database.ts';
import { checkDisk } from '../../src/oversight/doctor/storage.ts';
import { openAttachments } from '../../src/platform/attachments.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Io } from '../../src/platform/io.ts';
import { DOCTOR as say } from '../../src/texts/doctor.ts';
import { mark, openSchool, type School } from '../school.ts';

const TOKENS = { PARENTS_BOT_TOKEN: '1:parents', TEACHERS_BOT_TOKEN: '2:teachers' };
const REAL = { ...TOKENS, SMTP_URL: 'smtps://mail.school.example', PUBLIC_URL: 'https://diary.school.example' };
let school: School;
let dataDir: string;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vestnik-doctor-'));
  school = await openSchool();
});
afterEach(async () => {
  await school.close();
  rmSync(dataDir, { recursive: true });
});

function parts(env: Record<string, string> = REAL, differs: Partial<DoctorParts> = {}): DoctorParts {
  const read = readConfig({ DATA_DIR: dataDir, ...env });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return { db: school.db, dialect: 'embedded', clock: school.clock, config: read.config, kind: 'real', ...differs };
}

/** What the verb prints for machines and for people, and its exit code. */
async function doctor(env?: Record<string, string>, differs: Partial<DoctorParts> = {}) {
  const { dialect, ...rest } = parts(env, differs);
  const said: string[] = [];
  const findings: Finding[] = [];
  const io = {
    out: async (text: string) => void findings.push(JSON.parse(text) as Finding),
    err: async (text: string) => void said.push(text.trim()),
  } as unknown as Io;
  const code = await doctorVerb({ ...rest, database: { dialect } } as unknown as App, io);
  const of = (part: string) => findings.filter((finding) => finding.part === part);
  return { code, said, faults: findings.filter(({ ok }) => !ok).map(({ part }) => part), of };
}

it('finds everything well in a school that is well, part by part, in plain Russian', async () => {
  await school.link('g1');
  await school.record(mark());
  school.clock.advance({ minutes: 5 });
  await school.work();
  const { code, said, faults, of } = await doctor();
  expect(faults).toEqual([]);
  expect(code).toBe(0);
  expect(said.at(-1)).toBe(say.fine);
  expect(said.every((line) => line === say.fine || /^✓ [а-яёA-Z]/u.test(line))).toBe(true);
  for (const part of [
    'database',
    'migrations',
    'clock',
    'disk',
    'backup',
    'settings',
    'school',
    'weeks',
    'email',
    'ledger',
    'fonts',
  ])
    expect([part, of(part).length > 0]).toEqual([part, true]);
  expect(of('telegram parents')[0]?.text).toContain('последнее сообщение принято 14.09.2026');
  expect(of('telegram teachers')[0]?.text).toContain(say.nothingAccepted);
  expect(of('weeks')[0]?.text).toBe(say.noWeeks);
});

it('tells how the promise stands for the week that closed last', async () => {
  await school.link('g1');
  school.clock.set('2026-09-21T10:05:00+03:00');
  await school.work();
  const [week] = (await doctor()).of('weeks');
  expect(week?.text).toMatch(
    /последняя закрытая неделя 2026-W38: извещены \d+ из \d+; остальные: npm run -s vestnik -- ledger --week 2026-W38/,
  );
  expect(week?.ok).toBe(true);
});

it('asks for a backup that is a week old, unless PostgreSQL may have its own', async () => {
  school.clock.advance({ days: 6 });
  expect((await doctor()).of('backup')[0]).toMatchObject({ ok: true, text: say.noBackup });
  school.clock.advance({ days: 2 });
  expect(await doctor()).toMatchObject({ code: 1, faults: ['backup'] });
  await school.db.auditRecord.create({ data: { at: school.clock.now(), action: 'backup', object: 'database' } });
  expect((await doctor()).of('backup')[0]).toMatchObject({ ok: true, text: expect.stringContaining('22.09.2026') });
  school.clock.advance({ days: 9 });
  const [old] = (await doctor()).of('backup');
  expect(old).toMatchObject({ ok: false, text: expect.stringMatching(/ей 9\sдней/) });
  const anyClock = { ...parts(), clock: school.clock };
  expect((await doctor(REAL, { ...anyClock, dialect: 'postgresql' })).of('backup')[0]?.ok).toBe(true);
  expect((await doctor(REAL, { kind: 'demo' })).of('backup')).toEqual([]);
});

it('asks for an address that families can open', async () => {
  const at = async (PUBLIC_URL: string, more = {}) => (await doctor({ ...REAL, ...more, PUBLIC_URL })).of('settings');
  expect(await at('http://127.0.0.1:3000')).toMatchObject([
    { ok: false, text: expect.stringContaining('PUBLIC_URL') },
    {},
  ]);
  expect((await at('http://diary.school.example'))[0]).toMatchObject({
    ok: false,
    text: expect.stringContaining('https'),
  });
  expect(await at('https://diary.school.example')).toMatchObject([{ ok: true }, { ok: true, text: say.noDkim }]);
  // a rehearsal on this machine reaches nobody
  const local = { SMTP_URL: 'smtp://127.0.0.1:25', TELEGRAM_API_ROOT: 'http://127.0.0.1:9' };
  expect(await at('http://127.0.0.1:3000', local)).toMatchObject([{ ok: true }]);
});

it('names files that the disk has lost', async () => {
  const attachments = openAttachments(dataDir);
  for (const text of ['kept', 'lost']) {
    const { publicId, sha256 } = await attachments.store(Buffer.from(text));
    const data = {
      publicId,
      sha256,
      name: 'лист.pdf',
      mediaType: 'application/pdf',
      bytes: 1_500_000,
      byId: 't1',
      at: school.clock.now(),
    };
    await school.db.attachment.create({ data });
  }
  expect((await doctor()).of('attachments')[0]).toEqual({
    part: 'attachments',
    ok: true,
    text: say.attachments(2, 3_000_000),
  });
  const lost = await school.db.attachment.findFirstOrThrow({ orderBy: { id: 'desc' } });
  await attachments.drop(lost.publicId);
  expect((await doctor()).of('attachments')[0]).toEqual({
    part: 'attachments',
    ok: false,
    text: say.attachmentsLost(1, 2),
  });
});

it('tells who answers for a bot, and that Telegram lets it wait', async () => {
  const bot = async () => (await doctor()).of('telegram parents')[0];
  expect((await bot())?.text).toContain('никто не отвечает');
  await school.db.botTurn.create({ data: { bot: 'parents', holder: 'h', epoch: 1 } });
  await school.db.$executeRaw`UPDATE bot_turn SET until = clock_timestamp() + interval '9 seconds'`;
  expect(await bot()).toMatchObject({ ok: true, text: expect.stringContaining('на связи') });
  await school.db.$executeRaw`UPDATE bot_turn SET paused_until = clock_timestamp() + interval '150 seconds'`;
  expect(await bot()).toMatchObject({ ok: true, text: expect.stringMatching(/3\sминуты/) });
  await school.db.$executeRaw`UPDATE bot_turn SET paused_until = clock_timestamp() + interval '2 hours'`;
  expect(await bot()).toMatchObject({ ok: false });
});

it('sees a clock that went back, or that is not the server’s, and migrations that are missing', async () => {
  await school.record(mark());
  const [now] = await school.db.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const server = { now: () => now!.at, sleep: school.clock.sleep };
  const off = { now: () => new Date(now!.at.getTime() + 300_000), sleep: school.clock.sleep };
  const at = async (differs: Partial<DoctorParts>) => (await checkClock(parts(REAL, differs)))[0];
  expect(await at({ clock: server, dialect: 'postgresql' })).toMatchObject({ ok: true, text: say.clock });
  expect(await at({ clock: off, dialect: 'postgresql' })).toMatchObject({
    ok: false,
    text: expect.stringMatching(/на (299|300)\sсекунд/),
  });
  expect(await at({ clock: off })).toMatchObject({ ok: true });
  expect(await at({ kind: 'rehearsal' })).toMatchObject({ ok: true, text: say.clockOfRehearsal });
  school.clock.advance({ hours: -1 });
  expect(await at({})).toMatchObject({ ok: false, text: say.clockWentBack(60) });
  await school.db.$executeRaw`DELETE FROM "_prisma_migrations" WHERE migration_name LIKE '%_init'`;
  expect((await doctor()).of('migrations')[0]).toEqual({
    part: 'migrations',
    ok: false,
    text: say.migrationsMissing(1),
  });
});

it('looks at the disk of a folder that is not made yet', async () => {
  const [finding] = await checkDisk(parts({ ...REAL, DATA_DIR: join(dataDir, 'not', 'made') }));
  expect(finding?.text).toMatch(/^диск с DATA_DIR: свободно (только )?[\d,]+\s(ГБ|МБ)/);
});
