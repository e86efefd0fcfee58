/**
 * Whose turn a bot is: one process polls and sends for it, whoever holds its row in bot_turn. The lease runs on the
 * database's clock; no session locks, for poolers lose them. Works the same on the embedded database.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/open.ts';
import type { Log } from '../../platform/log.ts';
import type { BotName } from './outcomes.ts';
import type { PacedTurn, Pacer, PacerState } from './pacer.ts';

/** The lease's length and how often it is renewed; sought as often, and when it ends: another has it 9 s after a kill. */
const LEASE_SECONDS = 9;
const RENEW_MS = 2_000;
/** A lease that ended by the database's clock is sought so much later, and never in a whirl. */
const AFTER_END_MS = 50;
/** The holder itself stops so long after its last renewal: before another may begin. */
const TRUST_MS = 7_000;
/** Rest at a handover by agreement: the next holder does not know which chats were just served. */
const REST_MS = 1_050;

export interface HeldTurn {
  bot: BotName;
  /** raised at each change of holder: what an earlier holder writes is refused */
  epoch: number;
  /** the next update to ask for, as it was when the turn began */
  updateOffset: number;
  /** aborted when the turn is lost or the process stops */
  signal: AbortSignal;
  /** Keeps the next update to ask for. @returns false when the turn is another's by now */
  saveOffset(offset: number): Promise<boolean>;
  /** Keeps the bot's @name, learnt from getMe. */
  saveUsername(username: string): Promise<void>;
}

export interface TurnParts {
  db: Db;
  clock: Clock;
  bot: BotName;
  /** this process, unlike every other */
  holder: string;
  pacer: Pacer;
  log: Log;
  /** embedded database: nobody else can be alive who holds it */
  sole?: boolean;
  /** milliseconds that no change of the clock moves */
  steadyNow?: () => number;
}

interface Row {
  epoch: number;
  updateOffset: number;
  nextSendIn: number;
  pausedFor: number;
}

/** The turn as it was taken; `renewed`: when it was asked for last, on the steady clock. */
interface Taken extends Row {
  renewed: number;
}

const steady = ({ steadyNow = () => performance.now() }: TurnParts) => steadyNow();

/**
 * Seeks the bot's turn until it has it, then runs `work` as long as it holds; again after a loss. Ends when `signal` is
 * aborted, with the turn given back. `work` must end soon after its turn's signal.
 */
export async function holdTurns(
  parts: TurnParts,
  signal: AbortSignal,
  work: (turn: HeldTurn) => Promise<void>,
): Promise<void> {
  const { clock, bot, log } = parts;
  while (!signal.aborted) {
    const sought = await seek(parts).catch((error: unknown) => {
      log.warn({ bot, err: error }, 'the turn of the bot could not be sought');
      return { endsIn: RENEW_MS };
    });
    if ('epoch' in sought) await hold(parts, sought, signal, work);
    else await clock.sleep(Math.min(sought.endsIn + AFTER_END_MS, RENEW_MS), signal);
  }
}

/**
 * Takes the turn once and does not renew it: for a test's own steps, or a command that ends within the lease.
 * @returns null when it is another's
 */
export async function takeTurn(parts: TurnParts, signal: AbortSignal): Promise<HeldTurn | null> {
  const sought = await seek(parts);
  if (!('epoch' in sought)) return null;
  parts.pacer.begin(sought);
  return heldTurn(parts, sought, signal);
}

/** @returns the turn, or in how many ms another's lease ends */
async function seek(parts: TurnParts): Promise<Taken | { endsIn: number }> {
  const { db, bot, holder, sole = false } = parts;
  await db.$executeRaw`INSERT INTO bot_turn (bot) VALUES (${bot}) ON CONFLICT DO NOTHING`;
  const asked = steady(parts);
  const [row] = await db.$queryRaw<Row[]>`
    UPDATE bot_turn SET holder = ${holder}, epoch = epoch + 1,
      until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}::float8)
    WHERE bot = ${bot} AND (${sole} OR holder IS NULL OR until IS NULL OR until < clock_timestamp())
    RETURNING epoch, update_offset AS "updateOffset",
      greatest(0, coalesce(extract(epoch FROM next_send_at - clock_timestamp()) * 1000, 0))::float8 AS "nextSendIn",
      greatest(0, coalesce(extract(epoch FROM paused_until - clock_timestamp()) * 1000, 0))::float8 AS "pausedFor"`;
  if (row) return { ...row, renewed: asked };
  const [other] = await db.$queryRaw<{ endsIn: number }[]>`
    SELECT greatest(0, coalesce(extract(epoch FROM until - clock_timestamp()) * 1000, 0))::float8 AS "endsIn"
      FROM bot_turn WHERE bot = ${bot}`;
  return other ?? { endsIn: 0 };
}

async function hold(
  parts: TurnParts,
  row: Taken,
  signal: AbortSignal,
  work: (turn: HeldTurn) => Promise<void>,
): Promise<void> {
  const { bot, log, pacer } = parts;
  const over = new AbortController();
  const stop = () => over.abort();
  const lost = () => {
    if (!over.signal.aborted) log.warn({ bot, epoch: row.epoch }, 'the turn of the bot was lost');
    over.abort();
  };
  const sureFor = () => TRUST_MS - (steady(parts) - row.renewed);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  pacer.begin(row, { sureFor, lost });
  over.signal.addEventListener('abort', () => pacer.end(), { once: true });
  const keepPace = () => void savePace(parts, row.epoch, 1).catch(() => undefined);
  const forget = pacer.onPause(keepPace);
  log.info({ bot, epoch: row.epoch }, 'this process polls and sends for the bot');
  const renewing = renew(parts, row, over.signal, { sureFor, lost });
  try {
    await work(heldTurn(parts, row, over.signal));
  } catch (error) {
    log.error({ bot, err: error }, 'the work of the bot failed; it begins anew');
    await parts.clock.sleep(RENEW_MS, over.signal);
  } finally {
    over.abort();
    forget();
    signal.removeEventListener('abort', stop);
    await renewing;
    await release(parts, row.epoch);
  }
}

/** Renews every 2 s while it is held; it is lost when the row is another's, or the database was silent for too long. */
async function renew(parts: TurnParts, taken: Taken, signal: AbortSignal, { sureFor, lost }: PacedTurn): Promise<void> {
  const { clock, bot, log } = parts;
  while (!signal.aborted) {
    await clock.sleep(RENEW_MS, signal);
    if (signal.aborted) return;
    const asked = steady(parts);
    const silence = setTimeout(lost, Math.max(0, sureFor()));
    const state = await savePace(parts, taken.epoch).catch((error: unknown) => {
      log.warn({ bot, err: error }, 'the turn of the bot could not be renewed');
      return 'unknown' as const;
    });
    clearTimeout(silence);
    if (state === true) taken.renewed = asked;
    if (state === false || sureFor() <= 0) lost();
  }
}

/**
 * Renews the lease and keeps pace and pause on the database's clock.
 * @param limitsHit how often Telegram told the bot to wait since
 * @returns false: the turn is another's
 */
async function savePace({ db, bot, holder, pacer }: TurnParts, epoch: number, limitsHit = 0): Promise<boolean> {
  const { nextSendIn, pausedFor }: PacerState = pacer.state();
  const count = await db.$executeRaw`
    UPDATE bot_turn SET until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}::float8),
      limits_hit = limits_hit + ${limitsHit}, next_send_at = clock_timestamp() + make_interval(secs => ${nextSendIn / 1000}::float8),
      paused_until = CASE WHEN ${pausedFor > 0}
        THEN clock_timestamp() + make_interval(secs => ${pausedFor / 1000}::float8) END
    WHERE bot = ${bot} AND holder = ${holder} AND epoch = ${epoch}`;
  return count === 1;
}

async function release({ db, bot, holder, pacer, log }: TurnParts, epoch: number): Promise<void> {
  const { nextSendIn, pausedFor } = pacer.state();
  const rest = Math.max(nextSendIn, REST_MS) / 1000;
  await db.$executeRaw`
    UPDATE bot_turn SET holder = NULL, until = NULL,
      next_send_at = clock_timestamp() + make_interval(secs => ${rest}::float8),
      paused_until = CASE WHEN ${pausedFor > 0}
        THEN clock_timestamp() + make_interval(secs => ${pausedFor / 1000}::float8) END
    WHERE bot = ${bot} AND holder = ${holder} AND epoch = ${epoch}`.catch((error: unknown) =>
    log.warn({ bot, err: error }, 'the turn of the bot ends by itself: it could not be given back'),
  );
}

function heldTurn({ db, bot, holder }: TurnParts, { epoch, updateOffset }: Row, signal: AbortSignal): HeldTurn {
  return {
    bot,
    epoch,
    updateOffset,
    signal,
    saveOffset: async (offset) => {
      const { count } = await db.botTurn.updateMany({
        where: { bot, holder, epoch },
        data: { updateOffset: offset },
      });
      return count === 1;
    },
    saveUsername: async (username) => {
      await db.botTurn.updateMany({ where: { bot, holder, epoch }, data: { username } });
    },
  };
}
