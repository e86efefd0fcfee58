/**
 * Erasure is whole (152-ФЗ, ст. 14, 21): marks of one guardian are put wherever real commands put a name, an address or words;
 * all of them stand in the export, and after the erasure none is found in any row, packed message, printed file or stored file.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountFor } from '../../src/access/accounts.ts';
import { staffActor } from '../../src/access/actor.ts';
import { grantApplication, refuseApplication } from '../../src/access/applications/decide.ts';
import { recordApplication } from '../../src/access/applications/record.ts';
import { openForBot } from '../../src/access/invitation-in-bot.ts';
import { claimMailbox } from '../../src/access/mailboxes.ts';
import { personalData } from '../../src/access/personal-data/collect.ts';
import { eraseGuardian } from '../../src/access/personal-data/erase.ts';
import { startSession } from '../../src/access/sessions.ts';
import { voidTheft } from '../../src/access/void-theft.ts';
import { keepDraft } from '../../src/connectors/school-file/draft.ts';
import { carryOut, undoTransfer } from '../../src/connectors/school-file/transfer/carry-out.ts';
import { dropOldPrints, dueRuns } from '../../src/delivery/due-runs.ts';
import { handOver } from '../../src/delivery/hand-over.ts';
import { partsOf } from '../../src/delivery/print-files.ts';
import { keepStubPhoto } from '../../src/delivery/stub-photos.ts';
import { saveIllness } from '../../src/journal/illness/change.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { printDue } from '../../src/main/print-runs.ts';
import { askForEvidence } from '../../src/oversight/ask-teachers.ts';
import { forgetWords } from '../../src/oversight/forget-words.ts';
import { openAttachments } from '../../src/platform/attachments.ts';
import { unpackJson } from '../../src/platform/packed-json.ts';
import { pagesOf } from '../channels/paper/pdf.ts';
import { needs } from '../needs.ts';
import { EXAMPLE, mark, openSchool, type School } from '../school.ts';

const PUBLIC_URL = 'https://diary.example';
/** What each place is given; all of it is looked for in the export, and afterwards everywhere. */
const MARKS = {
  name: 'меткина маркера',
  short: 'меткина м. з.',
  login: 'metkina',
  chat: 'метка-чат',
  phone: '978 111-22-33',
  claim: 'metka-claim@',
  proxy: 'меткапрокси',
  decision: 'меткарешение',
  handover: 'меткавручение',
  agent: 'меткабраузер',
  thief: 'меткавор',
  answer: 'меткаответ',
} as const;
/** The journal is kept as its teachers wrote it, five years (Б 7.4; К-Р 2.15): the one place that may say it. */
const OF_JOURNAL = 'меткажурнал';
const BOTH_MAILBOX = 'obshaya@mail.example';

let school: School;
let dataDir: string;
let files: ReturnType<typeof openAttachments>;
const parts = () => ({ ...school, config: { publicUrl: PUBLIC_URL } });
const actorOf = async (id: string) => (await staffActor(school.db, school.clock, id)).actor;
const FILE = {
  ...EXAMPLE,
  guardians: (EXAMPLE.guardians as { id: string }[]).map((one) =>
    one.id === 'g1'
      ? { ...one, name: 'Меткина Маркера Знаковна', email: BOTH_MAILBOX, phone: '8 (978) 111-22-33' }
      : one.id === 'g3'
        ? { ...one, email: BOTH_MAILBOX }
        : one,
  ),
};

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vestnik-erasure-'));
  files = openAttachments(dataDir);
  school = await openSchool({ change: (file) => ({ ...file, guardians: FILE.guardians }) });
  const { db, clock } = school;
  await school.link('g1', MARKS.chat);
  const teacher = await db.contact.create({
    data: { channel: 'telegram', bot: 'teachers', address: 'chat-t1', since: clock.now() },
  });
  await db.contactHolder.create({ data: { contactId: teacher.id, personId: 't1', linkedAt: clock.now() } });
  // of the second child she reads letters, together with g3
  await db.guardianship.update({
    where: { guardianId_studentId: { guardianId: 'g1', studentId: 's13' } },
    data: { channels: ['email', 'paper'] },
  });
  await accountOf();
  await applications();
  await illnessAndTransfer();
  await notices();
  await paper();
  await weekUnproven();
});
afterAll(async () => {
  await school.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A browser, a stolen account with its report, a mailbox to confirm, wrong codes from the chat. */
async function accountOf() {
  const { db, clock } = school;
  const { id } = await db.$transaction((tx) => accountFor(tx, clock, 'g1'));
  clock.advance({ minutes: 1 });
  const since = clock.now();
  await startSession(db, clock, { accountId: id, staff: false, agent: MARKS.thief });
  const theft = { personId: 'g1', since, sources: null, allContacts: false };
  expect(await voidTheft({ db, clock }, await actorOf('t6'), theft)).toMatchObject({ ok: true });
  await startSession(db, clock, { accountId: id, staff: false, agent: MARKS.agent });
  const claimed = await claimMailbox(
    { db, clock, publicUrl: PUBLIC_URL },
    { personId: 'g1', mailbox: 'metka-claim@mail.example' },
  );
  expect(claimed.ok).toBe(true);
  await openForBot(db, clock, '00000000', { chatId: MARKS.chat, bot: 'parents' });
  await db.botDialogue.create({ data: { bot: 'parents', chat: MARKS.chat, state: {}, at: clock.now() } });
  await db.botDialogue.create({
    data: { bot: 'teachers', chat: 'chat-t1', state: { text: 'Меткина Маркера, зайдите' }, at: clock.now() },
  });
}

/** Paper through a proxy, granted; access, refused with words. */
async function applications() {
  const { db, clock } = school;
  const actor = await actorOf('t1');
  const { id: classId } = await db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  const wish = {
    date: '2026-09-14',
    outsideNumber: '01-15/27',
    applicant: { guardianId: 'g1' },
    child: { studentId: 's1', classId },
    keepsNotices: true,
  };
  const deps = { db, clock, publicUrl: PUBLIC_URL };
  const onPaper = await recordApplication(deps, actor, {
    ...wish,
    kind: 'paper',
    way: 'proxy',
    proxyName: 'Меткапрокси Фёкла',
  });
  const access = await recordApplication(deps, actor, { ...wish, kind: 'access', way: 'person', proxyName: '' });
  if (!onPaper.ok || !access.ok) throw new Error('not recorded');
  expect(await grantApplication(deps, actor, onPaper.id, { consent: false })).toMatchObject({ ok: true });
  const refusal = { ground: 'ownRefusal', note: `Сказано лично: ${MARKS.decision}` } as const;
  expect(await refuseApplication(deps, actor, access.id, refusal)).toMatchObject({ ok: true });
}

async function illnessAndTransfer() {
  const { db, clock } = school;
  const words = { told: () => 'Болезнь записана.', takenBack: () => 'Запись снята.' };
  const illness = {
    studentId: 's1',
    known: null,
    span: { starts: '2026-09-14', ends: '2026-09-14' },
    note: 'Звонила Маркера Знаковна, +7 978 1112233',
    by: 't1',
  };
  expect(await saveIllness({ db, clock }, illness, words)).toMatchObject({ ok: true });
  const left = { kind: 'leave', studentId: 's13', date: '2026-09-14', ground: 'заявление: МЕТКИНА Маркера' } as const;
  expect(await carryOut({ db, clock }, left, 't7')).toMatchObject({ ok: true });
  expect(await undoTransfer({ db, clock }, { studentId: 's13', by: 't7', ground: 'отмена' })).toEqual({ ok: true });
  const { id: classId } = await db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  const moved = { kind: 'move', studentId: 's13', date: '2026-09-15', classId, courseIds: [] as number[] } as const;
  expect(await carryOut({ db, clock }, { ...moved, ground: 'просит Меткина М. З.' }, 't7')).toMatchObject({ ok: true });
}

/** A mark in the chat, one that Telegram refuses with words, a message of the journal. */
async function notices() {
  await school.record(mark(), {
    kind: 'message',
    class: '7Б',
    text: `Дневник: ${OF_JOURNAL}.`,
    student: 's1',
    personal: true,
    by: 't1',
    key: 'words',
  });
  school.clock.advance({ minutes: 10 });
  school.telegram.script.push({ kind: 'rejected', code: '400', detail: `Bad Request: ${MARKS.answer}` });
  await school.work();
  await school.record(mark({ value: '4', work: 'контрольная' }), mark({ student: 's2', value: '3' }));
  school.clock.advance({ minutes: 70 });
  await school.work();
  const { db, clock } = school;
  const session = await db.session.findFirstOrThrow({ where: { endedAt: null } });
  const bytes = new TextEncoder().encode(JSON.stringify(FILE));
  await keepDraft({ db, clock }, session.id, { bytes, sha256: 'x', shown: 'x' });
}

/** The week closes: letters, sheets with register; one is handed over, with a note and a photo of its stub. */
async function paper() {
  const { db, clock } = school;
  clock.set('2026-09-20T12:00:00+03:00');
  await school.work();
  await printDue(parts());
  clock.advance({ minutes: 10 });
  await school.work();
  const sheet = await db.sheet.findFirstOrThrow({ where: { guardianId: 'g1', studentId: 's1' } });
  const bytes = new TextEncoder().encode('%PDF-1.7 меткафото');
  expect(await keepStubPhoto({ db, clock }, files, { sheetId: sheet.id, byId: 't1', bytes })).toEqual({ ok: true });
  const handed = {
    sheetIds: [sheet.id],
    deed: 'absent',
    date: '2026-09-20',
    byId: 't1',
    note: MARKS.handover,
  } as const;
  expect(await handOver({ db, clock }, handed)).toMatchObject({ ok: true });
}

/** Two school days later the class teacher is asked about her by name. */
async function weekUnproven() {
  const { db, clock } = school;
  await db.obligation.updateMany({
    where: { studentId: 's1' },
    data: { metBy: null, metAt: null, evidence: null, next: 'unreached' },
  });
  clock.set('2026-09-24T18:00:00+03:00');
  expect(await askForEvidence({ db, clock })).toBeGreaterThan(0);
}

test('every mark is somewhere, and the export holds them all', needs('pdftotext'), async () => {
  const places = await found();
  expect(places.name).toEqual(
    expect.arrayContaining(['import_draft', 'bot_dialogue', 'transfer', 'choice_record', 'print_file']),
  );
  expect(places.short).toEqual(expect.arrayContaining(['transfer', 'delivery']));
  expect(places.chat).toEqual(expect.arrayContaining(['contact', 'delivery', 'rate_count', 'bot_dialogue']));
  const data = await personalData(school.db, 'g1');
  const said = folded(JSON.stringify(data));
  for (const [what, text] of Object.entries(MARKS)) {
    expect(places[what], what).toBeDefined();
    expect(said, what).toContain(what === 'name' ? 'меткина","first":"маркера' : text);
  }
  expect(data?.illnesses).toMatchObject([{ child: 'Иванов Пётр', note: expect.stringContaining('Маркера Знаковна') }]);
  expect(data?.thefts).toMatchObject([{ agent: MARKS.thief }]);
  const mentioned = new Set(data?.mentions.map(({ place }) => place));
  expect(mentioned).toEqual(new Set(['illness', 'audit', 'transfer', 'choice', 'staff', 'file']));
  // a message to staff about several families gives this one's line alone
  expect(data?.mentions.filter(({ place }) => place === 'staff')).toMatchObject([
    { text: expect.stringMatching(/Иванов Пётр \(/) },
  ]);
  expect(said).toContain('меткина маркера знаковна, obshaya@mail.example');
  expect(data?.notices.map(({ text }) => text).join('\n')).toContain('Алгебра');
});

test(
  'erased: no row, message, printed or stored file holds any of it but the journal',
  needs('pdftotext'),
  async () => {
    const { db, clock } = school;
    const before = await db.sheet.findMany({ where: { guardianId: 'g1' }, select: { id: true, codeHash: true } });
    const runs = await db.printRun.findMany({ select: { id: true, sha256: true }, orderBy: { id: 'asc' } });
    expect(readdirSync(join(dataDir, 'attachments'))).toHaveLength(1);
    const wish = { surname: 'меткина', ground: 'заявление № 12, Меткина Маркера', byId: 't6', shownAs: '(удалено)' };
    expect(await eraseGuardian({ db, clock, files }, 'g1', wish)).toEqual({ ok: true });

    expect(await found()).toEqual({});
    expect(readdirSync(join(dataDir, 'attachments'))).toEqual([]);
    expect(await tablesWith(OF_JOURNAL)).toEqual(['journal_entry', 'journal_event', 'weekly_record']);
    // the proof of the promise stands: sheets, their codes, hashes of runs, handing over with its day
    expect(await db.sheet.findMany({ where: { guardianId: 'g1' }, select: { id: true, codeHash: true } })).toEqual(
      before,
    );
    expect(await db.printRun.findMany({ select: { id: true, sha256: true }, orderBy: { id: 'asc' } })).toEqual(runs);
    expect(await db.handover.findMany()).toMatchObject([{ state: 'absent', note: '', byId: 't1' }]);
    expect(await db.application.count({ where: { guardianId: 'g1' } })).toBe(2);
    expect(await db.applicationDecision.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { kind: 'granted', undo: null },
      { kind: 'refused', ground: 'ownRefusal', note: '' },
    ]);
    const [run] = await db.$queryRaw<
      { said: boolean }[]
    >`SELECT changes #> '{said,contacts,g1}' IS NOT NULL AS said FROM import_run`;
    expect(run?.said).toBe(false);
    // others read their letters still
    const letters = (
      await db.delivery.findMany({ where: { channel: 'email', contact: { address: BOTH_MAILBOX } } })
    ).flatMap(({ payload }) => textsOf(payload));
    expect(letters.length).toBeGreaterThan(0);
    for (const letter of letters) expect(letter.replaceAll('\u00a0', ' ')).toMatch(/Здравствуйте, (Юлия Игоревна|•+)/);
    expect(letters.join()).toContain('Юлия Игоревна');
    expect(letters.join()).toContain('•');
  },
);

test('files are printed anew without the name, and no deed brings the relation back', needs('pdftotext'), async () => {
  const { db, clock } = school;
  await printDue(parts());
  const texts = await printed();
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.join('\n')).toContain('Иванов Пётр');
  expect(await found()).toEqual({});
  const undone = await undoTransfer({ db, clock }, { studentId: 's13', by: 't7', ground: 'отмена' });
  expect(undone).toEqual({ ok: true });
  expect(await db.guardianship.findMany({ where: { guardianId: 'g1', endedAt: null } })).toEqual([]);
});

test('rows of the register, of handing over and of choices give way to nobody else', async () => {
  const { db } = school;
  const [handed] = await db.handover.findMany();
  await expect(db.handover.update({ where: { id: handed!.id }, data: { state: 'handedOver' } })).rejects.toThrow(
    /append-only/,
  );
  const [applied] = await db.application.findMany();
  const where = { id: applied!.id };
  await expect(db.application.update({ where, data: { date: new Date('2026-09-01') } })).rejects.toThrow(/append-only/);
  await expect(db.application.update({ where, data: { proxyName: 'Кто-то' } })).rejects.toThrow(/append-only/);
  const consent = await db.choiceRecord.findFirstOrThrow({ where: { guardianId: 'g1', what: 'consent' } });
  await expect(db.choiceRecord.update({ where: { id: consent.id }, data: { value: {} } })).rejects.toThrow(
    /append-only/,
  );
  const others = await db.choiceRecord.findFirstOrThrow({ where: { guardianId: 'g3', studentId: 's2' } });
  await expect(db.choiceRecord.update({ where: { id: others.id }, data: { ground: '' } })).rejects.toThrow(
    /append-only/,
  );
});

test('what names people and has served goes by the clock: messages to staff, old tries, printed files', async () => {
  const { db, clock } = school;
  await db.delivery.updateMany({ where: { rhythm: 'staff' }, data: { state: 'accepted', endedAt: clock.now() } });
  const words = async () =>
    Number(
      (await db.$queryRaw<{ n: bigint }[]>`SELECT count(payload) AS n FROM delivery WHERE rhythm = 'staff'`)[0]?.n,
    );
  await forgetWords({ db, clock });
  expect(await words()).toBeGreaterThan(0);
  clock.advance({ days: 31 });
  await forgetWords({ db, clock });
  expect(await words()).toBe(0);
  expect([await db.rateCount.count(), await db.botDialogue.count(), await db.mailboxClaim.count()]).toEqual([0, 0, 0]);
  const kept = await db.printFile.count();
  expect(await dropOldPrints({ db, clock })).toBe(0);
  clock.advance({ days: 95 });
  expect(await dropOldPrints({ db, clock })).toBe(kept);
  // gone for good: nothing makes them again by itself
  expect(await dueRuns(db, await currentRoster(db), clock.now())).toEqual([]);
});

const folded = (text: string) => text.toLowerCase().replaceAll(/[\u00a0\u202f]/g, ' ');

/** Each mark with the tables, printed and stored files that hold it; what is found nowhere is left out. */
async function found(): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  const sheets = folded((await printed()).join('\n'));
  const stored = storedFiles();
  for (const [what, text] of Object.entries({ ...MARKS, photo: 'меткафото' })) {
    const tables = await tablesWith(text);
    const anywhere = what === 'photo' ? 'меткафото' : text;
    const places = [
      ...tables,
      ...(sheets.includes(text) ? ['print_file'] : []),
      ...(stored.some((one) => one.includes(anywhere)) ? ['attachments'] : []),
    ];
    if (places.length > 0) all[what] = places;
  }
  return all;
}

const storedFiles = () =>
  (readdirSync(dataDir, { recursive: true, withFileTypes: true }) ?? [])
    .filter((one) => one.isFile())
    .map((one) => folded(readFileSync(join(one.parentPath, one.name), 'utf8')));

/** The text of every printed file that is kept. */
async function printed(): Promise<string[]> {
  const texts: string[] = [];
  for (const { id } of await school.db.printFile.findMany()) {
    const bytes: Buffer[] = [];
    for await (const part of partsOf(school.db, id)) bytes.push(part);
    texts.push((await pagesOf(Buffer.concat(bytes))).join('\n'));
  }
  return texts;
}

const textsOf = (payload: unknown): string[] => {
  const { packed } = (payload ?? {}) as { packed?: string };
  return packed ? [JSON.stringify(unpackJson(packed))] : [];
};

/** Tables of which some row holds this text, packed columns unpacked. */
async function tablesWith(text: string): Promise<string[]> {
  const { db } = school;
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
      AND table_name <> 'print_part' ORDER BY 1`;
  const holding: string[] = [];
  for (const { name } of tables) {
    const [row] = await db.$queryRawUnsafe<{ held: boolean }[]>(
      `SELECT EXISTS (SELECT FROM "${name}" t WHERE strpos(replace(replace(lower(t::text), ',', ' '), chr(160), ' '), $1) > 0) AS held`,
      text,
    );
    const unpacked =
      name === 'delivery'
        ? (await db.delivery.findMany({ select: { payload: true } })).flatMap(({ payload }) => textsOf(payload))
        : name === 'import_draft'
          ? (await db.importDraft.findMany()).map(({ bytes }) => inflateSync(bytes).toString())
          : [];
    if (row?.held || unpacked.some((one) => folded(one).includes(text))) holding.push(name);
  }
  return holding;
}
