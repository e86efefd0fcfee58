import { pino } from 'pino';
import { createEmailChannel, type EmailChannel, type EmailChannelParts } from '../../../src/channels/email/channel.ts';
import type { EmailPayload } from '../../../src/delivery/channel.ts';
import { type FakeClock, fakeClock } from '../../fake-clock.ts';

let letters = 0;

/** A letter that may be sent, each with a Message-ID of its own. */
export function letter(over: Partial<EmailPayload> = {}): EmailPayload {
  letters += 1;
  return {
    channel: 'email',
    to: 'ivanova@example.ru',
    subject: 'Школьная неделя 14–19 сентября: Пётр, 7Б',
    text: 'Алгебра: 5\n',
    html: '<p>Алгебра: 5</p>',
    messageId: `<week-${letters}@school.example.ru>`,
    unsubscribeUrl: 'https://school.example.ru/u/AbCdEfGh',
    date: '2026-09-19T07:00:00Z',
    ...over,
  };
}

export const clock: FakeClock = fakeClock('2026-09-19T07:00:00Z');

/** A channel for tests: silent log, waits without spread; whoever waits for a time-out says how long. */
export function channelTo(smtpUrl: string, over: Partial<EmailChannelParts> = {}): EmailChannel {
  return createEmailChannel({
    smtpUrl,
    from: 'Школа № 1 <dnevnik@school.example.ru>',
    clock,
    log: pino({ level: 'silent' }),
    timeouts: { connect: 20_000, silence: 20_000 },
    random: () => 0.5,
    ...over,
  });
}
