/** Kinds of work as a narrow cell shows them, and what that means. */
import { workName } from '../news/words.ts';
import { NBSP } from '../russian/typography.ts';

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

/** «контр. — контрольная работа» for each short form among what cells show. */
export function workLegend(notes: readonly (string | null)[]): string[] {
  const used = new Set(notes);
  const works = Object.entries(SHORT).filter(([, short]) => used.has(short));
  return works.map(([work, short]) => `${short}${NBSP}— ${workName(work)}`);
}
