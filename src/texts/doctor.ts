import { clockTime, fullDate } from './russian/dates.ts';
import { count, type Forms } from './russian/plural.ts';
import { NBSP } from './russian/typography.ts';

const DAYS: Forms = ['день', 'дня', 'дней'];
const MINUTES: Forms = ['минуту', 'минуты', 'минут'];
const SECONDS: Forms = ['секунду', 'секунды', 'секунд'];
const FILES: Forms = ['файл', 'файла', 'файлов'];
const MIGRATIONS: Forms = ['миграция', 'миграции', 'миграций'];

/** «1,5 ГБ», «12 МБ» */
function size(bytes: number): string {
  const [amount, unit] = bytes >= 1e9 ? [bytes / 1e9, 'ГБ'] : [bytes / 1e6, 'МБ'];
  return `${amount.toLocaleString('ru-RU', { maximumFractionDigits: 1 })}${NBSP}${unit}`;
}

/** A real school is not called so. */
const KINDS = { demo: ' (показательная)', rehearsal: ' (репетиция)', real: '' };

/** What `doctor` says of each part. */
export const DOCTOR = {
  database: (dialect: 'embedded' | 'postgresql', version: string) =>
    `база: ${dialect === 'embedded' ? 'встроенная, ' : ''}PostgreSQL ${version}`,
  school: (name: string, kind: 'demo' | 'rehearsal' | 'real', students: number, guardians: number) =>
    `школа: ${name || 'не загружена'}${KINDS[kind]}, обучающихся ${students}, представителей ${guardians}`,
  migrations: (applied: number) => `структура базы: применено ${count(applied, MIGRATIONS)}, база этого выпуска`,
  migrationsMissing: (missing: number) =>
    `структура базы: не применено ${count(missing, MIGRATIONS)}; выполните npm run -s vestnik -- migrate`,
  clock: 'часы идут верно: не расходятся с базой и с последней записью журнала',
  clockOfRehearsal: 'часы: репетиция, время задано CLOCK_START',
  clockOff: (seconds: number) =>
    `часы этой машины и сервера базы расходятся на ${count(seconds, SECONDS)}: включите синхронизацию времени на обеих`,
  clockWentBack: (minutes: number) =>
    `часы отстают: последняя запись журнала сделана на ${count(minutes, MINUTES)} позже, чем сейчас; включите синхронизацию времени`,
  disk: (free: number) => `диск с DATA_DIR: свободно ${size(free)}`,
  diskFull: (free: number) =>
    `диск с DATA_DIR: свободно только ${size(free)}; освободите место, иначе запись остановится`,
  attachments: (files: number, bytes: number) => `приложения к заданиям: ${count(files, FILES)}, ${size(bytes)}`,
  attachmentsLost: (lost: number, files: number) =>
    `приложения к заданиям: не найдено на диске ${lost} из ${files}; верните каталог attachments в DATA_DIR или восстановите копию`,
  settings: (publicUrl: string) => `настройки: дневник открывается по адресу ${publicUrl}`,
  publicUrlOfThisMachine: (publicUrl: string) =>
    `настройки: ссылки в уведомлениях ведут на ${publicUrl}, семьям он недоступен; задайте PUBLIC_URL`,
  publicUrlOpen: (publicUrl: string) =>
    `настройки: ${publicUrl} без https, пароли идут по сети открыто; поставьте сертификат и укажите https в PUBLIC_URL`,
  noDkim: 'письма без подписи DKIM чаще попадают в спам: DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY_FILE',
  backup: (day: string, time: string, days: number) =>
    `резервная копия: последняя ${fullDate(day)}, ${clockTime(time)}${days >= 7 ? `, ей ${count(days, DAYS)}; сделайте новую: npm run -s vestnik -- backup ФАЙЛ` : ''}`,
  noBackup: 'резервных копий ещё не было: npm run -s vestnik -- backup ФАЙЛ',
  fonts: 'шрифты распечаток на месте',
  fontsMissing: 'не хватает шрифтов для распечаток: выполните npm ci',
  botHeld: (bot: string, accepted: string) => `${bot}: на связи, ${accepted}`,
  botIdle: (bot: string, accepted: string) =>
    `${bot}: сейчас за него никто не отвечает (Вестник остановлен?), ${accepted}`,
  botPaused: (bot: string, minutes: number) =>
    `${bot}: Telegram просит подождать ещё ${count(minutes, MINUTES)}, уведомления уйдут после этого`,
  botStrange: (bot: string, name: string) =>
    `${bot}: в настройках токен другого бота, чаты его не знают, отправка остановлена. Верните прежний токен; если бот заменён навсегда: npm run -s vestnik -- accept-bot ${name}, затем попросите ${name === 'teachers' ? 'сотрудников' : 'семьи'} открыть нового бота`,
  chatsUnknown: (bot: string) =>
    `${bot}: Telegram не знает ни одного из последних чатов, сообщения ждут. Проверьте токен и TELEGRAM_API_ROOT`,
  lastAccepted: (day: string, time: string) => `последнее сообщение принято ${fullDate(day)}, ${clockTime(time)}`,
  nothingAccepted: 'сообщений ещё не принимал',
  lastLetter: (day: string, time: string) => `почта: последнее письмо принято ${fullDate(day)}, ${clockTime(time)}`,
  noLetterYet: 'почта: писем ещё не отправляли',
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
  week: (week: string, informed: number, all: number) =>
    `последняя закрытая неделя ${week}: извещены ${informed} из ${all}${informed < all ? `; остальные: npm run -s vestnik -- ledger --week ${week}` : ''}`,
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
  applications: (overdue: number, numbers: string) =>
    `просрочены заявления о доступе к дневнику: ${overdue} (№ ${numbers}); решите их на странице «Заявления родителей»`,
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
