/** What `start` says at the terminal, in Russian and English. */
export const START = {
  running: 'Вестник работает. Остановить: Ctrl+C. / Vestnik is running. Stop: Ctrl+C.',
  stopping: 'Останавливаюсь, дописываю начатое… / Stopping, finishing what was started…',
  alreadyRunning: 'Вестник уже запущен.',
  portInUse: (port: number) =>
    `PORT: порт ${port} занят другой программой. Укажите свободный, например PORT=${port + 1}. / PORT: ${port} is in use.`,
  portForbidden: (port: number) =>
    `PORT: порт ${port} недоступен этому пользователю. Укажите порт от 1024, например PORT=3000.`,
  badHost: (host: string) => `HOST: на этой машине нет адреса ${host}. Укажите HOST=127.0.0.1 или адрес сетевой карты.`,
  dkimUnreadable: (path: string) => `DKIM_KEY_FILE: файл ${path} не читается. Проверьте путь и права.`,
  webhooks: (host: string, port: number, publicUrl: string) =>
    `Сообщения Telegram принимаются по адресу http://${host}:${port}/telegram/ — направьте сюда ${publicUrl}/telegram/. / Route ${publicUrl}/telegram/ here.`,
  open: (url: string) => `Откройте / Open: ${url}`,
  empty: (url: string) =>
    `Школа ещё не загружена: DEMO=0 npm run -s vestnik -- import ФАЙЛ (подсказки: ${url}). / No school imported yet.`,
  demo: (url: string) =>
    [
      `Показательная школа / Demo school: ${url}`,
      `  Войти без пароля: родитель, классный руководитель, завуч — ${url}/demo / Sign in as a demo person`,
      `  Исходящие сообщения, письма и распечатки — ${url}/outgoing / What would be sent`,
    ].join('\n'),
  notSent: {
    telegram:
      '  PARENTS_BOT_TOKEN не задан: сообщения Telegram показываются на странице исходящих. / Telegram is only shown.',
    email: '  SMTP_URL не задан: письма показываются на странице исходящих. / Letters are only shown.',
  },
  notConfigured: {
    telegram: 'PARENTS_BOT_TOKEN не задан: сообщений Telegram не будет. / No Telegram without PARENTS_BOT_TOKEN.',
    email: 'SMTP_URL не задан: письма ждут. / Letters wait without SMTP_URL.',
  },
} as const;
