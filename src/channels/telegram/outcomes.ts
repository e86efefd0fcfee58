/**
 * Every answer to a call of the Bot API, and every silence, named: one table, read from the top; docs/outcomes.md shows it.
 * The Bot API server's own code (github.com/tdlib/telegram-bot-api) words the 400s, 403s and 500s.
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
/** With a wrong token every message would be refused: one now and then is enough, ms. */
const TOKEN_PAUSE = 60_000;

/** What came instead of «ok». */
export interface Failure {
  /** Telegram's own answer; a page of a server in front of it; what the network or the library told */
  from: 'telegram' | 'front' | 'network';
  /** Telegram's error_code, or the page's HTTP status */
  code?: number;
  /** Telegram's description, or the network's code */
  words: string;
  /** the call may have reached Telegram */
  sent: boolean;
  /** seconds that Telegram told to wait */
  retryAfter?: number;
  /** the chat's new id */
  movedTo?: string;
}

export interface Ruling {
  kind: Exclude<SendOutcome['kind'], 'accepted'>;
  /** opens the attempt's detail */
  code: string;
  /** how long to wait: as Telegram told, holding the whole bot; not at all; absent: ever longer, with jitter */
  wait?: 'told' | 'none';
}

interface Row extends Ruling {
  from: Failure['from'];
  /** Telegram's error_code, or the page's status */
  answer?: RegExp;
  words?: RegExp;
  sent?: boolean;
  /** what it is, for docs/outcomes.md */
  when: string;
  /** where this reading comes from */
  source: string;
}

const API = 'core.telegram.org/bots/api#making-requests';
const FAQ = 'core.telegram.org/bots/faq#my-bot-is-hitting-limits';
const CHAT = 'telegram-bot-api, Client.cpp: check_chat_access';
const WORDS = 'telegram-bot-api, Client.cpp: fail_query_with_error';
const MESSAGE = 'core.telegram.org/bots/api#sendmessage';
const METHOD = 'core.telegram.org/method/messages.sendMessage, possible errors';

/** What an answer means for one message to one chat. The first row that fits decides. */
export const RULINGS: readonly Row[] = [
  // ── Telegram’s weather ────────────────────────────────────────────────────────────────────────────────────────────
  {
    from: 'telegram',
    answer: /^4(20|29)$/,
    kind: 'retryLater',
    code: 'tooMany',
    wait: 'told',
    when: '429 Too Many Requests, with `retry_after`',
    source: `${API} (ResponseParameters); ${FAQ}`,
  },
  {
    from: 'telegram',
    answer: /^5/,
    words: /\b(restart|request aborted)\b/i,
    kind: 'unknown',
    code: 'restarted',
    when: '500 restart, Request aborted',
    source: 'telegram-bot-api, Client.cpp: get_closing_error: a message under way is answered so when the server stops',
  },
  {
    from: 'telegram',
    answer: /^504$/,
    kind: 'unknown',
    code: 'gatewayTimeout',
    when: '504 Gateway Timeout',
    source: 'RFC 9110 15.6.5: the front server gave up waiting, Telegram may have gone on',
  },
  {
    from: 'telegram',
    answer: /^5/,
    kind: 'retryLater',
    code: 'serverError',
    when: '5xx, all others',
    source: `${API}; RFC 9110 15.6`,
  },
  {
    from: 'telegram',
    answer: /^409$/,
    kind: 'retryLater',
    code: 'conflict',
    when: '409 Conflict',
    source: 'telegram-bot-api, Client.cpp: another process polls, or a webhook is set',
  },

  // ── The chat ──────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    from: 'telegram',
    answer: /^400$/,
    words: /group chat was upgraded/i,
    kind: 'unreachable',
    code: 'migrated',
    when: '400 group chat was upgraded to a supergroup chat; `migrate_to_chat_id` is followed',
    source: `${API} (ResponseParameters); ${CHAT}`,
  },
  {
    from: 'telegram',
    answer: /^40[03]$/,
    words: /bot was blocked|USER_IS_BLOCKED/i,
    kind: 'unreachable',
    code: 'blocked',
    when: '403 bot was blocked by the user',
    source: WORDS,
  },
  {
    from: 'telegram',
    answer: /^40[03]$/,
    words: /user is deactivated|USER_DEACTIVATED/i,
    kind: 'unreachable',
    code: 'deactivated',
    when: '403 user is deactivated; 400 INPUT_USER_DEACTIVATED',
    source: `${CHAT}; ${WORDS}`,
  },
  {
    from: 'telegram',
    answer: /^403$/,
    words: /initiate conversation|can.t send messages to (bots|the user)/i,
    kind: 'unreachable',
    code: 'neverBegun',
    when: '403 bot can’t initiate conversation with a user, can’t send messages to bots',
    source: 'core.telegram.org/bots#how-are-bots-different-from-users: people write first',
  },
  {
    from: 'telegram',
    answer: /^403$/,
    words: /kicked|not a member|chat was deleted/i,
    kind: 'unreachable',
    code: 'kicked',
    when: '403 bot was kicked from the chat, is not a member of it; the group chat was deleted',
    source: CHAT,
  },
  {
    from: 'telegram',
    answer: /^403$/,
    kind: 'unreachable',
    code: 'forbidden',
    when: '403, all others',
    source: `${API}: forbidden is said of this chat only`,
  },
  {
    from: 'telegram',
    answer: /^400$/,
    words: /chat not found|user not found|(PEER|CHAT|USER)_ID_INVALID|CHANNEL_(INVALID|PRIVATE)/i,
    kind: 'unreachable',
    code: 'chatNotFound',
    when: '400 chat not found, private chat not found, user not found, PEER_ID_INVALID',
    source: `${CHAT}; ${METHOD}`,
  },
  {
    from: 'telegram',
    answer: /^400$/,
    words:
      /not enough rights|have no rights|no write access|CHAT_(WRITE|SEND_\w+)_FORBIDDEN|CHAT_(RESTRICTED|ADMIN_REQUIRED)|USER_BANNED_IN_CHANNEL|bot is not a member|group is deactivated|chat was deleted|TOPIC_(CLOSED|DELETED)/i,
    kind: 'unreachable',
    code: 'noRights',
    when: '400 not enough rights to send, CHAT_WRITE_FORBIDDEN, CHAT_RESTRICTED, TOPIC_CLOSED',
    source: `${METHOD}; a 403 of the servers comes as 400: ${WORDS}`,
  },
  {
    from: 'telegram',
    answer: /^400$/,
    words: /ALLOW_PAYMENT_REQUIRED|PRIVACY_PREMIUM_REQUIRED|PREMIUM_ACCOUNT_REQUIRED/,
    kind: 'unreachable',
    code: 'paidOnly',
    when: '400 ALLOW_PAYMENT_REQUIRED, PRIVACY_PREMIUM_REQUIRED: takes paid messages only',
    source: METHOD,
  },

  // ── Our fault: the token, or a message that Telegram will never take ──────────────────────────────────────────────
  {
    from: 'telegram',
    answer: /^404$/,
    words: /method not found/i,
    kind: 'rejected',
    code: 'unknownMethod',
    when: '404 method not found: TELEGRAM_API_ROOT is an old Bot API server',
    source: 'telegram-bot-api, Client.cpp: on_cmd',
  },
  {
    from: 'telegram',
    answer: /^40[14]$|^421$/,
    kind: 'rejected',
    code: 'wrongToken',
    when: '401 Unauthorized, 404 Not Found, 421 Misdirected Request: no such token',
    source: `${API}; telegram-bot-api, ClientManager.cpp: send`,
  },
  {
    from: 'telegram',
    answer: /^400$/,
    words: /too long|MESSAGE_TOO_LONG/i,
    kind: 'rejected',
    code: 'tooLong',
    when: '400 message is too long, reply markup is too long',
    source: `${MESSAGE} (4096 characters); ${WORDS}`,
  },
  {
    from: 'telegram',
    answer: /^400$/,
    words: /text is empty|must be non-empty|MESSAGE_EMPTY/i,
    kind: 'rejected',
    code: 'empty',
    when: '400 message text is empty',
    source: `${MESSAGE} (1 character at least)`,
  },
  {
    from: 'telegram',
    answer: /^400$/,
    words: /parse entities|parse MessageEntity|ENTITY_|ENTITIES_/i,
    kind: 'rejected',
    code: 'entities',
    when: '400 can’t parse entities, ENTITY_BOUNDS_INVALID',
    source: `${MESSAGE} (entities); ${METHOD}`,
  },
  {
    from: 'telegram',
    answer: /^400$/,
    words: /BUTTON_|inline keyboard|reply markup|REPLY_MARKUP/i,
    kind: 'rejected',
    code: 'buttons',
    when: '400 BUTTON_DATA_INVALID, BUTTON_URL_INVALID, can’t parse inline keyboard',
    source: `${MESSAGE} (reply_markup); ${METHOD}`,
  },
  {
    from: 'telegram',
    answer: /^413$/,
    kind: 'rejected',
    code: 'tooBig',
    when: '413 Request Entity Too Large',
    source: 'core.telegram.org/bots/api#sending-files; RFC 9110 15.5.14',
  },
  {
    from: 'telegram',
    kind: 'rejected',
    code: 'badRequest',
    when: '400 and whatever else Telegram refuses',
    source: `${API}: an answer with ok false was not carried out`,
  },

  // ── A server in front of Telegram ─────────────────────────────────────────────────────────────────────────────────
  {
    from: 'front',
    answer: /^504$/,
    kind: 'unknown',
    code: 'gatewayTimeout',
    when: 'a page with 504',
    source: 'RFC 9110 15.6.5: the front server gave up waiting, Telegram may have gone on',
  },
  {
    from: 'front',
    kind: 'retryLater',
    code: 'away',
    when: 'a page (HTML) with 502, 503, 403, 200 or any other status',
    source: `${API}: Telegram answers in JSON; a proxy, a provider’s filter or a sign-in page of the network does not`,
  },

  // ── Silence ───────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    from: 'network',
    sent: false,
    words: /^stopped$/,
    kind: 'retryLater',
    code: 'stopped',
    wait: 'none',
    when: 'the process stopped before the call',
    source: 'http.ts: nothing was called',
  },
  {
    from: 'network',
    sent: false,
    kind: 'retryLater',
    code: 'notSent',
    when: 'no connection: refused, name not found, TLS failed, no answer to connecting in 10 s',
    source: 'node:net, node:tls: the call left only after «connect» or «secureConnect»',
  },
  {
    from: 'network',
    kind: 'unknown',
    code: 'noAnswer',
    when: 'reset, closed or silent for 30 s after the connection stood; stopped in the middle',
    source: 'RFC 9110 9.2.2: a POST without an answer may have been carried out',
  },
];

/** What a failure means; every failure has a row. */
export function rule(failure: Failure): Row {
  const row = RULINGS.find((one) => fits(one, failure));
  if (!row) throw new Error(`no ruling for what came from ${failure.from}`);
  return row;
}

function fits(row: Row, { from, code, words, sent, retryAfter }: Failure): boolean {
  if (row.from !== from || (row.sent !== undefined && row.sent !== sent)) return false;
  // a wait that Telegram tells goes before whatever it says besides
  if (row.wait === 'told' && retryAfter !== undefined) return true;
  return (row.answer?.test(String(code ?? '')) ?? true) && (row.words?.test(words) ?? true);
}

/** What is known of a call that failed, taken from what grammY threw. */
export function failureOf(error: unknown): Failure {
  if (error instanceof GrammyError) {
    const { retry_after: retryAfter, migrate_to_chat_id: movedTo } = error.parameters;
    return {
      from: 'telegram',
      code: error.error_code,
      words: error.description,
      sent: true,
      ...(retryAfter !== undefined && { retryAfter }),
      ...(movedTo !== undefined && { movedTo: String(movedTo) }),
    };
  }
  const cause = error instanceof HttpError ? error.error : error;
  if (!(cause instanceof TelegramNetworkError)) return { from: 'network', words: nameOf(cause), sent: true };
  const { code: words, status, sent } = cause;
  return status === undefined ? { from: 'network', words, sent } : { from: 'front', code: status, words, sent };
}

/** A thrown thing's kind alone: its message may carry an address with the token in it. */
const nameOf = (thrown: unknown) => (thrown instanceof Error ? thrown.name : typeof thrown);

const LONGEST_DETAIL = 200;

const wordsOfToken = (bot: BotName) =>
  `${TOKEN_VARIABLE[bot]}: Telegram does not know this token; take the right one from @BotFather`;

/**
 * What a failed call means.
 * @param error what grammY threw
 * @param now for `at` and `pauseUntil`
 * @param tries made before this one
 */
export function outcomeOfError(error: unknown, bot: BotName, now: Date, tries = 0): SendOutcome {
  const failure = failureOf(error);
  const { kind, code: name, wait } = rule(failure);
  const code = String(failure.code ?? failure.words);
  const detail = name === 'wrongToken' ? wordsOfToken(bot) : `${name}: ${failure.words.slice(0, LONGEST_DETAIL)}`;
  if (kind === 'unreachable')
    return { kind, code, detail, ...(failure.movedTo !== undefined && { movedTo: failure.movedTo }) };
  if (name === 'wrongToken')
    return { kind: 'rejected', code, detail, mendable: true, pauseUntil: later(now, TOKEN_PAUSE) };
  if (kind !== 'retryLater') return { kind, code, detail };
  if (wait === 'none') return { kind, code, detail, at: now };
  if (wait !== 'told') return { kind, code, detail, at: later(now, backoff(tries)) };
  const at = later(now, (failure.retryAfter ?? 1) * 1000);
  return { kind, code, detail, at, pauseUntil: at };
}

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** Half to one and a half times the doubled wait: what failed together does not come back together. */
const backoff = (tries: number) => Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries) * (0.5 + Math.random());

/** The token is wrong: nothing else of the bot can work until somebody mends it. */
export function isWrongToken(error: unknown): boolean {
  return error instanceof GrammyError && rule(failureOf(error)).code === 'wrongToken';
}

/** One line for whoever reads the log or `doctor`: which variable, what to do. */
export function wrongTokenRemedy(bot: BotName): string {
  return wordsOfToken(bot);
}
