/** Every answer of a mail server, and every silence, named: one table, read from the top; docs/outcomes.md shows it. */
import type { SendOutcome } from '../../delivery/channel.ts';
import type { Failure, Step } from './failure.ts';

export interface Ruling {
  kind: Exclude<SendOutcome['kind'], 'accepted'>;
  /** opens the attempt's detail; its code where the server gave none */
  code: string;
  /** the server as a whole is in trouble, or refuses all of us: nothing else is tried for a while */
  pause?: true;
  /** the server takes the second try after some minutes */
  greylisted?: true;
}

export interface Row extends Ruling {
  steps?: readonly Step[];
  /** reply codes, or their first digit */
  reply?: RegExp;
  enhanced?: RegExp;
  text?: RegExp;
  error?: RegExp;
  /** what it is, for docs/outcomes.md */
  when: string;
  /** where this reading of the answer comes from */
  source: string;
}

/** Words of a mailbox that is not there, whatever code stands before them; a sender's address is none. */
export const NO_SUCH_BOX =
  /^(?!.*\bsender\b).*((user|recipient|mailbox|address|account|box)\b.{0,60}?\b(unknown|not found|not exist|doesn.?t exist|does not exist|doesn.?t have|no longer|invalid|disabled|unavailable|inactive|deactivated|terminated|frozen)|(no such|unknown|invalid|non.?existent|inactive|unavailable mail) (user|recipient|mailbox|address|account|local))/i;
/** Words of a refusal that is ours to mend. */
export const POLICY =
  /relay|spam|blacklist|block(ed|list)|policy|denied|authenticat|reputation|banned|listed|not permitted|forbidden|virus/i;
/** Words of a limit on what we send; a reader's full mailbox is none. */
const OUR_LIMIT =
  /(daily|hourly|sending|relay|per (day|hour|minute))\b.{0,40}\b(limit|quota|rate)|rate.?limit|throttl|too many (concurrent|connections|sessions|messages|mails|emails|letters|recipients)/i;
const TOO_BIG = /message (size|too)|too (big|large)|exceeds.{0,30}(size|maximum)/i;

const GMAIL = 'Gmail SMTP errors (support.google.com/a/answer/3726730)';

/** What an answer means for one letter to one reader. The first row that fits decides. */
export const RULINGS: readonly Row[] = [
  // ── Silence ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    steps: ['sent'],
    reply: /^$/,
    kind: 'unknown',
    code: 'noAnswerAfterData',
    when: 'reset, closed or silent after the final dot',
    source: 'RFC 5321 4.2.5, 6.1; RFC 1047: the final dot left, the server may have taken the letter',
  },
  {
    error: /^EABORT$/,
    kind: 'retryLater',
    code: 'aborted',
    when: 'the process stopped before the letter left',
    source: 'nodemailer: the sender stopped before the letter left',
  },
  {
    error: /^ETLS$/,
    kind: 'retryLater',
    code: 'tls',
    pause: true,
    when: 'STARTTLS fails or is not offered where it is demanded',
    source: 'RFC 3207 4.1: no letter goes in the clear because TLS failed',
  },
  {
    reply: /^$/,
    text: /certificate|^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS|ERR_SSL|EPROTO)/i,
    error: /^E(SOCKET|CONNECTION)$/,
    kind: 'retryLater',
    code: 'tls',
    pause: true,
    when: 'a certificate that nobody vouches for, or a port without TLS',
    source: 'node:tls: the certificate is not good for this host, or the port speaks no TLS',
  },
  {
    error: /^EDNS$/,
    kind: 'retryLater',
    code: 'dns',
    pause: true,
    when: 'the server’s name cannot be looked up',
    source: 'RFC 5321 5.1: a name that cannot be looked up now is a temporary fault',
  },
  {
    steps: ['connect'],
    reply: /^$/,
    error: /^(EENVELOPE|EMESSAGE|EMAXRECIPIENTS)$/,
    kind: 'rejected',
    code: 'badLetter',
    when: 'a letter that the library refuses to send',
    source: 'nodemailer: it refuses to send such a letter',
  },
  {
    steps: ['sender'],
    reply: /^$/,
    error: /^EMESSAGE$/,
    kind: 'rejected',
    code: 'tooBig',
    when: 'larger than the SIZE that the server announced',
    source: 'RFC 1870 6.1: larger than the server said it takes',
  },
  {
    reply: /^$/,
    error: /^(ENOAUTH|EAUTH)$/,
    kind: 'rejected',
    code: 'auth',
    pause: true,
    when: 'no common way to sign in',
    source: 'nodemailer: the server offers no way to sign in with what SMTP_URL holds',
  },
  {
    reply: /^$/,
    error: /^ETIMEDOUT$/,
    kind: 'retryLater',
    code: 'timeout',
    pause: true,
    when: 'slow: no greeting in 20 s, no answer in 60 s',
    source: 'RFC 5321 4.5.3.2: no answer in time, the letter had not left',
  },
  {
    reply: /^$/,
    kind: 'retryLater',
    code: 'connection',
    pause: true,
    when: 'refused, reset or closed before the letter left; a body cut in the middle',
    source: 'RFC 5321 3.8, 4.5.4.1: refused, reset or closed before the letter left',
  },

  // ── The server as a whole ───────────────────────────────────────────────────────────────────────────────────────────
  {
    reply: /^421$/,
    kind: 'retryLater',
    code: 'closing',
    pause: true,
    when: '421 at any moment, too many connections among it',
    source: 'RFC 5321 3.8, 4.2.2: service not available, closing',
  },
  {
    steps: ['connect', 'sender', 'recipient', 'data', 'sent'],
    reply: /^[45]/,
    text: OUR_LIMIT,
    kind: 'retryLater',
    code: 'tooMany',
    pause: true,
    when: '4xx or 5xx with words of a limit: 451 Ratelimit exceeded, 550 5.4.5 Daily sending limit exceeded, 454 Throttling failure, 452 too many recipients',
    source: `RFC 3463 3.5 (X.4.5 congestion); ${GMAIL}; mail.ru, Amazon SES: over for now, whatever the first digit`,
  },
  {
    steps: ['connect', 'auth'],
    reply: /^4/,
    kind: 'retryLater',
    code: 'server',
    pause: true,
    when: '4xx at the greeting, STARTTLS or sign-in',
    source: 'RFC 5321 4.2.1; RFC 4954 6: 454 4.7.0 temporary authentication failure',
  },
  {
    reply: /^53[0458]$/,
    kind: 'rejected',
    code: 'auth',
    pause: true,
    when: '530, 534, 535, 538: sign-in needed, too weak or wrong',
    source: 'RFC 4954 6; RFC 3207 4: sign-in needed, too weak or wrong',
  },
  {
    steps: ['auth'],
    reply: /^5/,
    kind: 'rejected',
    code: 'auth',
    pause: true,
    when: '5xx at sign-in',
    source: 'RFC 4954 4, 6: the sign-in was refused',
  },
  {
    steps: ['connect'],
    reply: /^5/,
    kind: 'rejected',
    code: 'refused',
    pause: true,
    when: '5xx at the greeting',
    source: 'RFC 5321 3.1; RFC 7504 3: the server takes nothing from us',
  },
  {
    reply: /^503$/,
    kind: 'retryLater',
    code: 'badSequence',
    when: '503 bad sequence of commands',
    source: 'RFC 5321 4.2.2: bad sequence, true of the session and not of the letter',
  },

  // ── Try again ───────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    steps: ['recipient', 'data', 'sent'],
    reply: /^[45]/,
    text: /receiving e?mail (at a rate|too quickly)/i,
    kind: 'retryLater',
    code: 'busyBox',
    when: '450 4.2.1, 550 5.2.1: the reader is receiving mail too quickly',
    source: `${GMAIL}: over in a while, the 5.2.1 too`,
  },
  {
    steps: ['sender', 'recipient', 'data', 'sent'],
    reply: /^45[01]$/,
    text: /gr[ae]y.?list|try (again|later)|retry|deferred/i,
    kind: 'retryLater',
    code: 'greylisted',
    greylisted: true,
    when: '450, 451 with words of greylisting or «try again later»',
    source: 'RFC 6647 2.1, 2.3',
  },
  {
    reply: /^450$/,
    enhanced: /^4\.7\./,
    kind: 'retryLater',
    code: 'greylisted',
    greylisted: true,
    when: '450 4.7.x',
    source: 'RFC 6647 2.1; RFC 7372',
  },
  {
    reply: /^452$/,
    enhanced: /^4\.2\.2$/,
    kind: 'retryLater',
    code: 'boxFull',
    when: '452 4.2.2 mailbox full, for now',
    source: 'RFC 3463 3.3: mailbox full, for now',
  },
  {
    steps: ['sender'],
    reply: /^4/,
    enhanced: /^4\.7\./,
    kind: 'retryLater',
    code: 'tooMany',
    pause: true,
    when: '4xx 4.7.x at MAIL FROM',
    source: 'RFC 3463 3.8; limits of large providers are told at MAIL FROM',
  },
  {
    reply: /^4/,
    kind: 'retryLater',
    code: 'temporary',
    when: '4xx, all others',
    source: 'RFC 5321 4.2.1: transient negative',
  },

  // ── The reader's address ────────────────────────────────────────────────────────────────────────────────────────────
  {
    steps: ['recipient', 'data', 'sent'],
    reply: /^5/,
    enhanced: /^5\.1\.(0|1|2|3|4|6|9|10)$/,
    kind: 'unreachable',
    code: 'noSuchAddress',
    when: '5xx 5.1.0–5.1.4, 5.1.6, 5.1.9, 5.1.10 of the reader',
    source: 'RFC 3463 3.2; RFC 7505 4.1 (null MX)',
  },
  {
    steps: ['recipient', 'data', 'sent'],
    reply: /^5/,
    enhanced: /^5\.2\.[012]$/,
    kind: 'unreachable',
    code: 'boxClosed',
    when: '5xx 5.2.0–5.2.2: mailbox disabled or full for good',
    source: 'RFC 3463 3.3: mailbox disabled or full for good',
  },
  {
    steps: ['recipient'],
    reply: /^5/,
    enhanced: /^5\.4\.[014]$/,
    kind: 'unreachable',
    code: 'noRoute',
    when: '5xx 5.4.0, 5.4.1, 5.4.4 at RCPT TO',
    source: 'RFC 3463 3.5: the domain takes no mail',
  },
  {
    steps: ['recipient'],
    reply: /^556$/,
    kind: 'unreachable',
    code: 'noRoute',
    when: '556 at RCPT TO',
    source: 'RFC 7504 4: the domain takes no mail',
  },
  {
    steps: ['recipient'],
    reply: /^551$/,
    kind: 'unreachable',
    code: 'moved',
    when: '551 user not local; the new address is not followed',
    source:
      'RFC 5321 3.4, 7.4: a new address in the answer is not followed, a child is told of to nobody but the guardian',
  },
  {
    steps: ['recipient', 'data', 'sent'],
    reply: /^5/,
    enhanced: /^5\.[57]\./,
    text: NO_SUCH_BOX,
    kind: 'unreachable',
    code: 'noSuchAddress',
    when: '5xx 5.5.x, 5.7.x with words of a missing mailbox: 550 5.7.1 No such user!, 550 5.5.0 mailbox unavailable',
    source: 'Yandex and Outlook.com say so of mailboxes that do not exist; the words tell more than the code',
  },

  // ── Our fault ───────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    enhanced: /^5\.3\.4$|^5\.2\.3$/,
    kind: 'rejected',
    code: 'tooBig',
    when: '5.3.4, 5.2.3: too big',
    source: 'RFC 3463 3.3, 3.4; RFC 1870 6.1',
  },
  {
    enhanced: /^5\.7\./,
    kind: 'rejected',
    code: 'policy',
    when: '5.7.x: relaying, SPF, DKIM, DMARC, spam',
    source: 'RFC 3463 3.8; RFC 7372: relaying, SPF, DKIM, DMARC, spam',
  },
  {
    enhanced: /^5\.[1356]\./,
    kind: 'rejected',
    code: 'refused',
    when: '5.1.7, 5.1.8 (sender), 5.3.x, 5.5.x, 5.6.x',
    source: 'RFC 3463 3.2 (sender), 3.4, 3.6, 3.7: system, protocol, content',
  },
  {
    steps: ['sender'],
    reply: /^552$/,
    kind: 'rejected',
    code: 'tooBig',
    when: '552 at MAIL FROM',
    source: 'RFC 1870 6.1: larger than the server takes',
  },
  {
    steps: ['sender'],
    reply: /^5/,
    kind: 'rejected',
    code: 'sender',
    when: '5xx at MAIL FROM',
    source: 'RFC 5321 4.3.2: MAIL_FROM is not taken',
  },

  // ── No enhanced code: the words ─────────────────────────────────────────────────────────────────────────────────────
  {
    steps: ['recipient', 'data', 'sent'],
    reply: /^5/,
    text: NO_SUCH_BOX,
    kind: 'unreachable',
    code: 'noSuchAddress',
    when: '5xx with words of a missing mailbox, after DATA too',
    source: 'words of large providers that send no enhanced code, some only after DATA',
  },
  {
    reply: /^552$/,
    text: TOO_BIG,
    kind: 'rejected',
    code: 'tooBig',
    when: '552 with words of size',
    source: 'RFC 1870 6.1: some servers say it at RCPT TO',
  },
  {
    reply: /^5/,
    text: POLICY,
    kind: 'rejected',
    code: 'policy',
    when: '5xx with words of policy: relay denied, spam, blocked, listed',
    source: 'RFC 5321 7.8, 7.9: refused for policy',
  },
  {
    steps: ['recipient'],
    reply: /^552$/,
    kind: 'unreachable',
    code: 'boxClosed',
    when: '552 at RCPT TO',
    source: 'RFC 5321 4.2.2: storage of the mailbox exceeded',
  },
  {
    steps: ['recipient'],
    reply: /^55[03]$/,
    kind: 'unreachable',
    code: 'noSuchAddress',
    when: '550, 553 at RCPT TO without other words',
    source: 'RFC 5321 4.2.2: mailbox unavailable, name not allowed',
  },
  {
    steps: ['data', 'sent'],
    reply: /^552$/,
    kind: 'rejected',
    code: 'tooBig',
    when: '552 after DATA',
    source: 'RFC 5321 4.2.2; RFC 1870 6.1',
  },
  {
    steps: ['sent'],
    reply: /^[^45]/,
    kind: 'unknown',
    code: 'strangeAnswer',
    when: 'neither yes nor no after the final dot',
    source: 'RFC 5321 4.2: neither yes nor no after the final dot',
  },
  {
    reply: /^[^5]/,
    kind: 'retryLater',
    code: 'strangeAnswer',
    pause: true,
    when: 'an answer that fits no command, before the letter left',
    source: 'RFC 5321 4.2: not an answer to the command',
  },
  {
    reply: /^5/,
    kind: 'rejected',
    code: 'refused',
    when: '5xx, all others',
    source: 'RFC 5321 4.2.1: permanent negative',
  },
];

/** What a failure means; every failure has a row. */
export function rule(failure: Failure): Row {
  const row = RULINGS.find((one) => fits(one, failure));
  if (!row) throw new Error(`no ruling for an answer at ${failure.step}`);
  return row;
}

function fits(row: Row, { step, reply, enhanced = '', text, error = '' }: Failure): boolean {
  return (
    (row.steps?.includes(step) ?? true) &&
    (row.reply?.test(reply ? String(reply) : '') ?? true) &&
    (row.enhanced?.test(enhanced) ?? true) &&
    (row.text?.test(text) ?? true) &&
    (row.error?.test(error) ?? true)
  );
}
