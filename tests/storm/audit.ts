/** After the storm: what was meant, what families heard, what the database says of it. */
import { readLedger } from '../../src/delivery/ledger.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import type { BotApi } from '../stand-ins/bot-api.ts';
import type { SmtpStandIn } from '../stand-ins/smtp.ts';
import type { Meant } from './feed.ts';
import { type Heard, heardBy, lastMentions, mentionsIn, readHeard, repeated } from './heard.ts';
import type { MovingClock } from './moving-clock.ts';
import { chatOf, hasMailbox, mailboxOf, onTelegram, pupilOf } from './school.ts';

export interface StormFacts {
  botApi: BotApi;
  smtp: SmtpStandIn;
  clock: MovingClock;
  guardians: number;
  meant: Map<number, Meant>;
}

export interface StormReport {
  kills: number;
  /** processes that found no database at their start and were started again */
  restarts: number;
  seconds: number;
  entries: number;
  /** messages and letters that arrived */
  notices: number;
  /** entries that are not in the journal as they were meant last */
  lost: number;
  /** events that nobody planned, deliveries that never ended */
  unaccounted: number;
  /** pairs of entry and guardian whose last word is not the journal's */
  wrongLastWord: number;
  /** the same, where the guardian has no address left or the provider left the notice in doubt three times */
  leftToTheWeek: number;
  repeated: number;
  /** letters among them */
  repeatedLetters: number;
  /** share of repeated notices in all */
  repeatedShare: number;
  /** repeated though no attempt at that address was in doubt */
  repeatedWithoutCause: number;
  /** not urgent, and in quiet hours */
  inQuietHours: number;
  /** 429 that our own pacing brought on */
  ownLimitsHit: number;
  /** pairs that the week's ledger does not name, or names neither informed nor with a next step */
  missingInLedger: number;
  examples: unknown[];
}

const WEEK = '2026-W38';

export async function auditStorm(
  db: Db,
  facts: StormFacts,
): Promise<Omit<StormReport, 'kills' | 'restarts' | 'seconds'>> {
  const all = await readHeard(facts.botApi, facts.smtp, facts.clock);
  const heard = [...all.values()].flat();
  const doubted = await addressesInDoubt(db);
  const again = [...all.values()].flatMap(repeated);
  const words = await lastWords(db, facts, all);
  const quiet = heard.filter((one) => isQuiet(one, facts.meant, facts.clock));
  const lost = await notAsMeant(db, facts.meant);
  const causeless = again.filter(({ address }) => !doubted.has(address));
  return {
    entries: facts.meant.size,
    notices: heard.length,
    lost: lost.length,
    unaccounted: await unaccounted(db),
    wrongLastWord: words.wrong.length,
    leftToTheWeek: words.left,
    repeated: again.length,
    repeatedLetters: again.filter(({ id }) => id).length,
    repeatedShare: again.length / Math.max(1, heard.length),
    repeatedWithoutCause: causeless.length,
    inQuietHours: quiet.length,
    ownLimitsHit: facts.botApi.calls.filter(({ status, fault }) => status === 429 && !fault).length,
    missingInLedger: await missingInLedger(db, facts),
    examples: [...lost.slice(0, 3), ...words.wrong.slice(0, 5), ...causeless.slice(0, 3), ...quiet.slice(0, 3)],
  };
}

/** Does the report keep every promise? */
export function weathered(report: StormReport): boolean {
  const { lost, unaccounted, wrongLastWord, repeatedShare, repeatedWithoutCause } = report;
  const { inQuietHours, ownLimitsHit, missingInLedger } = report;
  const faults =
    lost + unaccounted + wrongLastWord + repeatedWithoutCause + inQuietHours + ownLimitsHit + missingInLedger;
  return faults === 0 && repeatedShare < 0.005;
}

async function notAsMeant(db: Db, meant: Map<number, Meant>): Promise<number[]> {
  const rows = await db.$queryRaw<{ key: string; text: string; withdrawn: boolean }[]>`
    SELECT k.key, e.text, e.withdrawn_at IS NOT NULL AS withdrawn FROM entry_key k JOIN journal_entry e ON e.id = k.entry_id`;
  const standing = new Map(rows.map(({ key, ...row }) => [key, row]));
  return [...meant].flatMap(([entry, { version, withdrawn }]) => {
    const row = standing.get(`storm-${entry}`);
    const same = row && row.withdrawn === withdrawn && mentionsIn(row.text)[0]?.version === version;
    return same ? [] : [entry];
  });
}

async function unaccounted(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT (SELECT count(*) FROM journal_event WHERE planned_at IS NULL)::int
         + (SELECT count(*) FROM delivery WHERE channel <> 'paper' AND state IN ('gathering', 'due', 'leased', 'started'))::int
         + (SELECT count(*) FROM delivery_item i JOIN delivery d ON d.id = i.delivery_id
             WHERE i.state = 'waiting' AND d.channel <> 'paper')::int AS count`;
  return row?.count ?? 0;
}

async function addressesInDoubt(db: Db): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ address: string }[]>`
    SELECT DISTINCT c.address FROM attempt a JOIN delivery d ON d.id = a.delivery_id JOIN contact c ON c.id = d.contact_id
     WHERE a.outcome = 'unknown'`;
  return new Set(rows.map(({ address }) => address));
}

async function lastWords(
  db: Db,
  { guardians, meant }: StormFacts,
  all: Map<string, Heard[]>,
): Promise<{ wrong: object[]; left: number }> {
  const gone = await db.contact.findMany({ where: { state: { not: 'confirmed' } }, select: { address: true } });
  const unreachable = new Set(gone.map(({ address }) => address));
  const reachable = (guardian: number) =>
    (onTelegram(guardian) && !unreachable.has(String(chatOf(guardian)))) ||
    (hasMailbox(guardian) && !unreachable.has(mailboxOf(guardian)));
  const doubtful = new Set(await leftInDoubt(db));
  const wrong: object[] = [];
  let left = 0;
  const entriesOf = new Map<number, [number, Meant][]>();
  for (const [entry, one] of meant) {
    const pupil = pupilOf(one.guardians[0]);
    entriesOf.set(pupil, [...(entriesOf.get(pupil) ?? []), [entry, one]]);
  }
  for (let guardian = 0; guardian < guardians; guardian += 1) {
    const last = lastMentions(heardBy(guardian, all));
    for (const [entry, { version, withdrawn }] of entriesOf.get(pupilOf(guardian)) ?? []) {
      const said = last.get(entry);
      const right = withdrawn ? !said || said.withdrawn : said?.version === version && !said.withdrawn;
      if (right) continue;
      if (reachable(guardian) && !doubtful.has(`g${guardian} storm-${entry}`))
        wrong.push({ guardian, entry, meant: { version, withdrawn }, said });
      else left += 1;
    }
  }
  return { wrong, left };
}

/** «guardian key» of what three tries left in doubt. */
async function leftInDoubt(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ pair: string }[]>`
    SELECT i.guardian_id || ' ' || k.key AS pair FROM delivery_item i JOIN journal_event v ON v.id = i.event_id
      JOIN entry_key k ON k.entry_id = v.entry_id JOIN delivery d ON d.id = i.delivery_id WHERE d.end_reason = 'inDoubt'`;
  return rows.map(({ pair }) => pair);
}

/** A notice takes a moment: one that was on its way when the clock jumped was not sent into the night. */
const ON_ITS_WAY_MS = 3_000;

function isQuiet({ world, text, summary }: Heard, meant: Map<number, Meant>, clock: MovingClock): boolean {
  const quiet = [world, world - ON_ITS_WAY_MS].every((instant) => isNight(clock.at(instant)));
  return quiet && !summary && !mentionsIn(text).some(({ entry }) => meant.get(entry)?.urgent);
}

function isNight(at: Date): boolean {
  const time = at.toLocaleTimeString('ru-RU', { timeZone: 'Europe/Moscow', hour: '2-digit', minute: '2-digit' });
  return time >= '21:00' || time < '07:30';
}

async function missingInLedger(db: Db, { clock, guardians }: StormFacts): Promise<number> {
  const lines = await readLedger({ db, clock: { ...systemClock(), now: clock.now } }, WEEK);
  const named = new Map(lines.map((line) => [`${line.guardian} ${line.student}`, line]));
  const pairs = Array.from({ length: guardians }, (_, guardian) => `g${guardian} s${pupilOf(guardian)}`);
  return pairs.filter((pair) => {
    const line = named.get(pair);
    return !line || !(line.informed || line.next);
  }).length;
}

/** As a table for people. */
export function stormTable({ examples, ...report }: StormReport): string {
  return Object.entries(report)
    .map(([name, value]) => `${name.padEnd(22)} ${Number.isInteger(value) ? value : Number(value).toFixed(5)}`)
    .join('\n');
}
