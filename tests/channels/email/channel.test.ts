import PostalMime from 'postal-mime';
import { afterEach, describe, expect, it } from 'vitest';
import type { EmailChannel, EmailChannelParts } from '../../../src/channels/email/channel.ts';
import { type SmtpStandIn, startSmtp } from '../../stand-ins/smtp.ts';
import { channelTo, letter } from './parts.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function pair(over: Partial<EmailChannelParts> = {}, options?: Parameters<typeof startSmtp>[0]) {
  const smtp: SmtpStandIn = await startSmtp(options);
  open.push(smtp);
  const channel: EmailChannel = channelTo(smtp.url, over);
  open.push(channel);
  return { smtp, channel };
}

describe('a letter that is taken', () => {
  it('arrives whole, in both forms, with the headers of a machine that can be told to stop', async () => {
    const { smtp, channel } = await pair();
    const text = 'Алгебра: § 12, № 345–350\n.\n..точка в начале строки\n';
    const sent = letter({ text, html: '<p>Алгебра &amp; геометрия</p>' });
    expect(await channel.send(sent)).toMatchObject({ kind: 'accepted', providerId: expect.any(String) });
    const [received] = smtp.letters;
    expect(received).toMatchObject({ from: 'dnevnik@school.example.ru', to: ['ivanova@example.ru'] });
    const parsed = await PostalMime.parse(received!.raw);
    expect(parsed.subject).toBe(sent.subject);
    expect(parsed.from).toEqual({ name: 'Школа № 1', address: 'dnevnik@school.example.ru' });
    expect(parsed.to).toEqual([{ name: '', address: 'ivanova@example.ru' }]);
    expect(parsed.text).toBe(text);
    expect(parsed.html?.trim()).toBe(sent.html);
    expect(parsed.messageId).toBe(sent.messageId);
    expect(parsed.date).toBe('2026-09-19T07:00:00.000Z');
    const header = (name: string) => parsed.headers.filter(({ key }) => key === name).map(({ value }) => value);
    expect(header('auto-submitted')).toEqual(['auto-generated']);
    expect(header('list-unsubscribe')).toEqual(['<https://school.example.ru/u/AbCdEfGh>']);
    expect(header('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
    expect(header('x-mailer')).toEqual([]);
  });

  it('lets no subject, address or text add a header or a recipient', async () => {
    const { smtp, channel } = await pair();
    const forged = 'Неделя\r\nBcc: thief@example.ru\r\nX-Forged: yes\r\n\r\nтело';
    await channel.send(letter({ subject: forged, text: 'строка\r\n.\r\nRCPT TO:<thief@example.ru>\r\n' }));
    await channel.send(letter({ to: 'ivanova@example.ru\r\nBcc: thief@example.ru' }));
    for (const { to, raw } of smtp.letters) {
      expect(to.join()).not.toContain('thief@example.ru,');
      expect(to).toHaveLength(1);
      const { headers } = await PostalMime.parse(raw);
      expect(headers.map(({ key }) => key)).not.toContain('bcc');
      expect(headers.map(({ key }) => key)).not.toContain('x-forged');
    }
    expect(smtp.letters.length).toBeGreaterThan(0);
  });

  it('has lines and headers of letters that every server carries', async () => {
    const { smtp, channel } = await pair();
    await channel.send(letter({ text: `${'слово '.repeat(2000)}\n`, html: `<p>${'длинно'.repeat(3000)}</p>` }));
    const lines = smtp.letters[0]!.raw.toString('latin1').split('\r\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(998);
    expect(lines.every((line) => /^[\x20-\x7e\t]*$/.test(line))).toBe(true);
  });

  it('carries the very same bytes when it goes again, whoever sends it', async () => {
    const { smtp, channel } = await pair();
    const sent = letter();
    await channel.send(sent);
    const other = channelTo(smtp.url);
    open.push(other);
    await other.send(sent);
    expect(smtp.letters).toHaveLength(2);
    expect(smtp.letters[1]!.raw.equals(smtp.letters[0]!.raw)).toBe(true);
    expect((await PostalMime.parse(smtp.letters[0]!.raw)).messageId).toBe(sent.messageId);
  });

  it('cannot be given another header, reader or sender by what stands in it', async () => {
    const { smtp, channel } = await pair();
    const evil = 'Пётр\r\nBcc: evil@example.com\r\n\r\n<script>';
    expect(await channel.send(letter({ subject: evil }))).toMatchObject({ kind: 'accepted' });
    const parsed = await PostalMime.parse(smtp.letters[0]!.raw);
    expect(parsed.subject).toBe('Пётр Bcc: evil@example.com <script>');
    expect(parsed.bcc).toBeUndefined();
    expect(smtp.letters[0]!.to).toEqual(['ivanova@example.ru']);
  });

  it.each([
    'a@example.ru, b@example.ru',
    'a@example.ru\r\nRCPT TO:<b@example.ru>',
    'Кто-то <a@example.ru>',
    '"a b"@example.ru',
    'group:a@example.ru;',
    'nobody',
    '',
    `${'a'.repeat(250)}@example.ru`,
  ])('is for exactly one mailbox: %j is none', async (to) => {
    const { smtp, channel } = await pair();
    expect(await channel.send(letter({ to }))).toMatchObject({ kind: 'unreachable', code: 'badAddress' });
    expect(smtp.letters).toEqual([]);
  });

  it.each([
    { messageId: 'no brackets' },
    { messageId: '<a@b>\r\nX: y' },
    { unsubscribeUrl: 'javascript:alert(1)' },
    { unsubscribeUrl: 'https://x.ru/>, <mailto:a@b' },
    { date: 'once' },
  ])('is refused as our fault when it cannot be a letter: %j', async (over) => {
    const { channel } = await pair();
    await expect(channel.send(letter(over))).rejects.toThrow(TypeError);
  });
});

describe('the pool', () => {
  it('sends hundreds of letters over kept connections, each once', async () => {
    let connections = 0;
    const { smtp, channel } = await pair(
      { maxConnections: 5 },
      {
        onConnect: (_session, done) => {
          connections += 1;
          done();
        },
      },
    );
    const sent = Array.from({ length: 300 }, () => letter());
    const outcomes = await Promise.all(sent.map((one) => channel.send(one)));
    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(new Set(smtp.letters.map(({ raw }) => /message-id: (.*)/i.exec(raw.toString())?.[1])).size).toBe(300);
    expect(connections).toBe(5);
  });

  it('finishes what is being sent before it closes', async () => {
    const { smtp, channel } = await pair();
    const outcomes = Array.from({ length: 20 }, () => channel.send(letter()));
    await channel.close();
    expect((await Promise.all(outcomes)).every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(smtp.letters).toHaveLength(20);
    expect(await channel.send(letter())).toMatchObject({ kind: 'retryLater' });
  });

  it('signs in with a password that needs escaping in the address', async () => {
    const smtp = await startSmtp({ disabledCommands: ['STARTTLS'], authOptional: false });
    open.push(smtp);
    const seen: string[] = [];
    smtp.script({
      auth: (user, password) => {
        seen.push(`${user} ${password}`);
        return undefined;
      },
    });
    const url = smtp.url.replace('//', '//dnevnik%40school.ru:p%40%3A%2F%25%23@');
    const channel = channelTo(url);
    open.push(channel);
    expect(await channel.send(letter())).toMatchObject({ kind: 'accepted' });
    expect(seen).toEqual(['dnevnik@school.ru p@:/%#']);
  });

  it('takes STARTTLS where it is offered, on loopback with any certificate', async () => {
    const { smtp, channel } = await pair({}, { disabledCommands: ['AUTH'] });
    expect(await channel.send(letter())).toMatchObject({ kind: 'accepted' });
    expect(smtp.letters[0]!.secure).toBe(true);
  });
});
