import { count } from './russian/plural.ts';

const changesText = (changes: number) => count(changes, ['изменение', 'изменения', 'изменений']);

/** What `vestnik import` says on the way. */
export const importTexts = {
  reading: (path: string) => `Читаю ${path}…`,
  read: (bytes: number) => `Прочитано ${Math.ceil(bytes / 1024)} КБ. Проверяю…`,
  checked: (facts: { classes: number; students: number; teachers: number; guardians: number }) =>
    `Ошибок нет: ${count(facts.classes, ['класс', 'класса', 'классов'])}, ` +
    `${count(facts.students, ['обучающийся', 'обучающихся', 'обучающихся'])}, ` +
    `${count(facts.teachers, ['сотрудник', 'сотрудника', 'сотрудников'])}, ` +
    `${count(facts.guardians, ['представитель', 'представителя', 'представителей'])}. Сравниваю с базой и записываю…`,
  done: (changes: number) => `Готово: ${changesText(changes)}.`,
  dryRun: (changes: number) => `Пробный запуск: ${changesText(changes)}. В базе ничего не изменено.`,
  unchanged: () => 'Файл совпадает с тем, что есть: ничего не изменено.',
  warning: (line: string) => `Внимание: ${line}`,
  refused: (faults: number) =>
    `Файл не принят: ${count(faults, ['ошибка', 'ошибки', 'ошибок'])}. В базе ничего не изменено.`,
  unreadable: (reason: string) => `${reason} В базе ничего не изменено.`,
  tooLarge: (megabytes: number) => `Файл больше ${megabytes} МБ: это не файл школы. В базе ничего не изменено.`,
  confirmLeft: (count: number, of: number) =>
    `Файл не принят: выбывшими стали бы ${count} из ${of} обучающихся, больше 5 %. ` +
    `Если это верно, повторите команду с --confirm-left ${count}. В базе ничего не изменено.`,
  confirmTransfers: (ids: readonly string[]) =>
    `Файл не принят: о переводах, записанных на рабочем столе, он говорит другое (${ids.join(', ')}). Исправьте файл; ` +
    `если верен он, повторите команду с --confirm-transfers ${ids.length}. В базе ничего не изменено.`,
} as const;
