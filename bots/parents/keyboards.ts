import type { InlineKeyboardMarkup, ReplyKeyboardMarkup } from 'grammy/types';
import { PARENTS_BUTTONS as B } from '../../src/texts/bot/parents-menu.ts';
import { childHeading } from '../../src/texts/russian/names.ts';
import { childKey, encode, type Tap } from './callback-data.ts';
import type { ChatChild } from './context.ts';

type Row = { text: string; callback_data: string }[];

export const button = (text: string, tap: Tap) => ({ text, callback_data: encode(tap) });
export const inline = (rows: Row[]): InlineKeyboardMarkup => ({ inline_keyboard: rows });

export function inRows<T>(items: readonly T[], width: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / width) }, (_, row) =>
    items.slice(row * width, (row + 1) * width),
  );
}

/** Always at hand below the chat: what it says is understood as it stands. */
export const MENU: ReplyKeyboardMarkup = {
  keyboard: [
    [{ text: B.week }, { text: B.today }],
    [{ text: B.sheet }, { text: B.diary }],
    [{ text: B.settings }, { text: B.help }],
  ],
  resize_keyboard: true,
  is_persistent: true,
};

/** Under «Готово». */
export const LINKED = inline([
  [button(B.week, { ask: 'menu', command: 'week' }), button(B.settings, { ask: 'menu', command: 'settings' })],
  [button(B.wantPaper, { ask: 'paper' })],
]);

export const classes = (names: readonly string[]): InlineKeyboardMarkup =>
  inline(
    inRows(
      names.map((name) => button(name, { ask: 'class', name })),
      3,
    ),
  );

/** A button for each of several children. */
export const childButtons = (children: readonly ChatChild[], ask: 'sheet' | 'settings'): Row[] =>
  children.map((child) => [button(childHeading(child), { ask, child: childKey(child.studentId) })]);
