/** What stands behind the buttons. Telegram takes 64 bytes; nothing in it is trusted: a client can send anything. */
import { createHash } from 'node:crypto';
import { CHOICE_KINDS, type ChoiceKind, ORDERS, RHYTHMS } from '../../src/access/choice-rules.ts';
import type { ParentsCommand } from '../../src/texts/bot/parents-menu.ts';
import type { ChoiceRhythm } from '../../src/texts/russian/rhythms.ts';

export type Order = (typeof ORDERS)[number];

const MENU = ['week', 'today', 'sheet', 'diary', 'settings', 'stop', 'help'] as const satisfies ParentsCommand[];
const OF_CHILD = ['sheet', 'settings', 'where', 'kinds', 'copy'] as const;
const PLAIN = ['quiet', 'quietOwn', 'pause', 'resume', 'paper', 'paperEnd'] as const;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What a tap asks for. `child` is a key of `childKey`. */
export type Tap =
  | { ask: 'menu'; command: ParentsCommand }
  | { ask: 'class'; name: string }
  | { ask: 'seen'; deliveryId: number }
  | { ask: (typeof OF_CHILD)[number]; child: string }
  /** which week or period; weeks before one where there are more */
  | { ask: 'sheets'; child: string; before?: string }
  | { ask: 'sheetWeek'; child: string; week: string }
  /** a grading period of the year by its place, from 0 */
  | { ask: 'sheetPeriod'; child: string; period: number }
  | { ask: 'order'; child: string; order: Order }
  | { ask: 'kind'; child: string; kind: ChoiceKind }
  | { ask: 'rhythm'; child: string; kind: ChoiceKind; rhythm: ChoiceRhythm }
  | { ask: (typeof PLAIN)[number] }
  /** a begin of quiet hours was tapped, the end is asked */
  | { ask: 'quietFrom'; from: string }
  | { ask: 'hours'; hours: { from: string; to: string } | 'school' | 'none' }
  | { ask: 'pauseTo'; until: string }
  | { ask: 'paperSet'; kept: boolean }
  | { ask: 'stop'; sure: boolean };

/** A child in a button: short, and nothing of the school file. Looked up among the chat's own children only. */
export function childKey(studentId: string): string {
  return createHash('sha256').update(studentId).digest('base64url').slice(0, 10);
}

/** «te»: Telegram, then email; paper alone is «p». */
const short = (order: Order): string =>
  order.length === 1
    ? 'p'
    : order
        .slice(0, -1)
        .map(([first]) => first)
        .join('');

/** The data of a button. */
export function encode(tap: Tap): string {
  switch (tap.ask) {
    case 'menu':
      return `menu:${tap.command}`;
    case 'class':
      return `class:${tap.name}`;
    case 'seen':
      return `seen:${tap.deliveryId}`;
    case 'sheets':
      return `sheets:${tap.child}${tap.before ? `:${tap.before}` : ''}`;
    case 'sheetWeek':
      return `sheetWeek:${tap.child}:${tap.week}`;
    case 'sheetPeriod':
      return `sheetPeriod:${tap.child}:${tap.period}`;
    case 'order':
      return `order:${tap.child}:${short(tap.order)}`;
    case 'kind':
      return `kind:${tap.child}:${tap.kind}`;
    case 'rhythm':
      return `rhythm:${tap.child}:${tap.kind}:${tap.rhythm}`;
    case 'quietFrom':
      return `quietFrom:${tap.from}`;
    case 'hours':
      return `hours:${typeof tap.hours === 'string' ? tap.hours : `${tap.hours.from}-${tap.hours.to}`}`;
    case 'pauseTo':
      return `pauseTo:${tap.until}`;
    case 'paperSet':
      return `paperSet:${tap.kept ? 'also' : 'only'}`;
    case 'stop':
      return `stop:${tap.sure ? 'yes' : 'no'}`;
    default:
      return 'child' in tap ? `${tap.ask}:${tap.child}` : tap.ask;
  }
}

const oneOf = <T extends string>(values: readonly T[], value: string | undefined): T | undefined =>
  values.find((each) => each === value);

/** The tap behind some data, or null when it is none of ours. */
export function decode(data: string): Tap | null {
  const [ask = '', ...rest] = data.split(':');
  const plain = oneOf(PLAIN, data);
  if (plain) return { ask: plain };
  const [first = '', second, third] = rest;
  const ofChild = oneOf(OF_CHILD, ask);
  if (ofChild) return first ? { ask: ofChild, child: first } : null;
  switch (ask) {
    case 'menu': {
      const command = oneOf(MENU, first);
      return command ? { ask, command } : null;
    }
    case 'class':
      return first ? { ask, name: rest.join(':') } : null;
    case 'seen':
      return /^\d{1,9}$/.test(first) ? { ask, deliveryId: Number(first) } : null;
    case 'order': {
      const order = ORDERS.find((one) => short(one) === second);
      return order ? { ask, child: first, order } : null;
    }
    case 'kind': {
      const kind = oneOf(CHOICE_KINDS, second);
      return kind ? { ask, child: first, kind } : null;
    }
    case 'rhythm': {
      const [kind, rhythm] = [oneOf(CHOICE_KINDS, second), oneOf(RHYTHMS, third)];
      return kind && rhythm ? { ask, child: first, kind, rhythm } : null;
    }
    case 'paperSet':
      return first === 'also' || first === 'only' ? { ask, kept: first === 'also' } : null;
    case 'stop':
      return first === 'yes' || first === 'no' ? { ask, sure: first === 'yes' } : null;
    case 'sheets':
    case 'sheetWeek':
    case 'sheetPeriod':
      return decodeSheet(ask, first, second);
    default:
      return decodeTime(ask, rest.join(':'));
  }
}

const WEEK = /^\d{4}-W\d\d$/;

function decodeSheet(ask: 'sheets' | 'sheetWeek' | 'sheetPeriod', child: string, said: string | undefined): Tap | null {
  if (!child) return null;
  if (ask === 'sheetPeriod') return /^\d{1,2}$/.test(said ?? '') ? { ask, child, period: Number(said) } : null;
  if (ask === 'sheets' && said === undefined) return { ask, child };
  if (!said || !WEEK.test(said)) return null;
  return ask === 'sheets' ? { ask, child, before: said } : { ask, child, week: said };
}

function decodeTime(ask: string, said: string): Tap | null {
  if (ask === 'quietFrom') return TIME.test(said) ? { ask, from: said } : null;
  if (ask === 'pauseTo') return DAY.test(said) ? { ask, until: said } : null;
  if (ask !== 'hours') return null;
  if (said === 'school' || said === 'none') return { ask, hours: said };
  const [from = '', to = '', ...more] = said.split('-');
  return TIME.test(from) && TIME.test(to) && more.length === 0 ? { ask, hours: { from, to } } : null;
}
