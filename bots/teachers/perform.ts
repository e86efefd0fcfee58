/** Does in the chat what the conversation decided. */
import type { Telegram } from 'telegraf';
import type { Button, Effect } from './conversation/model.ts';
import type { Shown } from './dialogue.ts';
import type { Latest } from './latest.ts';
import { codeOf } from './paced-telegram.ts';

export interface Chat {
  telegram: Telegram;
  id: number;
  latest: Latest;
  /** of the tap under way */
  queryId?: string | undefined;
}

export async function perform(chat: Chat, effects: readonly Effect[]): Promise<Shown[]> {
  const shown: Shown[] = [];
  for (const effect of effects) {
    if (effect.do === 'answer') await answerTap(chat, effect.text);
    else if (effect.do === 'change' && effect.latest) {
      chat.latest.show(`${chat.id}:${effect.message}`, () => change(chat, effect));
    } else {
      if (effect.do === 'change') await chat.latest.settle(`${chat.id}:${effect.message}`);
      const message = effect.do === 'send' ? await send(chat, effect) : await change(chat, effect);
      shown.push({ message, keep: effect.keep, ask: effect.do === 'send' ? effect.ask : undefined });
    }
  }
  return shown;
}

const keyboard = (buttons: readonly Button[][] = []) => ({
  reply_markup: {
    inline_keyboard: buttons.map((row) => row.map(({ text, data }) => ({ text, callback_data: data }))),
  },
});

async function send({ telegram, id }: Chat, { text, buttons, ask }: Extract<Effect, { do: 'send' }>): Promise<number> {
  const markup = ask ? { reply_markup: { force_reply: true as const } } : buttons?.length ? keyboard(buttons) : {};
  return (await telegram.sendMessage(id, text, markup)).message_id;
}

async function change(chat: Chat, effect: Extract<Effect, { do: 'change' }>): Promise<number> {
  const { message, text, buttons } = effect;
  try {
    await chat.telegram.editMessageText(chat.id, message, undefined, text, keyboard(buttons));
    return message;
  } catch (error) {
    if (codeOf(error) !== 400) throw error;
    // shown so already: the update came twice
    if (error instanceof Error && error.message.includes('not modified')) return message;
    return send(chat, { do: 'send', text, ...(buttons && { buttons }) });
  }
}

/** Ends the waiting circle on the button; too late for it is no matter. */
async function answerTap({ telegram, queryId }: Chat, text: string | undefined): Promise<void> {
  if (queryId === undefined) return;
  try {
    await telegram.answerCbQuery(queryId, text);
  } catch (error) {
    if (codeOf(error) !== 400) throw error;
  }
}
