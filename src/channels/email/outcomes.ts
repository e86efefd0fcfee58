/** Every answer of a mail server, and every silence, named: one table, read from the top. */
import type { SendOutcome } from '../../delivery/channel.ts';
import type { Failure, Step } from './failure.ts';

export interface Ruling {
  kind: Exclude<SendOutcome['kind'], 'accepted'>;
  /** opens the attempt's detail; its code where the server gave none */
  code: string;
  /** the server as a whole is in trouble: nothing else is tried for a while */
  pause?: true;
  /** the server takes the second try after some minutes */
  greylisted?: true;
}

interface Row extends Ruling {
  steps?: readonly Step[];
  /** reply codes, or their first digit */
  reply?: RegExp;
  enhanced?: RegExp;
  text?: RegExp;
  error?: RegExp;
  /** where this reading of the answer comes from */
  source: string;
}

const NO_SUCH_BOX =
  /(user|recipient|mailbox|address|account|box)\b.{0,60}?\b(unknown|not found|not exist|doesn.?t exist|does not exist|no longer|invalid|disabled|unavailable|inactive|deactivated)|(no such|unknown|invalid|non.?existent|inactive) (user|recipient|mailbox|address|account|local)/i;
const POLICY =
  /relay|spam|blacklist|block(ed|list)|policy|denied|authenticat|reputation|banned|listed|not permitted|forbidden|virus/i;

/** What an answer means for one letter to one reader. The first row that fits decides. */
export const RULINGS: readonly Row[] = [
  // ── Silence ───────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    steps: ['sent'],
    reply: /^$/,
    kind: 'unknown',
    code: 'noAnswerAfterData',
    source: 'RFC 5321 4.2.5, 6.1; RFC 1047: the final dot left, the server may have taken the letter',
  },
  {
    error: /^EABORT$/,
    kind: 'retryLater',
    code: 'aborted',
    source: 'nodemailer: the sender stopped before the letter left',
  },
  {
    error: /^ETLS$/,
    kind: 'retryLater',
    code: 'tls',
    pause: true,
    source: 'RFC 3207 4.1: no letter goes in the clear because TLS failed',
  },
  {
    error: /^E(SOCKET|CONNECTION)$/,
    reply: /^$/,
    text: /certificate|^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS|ERR_SSL|EPROTO)/i,
    kind: 'retryLater',
    code: 'tls',
    pause: true,
    source: 'node:tls: the certificate is not good for this host, or the port speaks no TLS',
  },
  {
    error: /^EDNS$/,
    kind: 'retryLater',
    code: 'dns',
    pause: true,
    source: 'RFC 5321 5.1: a name that cannot be looked up now is a temporary fault',
  },
  {
    error: /^(EENVELOPE|EMESSAGE|EMAXRECIPIENTS)$/,
    steps: ['connect'],
    reply: /^$/,
    kind: 'rejected',
    code: 'badLetter',
    source: 'nodemailer: it refuses to send such a letter',
  },
  {
    error: /^EMESSAGE$/,
    steps: ['sender'],
    reply: /^$/,
    kind: 'rejected',
    code: 'tooBig',
    source: 'RFC 1870 6.1: larger than the server said it takes',
  },
  {
    error: /^(ENOAUTH|EAUTH)$/,
    reply: /^$/,
    kind: 'rejected',
    code: 'auth',
    source: 'nodemailer: the server offers no way to sign in with what SMTP_URL holds',
  },
  {
    error: /^ETIMEDOUT$/,
    reply: /^$/,
    kind: 'retryLater',
    code: 'timeout',
    pause: true,
    source: 'RFC 5321 4.5.3.2: no answer in time, the letter had not left',
  },
  {
    reply: /^$/,
    kind: 'retryLater',
    code: 'connection',
    pause: true,
    source: 'RFC 5321 3.8, 4.5.4.1: refused, reset or closed before the letter left',
  },

  // ── The server as a whole ─────────────────────────────────────────────────────────────────────────────────────────
  {
    reply: /^421$/,
    kind: 'retryLater',
    code: 'closing',
    pause: true,
    source: 'RFC 5321 3.8, 4.2.2: service not available, closing',
  },
  {
    steps: ['connect', 'auth'],
    reply: /^4/,
    kind: 'retryLater',
    code: 'server',
    pause: true,
    source: 'RFC 5321 4.2.1; RFC 4954 6: 454 4.7.0 temporary authentication failure',
  },
  {
    reply: /^53[0458]$/,
    kind: 'rejected',
    code: 'auth',
    source: 'RFC 4954 6; RFC 3207 4: sign-in needed, too weak or wrong',
  },
  { steps: ['auth'], reply: /^5/, kind: 'rejected', code: 'auth', source: 'RFC 4954 4, 6: the sign-in was refused' },
  {
    steps: ['connect'],
    reply: /^5/,
    kind: 'rejected',
    code: 'refused',
    source: 'RFC 5321 3.1; RFC 7504 3: the server takes nothing from us',
  },
  {
    reply: /^503$/,
    kind: 'retryLater',
    code: 'badSequence',
    source: 'RFC 5321 4.2.2: bad sequence, true of the session and not of the letter',
  },

  // ── Try again ─────────────────────────────────────────────────────────────────────────────────────────────────────
  {
    steps: ['sender', 'recipient', 'data', 'sent'],
    reply: /^45[01]$/,
    text: /gr[ae]y.?list|try (again|later)|retry|deferred/i,
    kind: 'retryLater',
    code: 'greylisted',
    greylisted: true,
    source: 'RFC 6647 2.1, 2.3',
  },
  {
    reply: /^450$/,
    enhanced: /^4\.7\./,
    kind: 'retryLater',
    code: 'greylisted',
    greylisted: true,
    source: 'RFC 6647 2.1; RFC 7372',
  },
  {
    reply: /^452$/,
    enhanced: /^4\.2\.2$/,
    kind: 'retryLater',
    code: 'boxFull',
    source: 'RFC 3463 3.3: mailbox full, for now',
  },
  {
    steps: ['sender'],
    reply: /^4/,
    enhanced: /^4\.7\./,
    kind: 'retryLater',
    code: 'tooMany',
    pause: true,
    source: 'RFC 3463 3.8; limits of large providers are told at MAIL FROM',
  },
  { reply: /^4/, kind: 'retryLater', code: 'temporary', source: 'RFC 5321 4.2.1: transient negative' },

  // ── The reader's address ──────────────────────────────────────────────────────────────────────────────────────────
  {
    steps: ['recipient', 'data', 'sent'],
    reply: /^5/,
    enhanced: /^5\.1\.(0|1|2|3|4|6|9|10)$/,
    kind: 'unreachable',
    code: 'noSuchAddress',
    source: 'RFC 3463 3.2; RFC 7505 4.1 (null MX)',
  },
  {
    steps: ['recipient', 'data', 'sent'],
    reply: /^5/,
    enhanced: /^5\.2\.[012]$/,
    kind: 'unreachable',
    code: 'boxClosed',
    source: 'RFC 3463 3.3: mailbox disabled or full for good',
  },
  {
    steps: ['recipient'],
    reply: /^5/,
    enhanced: /^5\.4\.[014]$/,
    kind: 'unreachable',
    code: 'noRoute',
    source: 'RFC 3463 3.5: the domain takes no mail',
  },
  {
    steps: ['recipient'],
    reply: /^556$/,
    kind: 'unreachable',
    code: 'noRoute',
    source: 'RFC 7504 4: the domain takes no mail',
  },
  {
    steps: ['recipient'],
    reply: /^551$/,
    kind: 'unreachable',
    code: 'moved',
    source:
      'RFC 5321 3.4, 7.4: a new address in the answer is not followed, a child is told of to nobody but the guardian',
  },

  // ── Our fault ─────────────────────────────────────────────────────────────────────────────────────────────────────
  { enhanced: /^5\.3\.4$|^5\.2\.3$/, kind: 'rejected', code: 'tooBig', source: 'RFC 3463 3.3, 3.4; RFC 1870 6.1' },
  {
    enhanced: /^5\.7\./,
    kind: 'rejected',
    code: 'policy',
    source: 'RFC 3463 3.8; RFC 7372: relaying, SPF, DKIM, DMARC, spam',
  },
  {
    enhanced: /^5\.[1356]\./,
    kind: 'rejected',
    code: 'refused',
    source: 'RFC 3463 3.2 (sender), 3.4, 3.6, 3.7: system, protocol, content',
  },
  {
    steps: ['sender'],
    reply: /^552$/,
    kind: 'rejected',
    code: 'tooBig',
    source: 'RFC 1870 6.1: larger than the server takes',
  },
  {
    steps: ['sender'],
    reply: /^5/,
    kind: 'rejected',
    code: 'sender',
    source: 'RFC 5321 4.3.2: MAIL_FROM is not taken',
  },

  // ── No enhanced code: the words ───────────────────────────────────────────────────────────────────────────────────
  {
    steps: ['recipient', 'data', 'sent'],
    reply: /^5/,
    text: NO_SUCH_BOX,
    kind: 'unreachable',
    code: 'noSuchAddress',
    source: 'words of large providers that send no enhanced code, some only after DATA',
  },
  { reply: /^5/, text: POLICY, kind: 'rejected', code: 'policy', source: 'RFC 5321 7.8, 7.9: refused for policy' },
  {
    steps: ['recipient'],
    reply: /^552$/,
    kind: 'unreachable',
    code: 'boxClosed',
    source: 'RFC 5321 4.2.2: storage of the mailbox exceeded',
  },
  {
    steps: ['recipient'],
    reply: /^55[03]$/,
    kind: 'unreachable',
    code: 'noSuchAddress',
    source: 'RFC 5321 4.2.2: mailbox unavailable, name not allowed',
  },
  { steps: ['data', 'sent'], reply: /^552$/, kind: 'rejected', code: 'tooBig', source: 'RFC 5321 4.2.2; RFC 1870 6.1' },
  {
    steps: ['sent'],
    reply: /^[^45]/,
    kind: 'unknown',
    code: 'strangeAnswer',
    source: 'RFC 5321 4.2: neither yes nor no after the final dot',
  },
  {
    reply: /^[^5]/,
    kind: 'retryLater',
    code: 'strangeAnswer',
    pause: true,
    source: 'RFC 5321 4.2: not an answer to the command',
  },
  { reply: /^5/, kind: 'rejected', code: 'refused', source: 'RFC 5321 4.2.1: permanent negative' },
];

/** What a failure means; every failure has a row. */
export function rule(failure: Failure): Ruling & { source: string } {
  const row = RULINGS.find((one) => fits(one, failure));
  if (!row) throw new Error(`no ruling for an answer at ${failure.step}`);
  const { kind, code, pause, greylisted, source } = row;
  return { kind, code, ...(pause && { pause }), ...(greylisted && { greylisted }), source };
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
