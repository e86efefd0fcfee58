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
  overdue: (count: number) => `просрочено уведомлений: ${count}; посмотрите журнал работы и связь с Telegram и почтой`,
  unplanned: (count: number) => `записей журнала ждут обработки: ${count}; запущен ли Вестник?`,
  unreachable: (count: number) =>
    `недоступных адресов: ${count}; классным руководителям предложить новый код или бумагу`,
  rejected: (count: number) => `отклонено по нашей вине за неделю: ${count}; посмотрите журнал работы`,
  weeks: (closed: string) => `последняя закрытая неделя: ${closed}`,
  noWeeks: 'закрытых недель ещё нет',
  fine: 'Всё в порядке.',
  faults: (count: number) => `Требует внимания: ${count}.`,
} as const;
