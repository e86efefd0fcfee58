import type { SubjectView } from './school-view.ts';
import { fold, foldedWords } from './text/fold.ts';

/** A subject's name or short form, ready to be met in a text word by word. */
export interface SubjectVariant {
  subject: string;
  words: { plain: string; forms: Set<string> }[];
}

/** Variants by the first two letters of their first word. */
export interface SubjectIndex {
  variants: Map<string, SubjectVariant[]>;
}

/** Short forms below this length are taken as they are, not declined. */
const DECLINED_FROM = 4;

export function indexSubjects(subjects: SubjectView[]): SubjectIndex {
  const index: SubjectIndex = { variants: new Map() };
  for (const { name, short } of subjects) {
    for (const written of new Set([name, ...short])) {
      addVariant(index, {
        subject: name,
        words: foldedWords(written).map((word) => inflected(word, isAbbreviation(written))),
      });
      // "физ-ра", "окр мир" written as one word
      const joined = fold(written);
      if (foldedWords(written).length > 1) addVariant(index, { subject: name, words: [inflected(joined, true)] });
    }
  }
  return index;
}

function addVariant(index: SubjectIndex, variant: SubjectVariant): void {
  const key = variant.words[0]?.plain.slice(0, 2);
  if (!key) return;
  const list = index.variants.get(key);
  if (list) list.push(variant);
  else index.variants.set(key, [variant]);
}

function isAbbreviation(written: string): boolean {
  return written === written.toUpperCase();
}

function inflected(plain: string, asItIs: boolean): SubjectVariant['words'][number] {
  return { plain, forms: new Set(asItIs || plain.length < DECLINED_FROM ? [plain] : [plain, ...caseForms(plain)]) };
}

const ENDINGS: [RegExp, string[]][] = [
  [/(?<=[гкхжшщч])ий$|ый$|(?<=[нтлвмрдс])ой$/u, ['ый', 'ий', 'ого', 'ому', 'ым', 'им', 'ом', 'его', 'ему', 'ем']],
  [/(?:ая|яя)$/u, ['ая', 'яя', 'ой', 'ей', 'ую', 'юю']],
  [/(?:ое|(?<=[нщшчж])ее)$/u, ['ое', 'ее', 'ого', 'его', 'ому', 'ему', 'ым', 'им', 'ом', 'ем']],
  [/(?:и[ея])$/u, ['ие', 'ия', 'ию', 'ии', 'ией', 'ием']],
  [/[ая]$/u, ['а', 'я', 'ы', 'и', 'е', 'у', 'ю', 'ой', 'ей']],
  [/[ое]$/u, ['о', 'е', 'а', 'я', 'у', 'ю', 'ом', 'ем']],
  [/ь$/u, ['ь', 'и', 'ью', 'я', 'ю', 'ем', 'е']],
  [/(?<=[бвгджзклмнпрстфхцчшщ])$/u, ['', 'а', 'у', 'ом', 'е']],
];

function caseForms(word: string): string[] {
  const found = ENDINGS.find(([ending]) => ending.test(word));
  return found ? found[1].map((ending) => word.replace(found[0], ending)) : [];
}
