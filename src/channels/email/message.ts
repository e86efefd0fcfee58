import type { SendMailOptions } from 'nodemailer';
import type { EmailPayload } from '../../delivery/channel.ts';

/** Exactly one mailbox: nothing that a header, a list of addresses or a quoted name could hide in. */
const ONE_MAILBOX = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u;

export function isMailbox(address: string): boolean {
  return address.length <= 254 && ONE_MAILBOX.test(address);
}

/**
 * The frozen payload as nodemailer takes it. Text stands in base64 or quoted-printable as suits its letters; header words are
 * encoded by nodemailer, line breaks in them are spaces before that.
 * @throws TypeError when the payload is not one that a letter can be made of: a fault of ours
 */
export function asMail(payload: EmailPayload, from: string): SendMailOptions {
  const date = new Date(payload.date);
  if (Number.isNaN(date.getTime())) throw new TypeError('a letter without a date');
  if (!/^<[^\s<>@]+@[^\s<>@]+>$/.test(payload.messageId)) throw new TypeError('a letter whose Message-ID is not one');
  if (!/^https?:\/\/[^\s<>,\p{Cc}]+$/u.test(payload.unsubscribeUrl))
    throw new TypeError('a letter without a way to end it');
  return {
    from,
    to: { name: '', address: payload.to },
    subject: payload.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '),
    text: payload.text,
    html: payload.html,
    date,
    messageId: payload.messageId,
    xMailer: false,
    headers: {
      // RFC 3834 5: nobody's holiday answers it
      'Auto-Submitted': 'auto-generated',
      // RFC 8058 3.1
      'List-Unsubscribe': { prepared: true, value: `<${payload.unsubscribeUrl}>` },
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
