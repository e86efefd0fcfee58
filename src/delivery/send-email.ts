import type { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database/open.ts';
import { inStatement, inTransaction } from '../platform/database/retry.ts';
import type { Channel, EmailPayload, SendOutcome } from './channel.ts';
import { dueLetters } from './claim.ts';
import { type Ended, finishAttempts } from './finish.ts';
import type { Worker } from './lease.ts';
import { pauseLetters } from './pause.ts';
import { recordOutcomes } from './record-outcomes.ts';
import type { Renderers } from './render.ts';
import { type Started, startLetters } from './start.ts';

/** At most this many letters are started at once. */
const AT_ONCE = 50;
/**
 * The next ones start together when so many have ended: a transaction costs much whatever it carries, and a few letters
 * that take their time hold nobody up.
 */
const TOGETHER = 45;
/**
 * What a kill leaves in doubt goes twice, so what ended is written down soon: at once by a database apart; by one inside this process,
 * which holds sending up, after this share of the time that the last writing took.
 */
const WAIT_BY_WRITING = 0.5;
const WAIT_AT_MOST_MS = 100;
const LOOK_AHEAD = 250;
/**
 * A database apart: the next ones are rendered once all of these have ended, or so long after most have. Rendering reads no
 * answers, and what the server took meanwhile is in doubt if the process is killed.
 */
const LAST_MS = 250;
/** Started: longer than the mail channel waits for an answer. */
const STARTED_SECONDS = 90;

export interface EmailSender extends Worker {
  channel: Channel<EmailPayload>;
  render: Renderers;
  /**
   * The database works in a process of its own: what was accepted is written down by itself and at once. Inside this process a
   * writing holds everything up, so there are to be few.
   */
  apart?: boolean;
  signal?: AbortSignal;
}

/**
 * Sends every letter that is due: the outcomes of those that ended are written down and as many are started anew, while the
 * others are on their way.
 * @returns how many attempts were made
 */
export async function sendEmails(parts: EmailSender): Promise<number> {
  const { db, clock, signal } = parts;
  const flight = createFlight((one) => sendOne(parts, one), parts.clock);
  let queue: number[] = [];
  let moved = true;
  let attempts = 0;
  try {
    for (;;) {
      const room = signal?.aborted ? 0 : AT_ONCE - flight.size();
      if (moved && queue.length < room) {
        queue = await dueLetters(db, clock.now(), LOOK_AHEAD);
        moved = false;
      }
      const next = queue.splice(0, room);
      if (next.length || flight.landed.length) {
        const begun = parts.clock.now();
        const { claimed, started } = await finishAndStart(parts, flight.landed, next);
        if (!parts.apart) flight.writing(parts.clock.now().getTime() - begun.getTime());
        flight.launch(started);
        attempts += started.length;
        moved ||= claimed > 0;
      }
      if (parts.apart) await landMost(parts, flight);
      const more = (moved || queue.length > 0) && !signal?.aborted;
      if (more && AT_ONCE - flight.size() >= TOGETHER) continue;
      if (!flight.size() && !flight.landed.length) return attempts;
      await flight.landing();
    }
  } finally {
    await flight.landing({ all: true });
    if (flight.landed.length) await finishAndStart(parts, flight.landed, []);
  }
}

/** Until all have ended, or most have and the last take their time; each is written down as it ends. */
async function landMost(parts: EmailSender, flight: Flight): Promise<void> {
  const land = async (landing: Promise<void>) => {
    await landing;
    if (flight.landed.length) await finishAndStart(parts, flight.landed, []);
  };
  while (flight.size() > AT_ONCE - TOGETHER) await land(flight.landing());
  const over = new AbortController();
  let waiting = true;
  const patience = parts.clock.sleep(LAST_MS, over.signal).then(() => {
    waiting = false;
  });
  while (waiting && flight.size()) await land(Promise.race([flight.landing(), patience]));
  over.abort();
}

/** Takes `ended` out once they are written down. A pause that the server asked for keeps the next from starting. */
async function finishAndStart(
  parts: EmailSender,
  ended: Ended[],
  next: number[],
): Promise<{ claimed: number; started: Started[] }> {
  const all = [...ended];
  const alone = (one: Ended) => parts.apart === true && one.outcome.kind === 'accepted';
  const accepted = all.filter(alone);
  if (accepted.length) await inStatement(() => recordOutcomes(parts.db, parts.clock.now(), accepted));
  const rest = all.filter((one) => !alone(one));
  const start = async (tx: Tx) => {
    const now = parts.clock.now();
    await finishAttempts(tx, now, rest);
    for (const until of pausesOf(rest)) await pauseLetters(tx, now, until);
    return next.length ? startLetters(tx, parts, parts.render, next, STARTED_SECONDS) : NONE;
  };
  const done = rest.length || next.length ? await inTransaction(parts.db, start) : NONE;
  ended.splice(0, all.length);
  return done;
}

const NONE = { claimed: 0, started: [] };

/** The longest, if any. */
function pausesOf(ended: Ended[]): Date[] {
  const all = ended.flatMap(({ outcome }) =>
    'pauseUntil' in outcome && outcome.pauseUntil ? [outcome.pauseUntil] : [],
  );
  return all.sort((a, b) => b.getTime() - a.getTime()).slice(0, 1);
}

async function sendOne({ channel, signal }: EmailSender, started: Started): Promise<Ended> {
  const { payload, delivery } = started;
  const outcome = await channel.send(payload as EmailPayload, signal, delivery.tries).catch(faultOfOurs);
  return { started, outcome };
}

/** A letter that cannot be made must not keep the others from being written down. */
function faultOfOurs(error: unknown): SendOutcome {
  return { kind: 'rejected', code: 'fault', detail: String(error) };
}

type Flight = ReturnType<typeof createFlight>;

/** Letters on their way. */
function createFlight(send: (one: Started) => Promise<Ended>, clock: Clock) {
  let flying = 0;
  let least = 0;
  let patience = 0;
  let wake = () => {};
  let first = () => {};
  const landed: Ended[] = [];
  const land = (one: Ended) => {
    flying -= 1;
    landed.push(one);
    if (!flying || landed.length >= least) wake();
    else first();
  };
  return {
    /** ended, and not yet written down */
    landed,
    size: () => flying,
    /** @param ms how long the last writing took; the clock may have jumped meanwhile */
    writing(ms: number): void {
      patience = Math.min(Math.max(WAIT_BY_WRITING * ms, 0), WAIT_AT_MOST_MS);
    },
    launch(started: Started[]): void {
      flying += started.length;
      for (const one of started) void send(one).then(land);
    },
    /** Until enough of them have ended to start others, or the first has waited long enough; or all. */
    async landing({ all = false } = {}): Promise<void> {
      least = all ? Number.POSITIVE_INFINITY : TOGETHER;
      if (!flying || landed.length >= least) return;
      const over = new AbortController();
      await new Promise<void>((resolve) => {
        wake = resolve;
        first = () => {
          first = () => {};
          if (!all) void clock.sleep(patience, over.signal).then(resolve);
        };
        if (landed.length) first();
      });
      over.abort();
    },
  };
}
