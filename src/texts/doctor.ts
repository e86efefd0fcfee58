import { clockTime, fullDate } from './russian/dates.ts';

/** What `doctor` says of each part. */
export const DOCTOR = {
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
  unreachable: (count: number) =>
    `недоступных адресов: ${count}; классным руководителям предложить новый код или бумагу`,
  rejected: (count: number) => `отклонено по нашей вине за неделю: ${count}; посмотрите журнал работы`,
  weeks: (closed: string) => `последняя закрытая неделя: ${closed}`,
  noWeeks: 'закрытых недель ещё нет',
  outage: (channel: string, day: string, time: string) =>
    `не отвечает ${channel} с ${fullDate(day)}, ${clockTime(time)}: проверьте связь, токен бота или доступ к почте`,
  ledger: (sealed: number, head: string) =>
    sealed
      ? `реестр недель цел: записей ${sealed}, последняя печать ${head} (выпишите её, чтобы позже заметить и усечение)`
      : 'реестр недель пуст',
  ledgerBroken: (place: number) =>
    `реестр недель нарушен: цепочка не сходится на записи ${place}. Записи меняли в обход Вестника; сравните с резервной копией`,
  ledgerDiffers: (duty: number) =>
    `реестр недель нарушен: долг ${duty} изменён в обход реестра; сравните с резервной копией`,
  unproven: (families: number, classes: string) =>
    `семей без подтверждения недели дольше двух учебных дней: ${families} (${classes}); классные руководители предупреждены в боте`,
  fine: 'Всё в порядке.',
  faults: (count: number) => `Требует внимания: ${count}.`,
} as const;

/** What stands too long, for `doctor` and for administrators in the bot. */
export const STUCK = {
  overdue: (count: number) => `просрочено уведомлений: ${count}; посмотрите журнал работы и связь с Telegram и почтой`,
  retrying: (count: number) => `уведомлений, которые не уходят больше суток: ${count}; посмотрите журнал работы`,
  leased: (count: number) => `отправок, которые начаты и брошены: ${count}; перезапустите Вестник`,
  unplanned: (count: number) => `записей журнала ждут обработки: ${count}; запущен ли Вестник?`,
  unclosed: (count: number) => `недель, которые не удаётся закрыть: ${count}; посмотрите журнал работы`,
  stranded: (count: number) => `долгов недели, по которым ничего не происходит: ${count}; посмотрите команду ledger`,
  unsealed: (count: number) => `записей реестра без печати: ${count}; запущен ли Вестник?`,
} as const;
