import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { dkimKeyFault } from '../../../src/channels/email/dkim.ts';
import { type SmtpStandIn, startSmtp } from '../../stand-ins/smtp.ts';
import { channelTo, letter } from './parts.ts';

const rsa = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const privateKey = rsa(2048);
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function signedLetter(over: Parameters<typeof letter>[0] = {}): Promise<string> {
  const smtp: SmtpStandIn = await startSmtp();
  open.push(smtp);
  const channel = channelTo(smtp.url, { dkim: { domain: 'school.example.ru', selector: 'vestnik', privateKey } });
  open.push(channel);
  expect(await channel.send(letter(over))).toMatchObject({ kind: 'accepted' });
  return smtp.letters[0]!.raw.toString('latin1');
}

describe('DKIM', () => {
  it('signs the letter so that a reader of RFC 6376 finds it whole, one-click headers included', async () => {
    const signed = readSignature(await signedLetter());
    expect(signed.tags).toMatchObject({ a: 'rsa-sha256', c: 'relaxed/relaxed', d: 'school.example.ru', s: 'vestnik' });
    for (const header of [
      'from',
      'to',
      'subject',
      'date',
      'message-id',
      'auto-submitted',
      'list-unsubscribe',
      'list-unsubscribe-post',
    ]) {
      expect(signed.headers).toContain(header);
    }
    expect(verdict(signed)).toEqual({ body: true, signature: true });
  });

  it.each<[string, (raw: string) => string, object]>([
    ['the body', (raw) => raw.replace(/\r\n\r\n/, '\r\n\r\nx'), { body: false, signature: true }],
    ['the address to unsubscribe', (raw) => raw.replace('/u/AbCdEfGh', '/u/other'), { body: true, signature: false }],
    [
      'the one click',
      (raw) => raw.replace('List-Unsubscribe=One-Click', 'List-Unsubscribe=Two'),
      { body: true, signature: false },
    ],
    ['the subject', (raw) => raw.replace(/Subject: /i, 'Subject: x'), { body: true, signature: false }],
  ])('breaks when somebody changes %s', async (_what, change, expected) => {
    const raw = await signedLetter();
    expect(change(raw)).not.toBe(raw);
    expect(verdict(readSignature(change(raw)))).toEqual(expected);
  });

  it('signs a long letter and one with dots and blank lines at its end', async () => {
    const raw = await signedLetter({
      text: `${'.точка\n'.repeat(5000)}\n\n\n`,
      html: `<p>${'слово '.repeat(20_000)}</p>`,
    });
    expect(verdict(readSignature(raw))).toEqual({ body: true, signature: true });
  });

  it('is refused at the start with a key that could not sign, instead of sending unsigned', () => {
    const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(dkimKeyFault(privateKey)).toBeNull();
    expect(dkimKeyFault('not a key')).toBe('notAKey');
    expect(dkimKeyFault(ed25519)).toBe('notRsa');
    expect(dkimKeyFault(rsa(512))).toBe('tooShort');
    const dkim = { domain: 'a.ru', selector: 's', privateKey: ed25519 };
    expect(() => channelTo('smtp://127.0.0.1:2525', { dkim })).toThrow('notRsa');
  });
});

interface Signature {
  tags: Partial<Record<string, string>>;
  headers: string[];
  /** canonical header lines that were signed, the signature's own last */
  data: string;
  bodyHash: string;
}

/** Recomputes by RFC 6376 3.4.2 (relaxed headers), 3.4.4 (relaxed body) what was signed. */
function readSignature(raw: string): Signature {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const fields = head.split(/\r\n(?![ \t])/);
  const relaxed = (field: string) => {
    const [, name = '', value = ''] = /^([^:]+):([\s\S]*)$/.exec(field) ?? [];
    return `${name.trim().toLowerCase()}:${value
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim()}`;
  };
  const own = fields.find((field) => /^dkim-signature:/i.test(field)) ?? '';
  const tags = Object.fromEntries(
    own
      .replace(/^[^:]+:/, '')
      .split(';')
      .map((tag) => [tag.split('=')[0]!.trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, '')]),
  );
  const headers = (tags.h ?? '').split(':');
  const lines = headers.map((name) =>
    relaxed(fields.findLast((field) => field.toLowerCase().startsWith(`${name}:`)) ?? `${name}:`),
  );
  const unsigned = relaxed(own.replace(/([;\s]b=)[\s\S]*$/, '$1'));
  const body = rest
    .join('\r\n\r\n')
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(\r\n)*$/, '\r\n');
  return {
    tags,
    headers,
    data: [...lines, unsigned].join('\r\n'),
    bodyHash: createHash('sha256').update(body, 'latin1').digest('base64'),
  };
}

function verdict({ tags, data, bodyHash }: Signature): { body: boolean; signature: boolean } {
  const signature = Buffer.from(tags.b ?? '', 'base64');
  return {
    body: bodyHash === tags.bh,
    signature: verify('sha256', Buffer.from(data, 'latin1'), createPublicKey(privateKey), signature),
  };
}
