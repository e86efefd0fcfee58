import { describe, expect, it } from 'vitest';
import { parseSmtpUrl, type SmtpUrlFault } from '../../../src/channels/email/smtp-url.ts';
import { SMTP_URL_FAULTS } from '../../../src/texts/settings-email.ts';

describe('SMTP_URL', () => {
  it.each([
    [
      'smtps://user:p%40ss@smtp.example.ru',
      {
        host: 'smtp.example.ru',
        port: 465,
        secure: true,
        requireTls: false,
        verify: true,
        auth: { user: 'user', pass: 'p@ss' },
      },
    ],
    ['smtp://user:pass@smtp.example.ru', { port: 587, secure: false, requireTls: true, verify: true, loopback: false }],
    ['smtp://relay.school.local:25', { port: 25, requireTls: false, verify: true }],
    ['smtp://relay.school.local?requireTLS=true', { requireTls: true }],
    ['smtp://user:pass@relay.school.local?ignoreTLS=true', { requireTls: false, ignoreTls: true }],
    ['smtp://mailpit:1025?tls.rejectUnauthorized=false', { host: 'mailpit', verify: false }],
    ['smtp://127.0.0.1:2525', { host: '127.0.0.1', port: 2525, loopback: true, verify: false, requireTls: false }],
    ['smtp://localhost', { port: 25, loopback: true }],
    ['smtp://u:p@localhost', { port: 587, loopback: true, requireTls: false }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, loopback: true }],
    ['  SMTP://Relay:2525/  ', { port: 2525 }],
  ])('%s', (url, expected) => {
    expect(parseSmtpUrl(url)).toMatchObject({ ok: true, server: expected });
  });

  it.each<[string, SmtpUrlFault]>([
    ['smtp.example.ru:587', 'notAUrl'],
    ['', 'notAUrl'],
    ['smtp:example.ru', 'notAUrl'],
    ['http://smtp.example.ru', 'protocol'],
    ['smtp://', 'noHost'],
    ['smtp://example.ru:abc', 'port'],
    ['smtp://example.ru:99999', 'port'],
    ['smtp://example.ru:0', 'port'],
    ['smtp://user:pa/ss@example.ru:25', 'port'],
    ['smtp://user:12/34@example.ru:25', 'path'],
    ['smtp://example.ru/inbox', 'path'],
    ['smtp://user@example.ru', 'halfSignIn'],
    ['smtp://user:%zz@example.ru', 'notAUrl'],
    ['smtp://example.ru?pool=true', 'option'],
    ['smtp://example.ru?requireTLS=maybe', 'option'],
  ])('%s is wrong: %s', (url, fault) => {
    expect(parseSmtpUrl(url)).toEqual({ ok: false, fault });
  });

  it('is named by every complaint, with a remedy and without its value', () => {
    for (const [fault, words] of Object.entries(SMTP_URL_FAULTS)) {
      expect(words.startsWith('SMTP_URL: '), fault).toBe(true);
      expect(words.length).toBeGreaterThan(50);
    }
    expect(JSON.stringify(parseSmtpUrl('smtp://user:top-secret:x@h:port'))).not.toContain('secret');
  });
});
