import type { InlineKeyboardMarkup } from 'grammy/types';
import { type ChoiceKind, ORDERS } from '../../src/access/choice-rules.ts';
import { addDays, type SchoolDate } from '../../src/platform/school-time.ts';
import { AT_ONCE, PARENTS_BUTTONS as B, RHYTHM_BUTTONS } from '../../src/texts/bot/parents-menu.ts';
import { kindButton, pauseButton, schoolHoursButton } from '../../src/texts/bot/parents-settings.ts';
import { type Coming, choiceOrder } from '../../src/texts/choices.ts';
import { clockTime } from '../../src/texts/russian/dates.ts';
import type { ChoiceRhythm } from '../../src/texts/russian/rhythms.ts';
import { childKey } from './callback-data.ts';
import type { ChatChild } from './context.ts';
import { button, childButtons, inline, inRows } from './keyboards.ts';

type Hours = { from: string; to: string };

/** Quiet hours offered besides the school's. */
const QUIET: readonly Hours[] = [
  { from: '22:00', to: '07:00' },
  { from: '20:00', to: '08:00' },
];
const EVENINGS = inHalfHours(18, 24);
const MORNINGS = inHalfHours(5, 11);
/** Lengths of a pause that are offered, in days after today. */
const PAUSES = [1, 3, 7, 14, 30];

function inHalfHours(from: number, before: number): string[] {
  return Array.from({ length: (before - from) * 2 }, (_, half) => {
    const hour = String(from + Math.floor(half / 2)).padStart(2, '0');
    return `${hour}:${half % 2 === 0 ? '00' : '30'}`;
  });
}

const toSettings = [button(B.back, { ask: 'menu', command: 'settings' })];
const toChild = (child: string) => [button(B.back, { ask: 'settings', child })];

/** Under the glance at everything: the children, and what concerns the person. */
export function settings(
  children: readonly ChatChild[],
  { paused, paper }: { paused: boolean; paper: boolean },
): InlineKeyboardMarkup {
  const [only] = children;
  return inline([
    ...(children.length === 1 && only ? [ofChild(childKey(only.studentId))] : childButtons(children, 'settings')),
    [
      button(B.quiet, { ask: 'quiet' }),
      paused ? button(B.resume, { ask: 'resume' }) : button(B.pause, { ask: 'pause' }),
    ],
    [
      paper ? button(B.paperEnd, { ask: 'paperEnd' }) : button(B.wantPaper, { ask: 'paper' }),
      button(B.stopYes, { ask: 'menu', command: 'stop' }),
    ],
  ]);
}

const ofChild = (child: string) => [button(B.where, { ask: 'where', child }), button(B.kinds, { ask: 'kinds', child })];

/** One of several children. */
export function child({ studentId }: ChatChild): InlineKeyboardMarkup {
  const key = childKey(studentId);
  return inline([ofChild(key), [button(B.copy, { ask: 'copy', child: key })], toSettings]);
}

/** @param email the school knows an address */
export function where({ studentId }: ChatChild, email: boolean): InlineKeyboardMarkup {
  const key = childKey(studentId);
  const orders = ORDERS.filter((order) => email || !(order as readonly string[]).includes('email'));
  return inline([
    ...orders.map((order) => [button(choiceOrder(order), { ask: 'order', child: key, order })]),
    toChild(key),
  ]);
}

export function kinds({ studentId }: ChatChild, own: readonly ChoiceKind[], coming: Coming): InlineKeyboardMarkup {
  const key = childKey(studentId);
  return inline([
    ...own.map((kind) => [
      button(kindButton(kind, coming.rhythms[kind] ?? 'diary'), { ask: 'kind', child: key, kind }),
    ]),
    toChild(key),
  ]);
}

export function rhythms(
  { studentId }: ChatChild,
  kind: ChoiceKind,
  allowed: readonly ChoiceRhythm[],
): InlineKeyboardMarkup {
  const key = childKey(studentId);
  const label = (rhythm: ChoiceRhythm) => (rhythm === 'now' && kind === 'absence' ? AT_ONCE : RHYTHM_BUTTONS[rhythm]);
  return inline([
    ...allowed.map((rhythm) => [button(label(rhythm), { ask: 'rhythm', child: key, kind, rhythm })]),
    [button(B.back, { ask: 'kinds', child: key })],
  ]);
}

/** Back to one child of several, or to everything. */
export const backTo = ({ studentId }: ChatChild): InlineKeyboardMarkup => inline([toChild(childKey(studentId))]);
export const BACK = inline([toSettings]);

export function quiet(school: Hours | undefined): InlineKeyboardMarkup {
  return inline([
    [button(schoolHoursButton(school), { ask: 'hours', hours: 'school' })],
    QUIET.map((hours) => button(`${clockTime(hours.from)}–${clockTime(hours.to)}`, { ask: 'hours', hours })),
    [button(B.quietOwn, { ask: 'quietOwn' }), button(B.quietNone, { ask: 'hours', hours: 'none' })],
    toSettings,
  ]);
}

const QUIET_BACK = [button(B.back, { ask: 'quiet' })];

export const QUIET_FROM = inline([
  ...inRows(
    EVENINGS.map((from) => button(clockTime(from), { ask: 'quietFrom', from })),
    4,
  ),
  QUIET_BACK,
]);

export const quietTo = (from: string): InlineKeyboardMarkup =>
  inline([
    ...inRows(
      MORNINGS.map((to) => button(clockTime(to), { ask: 'hours', hours: { from, to } })),
      4,
    ),
    QUIET_BACK,
  ]);

export const pause = (today: SchoolDate): InlineKeyboardMarkup =>
  inline([
    ...inRows(
      PAUSES.map((days) => addDays(today, days)).map((until) => button(pauseButton(until), { ask: 'pauseTo', until })),
      2,
    ),
    toSettings,
  ]);

export const RESUME = inline([[button(B.resume, { ask: 'resume' })], toSettings]);

export const PAPER = inline([
  [button(B.keepHere, { ask: 'paperSet', kept: true })],
  [button(B.paperOnly, { ask: 'paperSet', kept: false })],
]);

export const STOP = inline([
  [button(B.stopYes, { ask: 'stop', sure: true }), button(B.stopNo, { ask: 'stop', sure: false })],
  [button(B.pause, { ask: 'pause' })],
]);
