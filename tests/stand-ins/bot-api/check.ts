/** What Telegram refuses in a message, word for word where its words are known. */
import { badRequest, type Entity, type ReplyMarkup } from './types.ts';

const TEXT_UNITS = 4096;
const CAPTION_UNITS = 1024;
const CALLBACK_BYTES = 64;
const ENTITY_TYPES = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'code',
  'pre',
  'text_link',
  'url',
  'mention',
  'hashtag',
  'bot_command',
  'email',
  'phone_number',
];

export function checkText(text: unknown): string {
  if (typeof text !== 'string' || text.trim() === '') throw badRequest('message text is empty');
  if (text.length > TEXT_UNITS) throw badRequest('message is too long');
  return text;
}

export function checkCaption(caption: unknown): string | undefined {
  if (caption === undefined) return undefined;
  if (typeof caption !== 'string' || caption.length > CAPTION_UNITS) throw badRequest('message caption is too long');
  return caption;
}

const splitsPair = (text: string, at: number) => /^[\uDC00-\uDFFF]/.test(text.slice(at, at + 1));

/** Entities lie within the text, count in UTF-16 units and split no surrogate pair. */
export function checkEntities(raw: unknown, text: string): Entity[] {
  const entities = fromJson(raw, 'entities');
  if (entities === undefined) return [];
  if (!Array.isArray(entities)) throw badRequest("can't parse entities: expected an Array");
  return entities.map((entity: Partial<Entity>) => {
    const { type, offset, length, url } = entity;
    if (!type || !ENTITY_TYPES.includes(type))
      throw badRequest("can't parse MessageEntity: Unsupported type specified");
    if (!Number.isInteger(offset) || !Number.isInteger(length) || offset! < 0 || length! < 1)
      throw badRequest("can't parse MessageEntity: offset or length is wrong");
    if (offset! + length! > text.length) throw badRequest('ENTITY_BOUNDS_INVALID');
    if (splitsPair(text, offset!) || splitsPair(text, offset! + length!)) throw badRequest('ENTITY_BOUNDS_INVALID');
    if (type === 'text_link') checkUrl(url, 'text_link');
    return { type, offset: offset!, length: length!, ...(url ? { url } : {}) };
  });
}

/** Telegram takes web addresses with a dot in the host, and its own `tg:` links. */
function checkUrl(url: unknown, where: string): void {
  const wrong = () => badRequest(`inline keyboard button URL '${String(url)}' is invalid: Wrong HTTP URL (${where})`);
  if (typeof url !== 'string' || !URL.canParse(url)) throw wrong();
  const parsed = new URL(url);
  if (parsed.protocol === 'tg:') return;
  if (!/^https?:$/.test(parsed.protocol) || !parsed.hostname.includes('.')) throw wrong();
}

export function checkMarkup(raw: unknown): ReplyMarkup | undefined {
  const markup = fromJson(raw, 'reply_markup') as ReplyMarkup | undefined;
  if (markup === undefined) return undefined;
  if (typeof markup !== 'object' || markup === null) throw badRequest('object expected as reply markup');
  for (const row of markup.inline_keyboard ?? []) {
    if (!Array.isArray(row)) throw badRequest('field "inline_keyboard" must be an Array of Arrays');
    if (row.length > 8) throw badRequest('BUTTON_ROW_TOO_LONG');
    for (const button of row) {
      if (typeof button.text !== 'string' || button.text.trim() === '')
        throw badRequest('text buttons are not allowed to be empty');
      const actions = [button.callback_data, button.url].filter((action) => action !== undefined);
      if (actions.length !== 1) throw badRequest("can't parse inline keyboard button: exactly one action is expected");
      if (button.url !== undefined) checkUrl(button.url, 'button');
      const bytes = Buffer.byteLength(button.callback_data ?? 'x');
      if (bytes < 1 || bytes > CALLBACK_BYTES) throw badRequest('BUTTON_DATA_INVALID');
    }
  }
  if ((markup.inline_keyboard ?? []).flat().length > 100) throw badRequest('reply markup is too long');
  return markup;
}

/** Objects come as JSON text in form bodies, as themselves in JSON bodies. */
export function fromJson(raw: unknown, field: string): unknown {
  if (raw === undefined || raw === null || raw === '') return undefined;
  if (typeof raw !== 'string') return raw;
  try {
    return JSON.parse(raw);
  } catch {
    throw badRequest(`can't parse ${field} JSON object`);
  }
}

const isTrue = (raw: unknown) => raw === true || raw === 'true' || raw === '1' || raw === 1;
export const flag = (raw: unknown): boolean => isTrue(raw);
