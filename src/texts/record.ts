import { count } from './russian/plural.ts';

/** What `vestnik record` says when it cannot go on. */
export const recordTexts = {
  failed: (reason: string) => `Запись прервана: ${reason}`,
  standing: (entries: number) =>
    entries === 0
      ? 'Ответов не выдано.'
      : `${count(entries, ['выданный ответ остаётся', 'выданных ответа остаются', 'выданных ответов остаются'])} в силе.`,
} as const;
