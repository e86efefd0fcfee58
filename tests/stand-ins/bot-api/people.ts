/** The people's side: what somebody with a phone does to a bot, and what they see. */
import { asTelegram } from './methods.ts';
import { type BotState, type ChatState, keepFile, openQuery, queueUpdate } from './state.ts';
import type { Button, KeptMessage, Message, StandInUser } from './types.ts';

/** How long a person waits for a bot's word before a test fails, ms. */
const PATIENCE = 8_000;

export interface TapAnswer {
  text?: string;
  alert: boolean;
}

const entitiesOf = (text: string) =>
  [...text.matchAll(/(?<=^|\s)\/[A-Za-z0-9_]{1,32}\b/g)].map((found) => ({
    type: 'bot_command',
    offset: found.index,
    length: found[0].length,
  }));

/** Opens (or finds) a chat between a person and a bot. A group has `title`. */
export function openChat(bot: BotState, user: StandInUser, group?: { id: number; title: string }): ChatState {
  const id = group?.id ?? user.id;
  const known = bot.chats.get(id);
  if (known) return known;
  const chat: ChatState = {
    chat: group ? { id, type: 'group', title: group.title } : { id, type: 'private', first_name: user.first_name },
    user,
    begun: group !== undefined,
    blocked: false,
    messages: [],
    shown: [],
    heard: 0,
    waiting: [],
  };
  bot.chats.set(id, chat);
  return chat;
}

/** One person in one chat with one bot. */
export function createPerson(bot: BotState, user: StandInUser, state: ChatState, now: () => number) {
  const says = (content: Partial<Message>): KeptMessage => {
    state.begun = true;
    const at = now();
    const message: KeptMessage = {
      message_id: bot.nextMessage++,
      date: Math.floor(at / 1000),
      chat: state.chat,
      from: user,
      ...content,
      at,
      silent: false,
      linkPreview: true,
      deleted: false,
      edits: [],
    };
    state.messages.push(message);
    queueUpdate(bot, 'message', asTelegram(message));
    return message;
  };

  const member = (from: string, to: string) =>
    queueUpdate(bot, 'my_chat_member', {
      chat: state.chat,
      from: user,
      date: Math.floor(now() / 1000),
      old_chat_member: { user: bot.me, status: from },
      new_chat_member: { user: bot.me, status: to, ...(to === 'kicked' ? { until_date: 0 } : {}) },
    });

  const botMessages = () => state.messages.filter((m) => m.from.id === bot.me.id && !m.deleted);

  const withButton = (label: string | RegExp): { message: KeptMessage; button: Button } => {
    const fits = (button: Button) => (typeof label === 'string' ? button.text === label : label.test(button.text));
    for (const message of botMessages().toReversed()) {
      const button = (message.reply_markup?.inline_keyboard ?? []).flat().find(fits);
      if (button) return { message, button };
    }
    const seen = botMessages().flatMap((m) => (m.reply_markup?.inline_keyboard ?? []).flat().map((b) => b.text));
    throw new Error(`no button ${label} in the chat; there are: ${seen.join(' | ')}`);
  };

  return {
    id: user.id,
    chatId: state.chat.id,
    /** sends a text; returns the message */
    sends: (text: string) => {
      const entities = entitiesOf(text);
      return says({ text, ...(entities.length > 0 ? { entities } : {}) });
    },
    sendsPhoto: (caption?: string, bytes = Buffer.from('photo')) =>
      says({
        photo: [{ ...keepFile(bot, 'photo.jpg', 'image/jpeg', bytes), width: 100, height: 100 }],
        ...(caption ? { caption } : {}),
      }),
    sendsVoice: () =>
      says({ voice: { ...keepFile(bot, 'voice.oga', 'audio/ogg', Buffer.from('voice')), duration: 3 } }),
    sendsDocument: (name: string, type: string, bytes: Buffer, caption?: string) =>
      says({ document: keepFile(bot, name, type, bytes), ...(caption ? { caption } : {}) }),
    forwards: (text: string) =>
      says({
        text,
        forward_origin: { type: 'hidden_user', sender_user_name: 'Кто-то', date: Math.floor(now() / 1000) },
      }),
    /** edits an own message */
    edits: (messageId: number, text: string) => {
      const message = state.messages.find((m) => m.message_id === messageId);
      if (!message) throw new Error(`no message ${messageId}`);
      message.edits.push({ text: message.text ?? '', at: now() });
      Object.assign(message, { text, entities: entitiesOf(text), edit_date: Math.floor(now() / 1000) });
      queueUpdate(bot, 'edited_message', asTelegram(message));
    },
    /** taps the newest button of that label; resolves with the bot's answer to the tap */
    taps: (label: string | RegExp): Promise<TapAnswer> => {
      const { message, button } = withButton(label);
      if (button.callback_data === undefined) throw new Error(`«${button.text}» opens ${button.url}`);
      return tap(message, button.callback_data);
    },
    /** a tap with data of one's own making, as a hostile client could */
    tapsData: (data: string, message = botMessages().at(-1)): Promise<TapAnswer> => {
      if (!message) throw new Error('no message of the bot to tap on');
      return tap(message, data);
    },
    blocks: () => {
      state.blocked = true;
      member('member', 'kicked');
    },
    unblocks: () => {
      state.blocked = false;
      member('kicked', 'member');
    },
    /** the next message (or change of one) of the bot not yet heard; waits for it */
    hears: async (): Promise<KeptMessage> => {
      if (state.heard >= state.shown.length) await shown(state);
      return state.shown[state.heard++]!;
    },
    /** what the bot showed and was not yet heard, without waiting */
    unheard: (): KeptMessage[] => {
      const rest = state.shown.slice(state.heard);
      state.heard = state.shown.length;
      return rest;
    },
    /** every message of the bot in the chat, oldest first */
    messages: botMessages,
    last: () => botMessages().at(-1),
    /** labels of the buttons under the newest message that has buttons */
    buttons: () =>
      (botMessages().findLast((m) => m.reply_markup?.inline_keyboard?.length)?.reply_markup?.inline_keyboard ?? [])
        .flat()
        .map((b) => b.text),
  };

  function tap(message: KeptMessage, data: string): Promise<TapAnswer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the tap «${data}» was never answered`)), PATIENCE);
      const id = openQuery(bot, now(), (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      queueUpdate(bot, 'callback_query', {
        id,
        from: user,
        message: asTelegram(message),
        chat_instance: String(state.chat.id),
        data,
      });
    });
  }
}

export type Person = ReturnType<typeof createPerson>;

function shown(state: ChatState): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const last = state.messages.slice(-3).map((m) => `${m.from.is_bot ? 'bot' : 'person'}: ${m.text ?? '[file]'}`);
      reject(new Error(`the bot said nothing more; last in the chat:\n${last.join('\n')}`));
    }, PATIENCE);
    state.waiting.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
