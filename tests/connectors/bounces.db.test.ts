import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bounceMeans } from '../../src/channels/email/bounces.ts';
import { receiveBounces } from '../../src/connectors/bounces.ts';
import { ingest } from '../../src/connectors/ingest.ts';
import { recordBounce } from '../../src/delivery/bounce.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { openSchool, type School } from '../school.ts';

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const other = `whsec_${Buffer.from('another secret of no use').toString('base64')}`;
const MAILBOX = 'mamutova@mail.example';

let school: School;
let messageId: string;
/** The week has closed, and the letter to g7 about s5 was accepted an hour ago. */
beforeEach(async () => {
  school = await openSchool();
  school.clock.set('2026-09-20T10:00:00+03:00');
  await school.work();
  messageId = school.email.heard.find(({ to }) => to === MAILBOX)?.messageId ?? '';
  school.clock.advance({ hours: 1 });
});
afterEach(() => school.close());

function signed(body: unknown, { id = 'msg_1', by = secret } = {}) {
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  const moment = school.clock.now();
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(moment.getTime() / 1000)),
      'webhook-signature': new Webhook(by).sign(id, moment, raw),
    },
    rawBody: Buffer.from(raw),
  };
}
const send = (request: ReturnType<typeof signed>, key: string | undefined = secret) =>
  receiveBounces(
    {
      db: school.db,
      clock: school.clock,
      secret: key,
      record: (tx, one) => recordBounce(tx, school.clock.now(), one, bounceMeans(one.code, one.detail)),
    },
    request,
  );
const report = (...bounces: unknown[]) => send(signed({ bounces }, { id: `msg_${bounces.length}` }));
const informed = async () => {
  const lines = await readLedger(school, '2026-W38');
  return lines.find(({ guardian }) => guardian === 'g7')?.informed;
};
const statusOf = async (request: ReturnType<typeof signed>, key?: string) => {
  const { status, body } = await send(request, key);
  return 'type' in body ? `${status} ${body.type.split(':').at(-1)}` : String(status);
};

describe('letters that came back', () => {
  it('are answered one by one, in order; what is not known spoils nothing', async () => {
    const permanent = { kind: 'permanent', code: '5.1.1' };
    const future = new Date(school.clock.now().getTime() + 6 * 60_000).toISOString();
    const answer = await report(
      { messageId: '<x@elsewhere.example>', ...permanent },
      { messageId, ...permanent, at: '2026-09-20T10:30:00+03:00', detail: '550 5.1.1 no such user' },
      { messageId, ...permanent },
      { address: 'nobody@mail.example', ...permanent },
      { messageId, kind: 'temporary', code: 450 },
      { messageId, kind: 'gone', code: '5.1.1' },
      { messageId, kind: 'permanent' },
      permanent,
      { messageId, ...permanent, at: 'yesterday' },
      { messageId, ...permanent, at: future },
      5,
      null,
    );
    const refused = (field: string, id: string | null = messageId, code = 'invalid') => ({
      messageId: id,
      status: 'refused',
      code,
      field,
    });
    expect(answer).toEqual({
      status: 200,
      contentType: 'application/json',
      body: {
        results: [
          { messageId: '<x@elsewhere.example>', status: 'not-found' },
          { messageId, status: 'recorded' },
          { messageId, status: 'duplicate' },
          { messageId: null, status: 'not-found' },
          { messageId, status: 'noted' },
          refused('kind'),
          refused('code'),
          refused('messageId', null),
          refused('at'),
          refused('at', messageId, 'at-in-future'),
          refused('bounce', null),
          refused('bounce', null),
        ],
      },
    });
    expect(await informed()).toBe(false);
  });

  it('take back what the ledger said, by the mailbox too', async () => {
    expect(await informed()).toBe(true);
    await report({ address: MAILBOX.toUpperCase(), kind: 'permanent', code: '550' });
    expect(await informed()).toBe(false);
    expect(await school.db.contact.findFirst({ where: { address: MAILBOX } })).toMatchObject({
      state: 'unreachable',
      reason: 'bounced',
    });
  });

  it('that were refused as spam leave the mailbox as it is, for the technician to see', async () => {
    await report({ messageId, kind: 'permanent', code: '5.7.1', detail: 'looks like spam' });
    expect(await informed()).toBe(false);
    expect(await school.db.contact.findFirst({ where: { address: MAILBOX } })).toMatchObject({ state: 'confirmed' });
    expect(await school.db.delivery.count({ where: { state: 'rejected' } })).toBe(1);
  });

  it('keep no address in what is remembered of the request', async () => {
    await report({ address: MAILBOX, kind: 'permanent', code: '550' });
    expect(JSON.stringify(await school.db.receivedRequest.findMany())).not.toContain('mamutova');
  });
});

describe('a request', () => {
  const one = () => ({ bounces: [{ messageId, kind: 'permanent', code: '5.1.1' }] });

  it('that is repeated gets its first answer, at once or later', async () => {
    const request = signed(one());
    const answers = await Promise.all([send(request), send(request), send(request)]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    school.clock.advance({ minutes: 4 });
    expect(await send(request)).toEqual(answers[0]);
    expect(await school.db.attempt.count({ where: { code: { startsWith: 'bounce' } } })).toBe(1);
  });

  it('shares no ids with journal entries', async () => {
    await send(signed(one()));
    const entries = await ingest({ db: school.db, clock: school.clock, secret }, signed({ entries: [] }));
    expect(entries.status).toBe(200);
    expect(await statusOf(signed({ bounces: [] }))).toBe('409 id-reused');
  });

  it('is refused as requests with entries are', async () => {
    expect(await statusOf(signed(one()), '')).toBe('503 not-configured');
    expect(await statusOf(signed(one(), { by: other }))).toBe('401 signature-invalid');
    expect(await statusOf(signed('{"bounces":'))).toBe('400 invalid-json');
    expect(await statusOf(signed({ entries: [] }))).toBe('422 invalid-body');
    expect(await statusOf(signed({ bounces: {} }))).toBe('422 invalid-body');
    expect(await statusOf(signed({ bounces: Array(101).fill({}) }))).toBe('413 too-many-bounces');
    expect(await informed()).toBe(true);
  });
});
