/** Fills a demo database: a school, its people, a month of its journal. */
import { createHash } from 'node:crypto';
import { type Channel, setChannels } from '../../src/access/choice-writes.ts';
import { GROUND } from '../../src/access/grounds.ts';
import { faultLine } from '../../src/connectors/school-file/faults.ts';
import { type ImportDeps, writeSchool } from '../../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../../src/connectors/school-file/read.ts';
import type { SchoolFile } from '../../src/connectors/school-file/schema.ts';
import { type JournalDeps, recordEntries } from '../../src/journal/record.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import { addDays, instantOf, schoolDate, weekdayOf } from '../../src/platform/school-time.ts';
import { demoApplications } from './applications.ts';
import { type DemoEntry, demoJournal } from './journal.ts';
import { type DemoSchool, demoSchool } from './school.ts';

const ZONE = 'Europe/Simferopol';
const SOURCE = 'demo';
const CHUNK = 500;
/** Marks the end of the work, so that one that was interrupted is taken up again. */
const DONE = 'demo-seeded';

export interface SeedOptions {
  seed?: number;
  /** so many of the last day's entries are news, for which notices go out; all others are told to nobody */
  news?: number;
  /** families who chose Telegram have linked a chat that only the page of outgoing notices shows */
  chats?: boolean;
}

export async function isSeeded(db: ImportDeps['db']): Promise<boolean> {
  return (await db.sweepRun.findUnique({ where: { name: DONE } })) !== null;
}

/**
 * Makes the demo school by the clock's day. Does nothing when it was made before; one that was interrupted goes on.
 * @throws when the generator made something that importer or journal refuse: a fault of ours
 */
export async function seedDemo(
  deps: ImportDeps,
  { seed = 1, news = 60, chats = true }: SeedOptions = {},
): Promise<void> {
  const { db, clock, log } = deps;
  if (await isSeeded(db)) return;
  const now = clock.now();
  const school = demoSchool(seed, schoolDate(now, ZONE));
  await importSchoolOf(deps, school.file, now);
  await chooseApart(deps, school, now);
  await demoApplications(deps, schoolDate(now, ZONE));
  if (chats) await linkChats(deps, school.file, now);
  const journal = demoJournal(seed, school.file, now);
  const { old, fresh } = splitNews(journal, news);
  await record(deps, old, true);
  await record(deps, fresh, false);
  await beginAt(deps, journal);
  await db.sweepRun.create({ data: { name: DONE, at: clock.now() } });
  log.info({ entries: old.length + fresh.length, news: fresh.length }, 'demo school made');
}

/** The file goes the way of every school file. */
async function importSchoolOf(deps: ImportDeps, file: SchoolFile, now: Date): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(file));
  const read = readSchoolFile(bytes, now);
  if (!read.ok) throw new Error(`demo: ${read.faults.map(faultLine).join('; ')}`);
  const result = await writeSchool(deps, read.file, createHash('sha256').update(bytes).digest('hex'));
  if (!result.ok) throw new Error('demo: the importer refused the school');
}

/**
 * What a file cannot say: households of divorced parents, and parents who chose otherwise for one of several children.
 * Done in one transaction, so whoever has chosen shows that it was done before.
 */
async function chooseApart({ db }: ImportDeps, { file, divorced }: DemoSchool, now: Date): Promise<void> {
  const chosen: Channel[][] = [['paper'], ['email', 'paper'], ['telegram', 'paper']];
  const several = (file.guardians ?? []).filter(
    ({ id, consent, email, children }) => consent && email && children.length > 1 && id !== 'g1' && id !== 'g2',
  );
  if (await db.guardianship.findFirst({ where: { chosenAt: { not: null } } })) return;
  await db.$transaction(async (tx) => {
    for (const { student, guardians } of divorced)
      for (const guardianId of guardians) {
        await tx.guardianship.update({
          where: { guardianId_studentId: { guardianId, studentId: student } },
          data: { household: { create: { note: '' } } },
        });
      }
    for (const [at, { id, children }] of several.slice(0, 6).entries()) {
      const child = children.at(-1)!;
      const studentId = typeof child === 'string' ? child : child.student;
      const choice = { guardianId: id, studentId, byId: id, ground: GROUND.diary, at: now };
      // what stands already would be no choice: then the next
      if (!(await setChannels(tx, choice, chosen[at % chosen.length]!)))
        await setChannels(tx, choice, chosen[(at + 1) % chosen.length]!);
    }
  });
}

/** The children of the people in README, whose last day is news. */
const SHOWN = ['s1', 's2', 's3', 's4', 's5'];

/** The latest entries of the shown families' classes are news, theirs before those of others. */
function splitNews(entries: DemoEntry[], count: number): { old: DemoEntry[]; fresh: DemoEntry[] } {
  const lastDay = new Map(entries.map((entry) => [entry.class, dayOf(entry)]));
  const about = (entry: DemoEntry) => ('student' in entry ? entry.student : undefined);
  const late = entries.filter(
    (entry) => dayOf(entry) === lastDay.get(entry.class) && entry.kind !== 'topic' && entry.kind !== 'periodMark',
  );
  const shown = late.filter((entry) => SHOWN.includes(about(entry) ?? ''));
  const others = late.filter((entry) => entry.class === '7Б' && !shown.includes(entry));
  const fresh = new Set([...shown, ...others].slice(0, count));
  return { old: entries.filter((entry) => !fresh.has(entry)), fresh: entries.filter((entry) => fresh.has(entry)) };
}

const dayOf = (entry: DemoEntry): string => entry.at.slice(0, 10);

/** Families who chose Telegram have linked it, but for every fifth: some never do. */
async function linkChats({ db }: ImportDeps, file: SchoolFile, now: Date): Promise<void> {
  const linked = (file.guardians ?? []).filter(
    ({ delivery, consent }, at) => (delivery ?? 'telegram') === 'telegram' && consent && at % 5 !== 4,
  );
  const addressOf = (id: string) => `demo-${id}`;
  await db.contact.createMany({
    data: linked.map(({ id }) => ({
      channel: 'telegram' as const,
      bot: 'parents',
      address: addressOf(id),
      since: now,
    })),
    skipDuplicates: true,
  });
  const contacts = await db.contact.findMany({ where: { address: { in: linked.map(({ id }) => addressOf(id)) } } });
  await db.contactHolder.createMany({
    data: contacts.map(({ id, address }) => ({ contactId: id, personId: address.replace('demo-', ''), linkedAt: now })),
    skipDuplicates: true,
  });
}

/** The school began with Vestnik on the Monday before the journal's last week, so that a week is closed already. */
async function beginAt({ db }: ImportDeps, journal: DemoEntry[]): Promise<void> {
  const last = journal.map(dayOf).sort().at(-1);
  if (!last) return;
  const monday = addDays(last, 1 - weekdayOf(last));
  await db.school.update({ where: { id: 1 }, data: { importedAt: instantOf(addDays(monday, -7), '08:00', ZONE) } });
}

/** Each day's entries are recorded in the evening of that day, as if Vestnik had been there. */
async function record({ db, clock }: ImportDeps, all: DemoEntry[], baseline: boolean): Promise<void> {
  for (const [day, entries] of groupBy(all, dayOf)) {
    const evening = instantOf(day, '20:00', ZONE);
    const now = () => new Date(Math.min(evening.getTime(), clock.now().getTime()));
    await recordDay({ db, clock: { ...clock, now } }, entries, baseline);
  }
}

async function recordDay(deps: JournalDeps, entries: DemoEntry[], baseline: boolean): Promise<void> {
  for (let at = 0; at < entries.length; at += CHUNK) {
    const results = await recordEntries(deps, SOURCE, entries.slice(at, at + CHUNK), { baseline });
    const refused = results.find(({ status }) => status === 'refused');
    if (refused) throw new Error(`demo: ${refused.key} was refused: ${refused.code} (${refused.field})`);
  }
}
