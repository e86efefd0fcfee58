/** The first page, the page of a demo school and the page of an empty one. */

export const WELCOME = {
  title: 'Электронный дневник',
  lead: 'Отметки, пропуски, домашние задания и сообщения школы — в одном месте.',
  signIn: 'Войти',
  join: 'У меня есть код из школы',
  noCode: 'Нет кода? Его выдаст классный руководитель.',
  fromBot: 'Пользуетесь ботом школы в Telegram? Напишите ему «дневник» — он пришлёт ссылку для входа без пароля.',
} as const;

export const DEMO = {
  title: 'Показательная школа',
  lead: 'Войдите одним нажатием и посмотрите, что видит каждый.',
  heading: 'Кем войти',
  /** what a role sees; after the name */
  roles: {
    guardian: 'родитель',
    deputy: 'заместитель директора',
    classTeacher: 'классный руководитель',
    teacher: 'учитель',
    student: 'ученик',
    director: 'директор',
    secretary: 'секретарь',
    admin: 'администратор',
  },
  enter: 'Войти',
  outgoingLead: 'Сообщения, письма и распечатки, которые школа отправила бы семьям:',
  outgoing: 'Исходящие уведомления',
  open: 'Посмотреть показательную школу',
} as const;

export const EMPTY_SCHOOL = {
  title: 'Школа ещё не заведена',
  lead: 'База данных готова, но в ней пока нет ни классов, ни людей.',
  steps: [
    'Подготовьте файл школы: классы, ученики, учителя, предметы, расписание, родители. Его описание — в docs/reference.md.',
    'Проверьте файл: будут названы все ошибки, и ничего не изменится.',
    'Загрузите его. Перезапускать Вестник не нужно.',
    'Выдайте код доступа администратору или заместителю директора.',
  ],
  commands: [
    '',
    'npm run -s vestnik -- import school.json --dry-run',
    'npm run -s vestnik -- import school.json',
    'npm run -s vestnik -- invite t1',
  ],
  again: 'Затем обновите эту страницу.',
} as const;
