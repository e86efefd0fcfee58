import { NBSP } from './typography.ts';

/** «Иванов П. И.», tied; without a patronymic «Иванов П.». Names are never declined. */
export function shortName(name: { last: string; first: string; patronymic?: string }): string {
  const initials = [name.first, name.patronymic ?? ''].map(initial).filter(Boolean);
  return [name.last, ...initials].join(NBSP);
}

/** «Орлова А. С.» from «Орлова Анна Сергеевна». */
export function shortFullName(fullName: string): string {
  const [last = '', first = '', ...patronymic] = fullName.trim().split(/\s+/);
  return shortName({ last, first, patronymic: patronymic.join(' ') });
}

function initial(part: string): string {
  const first = [...part.trim()][0];
  return first ? `${first.toUpperCase()}.` : '';
}

/** How a guardian is addressed: «Мария Петровна», or «Мария». */
export function address(name: { first: string; patronymic?: string }): string {
  return name.patronymic ? `${name.first} ${name.patronymic}` : name.first;
}

/** «Пётр, 7Б» */
export function childHeading(child: { first: string; class: string }): string {
  return `${child.first}, ${child.class}`;
}
