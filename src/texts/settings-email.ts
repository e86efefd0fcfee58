import type { DkimKeyFault } from '../channels/email/dkim.ts';
import type { SmtpUrlFault } from '../channels/email/smtp-url.ts';

/** What is wrong with SMTP_URL and what to do; the value itself is never shown: it may carry a password. */
export const SMTP_URL_FAULTS: Record<SmtpUrlFault, string> = {
  notAUrl:
    'SMTP_URL: это не адрес сервера. Образец: smtps://user:password@smtp.example.ru:465. Знаки @ : / % # ? в имени и пароле пишутся как %40 %3A %2F %25 %23 %3F.',
  protocol: 'SMTP_URL: адрес должен начинаться с smtp:// (обычно порт 587 или 25) или smtps:// (порт 465).',
  noHost: 'SMTP_URL: не указан сервер. Образец: smtps://user:password@smtp.example.ru:465.',
  port: 'SMTP_URL: порт — число от 1 до 65535. Если знак : / @ # входит в пароль, запишите его как %3A %2F %40 %23.',
  halfSignIn: 'SMTP_URL: нужны и имя, и пароль (user:password@) или ни того ни другого.',
  path: 'SMTP_URL: после сервера и порта ничего быть не должно. Если знак / или # входит в пароль, запишите его как %2F или %23.',
  option:
    'SMTP_URL: неизвестная настройка после «?». Есть requireTLS, ignoreTLS и tls.rejectUnauthorized, каждая true или false.',
};

/** What is wrong with the DKIM settings and what to do. */
export const DKIM_KEY_FAULTS: Record<DkimKeyFault, string> = {
  notAKey: 'DKIM_KEY_FILE: в файле нет закрытого ключа PEM. Новый: openssl genrsa -out dkim.pem 2048.',
  notRsa: 'DKIM_KEY_FILE: ключ должен быть RSA. Новый: openssl genrsa -out dkim.pem 2048.',
  tooShort:
    'DKIM_KEY_FILE: ключ короче 1024 бит, почтовые службы его не примут. Новый: openssl genrsa -out dkim.pem 2048.',
};
