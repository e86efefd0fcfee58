import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type Misdeed, type Moment, startRawSmtp } from '../../stand-ins/raw-smtp.ts';
import { type SmtpScript, startSmtp } from '../../stand-ins/smtp.ts';
import { channelTo, clock, letter } from './parts.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function outcomeOf(script: Partial<Record<Moment, string | Misdeed>>, url = (plain: string) => plain) {
  const server = await startRawSmtp(script);
  open.push(server);
  // on a busy machine an answer takes its time: only a server that never answers is not waited for
  const hangs = Object.entries(script).some(([, deed]) => deed === 'hang' || /^(354|220)/.test(deed ?? ''));
  const silence = script.end ? 1500 : 300;
  const channel = channelTo(url(server.url), hangs ? { timeouts: { connect: silence, silence } } : {});
  open.push(channel);
  return { outcome: await channel.send(letter()), server };
}

const withPassword = (url: string) => url.replace('//', '//user:secret-word@');

describe('a server that misbehaves before the letter has left', () => {
  it.each<[Moment, string | Misdeed, string]>([
    ['connection', 'hang', 'timeout'],
    ['connection', 'drop', 'connection'],
    ['connection', 'reset', 'connection'],
    ['connection', '421 4.3.2 too many connections', '421 4.3.2'],
    ['connection', 'HTTP/1.1 400 Bad Request', 'connection'],
    ['EHLO', 'hang', 'timeout'],
    ['MAIL', 'hang', 'timeout'],
    ['MAIL', 'drop', 'connection'],
    ['RCPT', 'hang', 'timeout'],
    ['RCPT', 'reset', 'connection'],
    ['DATA', 'hang', 'timeout'],
    ['DATA', 'drop', 'connection'],
    ['DATA', '421 4.3.0 shutting down', '421 4.3.0'],
    ['DATA', '451 4.3.0 try again', '451 4.3.0'],
  ])('%s: %s → later', async (moment, deed, code) => {
    const { outcome } = await outcomeOf({ [moment]: deed });
    expect(outcome).toMatchObject({ kind: 'retryLater', code });
    expect(outcome.kind === 'retryLater' && outcome.at > clock.now()).toBe(true);
  });
});

describe('a server that misbehaves when the whole letter has left', () => {
  it.each<Misdeed>(['hang', 'drop', 'reset'])('%s → it may have arrived', async (deed) => {
    const { outcome } = await outcomeOf({ end: deed });
    expect(outcome).toMatchObject({ kind: 'unknown', code: 'noAnswerAfterData' });
  });

  it('an answer that is neither yes nor no → it may have arrived', async () => {
    expect((await outcomeOf({ end: '354 more?' })).outcome).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['451 4.7.1 Greylisted, try again later', 'retryLater'],
    ['421 4.3.2 closing', 'retryLater'],
    ['550 5.7.1 Message looks like spam', 'rejected'],
    ['552 5.3.4 Message too big', 'rejected'],
    ['554 Transaction failed', 'rejected'],
    ['550 5.1.1 No such user', 'unreachable'],
    [
      '550 Message was not accepted -- invalid mailbox. Local mailbox x@mail.ru is unavailable: user not found',
      'unreachable',
    ],
  ] as const)('but an answer is an answer: %s → %s', async (reply, kind) => {
    expect((await outcomeOf({ end: reply })).outcome.kind).toBe(kind);
  });
});

describe('a letter cut off in the middle', () => {
  it('is sent again: without its end no server has taken it', async () => {
    const server = await startRawSmtp({ body: 'reset' });
    open.push(server);
    const channel = channelTo(server.url, { timeouts: { connect: 5000, silence: 5000 } });
    open.push(channel);
    const outcome = await channel.send(letter({ html: `<p>${'много слов '.repeat(400_000)}</p>` }));
    expect(outcome).toMatchObject({ kind: 'retryLater' });
    expect(server.log.filter((line) => line.startsWith('end'))).toEqual([]);
  });
});

describe('a server that refuses politely', () => {
  it.each<[string, SmtpScript, object]>([
    ['no such user', { recipient: () => '550 5.1.1 No such user' }, { kind: 'unreachable', code: '550 5.1.1' }],
    ['full mailbox for good', { recipient: () => '552 5.2.2 Over quota' }, { kind: 'unreachable', code: '552 5.2.2' }],
    ['full mailbox for now', { recipient: () => '452 4.2.2 Mailbox full' }, { kind: 'retryLater', code: '452 4.2.2' }],
    ['moved', { recipient: () => '551 please try <other@evil.example>' }, { kind: 'unreachable', code: '551' }],
    ['greylisting', { recipient: () => '450 4.2.0 Greylisted' }, { kind: 'retryLater', code: '450 4.2.0' }],
    ['relaying denied', { recipient: () => '550 5.7.1 Relaying denied' }, { kind: 'rejected', code: '550 5.7.1' }],
    ['relaying, in words', { recipient: () => '554 Relay access denied' }, { kind: 'rejected', code: '554' }],
    ['our sender', { sender: () => '550 5.1.0 Sender rejected' }, { kind: 'rejected' }],
    ['sign-in needed', { sender: () => '530 5.7.0 Authentication required' }, { kind: 'rejected', code: '530 5.7.0' }],
    ['too many letters', { sender: () => '450 4.7.1 Too many messages' }, { kind: 'retryLater' }],
    ['spam', { letter: () => '554 5.7.1 Spam' }, { kind: 'rejected', code: '554 5.7.1' }],
    ['too big', { letter: () => '552 5.3.4 Too big' }, { kind: 'rejected', code: '552 5.3.4' }],
  ])('%s', async (_name, script, expected) => {
    const smtp = await startSmtp();
    open.push(smtp);
    smtp.script(script);
    const channel = channelTo(smtp.url);
    open.push(channel);
    const outcome = await channel.send(letter());
    expect(outcome).toMatchObject(expected);
    expect(outcome).not.toHaveProperty('movedTo');
    smtp.script({});
    expect(await channel.send(letter())).toMatchObject({ kind: 'accepted' });
  });

  it('greylisting waits five minutes at least', async () => {
    const smtp = await startSmtp();
    open.push(smtp);
    smtp.script({ recipient: () => '450 4.7.1 Greylisted, please try again' });
    const channel = channelTo(smtp.url);
    open.push(channel);
    const outcome = await channel.send(letter());
    expect(outcome).toMatchObject({ kind: 'retryLater', at: new Date(clock.now().getTime() + 5 * 60_000) });
    expect(outcome).not.toHaveProperty('pauseUntil');
  });
});

describe('signing in and TLS', () => {
  it.each([
    ['535 5.7.8 Authentication credentials invalid', 'rejected'],
    ['534 5.7.9 Mechanism too weak', 'rejected'],
    ['454 4.7.0 Temporary authentication failure', 'retryLater'],
  ] as const)('%s → %s, and the password stays out of it', async (reply, kind) => {
    const { outcome } = await outcomeOf({ EHLO: '250-stand-in\r\n250 AUTH PLAIN LOGIN', AUTH: reply }, withPassword);
    expect(outcome.kind).toBe(kind);
    expect(JSON.stringify(outcome)).not.toContain('secret-word');
  });

  it('a wrong password is tried by a handful of letters, not by each: the rest wait', async () => {
    const wrong = {
      EHLO: '250-stand-in\r\n250 AUTH PLAIN LOGIN',
      AUTH: '535 5.7.8 Authentication credentials invalid',
    };
    const server = await startRawSmtp(wrong);
    open.push(server);
    const channel = channelTo(withPassword(server.url));
    open.push(channel);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => channel.send(letter())));
    const rejected = outcomes.filter(({ kind }) => kind === 'rejected');
    expect(rejected.length).toBeLessThanOrEqual(5);
    expect(server.log.filter((line) => line.startsWith('AUTH')).length).toBe(rejected.length);
    expect(rejected.every((one) => 'mendable' in one)).toBe(true);
    expect(outcomes.every(({ kind }) => kind === 'rejected' || kind === 'retryLater')).toBe(true);
    expect(outcomes.filter((one) => 'pauseUntil' in one).length).toBeGreaterThanOrEqual(46);
  });

  it.each<[string, Partial<Record<Moment, string | Misdeed>>]>([
    ['refused', { STARTTLS: '454 4.7.0 TLS not available' }],
    ['dropped', { STARTTLS: 'drop' }],
    ['answered with nonsense', { STARTTLS: '220 go on\r\n250 nonsense' }],
  ])('STARTTLS %s: nothing goes in the clear', async (_name, script) => {
    const { outcome, server } = await outcomeOf({ EHLO: '250-stand-in\r\n250 STARTTLS', ...script });
    expect(outcome).toMatchObject({ kind: 'retryLater' });
    expect(server.log.some((line) => line.startsWith('MAIL'))).toBe(false);
  });

  it('a certificate nobody vouches for, where it must be good', async () => {
    const smtp = await startSmtp({ disabledCommands: ['AUTH'] });
    open.push(smtp);
    const channel = channelTo(`${smtp.url}?tls.rejectUnauthorized=true`);
    open.push(channel);
    expect(await channel.send(letter())).toMatchObject({ kind: 'retryLater', code: 'tls' });
    expect(smtp.letters).toEqual([]);
  });

  it('TLS demanded of a server that has none', async () => {
    const { outcome } = await outcomeOf({ STARTTLS: '502 5.5.1 what?' }, (url) => `${url}?requireTLS=true`);
    expect(outcome).toMatchObject({ kind: 'retryLater' });
  });
});

describe('an outage', () => {
  it('refused connections bring every waiting letter back, and say how long to pause', async () => {
    const smtp = await startSmtp();
    const { url } = smtp;
    await smtp.close();
    const channel = channelTo(url);
    open.push(channel);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => channel.send(letter())));
    expect(outcomes.every(({ kind }) => kind === 'retryLater')).toBe(true);
    expect(outcomes.filter((one) => 'pauseUntil' in one).length).toBeGreaterThanOrEqual(45);
  });

  it('a server that greets nobody costs a handful of connections, not one for each letter', async () => {
    const server = await startRawSmtp({ connection: 'hang' });
    open.push(server);
    const channel = channelTo(server.url, { timeouts: { connect: 200, silence: 200 } });
    open.push(channel);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => channel.send(letter())));
    expect(outcomes.every(({ kind }) => kind === 'retryLater')).toBe(true);
    expect(server.connections()).toBeLessThanOrEqual(10);
  });

  it('one bad connection among good ones stops nobody', async () => {
    const server = await startRawSmtp((n) => (n === 1 ? { connection: '421 4.3.2 too many from you' } : {}));
    open.push(server);
    const channel = channelTo(server.url, { maxConnections: 3 });
    open.push(channel);
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => channel.send(letter())));
    expect(outcomes.filter(({ kind }) => kind === 'accepted').length).toBe(29);
  });

  it('a kept connection that the server ended is replaced without a word', async () => {
    const server = await startRawSmtp((n) => (n === 1 ? { end: '250 2.0.0 taken\r\n421 4.4.2 idle too long' } : {}));
    open.push(server);
    const channel = channelTo(server.url, { maxConnections: 1 });
    open.push(channel);
    expect(await channel.send(letter())).toMatchObject({ kind: 'accepted' });
    expect(await channel.send(letter())).toMatchObject({ kind: 'accepted' });
  });

  it('waits grow with the tries, up to an hour', async () => {
    const smtp = await startSmtp();
    open.push(smtp);
    smtp.script({ recipient: () => '451 4.3.0 later' });
    const channel = channelTo(smtp.url);
    open.push(channel);
    const waits: number[] = [];
    for (const tries of [0, 1, 2, 3, 6, 50]) {
      const outcome = await channel.send(letter(), undefined, tries);
      if (outcome.kind === 'retryLater') waits.push((outcome.at.getTime() - clock.now().getTime()) / 60_000);
    }
    expect(waits).toEqual([1, 2, 5, 10, 60, 60]);
  });
});

describe('a sender that stops', () => {
  it('before the letter left: it is due at once', async () => {
    const server = await startRawSmtp({ RCPT: 'hang' });
    open.push(server);
    const channel = channelTo(server.url, { timeouts: { connect: 5000, silence: 5000 } });
    open.push(channel);
    const stop = new AbortController();
    const sending = channel.send(letter(), stop.signal);
    await until(() => server.log.some((line) => line.startsWith('RCPT')));
    stop.abort();
    expect(await sending).toMatchObject({ kind: 'retryLater', code: 'aborted', at: clock.now() });
  });

  it('before it began: nobody is called, and the signal is left as it was', async () => {
    const server = await startRawSmtp({});
    open.push(server);
    const channel = channelTo(server.url);
    open.push(channel);
    expect(await channel.send(letter(), AbortSignal.abort())).toMatchObject({ kind: 'retryLater', code: 'aborted' });
    expect(server.connections()).toBe(0);
    const lasting = new AbortController();
    expect(await channel.send(letter(), lasting.signal)).toMatchObject({ kind: 'accepted' });
    expect(getEventListeners(lasting.signal, 'abort')).toEqual([]);
  });

  it('after it left: it may have arrived', async () => {
    const server = await startRawSmtp({ end: 'hang' });
    open.push(server);
    const channel = channelTo(server.url, { timeouts: { connect: 5000, silence: 5000 } });
    open.push(channel);
    const stop = new AbortController();
    const sending = channel.send(letter(), stop.signal);
    await until(() => server.log.some((line) => line.startsWith('end')));
    stop.abort();
    expect(await sending).toMatchObject({ kind: 'unknown' });
  });

  it('closing does not wait for a server that has gone quiet', async () => {
    const server = await startRawSmtp({ end: 'hang' });
    open.push(server);
    const channel = channelTo(server.url, { timeouts: { connect: 5000, silence: 60_000 } });
    const sending = channel.send(letter());
    await until(() => server.log.some((line) => line.startsWith('end')));
    await channel.close(50);
    expect(await sending).toMatchObject({ kind: 'unknown' });
  });
});

async function until(true_: () => boolean): Promise<void> {
  while (!true_()) await new Promise((resolve) => setImmediate(resolve));
}
