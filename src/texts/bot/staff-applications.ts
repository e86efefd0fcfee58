/** To class teachers and deputies: applications for access whose term is over. No name of a person stands in it. */
import { dayMonth } from '../russian/dates.ts';
import { NBSP } from '../russian/typography.ts';

export interface OverdueLine {
  number: number;
  /** of the child; empty: none */
  className: string;
  /** the last day on which access was in time */
  by: string;
}

/** «№ 12, 7Б: срок был 17 сентября», a line each; К-У 4.2. */
export function overdueAccessWords(lines: readonly OverdueLine[], deskUrl: string): string {
  return [
    'Просрочен доступ к дневнику: по заявлению его открывают за два рабочих дня.',
    ...lines.map(({ number, className, by }) =>
      [`№${NBSP}${number}`, className]
        .filter(Boolean)
        .join(', ')
        .concat(`: срок был ${dayMonth(by)}`),
    ),
    `Решение записывают на рабочем столе, «Заявления родителей»: ${deskUrl}`,
  ].join('\n');
}
