/** From an update to the conversation and back into the chat. */
import type { CallbackQuery, Message } from 'telegraf/types';
import { readCode } from '../../src/access/invitation-codes.ts';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { type StaffVisit, staffVisit } from '../../src/access/staff-visit.ts';
import * as say from '../../src/texts/bot/teachers.ts';
import { FILE_NAME, PHOTO_NAME } from '../../src/texts/bot/teachers.ts';
import { deskLink, understoodByTeachers } from '../../src/texts/bot/teachers-menu.ts';
import type { Input, SentFile } from './conversation/model.ts';
import { respond } from './conversation/respond.ts';
import { createDesk } from './desk.ts';
import { keepShown, readState, saveState } from './dialogue.ts';
import type { FileParts } from './files.ts';
import type { Latest } from './latest.ts';
import { alreadyLinked, takeCode } from './linking.ts';
import { perform } from './perform.ts';

export interface TeachersDeps extends FileParts {
  publicUrl: string;
  latest: Latest;
}

export async function onMessage(deps: TeachersDeps, message: Message | undefined): Promise<void> {
  if (!message) return;
  const { chat } = message;
  const text = 'text' in message ? message.text : undefined;
  if (chat.type !== 'private') {
    if (text?.startsWith('/')) await deps.telegram.sendMessage(chat.id, say.staffPrivateOnly());
    return;
  }
  const visit = await staffVisit(deps.db, deps.clock, String(chat.id));
  const said = await beforeWork(deps, visit, chat.id, text);
  // a link is not for Telegram to look at
  if (said !== null) await deps.telegram.sendMessage(chat.id, said, { link_preview_options: { is_disabled: true } });
  else if (visit) await converse(deps, visit, { id: chat.id }, inputOf(message, deps.clock.now()));
}

/** Codes and /start; who is not linked, or has left, gets no further. */
async function beforeWork(
  deps: TeachersDeps,
  visit: StaffVisit | null,
  chatId: number,
  text: string | undefined,
): Promise<string | null> {
  const start = /^\/start(?:@\w+)?(?:\s+(.*))?$/su.exec(text?.trim() ?? '');
  const code = start?.[1]?.trim() || (text !== undefined && readCode(text) ? text : '');
  if (code) return takeCode(deps, String(chatId), code);
  if (!visit) return say.staffAskCode();
  if (visit.left) return say.staffLeft();
  if (start) return alreadyLinked(visit.name);
  return text !== undefined && understoodByTeachers(text) === 'desk' ? linkToDesk(deps, visit.staffId) : null;
}

/** A one-time link that signs the teacher in: who has no password comes by it. */
async function linkToDesk({ db, clock, publicUrl }: TeachersDeps, staffId: string): Promise<string> {
  const { link, expires } = await createSignInLink(db, clock, staffId, { publicUrl });
  return deskLink(link, Math.round((expires.getTime() - clock.now().getTime()) / 60_000));
}

export async function onTap(deps: TeachersDeps, query: CallbackQuery): Promise<void> {
  const { message } = query;
  const data = 'data' in query ? query.data : undefined;
  const visit = message && (await staffVisit(deps.db, deps.clock, String(message.chat.id)));
  if (!message || data === undefined || message.chat.type !== 'private' || !visit || visit.left) {
    const word = visit?.left ? say.staffLeft() : say.staffAskCode();
    await perform({ ...deps, id: query.from.id, queryId: query.id }, [{ do: 'answer', text: word }]);
    return;
  }
  const input: Input = { kind: 'tap', message: message.message_id, data };
  await converse(deps, visit, { id: message.chat.id, queryId: query.id }, input);
}

/** The state is kept before anything is said: a restart between repeats a word, never loses what a button means. */
async function converse(
  deps: TeachersDeps,
  visit: StaffVisit,
  { id, queryId }: { id: number; queryId?: string },
  input: Input,
): Promise<void> {
  const { db, clock } = deps;
  const chat = String(id);
  const before = await readState(db, chat);
  const { state, effects } = await respond(createDesk(deps, visit), chat, before, input);
  if (JSON.stringify(state) !== JSON.stringify(before)) await saveState(db, clock, chat, state);
  const shown = await perform({ ...deps, id, queryId }, effects);
  if (keepShown(state, shown)) await saveState(db, clock, chat, state);
}

function inputOf(message: Message, now: Date): Input {
  if ('forward_origin' in message && message.forward_origin) return { kind: 'forwarded' };
  const file = fileOf(message);
  const text = 'text' in message ? message.text : 'caption' in message ? message.caption : undefined;
  if (file && !text?.trim()) return { kind: 'uncaptioned' };
  // a caption of a video or of a voice message is no line of the journal
  if (text === undefined || (!('text' in message) && !file)) return { kind: 'wordless' };
  const { message_id } = message;
  if ('edit_date' in message && message.edit_date !== undefined)
    return { kind: 'edited', message: message_id, text, editedAt: plausible(message.edit_date, now) };
  const replyTo = 'reply_to_message' in message ? message.reply_to_message?.message_id : undefined;
  const sentAt = plausible(message.date, now);
  return {
    kind: 'text',
    message: message_id,
    text,
    sentAt,
    ...(replyTo !== undefined && { replyTo }),
    ...(file && { file }),
  };
}

/** A photo in its largest size, or a document. */
function fileOf(message: Message): SentFile | null {
  if ('document' in message) {
    const { file_id, file_name, file_size } = message.document;
    return { id: file_id, name: file_name ?? FILE_NAME, bytes: file_size ?? 0 };
  }
  const photo = 'photo' in message ? message.photo.at(-1) : undefined;
  return photo ? { id: photo.file_id, name: PHOTO_NAME, bytes: photo.file_size ?? 0 } : null;
}

/** Telegram keeps what was not fetched for a day. */
const LATEST_MS = 25 * 3_600_000;

/**
 * When a message was sent, by Telegram's seconds. An instant that Telegram cannot have told (a clock that is wrong, a
 * rehearsal under another date) counts as now.
 */
function plausible(seconds: number, now: Date): Date {
  const late = now.getTime() - seconds * 1000;
  return late >= 0 && late <= LATEST_MS ? new Date(seconds * 1000) : now;
}
