import type { SendMailOptions } from 'nodemailer';
import type { EmailPayload } from '../../../src/delivery/channel.ts';

/** A payload as nodemailer itself would be given it; it makes the very bytes of it that the channel sends. */
export function asMail(payload: EmailPayload, from: string): SendMailOptions {
  return {
    from,
    to: { name: '', address: payload.to },
    subject: payload.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '),
    text: { content: payload.text, contentTransferEncoding: 'base64' },
    html: { content: payload.html, contentTransferEncoding: 'base64' },
    date: new Date(payload.date),
    messageId: payload.messageId,
    xMailer: false,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': { prepared: true, value: `<${payload.unsubscribeUrl}>` },
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    baseBoundary: 'letter',
    boundaryPrefix: '=_vestnik',
  };
}
