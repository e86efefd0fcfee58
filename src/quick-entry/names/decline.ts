import { inclineFirstname, inclineLastname, inclineMiddlename } from 'lvovich';
import { NOUN_SURNAMES, STRESSED_A } from '../lexicon/surname-exceptions.ts';

const CASES = ['genitive', 'dative', 'accusative', 'instrumental', 'prepositional'] as const;

type Sex = 'm' | 'f';
type Incline = typeof inclineLastname;

/**
 * A surname in every case that a writer may use, nominative first, all in lower case. Of a double surname the first
 * half may also stay unchanged ("Мамин-Сибиряку"). Where usage wavers ("Кравца", "Кравеца") both forms are given.
 */
export function surnameForms(name: string, sex: Sex): string[] {
  return compound(name, (part) => surnamePart(part, sex));
}

/** A given name in every case; `name` may be a short one. */
export function firstNameForms(name: string, sex: Sex): string[] {
  return compound(name, (part) => firstNamePart(part, sex));
}

/** A patronymic in every case, with the colloquial short form of the male ones left out. */
export function patronymicForms(name: string, sex: Sex): string[] {
  return compound(name, (part) => inflect(part, sex, inclineMiddlename));
}

function compound(name: string, forms: (part: string) => string[]): string[] {
  const parts = name
    .toLowerCase()
    .split(/[\s‐‑–—-]+/u)
    .filter(Boolean);
  if (parts.length === 1) return forms(parts[0] ?? '');
  const perPart = parts.map(forms);
  const last = perPart.at(-1) ?? [];
  const together = CASES.map((_case, index) => perPart.map((list) => list[index + 1] ?? list[0]).join('-'));
  const onlyLast = last.map((form) => [...parts.slice(0, -1), form].join('-'));
  return unique([parts.join('-'), ...together, ...onlyLast]);
}

function surnamePart(name: string, sex: Sex): string[] {
  if (STRESSED_A.has(name) || /(?:[ыи]х|ко|го|[еёиоуыэю])$/u.test(name)) return unchanged(name);
  if (sex === 'f') return femaleSurname(name);
  if (/[жшчщц]а$/u.test(name)) return inflect(name, 'm', inclineLastname, [`${name.slice(0, -1)}ей`]);
  if (/[ая]$/u.test(name)) return inflect(name, 'm', inclineLastname);
  return maleSurname(name);
}

function femaleSurname(name: string): string[] {
  // Цой, Гринь, Ткач: a woman's surname on a consonant never changes, whatever the library says
  if (!/[ая]$/u.test(name)) return unchanged(name);
  if (!NOUN_SURNAMES.has(name)) return inflect(name, 'f', inclineLastname);
  return [...inflect(name, 'm', inclineLastname), ...inflect(name, 'f', inclineLastname).slice(1)];
}

function maleSurname(name: string): string[] {
  const stem = fleetingStem(name);
  const soft = /[ьй]$/u.test(name);
  if (/[оеё]й$/u.test(name) && stem === null) return inflect(name, 'm', inclineLastname);
  const whole = fleetsBadly(name)
    ? regular(name.replace(/[ьй]$/u, ''), soft)
    : inflect(name, 'm', inclineLastname).slice(1);
  const fleeting = stem === null ? [] : regular(stem, soft);
  // Литвин: "Литвином", though the library takes every -ин for a Russian surname
  const extra = /[иы]н$/u.test(name) ? [`${name}ом`] : [];
  const cases = whole.length === CASES.length ? whole : regular(name, soft);
  return [name, ...cases, ...fleeting, ...extra];
}

/** The stem without its fleeting vowel: Заяц → зайц, Кравец → кравц, Воробей → воробь, Лев → льв. */
function fleetingStem(name: string): string | null {
  if (name === 'заяц') return 'зайц';
  if (name === 'лев') return 'льв';
  if (/ей$/u.test(name) && /(?:воробей|соловей|муравей|репей|ручей)$/u.test(name)) return name.replace(/ей$/u, 'ь');
  const vowel = /^(.{2,})([её]|о)(ць?|к|нь?|ль?)$/u.exec(name);
  if (!vowel) return null;
  const [, head = '', , tail = ''] = vowel;
  if (tail.startsWith('ц'))
    return /[аеёиоуыэюя]$/u.test(head) ? `${head}йц` : /л$/u.test(head) ? `${head}ьц` : `${head}ц`;
  const softened = /л$/u.test(head) && tail === 'к' ? 'ь' : '';
  return `${head}${softened}${tail.replace(/ь$/u, '')}`;
}

/** The library drops the vowel of such names itself, often wrongly ("Кузнца"): the unchanged stem is built here. */
function fleetsBadly(name: string): boolean {
  return /(?:[её]ць?|яц|[её]й)$/u.test(name) || name === 'лев' || /(?:орёл|орел|козёл|козел)$/u.test(name);
}

function regular(stem: string, soft: boolean): string[] {
  if (soft || stem.endsWith('ь')) return ['я', 'ю', 'я', 'ем', 'е'].map((ending) => stem + ending);
  const forms = ['а', 'у', 'а', 'ом', 'е'].map((ending) => stem + ending);
  return /[цжшчщ]$/u.test(stem) ? [...forms, `${stem}ем`] : forms;
}

function firstNamePart(name: string, sex: Sex): string[] {
  // Адель, Николь: some decline them, some do not
  if (sex === 'f' && name.endsWith('ь')) return [...unchanged(name), `${name.slice(0, -1)}и`, `${name}ю`];
  const forms = inflect(name, sex, inclineFirstname);
  if (name === 'павло' || name === 'петро' || name === 'данило' || name === 'михайло' || name === 'дмитро') {
    return [name, ...regular(name.slice(0, -1), false)];
  }
  return /[жшчщц]а$/u.test(name) ? [...forms, `${name.slice(0, -1)}ей`, `${name.slice(0, -1)}ой`] : forms;
}

function inflect(name: string, sex: Sex, incline: Incline, extra: string[] = []): string[] {
  const gender = sex === 'm' ? 'male' : 'female';
  return [name, ...CASES.map((grammaticalCase) => incline(name, grammaticalCase, gender).toLowerCase()), ...extra];
}

function unchanged(name: string): string[] {
  return [name, ...CASES.map(() => name)];
}

function unique(list: string[]): string[] {
  return [...new Set(list)];
}
