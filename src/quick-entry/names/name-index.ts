import { CALLED } from '../lexicon/short-names.ts';
import type { StudentView } from '../school-view.ts';
import { fold } from '../text/fold.ts';
import { firstNameForms, patronymicForms, surnameForms } from './decline.ts';
import { createSlipIndex, type SlipIndex } from './slips.ts';

/** Which pupils a folded word may name: by surname, by given or short name, by patronymic, in any case. */
export interface NameIndex {
  pupils: Map<string, StudentView>;
  last: Map<string, Set<string>>;
  first: Map<string, Set<string>>;
  patronymic: Map<string, Set<string>>;
  /** Surnames of five letters or more, found with one slip of the pen. */
  slips: SlipIndex;
  /** How many words the longest name here has. */
  longest: number;
}

const SLIP_FROM_LETTERS = 5;

export function createNameIndex(pupils: StudentView[]): NameIndex {
  const index: NameIndex = {
    pupils: new Map(pupils.map((pupil) => [pupil.id, pupil])),
    last: new Map(),
    first: new Map(),
    patronymic: new Map(),
    slips: createSlipIndex(),
    longest: 1,
  };
  for (const pupil of pupils) addPupil(index, pupil);
  return index;
}

function addPupil(index: NameIndex, pupil: StudentView): void {
  const words = [pupil.last, pupil.first].map((name) => foldName(name).split('-').length);
  index.longest = Math.max(index.longest, ...words);
  const surname = surnameForms(pupil.last, pupil.sex).map(foldName);
  add(index.last, surname, pupil.id);
  if (fold(pupil.last).length >= SLIP_FROM_LETTERS)
    for (const form of new Set(surname)) index.slips.add(form, pupil.id);
  for (const name of calledNames(pupil.first))
    add(index.first, firstNameForms(name, pupil.sex).map(foldName), pupil.id);
  if (pupil.patronymic) add(index.patronymic, patronymicForms(pupil.patronymic, pupil.sex).map(foldName), pupil.id);
}

/** The given name and every short form; the table is asked with `ё` and `е` alike. */
function calledNames(first: string): string[] {
  const name = first.toLowerCase();
  return [name, ...(CALLED_FOLDED.get(foldName(name)) ?? [])];
}

const CALLED_FOLDED = new Map([...CALLED].map(([name, short]) => [foldName(name), short]));

function add(map: Map<string, Set<string>>, forms: string[], id: string): void {
  for (const form of forms) {
    const known = map.get(form);
    if (known) known.add(id);
    else map.set(form, new Set([id]));
  }
}

/** A name folded part by part, its parts joined by hyphens. */
export function foldName(name: string): string {
  return name
    .split(/[\s‐‑–—-]+/u)
    .map(fold)
    .filter(Boolean)
    .join('-');
}
