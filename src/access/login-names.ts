const LATIN: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: 'ie',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
};

/** `Иванова Мария Петровна` → `ivanova.mp`; the transliteration of Russian passports (ICAO 9303). */
export function loginBase(name: { last: string; first: string; patronymic: string }): string {
  const initials = [name.first, name.patronymic].map((part) => latin(part).slice(0, 1)).join('');
  const base = [latin(name.last).slice(0, 40), initials].filter(Boolean).join('.');
  return base || 'user';
}

/** The first of `base`, `base2`, `base3` … that is not taken. */
export function freeLogin(base: string, taken: string[]): string {
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number++) {
    if (!taken.includes(`${base}${number}`)) return `${base}${number}`;
  }
}

function latin(text: string): string {
  return [...text.toLocaleLowerCase('ru').normalize('NFC')]
    .map((letter) => LATIN[letter] ?? (/[a-z]/.test(letter) ? letter : ''))
    .join('');
}
