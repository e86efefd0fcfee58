import { clockTime, fullDate } from './russian/dates.ts';
import { count, type Forms } from './russian/plural.ts';

const ROWS: Forms = ['строка', 'строки', 'строк'];
const FILES: Forms = ['файл', 'файла', 'файлов'];
const contents = ({ rows, files }: { rows: number; files: number }) =>
  files ? `${count(rows, ROWS)} и ${count(files, FILES)}` : count(rows, ROWS);
const nameOf = (school: string) => school || 'школа ещё не загружена';

/** Words of the verbs of care: backup, restore, resume; those of doctor stand in doctor.ts. */
export const CARE = {
  resumed: 'Отправка снова идёт.',
  notPaused: 'Отправка не была остановлена.',
  backup: {
    done: (at: { school: string; rows: number; files: number; path: string }) =>
      `Резервная копия готова: ${nameOf(at.school)}, ${contents(at)}. Файл: ${at.path}. В нём персональные данные детей: храните его как сам журнал.`,
    lostFiles: (files: number) =>
      `Приложенных к заданиям файлов не найдено в DATA_DIR или повреждено: ${files}. В копию они не вошли; если Вестник работает с другим DATA_DIR, укажите его и повторите.`,
  },
  restore: {
    done: (at: { school: string; rows: number; files: number; day: string; time: string }) =>
      `Восстановлено из копии от ${fullDate(at.day)}, ${clockTime(at.time)}: ${nameOf(at.school)}, ${contents(at)}. Всё, что записано после неё, в базу не вошло.`,
    startAnew: 'База теперь другая (из другой установки): если Вестник работает, перезапустите его.',
    paused:
      'Отправка остановлена: проверьте данные, прежде всего согласия и права, изменённые после копии, затем разрешите её: npm run -s vestnik -- resume. Отправленное после снятия копии уйдёт ещё раз.',
    lostFiles: (files: number) =>
      `Приложенных к заданиям файлов нет ни в копии, ни в DATA_DIR: ${files}. Если есть каталог attachments прежней установки, верните его в DATA_DIR.`,
    refused: {
      foreign: (path: string) => `${path}: это не резервная копия Вестника. Нужен файл, сделанный командой backup.`,
      cut: (path: string) =>
        `${path}: копия обрывается на середине. Перепишите файл с носителя ещё раз или возьмите другую копию. База не изменена.`,
      altered: (path: string) =>
        `${path}: копия повреждена или изменена. Перепишите файл с носителя ещё раз или возьмите другую копию. База не изменена.`,
      newer: (path: string) =>
        `${path}: копия сделана другим, более новым выпуском Вестника. Установите выпуск не старее того, который её сделал, и повторите. База не изменена.`,
      occupied: (path: string) =>
        `${path}: в базе уже есть школа. Чтобы заменить её целиком содержимым копии, повторите с --replace (прежде сделайте копию того, что есть: backup ФАЙЛ). База не изменена.`,
      otherKind: (path: string) =>
        `${path}: копия другого вида, чем школа в базе (показательная, репетиция, настоящая); одна вместо другой не ставится. Укажите новый DATA_DIR или пустую базу в DATABASE_URL. База не изменена.`,
    },
  },
} as const;
