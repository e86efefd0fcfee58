import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, pauseMs } from '../../../src/channels/email/backoff.ts';
import { type Failure, failureOf } from '../../../src/channels/email/failure.ts';
import { RULINGS, rule } from '../../../src/channels/email/outcomes.ts';

const answer = (step: Failure['step'], text: string): Failure => ({
  ...failureOf(Object.assign(new Error('x'), { response: text, responseCode: Number(text.slice(0, 3)) }), false),
  step,
});
const silence = (step: Failure['step'], error: string, text = ''): Failure => ({ step, error, text });

const CASES: [Failure, string, string][] = [
  [silence('sent', 'ETIMEDOUT'), 'unknown', 'noAnswerAfterData'],
  [silence('sent', 'ECONNECTION'), 'unknown', 'noAnswerAfterData'],
  [silence('connect', 'ESOCKET', 'ECONNREFUSED connect ECONNREFUSED 127.0.0.1:25'), 'retryLater', 'connection'],
  [silence('connect', 'ETIMEDOUT'), 'retryLater', 'timeout'],
  [silence('connect', 'EDNS'), 'retryLater', 'dns'],
  [silence('connect', 'ETLS'), 'retryLater', 'tls'],
  [silence('connect', 'ESOCKET', 'DEPTH_ZERO_SELF_SIGNED_CERT self-signed certificate'), 'retryLater', 'tls'],
  [silence('connect', 'ESOCKET', 'EPROTO wrong version number'), 'retryLater', 'tls'],
  [silence('auth', 'EAUTH', 'Missing credentials for "PLAIN"'), 'rejected', 'auth'],
  [silence('sender', 'EMESSAGE', 'Message size larger than allowed 100'), 'rejected', 'tooBig'],
  [silence('connect', 'EABORT'), 'retryLater', 'aborted'],
  [silence('connect', 'EENVELOPE', 'No recipients defined'), 'rejected', 'badLetter'],
  [answer('connect', '421 4.7.0 Too many concurrent SMTP connections; try again later'), 'retryLater', 'closing'],
  [answer('sent', '421 4.3.2 shutting down'), 'retryLater', 'closing'],
  [answer('sent', '451 Ratelimit exceeded for mailbox school@mail.ru. Try again later.'), 'retryLater', 'tooMany'],
  [answer('sender', '550-5.4.5 Daily user sending limit exceeded.'), 'retryLater', 'tooMany'],
  [answer('sent', '454 Throttling failure: Daily message quota exceeded'), 'retryLater', 'tooMany'],
  [answer('recipient', '452 4.5.3 Too many recipients'), 'retryLater', 'tooMany'],
  [answer('connect', '554 too many connections from your address'), 'retryLater', 'tooMany'],
  [answer('auth', '555 no'), 'rejected', 'auth'],
  [answer('recipient', '450-4.2.1 The user is receiving mail too quickly'), 'retryLater', 'busyBox'],
  [answer('recipient', '550-5.2.1 The user is receiving mail at a rate that'), 'retryLater', 'busyBox'],
  [answer('recipient', '450 4.7.1 come back'), 'retryLater', 'greylisted'],
  [answer('sent', '552 5.2.2 message rejected: mailbox quota exceeded'), 'unreachable', 'boxClosed'],
  [answer('recipient', '550 5.7.1 No such user!'), 'unreachable', 'noSuchAddress'],
  [answer('recipient', '550 5.5.0 Requested action not taken: mailbox unavailable'), 'unreachable', 'noSuchAddress'],
  [answer('recipient', '550 5.7.1 Sender address is invalid'), 'rejected', 'policy'],
  [answer('sent', '554 delivery error: This user doesn’t have a yahoo.com account'), 'unreachable', 'noSuchAddress'],
  [answer('recipient', '550 5.1.10 RecipientNotFound'), 'unreachable', 'noSuchAddress'],
  [answer('recipient', '550 5.4.1 Recipient address rejected: Access denied'), 'unreachable', 'noRoute'],
  [answer('sent', '552 5.3.4 too big'), 'rejected', 'tooBig'],
  [answer('recipient', '552 Message size exceeds fixed maximum'), 'rejected', 'tooBig'],
  [answer('connect', '554 5.7.1 no service for you'), 'rejected', 'refused'],
  [answer('connect', '521 5.3.2 I take no mail'), 'rejected', 'refused'],
  [answer('connect', '450 4.7.0 slow down'), 'retryLater', 'server'],
  [answer('auth', '454 4.7.0 Temporary authentication failure'), 'retryLater', 'server'],
  [answer('auth', '535 5.7.8 no'), 'rejected', 'auth'],
  [answer('recipient', '503 5.5.1 bad sequence'), 'retryLater', 'badSequence'],
  [answer('sender', '552 message exceeds fixed limit'), 'rejected', 'tooBig'],
  [answer('sender', '553 5.1.8 sender domain does not exist'), 'rejected', 'refused'],
  [answer('sender', '550 user unknown'), 'rejected', 'sender'],
  [answer('sender', '451 4.7.1 limit exceeded'), 'retryLater', 'tooMany'],
  [answer('recipient', '451 Greylisting in action, please come back later'), 'retryLater', 'greylisted'],
  [answer('recipient', '450 4.7.1 you are greylisted'), 'retryLater', 'greylisted'],
  [answer('recipient', '452 4.2.2 full'), 'retryLater', 'boxFull'],
  [answer('recipient', '452 4.3.1 disk full'), 'retryLater', 'temporary'],
  [
    answer('recipient', '550-5.1.1 The email account that you tried to reach\n550 5.1.1 does not exist'),
    'unreachable',
    'noSuchAddress',
  ],
  [answer('recipient', '556 5.1.10 null MX'), 'unreachable', 'noSuchAddress'],
  [answer('recipient', '556 domain takes no mail'), 'unreachable', 'noRoute'],
  [answer('recipient', '550 5.4.1 no route'), 'unreachable', 'noRoute'],
  [answer('recipient', '550 5.2.1 mailbox disabled'), 'unreachable', 'boxClosed'],
  [answer('recipient', '552 quota'), 'unreachable', 'boxClosed'],
  [answer('recipient', '550 Requested action not taken'), 'unreachable', 'noSuchAddress'],
  [answer('recipient', '551 try <x@y>'), 'unreachable', 'moved'],
  [answer('recipient', '550 non-local recipient verification failed: relay not permitted'), 'rejected', 'policy'],
  [answer('recipient', '554 5.7.1 Client host blocked using Spamhaus'), 'rejected', 'policy'],
  [answer('recipient', '530 5.7.0 Must issue a STARTTLS command first'), 'rejected', 'auth'],
  [answer('sent', '550 spam message discarded'), 'rejected', 'policy'],
  [answer('sent', '550 no such user here'), 'unreachable', 'noSuchAddress'],
  [answer('sent', '552 too much'), 'rejected', 'tooBig'],
  [answer('sent', '554 5.6.0 bad content'), 'rejected', 'refused'],
  [answer('sent', '554 no'), 'rejected', 'refused'],
  [answer('sent', '354 more'), 'unknown', 'strangeAnswer'],
  [answer('data', '250 what'), 'retryLater', 'strangeAnswer'],
  [answer('data', '554 5.5.1 no valid recipients'), 'rejected', 'refused'],
];

describe('what an answer means', () => {
  it.each(CASES)('%j → %s (%s)', (failure, kind, code) => {
    expect(rule(failure)).toMatchObject({ kind, code });
  });

  it('is decided for whatever a server says, and where it comes from is written down', () => {
    const steps = ['connect', 'auth', 'sender', 'recipient', 'data', 'sent'] as const;
    const failures = fc.record(
      {
        step: fc.constantFrom(...steps),
        reply: fc.option(fc.integer({ min: 100, max: 999 }), { nil: undefined }),
        enhanced: fc.option(fc.stringMatching(/^[245]\.\d{1,2}\.\d{1,2}$/), { nil: undefined }),
        text: fc.string(),
        error: fc.option(fc.constantFrom('ETIMEDOUT', 'ESOCKET', 'EENVELOPE', 'EMESSAGE', 'EAUTH', 'EWHAT'), {
          nil: undefined,
        }),
      },
      { requiredKeys: ['step', 'text'] },
    );
    fc.assert(
      fc.property(failures, (failure) => {
        expect(rule(failure).source).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  it('a 5xx or a silence never makes a letter of unknown fate before it has left', () => {
    for (const step of ['connect', 'auth', 'sender', 'recipient', 'data'] as const) {
      for (let reply = 400; reply < 600; reply += 1) expect(rule(answer(step, `${reply} x`)).kind).not.toBe('unknown');
      expect(rule(silence(step, 'ECONNECTION')).kind).not.toBe('unknown');
    }
  });

  it('every row of the table is met by a case, says what it is and where it comes from', () => {
    const met = new Set(CASES.map(([failure]) => rule(failure)));
    expect(RULINGS.filter((row) => !met.has(row))).toEqual([]);
    expect(RULINGS.filter(({ when, source }) => when.length < 5 || source.length < 10)).toEqual([]);
  });
});

describe('what is kept of an error', () => {
  it('is one line, without end or control characters', () => {
    const error = Object.assign(new Error('x'), {
      response: `550-5.7.1 a\r\n550 5.7.1 b\u0000${'z'.repeat(900)}`,
      responseCode: 550,
    });
    const { text, enhanced, reply } = failureOf(error, false);
    expect({ enhanced, reply }).toEqual({ enhanced: '5.7.1', reply: 550 });
    expect(text).toMatch(/^550-5\.7\.1 a 550 5\.7\.1 b z+$/);
    expect(text.length).toBeLessThanOrEqual(300);
  });

  it('an error that is none is an error all the same', () => {
    expect(failureOf('odd', false)).toEqual({ step: 'connect', text: 'odd' });
  });
});

describe('waits', () => {
  it('grow, spread by a fifth both ways, and never reach further than an hour and twelve minutes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 1000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (tries, random) => {
          const wait = backoffMs(tries, random);
          expect(wait).toBeGreaterThanOrEqual(48_000);
          expect(wait).toBeLessThanOrEqual(72 * 60_000);
          expect(backoffMs(tries + 1, random)).toBeGreaterThanOrEqual(wait);
          expect(backoffMs(tries, random, true)).toBeGreaterThanOrEqual(Math.max(wait, 4 * 60_000));
          expect(pauseMs(tries, random)).toBeLessThanOrEqual(5 * 60_000);
        },
      ),
    );
  });
});
