import type { Channel, EmailPayload, SendOutcome } from '../../delivery/channel.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { backoffMs, pauseMs } from './backoff.ts';
import type { DkimSettings } from './dkim.ts';
import { type Failure, failureOf } from './failure.ts';
import { composerOf, isMailbox } from './message.ts';
import { rule } from './outcomes.ts';
import { type EmailTimeouts, openPool, type Sending, sendThrough, serverOf, signerOf } from './pool.ts';

export interface EmailChannel extends Channel<EmailPayload> {
  /** @param tries tries made before this one: the wait until the next grows with them */
  send(payload: EmailPayload, signal?: AbortSignal, tries?: number): Promise<SendOutcome>;
  /** Finishes what is being sent, for `graceMs` (5000) at most, then ends every connection. */
  close(graceMs?: number): Promise<void>;
}

export interface EmailChannelParts {
  smtpUrl: string;
  /** «Школа № 1 <dnevnik@example.ru>» */
  from: string;
  dkim?: DkimSettings;
  clock: Clock;
  log: Log;
  maxConnections?: number;
  timeouts?: Partial<EmailTimeouts>;
  /** 0 ≤ x < 1, for the spread of waits */
  random?: () => number;
}

/** RFC 5321 4.5.3.2 would wait ten minutes for the answer to the final dot; a started letter's lease is 90 seconds. */
const TIMEOUTS: EmailTimeouts = { connect: 20_000, silence: 60_000 };
const GRACE_MS = 5000;

/**
 * The mail channel: one pool of kept connections. When every connection in use meets trouble and nothing is accepted, the
 * letters that no connection has taken come back at once instead of meeting the same wall one by one.
 * @throws when SMTP_URL or the DKIM key cannot work (parseSmtpUrl and dkimKeyFault say why beforehand)
 */
export function createEmailChannel(parts: EmailChannelParts): EmailChannel {
  const { smtpUrl, from, dkim, log, maxConnections = 5, timeouts } = parts;
  const compose = composerOf(from);
  const signer = dkim && signerOf(dkim);
  const pool = openPool(serverOf(smtpUrl), maxConnections, { ...TIMEOUTS, ...timeouts });
  const sendings = new Set<Sending>();
  const running = new Set<Promise<unknown>>();
  /** failures of the server as a whole since it last accepted a letter */
  let troubles = 0;

  function failed(error: unknown, bodySent: boolean, tries: number): SendOutcome {
    const failure = failureOf(error, bodySent);
    const down = rule(failure).pause === true && ++troubles >= Math.min(maxConnections, sendings.size);
    if (down) {
      log.warn({ code: rule(failure).code, reply: failure.reply }, 'the mail server is in trouble');
      for (const sending of sendings) if (!sending.stream) giveUp(sending, error);
    }
    return outcomeOf(failure, parts, tries, { down, tried: true });
  }

  async function attempt(payload: EmailPayload, signal: AbortSignal | undefined, tries: number): Promise<SendOutcome> {
    const sending: Sending = { letter: compose(payload), stop: new AbortController() };
    const stop = () => sending.stop.abort();
    // not AbortSignal.any: on Node 20 it keeps something for each letter as long as the process's own signal lives
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    sendings.add(sending);
    try {
      const info = await sendThrough(pool, sending, signer);
      troubles = 0;
      const [refused] = info.rejectedErrors ?? [];
      if (refused) return failed(refused, false, tries);
      return { kind: 'accepted', providerId: info.response.replace(/^\d{3} /, '').slice(0, 200) };
    } catch (error) {
      if (error instanceof TypeError && !('code' in error)) throw error;
      if (sending.trouble)
        return outcomeOf(failureOf(sending.trouble, false), parts, tries, { down: true, tried: false });
      return failed(error, sending.stream?.readableEnded ?? false, tries);
    } finally {
      sendings.delete(sending);
      signal?.removeEventListener('abort', stop);
    }
  }

  return {
    async send(payload, signal, tries = 0) {
      if (!isMailbox(payload.to)) return { kind: 'unreachable', code: 'badAddress', detail: '' };
      const attempted = attempt(payload, signal, tries);
      running.add(attempted);
      return attempted.finally(() => running.delete(attempted));
    },
    async close(graceMs = GRACE_MS) {
      const timer = setTimeout(() => pool.close({ force: true }), graceMs);
      await Promise.allSettled(running);
      clearTimeout(timer);
      pool.close({ force: true });
    },
  };
}

/** No connection has taken it, and none would get it through now. */
function giveUp(sending: Sending, trouble: unknown): void {
  sending.trouble = trouble;
  sending.stop.abort();
}

/** What our settings cannot mend: it is the letter that is wrong. */
const OF_THE_LETTER = ['badLetter', 'tooBig'];

/**
 * @param at `down`: the server is in trouble or refuses all of us; `tried`: this letter itself met that, else it only waits
 */
function outcomeOf(
  failure: Failure,
  { clock, log, random = Math.random }: EmailChannelParts,
  tries: number,
  { down, tried }: { down: boolean; tried: boolean },
): SendOutcome {
  const { kind, code: name, greylisted } = rule(failure);
  const code = [failure.reply, failure.enhanced].filter(Boolean).join(' ') || name;
  const detail = `${name}: ${failure.text}`;
  const now = clock.now().getTime();
  const paused = down && { pauseUntil: new Date(now + pauseMs(tries, random())) };
  if (tried && kind === 'rejected') {
    log.error({ code, name }, 'the mail server refuses our letters');
    return { kind, code, detail, ...(!OF_THE_LETTER.includes(name) && { mendable: true }), ...paused };
  }
  if (tried && kind !== 'retryLater') return { kind, code, detail };
  const at = name === 'aborted' ? now : now + backoffMs(tries, random(), greylisted);
  return { kind: 'retryLater', code, detail, at: new Date(at), ...paused };
}
