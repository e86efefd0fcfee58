import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode, { type MimeNodeHeaderValue } from 'nodemailer/lib/mime-node';
import type { EmailPayload } from '../../delivery/channel.ts';

/** Exactly one mailbox: nothing that a header, a list of addresses or a quoted name could hide in. */
const ONE_MAILBOX = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u;

export function isMailbox(address: string): boolean {
  return address.length <= 254 && ONE_MAILBOX.test(address);
}

/** Base64 has no «=_» in it: no line of a part can be taken for the border between parts. */
export const BOUNDARY = '=_vestnik-letter-Part_1';

/** Knows how header words and addresses are encoded (RFC 2047, 3492). */
const words = new MimeNode('');
const encoded = (name: string, value: MimeNodeHeaderValue) => words.encodeHeaderValue(name, value);
const header = (name: string, value: string) => foldLines(`${name}: ${value}`, 76);

/** What a mail server is given. */
export interface Letter {
  /** of the envelope: mailboxes, their domains in ASCII */
  from: string;
  to: string;
  messageId: string;
  bytes: Buffer;
}

/**
 * Makes letters of frozen payloads: the same bytes for the same payload, whenever and wherever it is sent. Nodemailer would
 * make the same of them, in streams, at several times the price.
 * @param from «Школа № 1 <dnevnik@example.ru>»
 */
export function composerOf(from: string): (payload: EmailPayload) => Letter {
  const sender = header('From', encoded('From', from));
  const mailbox = new MimeNode('').setHeader('From', from).getEnvelope().from || from;
  return (payload) => {
    const date = validDate(payload);
    const to = encoded('To', { name: '', address: payload.to });
    const head = [
      // RFC 3834 5: nobody's holiday answers it
      'Auto-Submitted: auto-generated',
      // RFC 8058 3.1
      ...(payload.unsubscribeUrl === undefined
        ? []
        : [`List-Unsubscribe: <${payload.unsubscribeUrl}>`, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click']),
      sender,
      header('To', to),
      header('Subject', encoded('Subject', payload.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '))),
      header('Message-ID', payload.messageId),
      `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
      'MIME-Version: 1.0',
      `Content-Type: multipart/alternative; boundary="${BOUNDARY}"`,
    ].join('\r\n');
    const parts = part('plain', payload.text) + part('html', payload.html);
    const bytes = Buffer.from(`${head}\r\n\r\n${parts}--${BOUNDARY}--\r\n`);
    return { from: mailbox, to, messageId: payload.messageId, bytes };
  };
}

/** RFC 2045 6.8 */
const LINE = 76;

/** In base64, which suits Cyrillic letters and lets no line grow too long for a server. */
function part(subtype: 'plain' | 'html', content: string): string {
  const headers = `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: base64`;
  const inBase64 = Buffer.from(content).toString('base64');
  let lines = '';
  for (let from = 0; from < inBase64.length; from += LINE) lines += `${inBase64.slice(from, from + LINE)}\r\n`;
  return `--${BOUNDARY}\r\n${headers}\r\n\r\n${lines || '\r\n'}`;
}

/** @throws TypeError when the payload is not one that a letter can be made of: a fault of ours */
function validDate(payload: EmailPayload): Date {
  const date = new Date(payload.date);
  if (Number.isNaN(date.getTime())) throw new TypeError('a letter without a date');
  if (!/^<[^\s<>@\p{Cc}]+@[^\s<>@\p{Cc}]+>$/u.test(payload.messageId))
    throw new TypeError('a letter whose Message-ID is not one');
  if (payload.unsubscribeUrl !== undefined && !/^https?:\/\/[^\s<>,\p{Cc}]+$/u.test(payload.unsubscribeUrl))
    throw new TypeError('a letter without a way to end it');
  return date;
}
