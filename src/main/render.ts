import { choicesUrl, unsubscribeUrl } from '../access/secret-links.ts';
import type { EmailPayload, TelegramPayload } from '../delivery/channel.ts';
import { letterId } from '../delivery/letter-id.ts';
import type { Addressee, Renderers } from '../delivery/render.ts';
import { PARENTS_BUTTONS } from '../texts/bot/parents-menu.ts';
import type { EmailText } from '../texts/email/letter.ts';
import { renderNoticeEmail } from '../texts/email/notice.ts';
import { renderWeekEmail } from '../texts/email/week.ts';
import { renderNotice } from '../texts/telegram/notice.ts';
import type { TelegramText } from '../texts/telegram/text.ts';
import { renderWeeks } from '../texts/telegram/week.ts';

export interface RenderSettings {
  /** the school's own, for links that need no sign-in */
  secret: string;
  publicUrl: string;
}

/** The words of each channel, put together with this school's links. */
export function createRenderers({ secret, publicUrl }: RenderSettings): Renderers {
  const links = ({ contactId, at }: Addressee) => ({
    diaryUrl: `${publicUrl}/diary`,
    settingsUrl: choicesUrl(secret, publicUrl, contactId, at),
    unsubscribeUrl: unsubscribeUrl(secret, publicUrl, contactId),
  });
  const email = (to: Addressee, text: EmailText): EmailPayload[] => [
    {
      channel: 'email',
      to: to.address,
      ...text,
      messageId: letterId(to, new URL(publicUrl).hostname),
      unsubscribeUrl: links(to).unsubscribeUrl,
      date: to.at.toISOString(),
    },
  ];
  return {
    notice: (notice, to) =>
      to.channel === 'telegram'
        ? telegram(to, renderNotice(notice), to.replyTo)
        : email(to, renderNoticeEmail({ notice, guardianName: greeted(to), ...links(to) })),
    week: (weeks, to) => {
      const facts = weeks.map((week) => week.facts);
      if (to.channel === 'telegram')
        return telegram(to, renderWeeks(facts, { detail: to.detail }), undefined, [
          [
            { text: PARENTS_BUTTONS.seen, data: `seen:${to.id}` },
            { text: PARENTS_BUTTONS.more, data: 'menu:week' },
          ],
        ]);
      const sha256 = weeks.map((week) => week.sha256);
      return email(to, renderWeekEmail({ facts, sha256, guardianName: greeted(to), detail: to.detail, ...links(to) }));
    },
  };
}

/** A long text goes in several messages: the first answers what it corrects, the last carries the buttons. */
function telegram(
  to: Addressee,
  texts: TelegramText[],
  replyTo?: string,
  buttons?: TelegramPayload['buttons'],
): TelegramPayload[] {
  return texts.map(({ text, entities }, index) => ({
    channel: 'telegram',
    bot: to.bot === 'teachers' ? 'teachers' : 'parents',
    chatId: to.address,
    text,
    entities,
    silent: to.silent,
    ...(index === 0 && replyTo && { replyTo }),
    ...(index === texts.length - 1 && buttons && { buttons }),
  }));
}

/** «Мария Петровна и Пётр Ильич» read one mailbox. */
function greeted({ guardians }: Addressee): string {
  return guardians.map(({ name }) => name).join(', ');
}
