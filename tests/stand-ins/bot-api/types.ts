/** What the Bot API stand-in keeps and answers; field names are Telegram's own. */

export interface StandInUser {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

export interface StandInChat {
  id: number;
  type: 'private' | 'group' | 'supergroup';
  first_name?: string;
  title?: string;
}

export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
}

export interface Button {
  text: string;
  callback_data?: string;
  url?: string;
}

export interface ReplyMarkup {
  inline_keyboard?: Button[][];
  keyboard?: { text: string }[][];
  remove_keyboard?: boolean;
}

export interface StandInFile {
  file_id: string;
  file_unique_id: string;
  file_name?: string;
  mime_type?: string;
  file_size: number;
}

/** A message as Telegram's JSON shows it. */
export interface Message {
  message_id: number;
  date: number;
  edit_date?: number;
  chat: StandInChat;
  from: StandInUser;
  text?: string;
  entities?: Entity[];
  caption?: string;
  reply_markup?: ReplyMarkup;
  reply_to_message?: { message_id: number };
  document?: StandInFile;
  photo?: (StandInFile & { width: number; height: number })[];
  voice?: StandInFile & { duration: number };
  forward_origin?: { type: 'hidden_user'; sender_user_name: string; date: number };
}

/** A message as the chat keeps it, with what Telegram's JSON does not show. */
export interface KeptMessage extends Message {
  /** milliseconds of the stand-in's clock */
  at: number;
  silent: boolean;
  linkPreview: boolean;
  deleted: boolean;
  /** earlier texts, oldest first */
  edits: { text: string; at: number }[];
  /** bytes of an attached document */
  bytes?: Buffer;
}

export interface Update {
  update_id: number;
  [kind: string]: unknown;
}

/** Parameters of a call, however its body was encoded; files by field name. */
export interface Call {
  params: Record<string, unknown>;
  files: Record<string, { name: string; type: string; bytes: Buffer }>;
}

/** An answer that is no success. */
export interface ApiError {
  error_code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

export class Refusal extends Error {
  readonly error: ApiError;
  constructor(error_code: number, description: string, parameters?: ApiError['parameters']) {
    super(description);
    this.error = { error_code, description, ...(parameters ? { parameters } : {}) };
  }
}

export const badRequest = (what: string) => new Refusal(400, `Bad Request: ${what}`);
