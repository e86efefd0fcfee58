/** Names as a school file writes them. */

export interface NameParts {
  last: string;
  first: string;
  patronymic: string;
}

/** «Орлова Анна Сергеевна» taken apart; what follows the first name is the patronymic («Октай оглы» too). */
export function splitName(name: string): NameParts {
  const [last = '', first = '', ...rest] = tidy(name).split(' ');
  return { last, first, patronymic: rest.join(' ') };
}

/** Surname, first name and patronymic as one text. */
export function fullName({ last, first, patronymic }: Omit<NameParts, 'patronymic'> & { patronymic?: string }): string {
  return tidy([last, first, patronymic ?? ''].join(' '));
}

/** Without spaces around and with single ones inside. */
export function tidy(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

const LOOK_ALIKES: Record<string, string> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
};

/** The same for names that only differ in case, spaces, dashes, quotes, ё or look-alike Latin letters. */
export function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[a-z]/g, (letter) => LOOK_ALIKES[letter] ?? letter)
    .replace(/ё/g, 'е')
    .replace(/[\s"«»„“'’‐-―-]/g, '');
}
