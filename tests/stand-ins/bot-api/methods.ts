/** The methods of the Bot API that Vestnik calls, and Telegram's answers to them. */
import { checkCaption, checkEntities, checkMarkup, checkText, flag, fromJson } from './check.ts';
import { type BotState, type ChatState, keepFile, liveQuery, showMessage } from './state.ts';
import { badRequest, type Call, type KeptMessage, type Message, Refusal } from './types.ts';

export interface MethodContext {
  bot: BotState;
  call: Call;
  /** milliseconds of the stand-in's clock */
  now: number;
}

type Method = (context: MethodContext) => unknown;

/** Methods that put or change a message in a chat: these count against the limits. */
const COUNTED = ['sendmessage', 'senddocument', 'sendphoto', 'editmessagetext', 'editmessagereplymarkup'];

const MAX_UPLOAD = 50 * 1024 * 1024;

function chatOf({ bot, call }: MethodContext): ChatState {
  const { chat_id } = call.params;
  if (chat_id === undefined || chat_id === '') throw badRequest('chat_id is empty');
  const chat = bot.chats.get(Number(chat_id));
  if (!chat) throw badRequest('chat not found');
  return chat;
}

function writableChat(context: MethodContext): ChatState {
  const chat = chatOf(context);
  if (chat.blocked) throw new Refusal(403, 'Forbidden: bot was blocked by the user');
  if (!chat.begun) throw new Refusal(403, "Forbidden: bot can't initiate conversation with a user");
  return chat;
}

/** Lets the call pass the bot's limits; other methods are free. */
export function countAgainstLimits(method: string, { bot, call, now }: MethodContext): void {
  if (COUNTED.includes(method)) bot.limiter.pass(String(call.params.chat_id), now);
}

function replyTarget(context: MethodContext, chat: ChatState): { message_id: number } | undefined {
  const reply = fromJson(context.call.params.reply_parameters, 'reply_parameters') as
    | { message_id?: number; allow_sending_without_reply?: boolean }
    | undefined;
  if (!reply) return undefined;
  const found = chat.messages.find((m) => m.message_id === Number(reply.message_id) && !m.deleted);
  if (found) return { message_id: found.message_id };
  if (reply.allow_sending_without_reply) return undefined;
  throw badRequest('message to be replied not found');
}

function put(context: MethodContext, chat: ChatState, content: Partial<KeptMessage>): Message {
  const { bot, call, now } = context;
  const preview = fromJson(call.params.link_preview_options, 'link_preview_options') as
    | { is_disabled?: boolean }
    | undefined;
  const reply = replyTarget(context, chat);
  const markup = checkMarkup(call.params.reply_markup);
  const message: KeptMessage = {
    message_id: bot.nextMessage++,
    date: Math.floor(now / 1000),
    chat: chat.chat,
    from: bot.me,
    ...(reply ? { reply_to_message: reply } : {}),
    ...(markup ? { reply_markup: markup } : {}),
    ...content,
    at: now,
    silent: flag(call.params.disable_notification),
    linkPreview: !preview?.is_disabled,
    deleted: false,
    edits: [],
  };
  chat.messages.push(message);
  showMessage(chat, message);
  return asTelegram(message);
}

/** Only what Telegram's JSON shows. */
export function asTelegram({ at, silent, linkPreview, deleted, edits, bytes, ...message }: KeptMessage): Message {
  return message;
}

function refuseParseMode({ call }: MethodContext): void {
  if (call.params.parse_mode) throw badRequest("can't parse entities: this stand-in takes entities only");
}

const sendMessage: Method = (context) => {
  const chat = writableChat(context);
  refuseParseMode(context);
  const text = checkText(context.call.params.text);
  const entities = checkEntities(context.call.params.entities, text);
  return put(context, chat, { text, ...(entities.length > 0 ? { entities } : {}) });
};

const sendDocument: Method = (context) => {
  const chat = writableChat(context);
  const { params, files } = context.call;
  const caption = checkCaption(params.caption);
  const named = typeof params.document === 'string' ? params.document : undefined;
  const upload = named?.startsWith('attach://') ? files[named.slice('attach://'.length)] : files.document;
  if (upload) {
    if (upload.bytes.length === 0) throw badRequest('file must be non-empty');
    if (upload.bytes.length > MAX_UPLOAD) throw new Refusal(413, 'Request Entity Too Large');
    const document = keepFile(context.bot, upload.name, upload.type, upload.bytes);
    return put(context, chat, { document, bytes: upload.bytes, ...(caption ? { caption } : {}) });
  }
  const known = named ? context.bot.files.get(named) : undefined;
  if (!known) throw badRequest('there is no document in the request');
  const { path, bytes, ...document } = known;
  return put(context, chat, { document, bytes, ...(caption ? { caption } : {}) });
};

function editable(context: MethodContext): { chat: ChatState; message: KeptMessage } {
  const chat = writableChat(context);
  const message = chat.messages.find((m) => m.message_id === Number(context.call.params.message_id) && !m.deleted);
  if (!message) throw badRequest('message to edit not found');
  if (message.from.id !== context.bot.me.id) throw badRequest("message can't be edited");
  return { chat, message };
}

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

const editMessageText: Method = (context) => {
  const { chat, message } = editable(context);
  refuseParseMode(context);
  const text = checkText(context.call.params.text);
  const entities = checkEntities(context.call.params.entities, text);
  const markup = checkMarkup(context.call.params.reply_markup);
  if (text === message.text && JSON.stringify(markup) === JSON.stringify(message.reply_markup))
    throw badRequest(NOT_MODIFIED);
  message.edits.push({ text: message.text ?? '', at: context.now });
  Object.assign(message, { text, entities, reply_markup: markup, edit_date: Math.floor(context.now / 1000) });
  showMessage(chat, message);
  return asTelegram(message);
};

const editMessageReplyMarkup: Method = (context) => {
  const { chat, message } = editable(context);
  const markup = checkMarkup(context.call.params.reply_markup);
  if (JSON.stringify(markup) === JSON.stringify(message.reply_markup)) throw badRequest(NOT_MODIFIED);
  message.reply_markup = markup;
  showMessage(chat, message);
  return asTelegram(message);
};

const deleteMessage: Method = (context) => {
  const chat = writableChat(context);
  const message = chat.messages.find((m) => m.message_id === Number(context.call.params.message_id) && !m.deleted);
  if (!message) throw badRequest('message to delete not found');
  message.deleted = true;
  return true;
};

const answerCallbackQuery: Method = ({ bot, call, now }) => {
  const query = liveQuery(bot, String(call.params.callback_query_id), now);
  if (!query) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  const text = call.params.text === undefined ? undefined : String(call.params.text);
  if (text !== undefined && text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
  query.answered = true;
  query.resolve({ ...(text ? { text } : {}), alert: flag(call.params.show_alert) });
  return true;
};

const setMyCommands: Method = ({ bot, call }) => {
  const commands = fromJson(call.params.commands, 'commands') as { command: string; description: string }[];
  if (!Array.isArray(commands) || commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (!description || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  bot.commands = commands;
  return true;
};

const described =
  (field: 'description' | 'shortDescription', parameter: string, units: number): Method =>
  ({ bot, call }) => {
    const text = String(call.params[parameter] ?? '');
    if (text.length > units) throw badRequest(`${parameter} is too long`);
    bot[field] = text;
    return true;
  };

const setWebhook: Method = ({ bot, call }) => {
  const url = String(call.params.url ?? '');
  const secret = call.params.secret_token === undefined ? undefined : String(call.params.secret_token);
  if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secret))
    throw badRequest('secret token contains unallowed characters');
  const allowed = fromJson(call.params.allowed_updates, 'allowed_updates') as string[] | undefined;
  if (allowed) bot.allowed = allowed;
  if (flag(call.params.drop_pending_updates)) bot.updates = [];
  bot.webhook = url ? { url, ...(secret ? { secret } : {}) } : undefined;
  bot.poll?.conflict();
  return true;
};

const getFile: Method = ({ bot, call }) => {
  const file = bot.files.get(String(call.params.file_id));
  if (!file) throw badRequest('invalid file_id');
  if (file.file_size > 20 * 1024 * 1024) throw badRequest('file is too big');
  return {
    file_id: file.file_id,
    file_unique_id: file.file_unique_id,
    file_size: file.file_size,
    file_path: file.path,
  };
};

/** By name in lower case, as Telegram takes them. getUpdates is the server's own. */
export const METHODS: Record<string, Method> = {
  getme: ({ bot }) => ({
    ...bot.me,
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }),
  sendmessage: sendMessage,
  senddocument: sendDocument,
  editmessagetext: editMessageText,
  editmessagereplymarkup: editMessageReplyMarkup,
  deletemessage: deleteMessage,
  answercallbackquery: answerCallbackQuery,
  sendchataction: (context) => Boolean(writableChat(context)),
  setmycommands: setMyCommands,
  getmycommands: ({ bot }) => bot.commands,
  setmydescription: described('description', 'description', 512),
  setmyshortdescription: described('shortDescription', 'short_description', 120),
  setwebhook: setWebhook,
  deletewebhook: ({ bot, call }) => {
    bot.webhook = undefined;
    if (flag(call.params.drop_pending_updates)) bot.updates = [];
    return true;
  },
  getwebhookinfo: ({ bot }) => ({
    url: bot.webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.updates.length,
  }),
  getfile: getFile,
};
