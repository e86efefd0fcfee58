/** What the providers do to a fifth of all calls. */
import type { BotApi } from '../stand-ins/bot-api.ts';
import { faults } from '../stand-ins/bot-api.ts';
import type { SmtpStandIn } from '../stand-ins/smtp.ts';

/** Telegram: 20% of the calls. What may have arrived is kept rare, for it ends in a second message by design. */
export function stormOverTelegram(botApi: BotApi): void {
  const always = { bot: 'parents', method: 'sendMessage', times: Number.POSITIVE_INFINITY };
  botApi.fault(faults.tooMany(1), { ...always, share: 0.06 });
  botApi.fault(faults.serverError, { ...always, share: 0.045 });
  botApi.fault(faults.html(502), { ...always, share: 0.045 });
  botApi.fault(faults.resetBefore, { ...always, share: 0.05 });
  botApi.fault(faults.blocked, { ...always, share: 0.004 });
  botApi.fault(faults.resetAfter, { ...always, share: 0.001 });
  botApi.fault(faults.hang, { ...always, share: 0.0003 });
}

/** Mail: an address is greylisted now and then, the server is busy now and then, some mailboxes are gone. */
export function stormOverMail(smtp: SmtpStandIn, random: () => number): void {
  const gone = new Set<string>();
  smtp.script({
    recipient: (address) => {
      if (gone.has(address)) return '550 5.1.1 no such user';
      const luck = random();
      if (luck < 0.003) gone.add(address);
      if (gone.has(address)) return '550 5.1.1 no such user';
      if (luck < 0.12) return '451 4.7.1 greylisted, try again later';
      return undefined;
    },
    letter: () => (random() < 0.05 ? '452 4.3.1 out of disk, try again later' : undefined),
  });
}

/** Fair weather again. */
export function calm(botApi: BotApi, smtp: SmtpStandIn): void {
  botApi.noMoreFaults();
  smtp.script({});
}
