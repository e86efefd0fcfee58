/** Kinds of work as a narrow cell shows them, and what that means. */
import { workName } from '../news/words.ts';

const SHORT: Record<string, string> = {
  контрольная: 'контр.',
  самостоятельная: 'самост.',
  проверочная: 'провер.',
  диктант: 'дикт.',
  сочинение: 'сочин.',
  изложение: 'излож.',
  лабораторная: 'лаб.',
  практическая: 'практ.',
  домашняя: 'дом.',
};

/** «контр.»; a work without a short form is named whole; null for an answer in class. */
export function cellWork(work: string): string | null {
  return workName(work) === null ? null : (SHORT[work] ?? work);
}

/** «контр. — контрольная работа» for each short form among these works, in the order of their first use. */
export function workLegend(works: readonly string[]): string[] {
  return [...new Set(works)].flatMap((work) => (SHORT[work] ? [`${SHORT[work]} — ${workName(work)}`] : []));
}
