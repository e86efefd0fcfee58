import { count } from './russian/plural.ts';

const changesText = (changes: number) => count(changes, ['изменение', 'изменения', 'изменений']);

const TASKS = ['задание', 'задания', 'заданий'] as const;

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
  /** after `done` and `dryRun` */
  homework: (homework: readonly { to: string | null }[]) => {
    const stays = homework.filter(({ to }) => to === null).length;
    const moved = homework.length - stays;
    return [
      ...(moved > 0 ? [`Домашние задания на другой день: ${count(moved, TASKS)}.`] : []),
      ...(stays > 0 ? [`Уроков предмета больше нет, срок прежний: ${count(stays, TASKS)}.`] : []),
    ].join(' ');
  },
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
