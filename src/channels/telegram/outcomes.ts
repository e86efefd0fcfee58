/**
 * Every answer of the Bot API → what it means for a notice. One table, tested case by case.
 * Sources: core.telegram.org/bots/api#making-requests (401, 404, 409, 429, `parameters`), core.telegram.org/bots/faq
 * (limits), tdlib's bot API server (`td/telegram/…`, `Client.cpp` there words the 400s and 403s).
 */
import { GrammyError, HttpError } from 'grammy';
import type { SendOutcome } from '../../delivery/channel.ts';
import { TelegramNetworkError } from './http.ts';

export type BotName = 'parents' | 'teachers';

/** The environment's variable of each bot's token, named where the token is wrong. */
export const TOKEN_VARIABLE: Record<BotName, string> = {
  parents: 'PARENTS_BOT_TOKEN',
  teachers: 'TEACHERS_BOT_TOKEN',
};

/** The wait after the first trouble that tells no time, and the longest, ms; doubled with each try, with jitter. */
const FIRST_WAIT = 15_000;
const LONGEST_WAIT = 600_000;

interface Rule {
  /** Telegram's error_code; absent: any */
  code?: number;
  /** Telegram's words */
  words?: RegExp;
  kind: 'unreachable' | 'rejected' | 'retryLater';
}

/** The first rule that fits decides. */
const RULES: readonly Rule[] = [
  // the address: nobody will ever read there
  { code: 403, kind: 'unreachable' }, // blocked, deactivated, kicked, never begun, a bot, no member
  { code: 400, words: /chat not found|user not found|PEER_ID_INVALID/i, kind: 'unreachable' },
  { code: 400, words: /user is deactivated|USER_DEACTIVATED|INPUT_USER_DEACTIVATED/i, kind: 'unreachable' },
  { code: 400, words: /group chat was upgraded|group is deactivated|chat was deleted/i, kind: 'unreachable' },
  {
    code: 400,
    words: /not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|bot is not a member/i,
    kind: 'unreachable',
  },
  // our fault: the token, or a message that Telegram will never take
  { code: 401, kind: 'rejected' },
  { code: 404, kind: 'rejected' },
  { code: 400, kind: 'rejected' }, // too long, empty, entities, buttons …
  { code: 413, kind: 'rejected' },
  // Telegram's weather
  { code: 429, kind: 'retryLater' },
  { code: 420, kind: 'retryLater' },
  { code: 409, kind: 'retryLater' },
];

const wordsOfToken = (bot: BotName) =>
  `${TOKEN_VARIABLE[bot]}: Telegram does not know this token; take the right one from @BotFather`;

/**
 * What a failed call means.
 * @param error what grammY threw
 * @param now for `at` and `pauseUntil`
 * @param tries made before this one
 */
export function outcomeOfError(error: unknown, bot: BotName, now: Date, tries = 0): SendOutcome {
  if (error instanceof GrammyError) return outcomeOfAnswer(error, bot, now, tries);
  const cause = error instanceof HttpError ? error.error : error;
  if (cause instanceof TelegramNetworkError) return outcomeOfNetwork(cause, now, tries);
  // grammY's own time-out, or a fault below HTTP that tells nothing: it may have arrived
  return { kind: 'unknown', code: 'network', detail: nameOf(cause) };
}

function outcomeOfAnswer(error: GrammyError, bot: BotName, now: Date, tries: number): SendOutcome {
  const { error_code, description, parameters } = error;
  const code = String(error_code);
  const detail = description.slice(0, 200);
  if (error_code === 429 || parameters.retry_after !== undefined) {
    const at = later(now, (parameters.retry_after ?? 1) * 1000);
    return { kind: 'retryLater', at, code, detail, pauseUntil: at };
  }
  if (error_code >= 500) return { kind: 'retryLater', at: later(now, backoff(tries)), code, detail };
  const rule = RULES.find((r) => r.code === error_code && (!r.words || r.words.test(description)));
  if (rule?.kind === 'unreachable') {
    const to = parameters.migrate_to_chat_id;
    return { kind: 'unreachable', code, detail, ...(to === undefined ? {} : { movedTo: String(to) }) };
  }
  if (rule?.kind === 'retryLater') return { kind: 'retryLater', at: later(now, backoff(tries)), code, detail };
  const isToken = error_code === 401 || error_code === 404;
  return { kind: 'rejected', code, detail: isToken ? wordsOfToken(bot) : detail };
}

/**
 * Nothing went out, or a server in front of Telegram said that Telegram is away: later. Else it may have arrived.
 * 504 is the front server's own time-out: Telegram may have gone on with the call.
 */
function outcomeOfNetwork(error: TelegramNetworkError, now: Date, tries: number): SendOutcome {
  const { code, sent, status } = error;
  const away = status !== undefined && status !== 504;
  if (!sent || away)
    return { kind: 'retryLater', at: later(now, backoff(tries)), code: String(status ?? code), detail: error.message };
  return { kind: 'unknown', code: String(status ?? code), detail: error.message };
}

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** Half to one and a half times the doubled wait: what failed together does not come back together. */
const backoff = (tries: number) => Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries) * (0.5 + Math.random());

/** A thrown thing's kind alone: its message may carry an address with the token in it. */
const nameOf = (thrown: unknown) => (thrown instanceof Error ? thrown.name : typeof thrown);

/** The token is wrong: nothing else of the bot can work until somebody mends it. */
export function isWrongToken(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
}

/** One line for whoever reads the log or `doctor`: which variable, what to do. */
export function wrongTokenRemedy(bot: BotName): string {
  return wordsOfToken(bot);
}
