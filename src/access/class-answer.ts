import { createHmac } from 'node:crypto';

const LOOK_ALIKES: Record<string, string> = {
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  X: 'Х',
  Y: 'У',
};
const SHOWN = 6;

/** A class as a person may type it (`7б`, `7-Б`, `7 «Б»`, Latin look-alikes) in the one form it is compared in. */
export function plainClassName(typed: string): string {
  return typed
    .normalize('NFC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[ABCEHKMOPTXY]/g, (letter) => LOOK_ALIKES[letter] ?? letter)
    .replace(/КЛАСС$/u, '');
}

/**
 * Classes to offer as buttons: the right ones among others of the school, always the same for one invitation, so that
 * asking again does not show which of them stay.
 */
export function classChoices(right: string[], all: string[], key: Buffer, invitationId: number): string[] {
  const rank = (name: string) => createHmac('sha256', key).update(`${invitationId}:${name}`).digest('hex');
  const wrong = all
    .filter((name) => !right.includes(name))
    .map((name) => ({ name, rank: rank(name) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map((each) => each.name);
  const shown = [...new Set(right), ...wrong].slice(0, Math.max(SHOWN, right.length));
  return shown.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || a.localeCompare(b, 'ru'));
}
