/** What a person at the terminal reads when Vestnik cannot start or go on: what is wrong, which setting, what to do. */
export const startMessages = {
  wrongKind: (at: { why: string }) => at.why,
  dataDirHeld: (at: { dir: string; holder: string }) =>
    `DATA_DIR: с каталогом ${at.dir} уже работает другой Вестник (${at.holder}). Остановите его или укажите в DATA_DIR другой каталог.`,
  dataDirUnwritable: (at: { dir: string; reason: string }) =>
    `DATA_DIR: в каталог ${at.dir} нельзя писать (${at.reason}). Дайте право записи пользователю, от имени которого запущен Вестник, или укажите в DATA_DIR другой каталог.`,
  dataDirFile: (at: { dir: string }) =>
    `DATA_DIR: ${at.dir} не каталог. Укажите в DATA_DIR каталог, его можно не создавать.`,
  diskFull: (at: { dir: string }) =>
    `DATA_DIR: на диске с каталогом ${at.dir} кончилось место. Освободите его и запустите Вестник снова: всё записанное цело.`,
  diskFailed: (at: { dir: string; reason: string }) =>
    `DATA_DIR: диск с каталогом ${at.dir} не принял запись (${at.reason}). Проверьте диск и запустите Вестник снова: всё записанное цело.`,
  databaseNotOurs: (at: { dir: string }) =>
    `DATA_DIR: в ${at.dir} лежат чужие файлы, это не база Вестника. Укажите в DATA_DIR другой каталог.`,
  databaseDamaged: (at: { dir: string; reason: string }) =>
    `DATA_DIR: база в ${at.dir} не открывается (${at.reason}). Переименуйте этот каталог и восстановите базу из резервной копии: npm run -s vestnik -- restore ФАЙЛ.`,
  databaseOtherEngine: (at: { dir: string; found: string; needed: string }) =>
    `DATA_DIR: база в ${at.dir} записана в формате PostgreSQL ${at.found}, этот Вестник читает формат ${at.needed}. Запустите тот выпуск Вестника, который с ней работал.`,
  notDurable: (at: { dir: string }) =>
    `DATA_DIR: встроенная база в ${at.dir} не записывает данные на диск надёжно, поэтому Вестник не запущен. Установите зависимости заново: npm ci.`,
  lockBusy: (at: { dir: string }) =>
    `DATA_DIR: не удалось занять каталог ${at.dir}: его одновременно занимают другие процессы. Запустите Вестник ещё раз.`,
  lockForeign: (at: { path: string }) =>
    `DATA_DIR: ${at.path} не сокет Вестника. Переименуйте этот файл или укажите в DATA_DIR другой каталог.`,
  lockForbidden: (at: { path: string }) =>
    `DATA_DIR: ${at.path} принадлежит другому пользователю. Запустите Вестник от его имени или укажите в DATA_DIR другой каталог.`,
  pathTooLong: (at: { dir: string }) =>
    `DATA_DIR: путь ${at.dir} слишком длинный для сокета. Укажите в DATA_DIR путь короче 80 байт.`,
  databaseNewer: (at: { migrations: string }) =>
    `База создана более новым выпуском Вестника (ему известны изменения ${at.migrations}). Установите выпуск не старее того, который с ней работал.`,
  databaseForeignTables: (at: { table: string }) =>
    `База занята чужими таблицами (например, ${at.table}). Укажите в DATABASE_URL пустую базу, отведённую для Вестника.`,
  migrationUnfinished: (at: { migration: string }) =>
    `Изменение базы ${at.migration} было начато и не закончено. Восстановите базу из резервной копии: npm run -s vestnik -- restore ФАЙЛ.`,
  migrationEdited: (at: { migration: string }) =>
    `Изменение базы ${at.migration} отличается от того, которое в ней применено. Верните файл prisma/migrations/${at.migration}/migration.sql из выпуска Вестника.`,
  migrationFailed: (at: { migration: string; reason: string }) =>
    `Изменение базы ${at.migration} не применилось и отменено (${at.reason}). Данные не тронуты.`,
  databaseUrlInvalid: () =>
    'DATABASE_URL: это не адрес PostgreSQL. Нужен вид postgresql://ИМЯ:ПАРОЛЬ@СЕРВЕР:5432/БАЗА (знаки @ : / # в пароле пишутся как %40 %3A %2F %23).',
  databaseUnreachable: (at: { server: string; reason: string }) =>
    `DATABASE_URL: сервер PostgreSQL ${at.server} не отвечает (${at.reason}). Проверьте, что он запущен и что адрес верен.`,
  databaseRefused: (at: { server: string; user: string }) =>
    `DATABASE_URL: сервер ${at.server} не пускает пользователя ${at.user}. Проверьте имя, пароль и pg_hba.conf.`,
  databaseMissing: (at: { server: string; database: string }) =>
    `DATABASE_URL: на сервере ${at.server} нет базы ${at.database}. Создайте её: createdb ${at.database}.`,
  databaseTooOld: (at: { version: string }) =>
    `DATABASE_URL: сервер PostgreSQL ${at.version} слишком стар. Нужен PostgreSQL 15 или новее.`,
  databaseTimeZone: (at: { zone: string }) =>
    `DATABASE_URL: соединение работает в часовом поясе ${at.zone}, нужен UTC. Если между Вестником и PostgreSQL стоит pgbouncer, обновите его до 1.20 или уберите options из ignore_startup_parameters.`,
  databaseFailed: (at: { server: string; reason: string }) =>
    `DATABASE_URL: сервер PostgreSQL ${at.server} ответил ошибкой (${at.reason}). Проверьте права пользователя и состояние сервера.`,
} as const;

export type StartFault = keyof typeof startMessages;

/** What a person reads when a file they named cannot be read or written, by the system's code. */
export const fileMessages = {
  ENOENT: (at: { path: string }) => `${at.path}: нет такого файла или каталога.`,
  EACCES: (at: { path: string }) => `${at.path}: нет права на этот файл.`,
  EPERM: (at: { path: string }) => `${at.path}: нет права на этот файл.`,
  EISDIR: (at: { path: string }) => `${at.path}: это каталог, нужен файл.`,
  ENOTDIR: (at: { path: string }) => `${at.path}: часть пути не каталог.`,
  EROFS: (at: { path: string }) => `${at.path}: диск только для чтения.`,
  ENOSPC: (at: { path: string }) => `${at.path}: на диске кончилось место, файл не записан.`,
  EDQUOT: (at: { path: string }) => `${at.path}: исчерпана квота на диске, файл не записан.`,
  other: (at: { path: string; code: string }) => `${at.path}: ошибка чтения или записи (${at.code}).`,
} as const;

/** What the command line says of the Vestnik that holds the database and carries a command out. */
export const controlMessages = {
  lost: () => 'Работающий Вестник остановился, не закончив команду. Проверьте его журнал и повторите команду.',
  silent: (at: { holder: string }) =>
    `Работающий Вестник (${at.holder}) не отвечает. Если он завис, остановите его и повторите команду.`,
  otherVersion: (at: { holder: string }) =>
    `Работающий Вестник (${at.holder}) другого выпуска. Перезапустите его и повторите команду.`,
  stopping: () => 'Работающий Вестник останавливается. Повторите команду, когда он будет снова запущен.',
} as const;
