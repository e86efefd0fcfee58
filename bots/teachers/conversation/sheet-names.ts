/** Whom a teacher excepts by name, in whatever case it is written: «все, кроме Иванова и Цой». Pure. */
import { foldName } from '../../../src/quick-entry/names/name-index.ts';
import type { OpenSheet, School } from './model.ts';

export interface AllBut {
  /** names as they were written; empty: all */
  but: string[];
  /** the words name the sheets themselves: «вручены все» */
  named: boolean;
}

const ALL_BUT = /^(вручен[ыо]|распечатки|листы|раздан[ыо]|отдан[ыо])?[\s:,—-]*все(?:м|х)?(?:[\s,—-]*кроме\s+(.+))?$/u;

/** «вручены все», «распечатки: все, кроме Иванова, Цой»; null: it is something else. */
export function readAllBut(text: string): AllBut | null {
  const plain = text
    .trim()
    .replace(/[.!\s]+$/u, '')
    .replace(/\s+/gu, ' ');
  const found = ALL_BUT.exec(plain.toLowerCase().replaceAll('ё', 'е'));
  if (!found) return null;
  const [, word, rest] = found;
  if (word === undefined && rest === undefined) return null;
  // as it was written: a question repeats it
  const but =
    rest === undefined
      ? []
      : plain
          .slice(-rest.length)
          .split(/\s*,\s*|\s+и\s+/u)
          .filter(Boolean);
  return { but, named: word !== undefined };
}

/** @returns numbers of the sheets of these pupils; names that are nobody's here, or several pupils' */
export function exceptedBy(
  { quick }: Pick<School, 'quick'>,
  sheets: readonly OpenSheet[],
  names: readonly string[],
): { ids: Set<number>; unclear: string[] } {
  const ids = new Set<number>();
  const unclear: string[] = [];
  for (const name of names) {
    const pupils = pupilsCalled(quick, sheets, name);
    if (pupils.size !== 1) unclear.push(name);
    // a pupil's sheets of several weeks go together
    else for (const { id, studentId } of sheets) if (pupils.has(studentId)) ids.add(id);
  }
  return { ids, unclear };
}

function pupilsCalled(quick: School['quick'], sheets: readonly OpenSheet[], name: string): Set<string> {
  const words = name.split(/\s+/u).map(foldName).filter(Boolean);
  const found = new Set<string>();
  for (const className of new Set(sheets.map((sheet) => sheet.className))) {
    const index = quick.namesOfClass(className);
    const of = (word: string) =>
      new Set([index.last, index.first, index.patronymic].flatMap((forms) => [...(forms.get(word) ?? [])]));
    const sets = words.map(of);
    for (const { studentId } of sheets.filter((sheet) => sheet.className === className))
      if (sets.length > 0 && sets.every((set) => set.has(studentId))) found.add(studentId);
  }
  return found;
}
