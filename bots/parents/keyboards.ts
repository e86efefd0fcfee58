import type { InlineKeyboardMarkup, ReplyKeyboardMarkup } from 'grammy/types';
import { PARENTS_BUTTONS as B, CHANNEL_BUTTONS, RHYTHM_BUTTONS } from '../../src/texts/bot/parents-menu.ts';
import { AT_ONCE } from '../../src/texts/bot/parents-sheet.ts';
import { clockTime } from '../../src/texts/russian/dates.ts';
import { childHeading } from '../../src/texts/russian/names.ts';
import { KIND_NAMES } from '../../src/texts/russian/rhythms.ts';
import { CHANNELS, childKey, encode, KINDS, QUIET, RHYTHMS, type Tap } from './callback-data.ts';
import type { ChatChild } from './context.ts';

type Row = { text: string; callback_data: string }[];

const button = (text: string, tap: Tap) => ({ text, callback_data: encode(tap) });
const inline = (rows: Row[]): InlineKeyboardMarkup => ({ inline_keyboard: rows });

function inRows<T>(items: readonly T[], width: number): T[][] {
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

/** One child out of several. */
export const whichChild = (children: readonly ChatChild[], ask: 'sheet' | 'settings'): InlineKeyboardMarkup =>
  inline(children.map((child) => [button(childHeading(child), { ask, child: childKey(child.studentId) })]));

/** One child's settings: a button for each line of them. */
export function settings(child: ChatChild): InlineKeyboardMarkup {
  const key = childKey(child.studentId);
  const kinds = KINDS.filter((kind) => child.grade > 1 || kind === 'absence' || kind === 'message');
  return inline([
    [button(B.where, { ask: 'where', child: key })],
    ...kinds.map((kind) => [button(KIND_NAMES[kind], { ask: 'kind', child: key, kind })]),
    [button(B.quiet, { ask: 'quiet', child: key })],
    [button(B.wantPaper, { ask: 'paper' }), button(B.stopYes, { ask: 'menu', command: 'stop' })],
  ]);
}

const back = (child: string): Row => [button(B.back, { ask: 'settings', child })];

export function rhythms(child: ChatChild, kind: (typeof KINDS)[number]): InlineKeyboardMarkup {
  const key = childKey(child.studentId);
  const label = (rhythm: (typeof RHYTHMS)[number]) =>
    rhythm === 'now' && kind === 'absence' ? AT_ONCE : RHYTHM_BUTTONS[rhythm];
  return inline([
    ...RHYTHMS.map((rhythm) => [button(label(rhythm), { ask: 'rhythm', child: key, kind, rhythm })]),
    back(key),
  ]);
}

export function channels(child: ChatChild): InlineKeyboardMarkup {
  const key = childKey(child.studentId);
  return inline([
    ...CHANNELS.map((channel) => [button(CHANNEL_BUTTONS[channel], { ask: 'channel', child: key, channel })]),
    back(key),
  ]);
}

export function quietHours(child: ChatChild): InlineKeyboardMarkup {
  const key = childKey(child.studentId);
  const label = (hours: string) => hours.split('-').map(clockTime).join('–');
  return inline([
    ...QUIET.map((hours) => [
      button(hours === 'none' ? B.quietNone : label(hours), { ask: 'quietHours', child: key, hours }),
    ]),
    back(key),
  ]);
}

/** Under a short word on what was changed. */
export const backToSettings = (child: ChatChild): InlineKeyboardMarkup => inline([back(childKey(child.studentId))]);

export const PAPER = inline([
  [button(B.keepHere, { ask: 'paperSet', kept: true })],
  [button(B.paperOnly, { ask: 'paperSet', kept: false })],
]);

export const STOP = inline([
  [button(B.stopYes, { ask: 'stop', sure: true }), button(B.stopNo, { ask: 'stop', sure: false })],
]);
