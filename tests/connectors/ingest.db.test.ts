import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingest } from '../../src/connectors/ingest.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { journal, mark, NOW, topic } from '../journal/journal.ts';
import { emptyJournal, putSchool } from '../journal/school.ts';

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const other = `whsec_${Buffer.from('another secret of no use').toString('base64')}`;

let test: TestDatabase;
let use: ReturnType<typeof journal>;
beforeAll(async () => {
  test = await testDatabase();
  await putSchool(test.db.prisma);
});
beforeEach(async () => {
  await emptyJournal(test.db.prisma);
  use = journal(test.db.prisma);
});
afterAll(() => test.close());

interface Signing {
  id?: string;
  at?: string;
  by?: string;
  /** instead of the right one */
  signature?: string;
}

/** A request as the reference implementation signs it. */
function request(body: unknown, { id = 'msg_1', at = NOW, by = secret, signature }: Signing = {}) {
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  const moment = new Date(at);
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(moment.getTime() / 1000)),
      'webhook-signature': signature ?? new Webhook(by).sign(id, moment, raw),
    } as Record<string, string | undefined>,
    rawBody: Buffer.from(raw),
  };
}
const send = (asked: ReturnType<typeof request>, key: string | undefined = secret) =>
  ingest({ ...use.deps, secret: key }, asked);
const entries = (...list: unknown[]) => ({ entries: list });
const statusOf = async (asked: ReturnType<typeof request>) => {
  const { status, contentType, body } = await send(asked);
  return 'type' in body ? `${status} ${contentType} ${body.type.split(':').at(-1)}` : `${status} ${contentType}`;
};

describe('the signed API', () => {
  it('records entries and answers as `record` does; a missing key becomes one of the request', async () => {
    const answer = await send(
      request(entries(mark, { ...mark, key: 'own' }, { ...mark, value: '6' }, 5, { ...topic, key: null })),
    );
    expect(answer).toEqual({
      status: 200,
      contentType: 'application/json',
      body: {
        results: [
          { key: 'msg_1#0', status: 'recorded' },
          { key: 'own', status: 'recorded' },
          { key: 'msg_1#2', status: 'refused', code: 'bad-mark', field: 'value' },
          { key: null, status: 'refused', code: 'invalid', field: 'entry' },
          { key: 'msg_1#4', status: 'recorded' },
        ],
      },
    });
    const keys = await test.db.prisma.entryKey.findMany({ orderBy: { key: 'asc' } });
    expect(keys.map((k) => `${k.source} ${k.key}`)).toEqual(['api msg_1#0', 'api msg_1#4', 'api own']);
  });

  it('answers a known webhook-id by what it answered before', async () => {
    const asked = request(entries(mark));
    const first = await send(asked);
    use.clock.advance({ minutes: 4 });
    expect(await send(asked)).toEqual(first);
    expect(await send(request(entries(mark), { at: '2026-09-15T10:04:00+03:00' }))).toEqual(first);
    expect(await use.history()).toHaveLength(1);
  });

  it('refuses a known webhook-id with another body', async () => {
    await send(request(entries(mark)));
    expect(await statusOf(request(entries(topic)))).toBe('409 application/problem+json id-reused');
    expect(await use.standing()).toEqual(['mark s1 5']);
  });

  it('takes one request that comes many times at once as one', async () => {
    const asked = request(entries(mark, { ...topic, key: 'k' }));
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(asked)));
    expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1);
    expect(await use.history()).toHaveLength(2);
  });

  it('records nothing and remembers nothing when the database fails in the middle', async () => {
    await test.db.prisma.$executeRaw`ALTER TABLE received_request ADD CONSTRAINT none CHECK (id <> 'msg_1')`;
    try {
      await expect(send(request(entries(mark)))).rejects.toThrow();
      expect(await use.history()).toEqual([]);
    } finally {
      await test.db.prisma.$executeRaw`ALTER TABLE received_request DROP CONSTRAINT none`;
    }
    expect((await send(request(entries(mark)))).status).toBe(200);
    expect(await use.history()).toHaveLength(1);
  });

  it('says so when no secret is configured', async () => {
    const { status, body } = await ingest({ ...use.deps, secret: undefined }, request(entries(mark)));
    expect(status).toBe(503);
    expect(body).toMatchObject({ type: 'urn:vestnik:problem:not-configured', status: 503, title: expect.any(String) });
  });
});

describe('the signature', () => {
  it('may be one of several, of which others are of other keys or versions', async () => {
    const right = request(entries(mark)).headers['webhook-signature'] ?? '';
    const wrong = request(entries(mark), { by: other }).headers['webhook-signature'] ?? '';
    expect(await statusOf(request(entries(mark), { signature: `v1a,xyz ${wrong} ${right}` }))).toBe(
      '200 application/json',
    );
    expect(await statusOf(request(entries(mark), { signature: `${wrong} ${right.replace('v1,', 'v2,')}` }))).toBe(
      '401 application/problem+json signature-invalid',
    );
  });

  it.each([
    ['of another secret', { by: other }, 'signature-invalid'],
    ['of no sense', { signature: 'v1,!!' }, 'signature-invalid'],
    ['without a version', { signature: 'abc' }, 'signature-invalid'],
    ['empty', { signature: '' }, 'signature-missing'],
    ['of a request without an id', { id: '' }, 'signature-missing'],
    ['of an id too long for keys', { id: 'x'.repeat(191) }, 'signature-missing'],
    ['six minutes old', { at: '2026-09-15T09:54:00+03:00' }, 'timestamp-old'],
    ['six minutes ahead', { at: '2026-09-15T10:06:00+03:00' }, 'timestamp-new'],
  ])('%s is refused', async (_, signing, code) => {
    expect(await statusOf(request(entries(mark), signing))).toBe(`401 application/problem+json ${code}`);
    expect(await use.standing()).toEqual([]);
  });

  it.each(['2026-09-15T09:55:00+03:00', '2026-09-15T10:05:00+03:00'])(
    'of five minutes is near enough: %s',
    async (at) => {
      expect(await statusOf(request(entries(mark), { at }))).toBe('200 application/json');
    },
  );

  it('covers body, id and moment', async () => {
    const asked = request(entries(mark));
    const changed = { ...asked, rawBody: Buffer.from(JSON.stringify(entries({ ...mark, value: '4' }))) };
    expect(await statusOf(changed)).toContain('signature-invalid');
    for (const [header, value] of [
      ['webhook-id', 'msg_2'],
      ['webhook-timestamp', String(Date.parse(NOW) / 1000 + 1)],
      ['webhook-timestamp', 'soon'],
      ['webhook-timestamp', '1e9'],
    ] as const)
      expect(await statusOf({ ...asked, headers: { ...asked.headers, [header]: value } })).toContain(
        'signature-invalid',
      );
    expect(await statusOf({ ...asked, headers: { ...asked.headers, 'webhook-timestamp': undefined } })).toContain(
      'signature-missing',
    );
    expect(await statusOf(asked)).toBe('200 application/json');
  });
});

describe('the body', () => {
  it.each([
    ['no JSON', '{"entries":', '400 application/problem+json invalid-json'],
    ['no object', '7', '422 application/problem+json invalid-body'],
    ['without entries', {}, '422 application/problem+json invalid-body'],
    ['with entries that are no list', { entries: {} }, '422 application/problem+json invalid-body'],
    ['with 501 entries', entries(...Array(501).fill(mark)), '413 application/problem+json too-many-entries'],
    ['with none', entries(), '200 application/json'],
  ])('%s', async (_, body, expected) => {
    expect(await statusOf(request(body))).toBe(expected);
  });

  it('of 500 entries is one request', async () => {
    const answer = await send(request(entries(...Array(500).fill(mark))));
    expect('results' in answer.body && answer.body.results.every((r) => r.status === 'recorded')).toBe(true);
    expect(await use.history()).toHaveLength(500);
  });

  it('that is no UTF-8 is refused, signed or not', async () => {
    const raw = Buffer.from([0x7b, 0xff, 0x7d]);
    const { createHmac } = await import('node:crypto');
    const timestamp = String(Date.parse(NOW) / 1000);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`m.${timestamp}.`).update(raw).digest('base64');
    const headers = { 'webhook-id': 'm', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
    expect(await statusOf({ headers, rawBody: raw })).toBe('400 application/problem+json invalid-json');
  });
});
