/** Latin letters that look like Cyrillic ones, and the letters that writers do not tell apart. */
const ALIKE: Record<string, string> = {
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
  ё: 'е',
  ѐ: 'е',
};

const PLAIN = /^[а-я\d]*$/;

/** A word as it is compared: lower case, `е` for `ё`, look-alikes as Cyrillic, stress marks and apostrophes dropped. */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return lower.replace(/[abcehkmoptxyёѐ]/g, (letter) => ALIKE[letter] ?? letter).replace(/[^\p{L}\p{N}]/gu, '');
}

/** The words and numbers of a name, folded. */
export function foldedWords(name: string): string[] {
  return (name.normalize('NFC').match(/[\p{L}\p{M}'’ʼ]+|\d+/gu) ?? []).map(fold).filter(Boolean);
}
