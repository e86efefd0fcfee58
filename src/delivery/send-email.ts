import type { Channel, EmailPayload, SendOutcome } from './channel.ts';
import { type Ended, finishAttempts } from './finish.ts';
import { giveBack, type Leased, leaseDue, type Worker } from './lease.ts';
import type { Renderers } from './render.ts';
import { type Started, startAttempts } from './start.ts';

/** At most this many letters are started at once. */
const BATCH = 50;
const LEASE_AHEAD = 250;
/** Leased and not started: soon another worker's again, if this one is killed. */
const LEASE_SECONDS = 30;
/** Started: longer than the mail channel waits for an answer. */
const STARTED_SECONDS = 90;

export interface EmailSender extends Worker {
  channel: Channel<EmailPayload>;
  render: Renderers;
  signal?: AbortSignal;
}

/**
 * Sends every letter that is due, in batches: one transaction writes down the outcomes of a batch and starts the next.
 * @returns how many attempts were made
 */
export async function sendEmails(parts: EmailSender): Promise<number> {
  let attempts = 0;
  for (;;) {
    const leased = await leaseDue(parts, { channel: 'email', bot: '', limit: LEASE_AHEAD, seconds: LEASE_SECONDS });
    attempts += await sendLeased(parts, leased);
    if (leased.length < LEASE_AHEAD || parts.signal?.aborted) return attempts;
  }
}

async function sendLeased(parts: EmailSender, leased: Leased[]): Promise<number> {
  let attempts = 0;
  let ended: Ended[] = [];
  for (let from = 0; from < leased.length || ended.length; from += BATCH) {
    const stopping = parts.signal?.aborted ?? false;
    const batch = stopping ? [] : leased.slice(from, from + BATCH);
    const started = await finishAndStart(parts, ended, batch);
    ended = await Promise.all(started.map((one) => sendOne(parts, one)));
    attempts += started.length;
    if (stopping) {
      await giveBack(
        parts,
        leased.slice(from).map(({ id }) => id),
      );
      break;
    }
  }
  return attempts;
}

function finishAndStart(parts: EmailSender, ended: Ended[], batch: Leased[]): Promise<Started[]> {
  return parts.db.$transaction(async (tx) => {
    await finishAttempts(tx, parts.clock.now(), ended);
    return batch.length ? startAttempts(tx, parts, parts.render, batch, STARTED_SECONDS) : [];
  });
}

async function sendOne({ channel, signal }: EmailSender, started: Started): Promise<Ended> {
  const outcome: SendOutcome = await channel.send(started.payload as EmailPayload, signal, started.delivery.tries);
  return { started, outcome };
}
