/** What a wrong setting is told: what it should be and where to get it. The value itself is never repeated. */
export const configMessages = {
  token: 'это не токен бота; он выглядит как 123456789:AA… — его выдаёт @BotFather (команда /mybots → API Token)',
  flag: 'может быть 0 (своя школа) или 1 (показательная школа)',
  databaseUrl:
    'это не адрес PostgreSQL; он выглядит как postgresql://имя:пароль@узел:5432/база — без него база встроенная',
  port: 'должен быть номером порта от 0 до 65535, например 3000',
  publicUrl: 'должен быть адресом, по которому семьи открывают дневник, например https://dnevnik.school.ru',
  schoolColour: 'должен быть тёмным цветом вида #1c5d8f: белые буквы на нём должны читаться; возьмите цвет темнее',
  sessionSecret: 'должен быть не короче 16 знаков; получить: openssl rand -base64 48',
  apiRoot: 'должен быть адресом Bot API, обычно https://api.telegram.org',
  telegramMode: 'может быть polling или webhook',
  proxy: 'должен быть адресом прокси: http://узел:порт или socks5://узел:порт',
  smtpUrl: 'это не адрес почтового сервера; он выглядит как smtps://имя:пароль@узел:465 или smtp://узел:587',
  mailFrom: 'должен быть адресом отправителя, например Вестник <dnevnik@school.ru>',
  sameToken: 'совпадает с PARENTS_BOT_TOKEN; нужны два бота: создайте второго у @BotFather',
  dkim: 'DKIM_DOMAIN, DKIM_SELECTOR и DKIM_KEY_FILE задаются все три или ни одного',
  ingestSecret: 'должен начинаться с whsec_ и содержать не меньше 8 знаков base64',
  logLevel: 'может быть fatal, error, warn, info, debug, trace или silent',
  metricsToken: 'должен быть не короче 8 знаков; получить: openssl rand -hex 16',
  clockStart: 'должен быть моментом со смещением, например 2026-09-15T08:00:00+03:00',
  rehearsalLoopback: 'часы репетиции (CLOCK_START) допустимы только с почтой и Bot API на этой же машине (127.0.0.1)',
} as const;

/** What the database is was fixed when it was made; these answer a setting that asks for something else. */
export const kindMessages = {
  notDemo: 'DEMO=1: эта база создана не для показа. Уберите DEMO или укажите другой DATA_DIR (DATABASE_URL).',
  isDemo:
    'DEMO=0: в этой базе показательная школа. Для своей школы укажите другой DATA_DIR (DATABASE_URL); показательную базу можно удалить.',
  notRehearsal:
    'CLOCK_START: эта база создана без него, её часы переводить нельзя. Уберите CLOCK_START или укажите для репетиции другой DATA_DIR (DATABASE_URL).',
  isRehearsal:
    'эта база создана для репетиции (CLOCK_START): почта и Bot API допустимы только на этой же машине (127.0.0.1)',
} as const;
