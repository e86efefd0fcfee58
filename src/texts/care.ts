import { clockTime, fullDate } from './russian/dates.ts';
import { count, type Forms } from './russian/plural.ts';

const ROWS: Forms = ['строка', 'строки', 'строк'];
const FILES: Forms = ['файл', 'файла', 'файлов'];
const nameOf = (school: string) => school || 'школа ещё не загружена';

/** Words of the verbs of care: doctor, backup, restore, resume. */
export const CARE = {
  resumed: 'Отправка снова идёт.',
  notPaused: 'Отправка не была остановлена.',
  backup: {
    done: (at: { school: string; rows: number; path: string }) =>
      `Резервная копия готова: ${nameOf(at.school)}, ${count(at.rows, ROWS)}. Файл: ${at.path}. В нём персональные данные детей: храните его как сам журнал.`,
    attachments: (files: number) =>
      `Приложенные к заданиям файлы (${count(files, FILES)}) в копию не входят: скопируйте каталог attachments из DATA_DIR.`,
  },
  restore: {
    done: (at: { school: string; rows: number; day: string; time: string }) =>
      `Восстановлено из копии от ${fullDate(at.day)}, ${clockTime(at.time)}: ${nameOf(at.school)}, ${count(at.rows, ROWS)}. Всё, что записано после неё, в базу не вошло.`,
    startAnew: 'База теперь другая (из другой установки): если Вестник работает, перезапустите его.',
    paused:
      'Отправка остановлена: проверьте данные, прежде всего согласия и права, изменённые после копии, затем разрешите её: npm run -s vestnik -- resume. Отправленное после снятия копии уйдёт ещё раз.',
    attachments: (files: number) =>
      `Приложенные к заданиям файлы (${count(files, FILES)}) верните отдельно: каталог attachments в DATA_DIR.`,
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
  doctor: {
    database: (dialect: string, version: string) => `база: ${dialect}, ${version}`,
    school: (name: string, kind: string, students: number, guardians: number) =>
      `школа: ${name || 'не загружена'} (${kind}), обучающихся ${students}, представителей ${guardians}`,
    notImported: 'школа не загружена: npm run -s vestnik -- import ФАЙЛ',
    noParentsBot: (families: number) =>
      `PARENTS_BOT_TOKEN не задан, а Telegram выбрали ${families} предст.: уведомления ждут`,
    noSmtp: (families: number) => `SMTP_URL не задан, а почту выбрали ${families} предст.: письма ждут`,
    telegramAbroad:
      'Telegram — иностранный мессенджер: решите с юристом школы, какие подробности в нём допустимы (rules.detail: full или minimal)',
    paused: 'отправка остановлена после восстановления из копии: npm run -s vestnik -- resume',
    overdue: (count: number) =>
      `просрочено уведомлений: ${count}; посмотрите журнал работы и связь с Telegram и почтой`,
    unplanned: (count: number) => `записей журнала ждут обработки: ${count}; запущен ли Вестник?`,
    unreachable: (count: number) =>
      `недоступных адресов: ${count}; классным руководителям предложить новый код или бумагу`,
    rejected: (count: number) => `отклонено по нашей вине за неделю: ${count}; посмотрите журнал работы`,
    weeks: (closed: string) => `последняя закрытая неделя: ${closed}`,
    noWeeks: 'закрытых недель ещё нет',
    fine: 'Всё в порядке.',
    faults: (count: number) => `Требует внимания: ${count}.`,
  },
} as const;
