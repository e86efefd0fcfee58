import type { Api } from 'grammy';
import type { InlineKeyboardButton, MessageEntity } from 'grammy/types';
import type { Channel, SendOutcome, TelegramPayload } from '../../delivery/channel.ts';
import type { Clock } from '../../platform/clock.ts';
import { createTelegramApis, type TelegramAddress } from './api.ts';
import { TelegramNetworkError } from './http.ts';
import { outcomeOfError } from './outcomes.ts';

export interface TelegramChannelOptions extends TelegramAddress {
  clock: Clock;
  /** a client made already, so that connections are shared */
  api?: Api;
}

/**
 * Sends one rendered notice and names the outcome. Paces nothing: the sender takes a slot of the bot's pacer first.
 * Never throws for what Telegram or the network did.
 */
export function createTelegramChannel(options: TelegramChannelOptions): Channel<TelegramPayload> {
  const { clock } = options;
  const api = options.api ?? createTelegramApis(options).api;
  return {
    async send(payload, signal, tries): Promise<SendOutcome> {
      if (signal?.aborted) return outcomeOfError(new TelegramNetworkError('stopped', false), payload.bot, clock.now());
      try {
        const message = await api.sendMessage(
          payload.chatId,
          payload.text,
          messageOptions(payload),
          // grammY's type is of the polyfill it brings along; Node's own signal serves
          signal as Parameters<Api['sendMessage']>[3],
        );
        return { kind: 'accepted', providerId: String(message.message_id) };
      } catch (error) {
        return outcomeOfError(error, payload.bot, clock.now(), tries);
      }
    },
  };
}

/** How a payload goes to Telegram: plain text with entities, no previews of links, an answer where it corrects. */
export function messageOptions(payload: TelegramPayload) {
  const { entities = [], buttons = [], replyTo, silent } = payload;
  const keyboard = buttons.map((row) => row.flatMap(inlineButton)).filter((row) => row.length > 0);
  return {
    disable_notification: silent,
    link_preview_options: { is_disabled: true },
    ...(entities.length > 0 ? { entities: entities as MessageEntity[] } : {}),
    ...(keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
    ...(replyTo ? { reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true } } : {}),
  };
}

/** A button, or none where Telegram would refuse the whole message for its address. */
function inlineButton({ text, data, url }: { text: string; data?: string; url?: string }): InlineKeyboardButton[] {
  if (data !== undefined) return [{ text, callback_data: data }];
  return url !== undefined && isTelegramUrl(url) ? [{ text, url }] : [];
}

/** Telegram takes a button's address only with a dot in the host: `http://localhost:3000` would be refused. */
export function isTelegramUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && hostname.includes('.');
}
