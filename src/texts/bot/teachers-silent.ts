/** Families whose summaries arrive and who never answer: told to the class teacher. */
import type { Section } from '../news/section.ts';
import { dayMonth } from '../russian/dates.ts';
import { shortFullName } from '../russian/names.ts';
import { count, type Forms } from '../russian/plural.ts';

const FROM_FAMILIES: Forms = ['семьи', 'семей', 'семей'];

export interface SilentWords {
  student: { last: string; first: string };
  guardians: readonly { name: string }[];
  /** school date of the first summary that nobody answered */
  since: string;
}

export const SILENT_LEAD =
  'Сводки за неделю приходят, но под ними нет ни одного «Вижу», и дневник не открывали. При встрече или по телефону узнайте, читает ли их семья. Если нет, предложите почту, новый код или бумагу.';

/** «Сидоров Артём (Сидоров Д. П.): без ответа с 20 сентября.» */
export function silentLine({ student, guardians, since }: SilentWords): string {
  const names = guardians.map(({ name }) => shortFullName(name)).join(', ');
  return `${student.last} ${student.first} (${names}): без ответа с ${dayMonth(since)}.`;
}

/** To the class teacher: one message for a class. */
export function tellClassTeacher(className: string, families: readonly SilentWords[]): Section[] {
  return [
    {
      who: className,
      title: `${className}: три недели без ответа от ${count(families.length, FROM_FAMILIES)}`,
      blocks: [{ items: families.map((family) => ({ text: silentLine(family) })) }, { items: [{ text: SILENT_LEAD }] }],
    },
  ];
}
