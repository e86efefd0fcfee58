/** Sends drafts. A draft leaves the device only when the school has said what became of it. */
import { draftsOf, dropDraft, keepDraft } from './drafts.js';

/** @import { Draft } from './drafts.js' */

/** How long (ms) an answer is waited for; afterwards the same draft goes again, with its key. */
const PATIENCE = 20_000;
const JSON_HEADERS = { accept: 'application/json' };

/**
 * What became of a draft: `later` no network, or the school's side is in trouble; `signIn` nobody is signed in; `other` somebody else is.
 * @typedef {{ now: 'recorded', draft: Draft, done: string } | { now: 'refused', draft: Draft } | { now: 'later' | 'signIn' | 'other' }} Outcome
 */

/**
 * @param {string} account
 * @returns {Promise<{ csrf: string } | 'later' | 'signIn' | 'other'>}
 */
async function leave(account) {
  const answer = await ask('/desk/outbox', { headers: JSON_HEADERS, cache: 'no-store' });
  if (!answer) return 'later';
  if (answer.status === 401 || answer.status === 403) return 'signIn';
  const said = answer.ok ? await answer.json().catch(() => null) : null;
  if (!said) return 'later';
  return said.account === account ? { csrf: said.csrf } : 'other';
}

/**
 * @param {string} address
 * @param {RequestInit} options
 * @returns {Promise<Response | null>} null: no answer
 */
async function ask(address, options) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    return await fetch(address, { ...options, credentials: 'same-origin', signal: giveUp.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Draft} draft
 * @param {string} csrf
 * @param {string} noAccess words for an answer that says nothing itself
 * @returns {Promise<Outcome>}
 */
async function send(draft, csrf, noAccess) {
  const body = new URLSearchParams([...draft.fields, ['submission', draft.key], ['_csrf', csrf]]);
  const answer = await ask(draft.action, { method: 'POST', headers: JSON_HEADERS, body });
  if (!answer) return { now: 'later' };
  if (answer.status === 401) return { now: 'signIn' };
  const said = await answer.json().catch(() => null);
  if (!said || answer.status >= 500 || String(said.type).endsWith(':stale-form')) return { now: 'later' };
  if (said.ok) {
    await dropDraft(draft.key);
    return { now: 'recorded', draft, done: said.done };
  }
  /** @type {Draft} */
  const refused = { ...draft, state: 'refused', faults: said.faults ?? [noAccess] };
  await keepDraft(refused);
  return { now: 'refused', draft: refused };
}

/**
 * Sends what waits, in order, until something stands in the way. Two windows never do it at once where the browser can tell.
 * @param {string} account
 * @param {string} noAccess
 * @returns {Promise<Outcome[]>}
 */
export async function sendWaiting(account, noAccess) {
  const work = async () => {
    const waiting = (await draftsOf(account)).filter(({ state }) => state === 'waiting');
    if (waiting.length === 0) return [];
    const pass = await leave(account);
    if (typeof pass === 'string') return [{ now: pass }];
    /** @type {Outcome[]} */
    const outcomes = [];
    for (const draft of waiting) {
      const outcome = await send(draft, pass.csrf, noAccess);
      outcomes.push(outcome);
      if (outcome.now === 'later' || outcome.now === 'signIn') break;
    }
    return outcomes;
  };
  return navigator.locks ? await navigator.locks.request('vestnik-drafts', work) : await work();
}
