/** What every family heard in the storm, in order: read from the providers, not from Vestnik. */
import PostalMime from 'postal-mime';
import type { BotApi } from '../stand-ins/bot-api.ts';
import type { SmtpStandIn } from '../stand-ins/smtp.ts';
import { MARKER } from './feed.ts';
import type { MovingClock } from './moving-clock.ts';
import { chatOf, mailboxOf } from './school.ts';

export interface Heard {
  address: string;
  /** by the storm's clock */
  at: Date;
  /** by the world's, ms: the order */
  world: number;
  text: string;
  summary: boolean;
  /** Message-ID of a letter: the same bytes have the same */
  id?: string;
}

/** What one notice says last of an entry. */
export interface Mention {
  entry: number;
  version: number;
  withdrawn: boolean;
}

const SUMMARY = /^(Неделя|Школьная неделя) /;

/** Everything that arrived, by address; what Telegram took without answering included. */
export async function readHeard(botApi: BotApi, smtp: SmtpStandIn, clock: MovingClock): Promise<Map<string, Heard[]>> {
  const chats = [...botApi.bot('parents').chats.values()].flatMap(({ chat, messages }) =>
    messages
      .filter(({ from }) => from.is_bot)
      .map(({ at, text = '' }) => ({
        address: String(chat.id),
        at: clock.at(at),
        world: at,
        text,
        summary: SUMMARY.test(text),
      })),
  );
  const letters = await Promise.all(
    smtp.letters.map(async ({ to, raw, at }) => {
      const { subject = '', text = '', messageId } = await PostalMime.parse(raw);
      return {
        address: to[0] ?? '',
        at: clock.at(at),
        world: at,
        text,
        summary: SUMMARY.test(subject),
        ...(messageId && { id: messageId }),
      };
    }),
  );
  const all = new Map<string, Heard[]>();
  for (const one of [...chats, ...letters].sort((a, b) => a.world - b.world))
    all.set(one.address, [...(all.get(one.address) ?? []), one]);
  return all;
}

/** Both of a guardian's addresses in one row, in order. */
export function heardBy(guardian: number, all: Map<string, Heard[]>): Heard[] {
  const rows = [String(chatOf(guardian)), mailboxOf(guardian)].flatMap((address) => all.get(address) ?? []);
  return rows.sort((a, b) => a.world - b.world);
}

/** What each entry was last said to be, over all notices in order. */
export function lastMentions(heard: readonly Heard[]): Map<number, Mention> {
  const last = new Map<number, Mention>();
  for (const { text, summary } of heard) if (!summary) for (const one of mentionsIn(text)) last.set(one.entry, one);
  return last;
}

/** A correction says «было …, стало …»: of one entry the last marker in the text counts. */
export function mentionsIn(text: string): Mention[] {
  return [...text.matchAll(MARKER)].map((found) => ({
    entry: Number(found[1]),
    version: Number(found[2]),
    withdrawn: /^»\sотозвано/.test(text.slice(found.index + found[0].length)),
  }));
}

/** The same words twice at one address. */
export function repeated(heard: readonly Heard[]): Heard[] {
  const seen = new Set<string>();
  return heard.filter(({ summary, text, id }) => {
    const key = id ?? text;
    const again = !summary && seen.has(key);
    seen.add(key);
    return again;
  });
}
