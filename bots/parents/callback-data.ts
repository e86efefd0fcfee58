/** What stands behind the buttons. Telegram takes 64 bytes; nothing in it is trusted: a client can send anything. */
import { createHash } from 'node:crypto';
import type { ParentsCommand } from '../../src/texts/bot/parents-menu.ts';
import type { ChoiceKind, ChoiceRhythm } from '../../src/texts/russian/rhythms.ts';

export const CHANNELS = ['telegram', 'email', 'paper'] as const;
export type ChosenChannel = (typeof CHANNELS)[number];
export const KINDS = ['absence', 'mark', 'homework', 'message', 'periodMark'] as const satisfies readonly ChoiceKind[];
export const RHYTHMS = ['now', 'evening', 'week', 'diary'] as const satisfies readonly ChoiceRhythm[];
/** Quiet hours that are offered, as `from-to`; none: at any time. */
export const QUIET = ['21:00-07:30', '22:00-07:00', '20:00-08:00', 'none'] as const;

const MENU = ['week', 'today', 'sheet', 'diary', 'settings', 'stop', 'help'] as const satisfies ParentsCommand[];

/** What a tap asks for. `child` is a key of `childKey`. */
export type Tap =
  | { ask: 'menu'; command: ParentsCommand }
  | { ask: 'class'; name: string }
  | { ask: 'seen'; deliveryId: number }
  | { ask: 'sheet'; child: string }
  | { ask: 'settings'; child: string }
  | { ask: 'where'; child: string }
  | { ask: 'channel'; child: string; channel: ChosenChannel }
  | { ask: 'kind'; child: string; kind: (typeof KINDS)[number] }
  | { ask: 'rhythm'; child: string; kind: (typeof KINDS)[number]; rhythm: ChoiceRhythm }
  | { ask: 'quiet'; child: string }
  | { ask: 'quietHours'; child: string; hours: (typeof QUIET)[number] }
  | { ask: 'paper' }
  | { ask: 'paperSet'; kept: boolean }
  | { ask: 'stop'; sure: boolean };

/** A child in a button: short, and nothing of the school file. Looked up among the chat's own children only. */
export function childKey(studentId: string): string {
  return createHash('sha256').update(studentId).digest('base64url').slice(0, 10);
}

/** The data of a button. */
export function encode(tap: Tap): string {
  switch (tap.ask) {
    case 'menu':
      return `menu:${tap.command}`;
    case 'class':
      return `class:${tap.name}`;
    case 'seen':
      return `seen:${tap.deliveryId}`;
    case 'channel':
      return `channel:${tap.child}:${tap.channel}`;
    case 'kind':
      return `kind:${tap.child}:${tap.kind}`;
    case 'rhythm':
      return `rhythm:${tap.child}:${tap.kind}:${tap.rhythm}`;
    case 'quietHours':
      return `hours:${tap.child}:${tap.hours}`;
    case 'paper':
      return 'paper';
    case 'paperSet':
      return `paper:${tap.kept ? 'also' : 'only'}`;
    case 'stop':
      return `stop:${tap.sure ? 'yes' : 'no'}`;
    default:
      return `${tap.ask}:${tap.child}`;
  }
}

const oneOf = <T extends string>(values: readonly T[], value: string | undefined): T | undefined =>
  values.find((each) => each === value);

/** The tap behind some data, or null when it is none of ours. */
export function decode(data: string): Tap | null {
  const [ask, ...rest] = data.split(':');
  const [first = '', second, third] = rest;
  switch (ask) {
    case 'menu': {
      const command = oneOf(MENU, first);
      return command ? { ask, command } : null;
    }
    case 'class':
      return first ? { ask, name: rest.join(':') } : null;
    case 'seen':
      return /^\d{1,9}$/.test(first) ? { ask, deliveryId: Number(first) } : null;
    case 'sheet':
    case 'settings':
    case 'where':
    case 'quiet':
      return first ? { ask, child: first } : null;
    case 'channel': {
      const channel = oneOf(CHANNELS, second);
      return channel ? { ask, child: first, channel } : null;
    }
    case 'kind': {
      const kind = oneOf(KINDS, second);
      return kind ? { ask, child: first, kind } : null;
    }
    case 'rhythm': {
      const [kind, rhythm] = [oneOf(KINDS, second), oneOf(RHYTHMS, third)];
      return kind && rhythm ? { ask, child: first, kind, rhythm } : null;
    }
    case 'hours': {
      const hours = oneOf(QUIET, rest.slice(1).join(':'));
      return hours ? { ask: 'quietHours', child: first, hours } : null;
    }
    case 'paper':
      return rest.length === 0 ? { ask } : { ask: 'paperSet', kept: first === 'also' };
    case 'stop':
      return first === 'yes' || first === 'no' ? { ask, sure: first === 'yes' } : null;
    default:
      return null;
  }
}
