const BOTS = {
  parents: { of: 'для родителей', people: 'семьи', token: 'PARENTS_BOT_TOKEN' },
  teachers: { of: 'для учителей', people: 'сотрудников', token: 'TEACHERS_BOT_TOKEN' },
} as const;

/** Words of the command line; machine output has none. */
export const COMMAND_LINE = {
  about: 'Вестник: уведомления школы для семей',
  verbs: {
    start: 'запустить Вестник',
    migrate: 'довести базу до этого выпуска (другие команды делают это сами)',
    import: 'загрузить файл школы: людей, классы, предметы, расписание',
    record: 'внести записи журнала из файла JSONL; - читает стандартный ввод',
    invite: 'выдать одноразовые коды людям',
    week: 'закрыть неделю, если пора, и напечатать распечатки для семей на бумаге',
    ledger: 'кто и чем извещён за неделю',
    quickEntry: 'разобрать строки учителей без базы (docs/quick-entry.md)',
    doctor: 'проверить, всё ли в порядке',
    backup: 'записать резервную копию базы в файл, можно на ходу',
    restore: 'вернуть базу из резервной копии; отправка остановлена до resume',
    acceptBot: 'признать нового бота вместо прежнего: parents или teachers',
    resume: 'разрешить отправку после восстановления из копии',
  },
  options: {
    only: 'через запятую: serve (дневник), work (уведомления), bots (боты)',
    dryRun: 'показать изменения, ничего не записать',
    confirmLeft: 'сколько выбывших детей ожидается, если их больше 5 %',
    confirmTransfers: 'сколько переводов рабочего стола файл отменит, если верен он',
    out: 'куда записать PDF',
    class: 'только этот класс',
    ending: 'день недели, которую печатать (ГГГГ-ММ-ДД); без него — закрытая последней',
    all: 'всем детям, а не только семьям на бумаге',
    copy: 'одну распечатку ещё раз, с пометкой «Копия»: её номер',
    ledgerWeek: 'неделя, например 2026-W38',
    csv: 'таблица для Excel вместо JSON',
    school: 'файл школы',
    replace: 'заменить школу, которая уже есть в базе',
  },
  secretChanged: (ended: { sessions: number; invitations: number }) =>
    `SESSION_SECRET сменился: завершено сеансов ${ended.sessions}, погашено приглашений ${ended.invitations}; ссылки из прежних писем больше не действуют. Перезапустите остальные процессы Вестника и выдайте приглашения заново: npm run -s vestnik -- invite ID`,
  botAccepted: (bot: 'parents' | 'teachers') =>
    `Принят новый бот ${BOTS[bot].of}. Отправка идёт дальше. Чат, в котором нового бота ещё не открывали, считается недоступным с первого сообщения. Попросите ${BOTS[bot].people} открыть нового бота: связь вернётся, и пропущенное придёт само.`,
  noOtherBot: (bot: 'parents' | 'teachers') =>
    `Принимать нечего: бот ${BOTS[bot].of} прежний. Если бот заменён, впишите новый токен в ${BOTS[bot].token}, запустите Вестник заново и повторите accept-bot ${bot}.`,
  seeding: 'Создаю показательную школу: 12 классов и месяц журнала. Это займёт до минуты…',
  seeded: 'Показательная школа готова.',
  unknownPeople: (ids: string[]) => `Нет людей с такими кодами: ${ids.join(', ')}. Коды стоят в файле школы (id).`,
  printed: (sheets: number, pages: number, path: string) => `Распечаток: ${sheets}, страниц: ${pages}. Файл: ${path}`,
  printFault: {
    unknownClass: (name: string) => `--class: нет класса ${name}`,
    nothingClosed: () => '--ending: ещё ни одна неделя не закрыта; распечатки появятся после первой учебной недели',
    notClosed: (day: string) => `--ending: неделя с днём ${day} не закрыта: она ещё идёт или в ней не было уроков`,
    unknownSheet: (number: string) => `--copy: нет распечатки № ${number}`,
  },
  badDay: (value: string) => `--ending: ${value} не дата; нужна ГГГГ-ММ-ДД`,
  badWeek: (value: string) => `--week: ${value} не неделя; нужна ГГГГ-Wнн, например 2026-W38`,
  badOnly: (value: string) => `--only: неизвестная часть ${value}; бывают serve, work, bots`,
  copyAlone: '--copy: вместе с ним бывает только --out',
  notANumber: 'нужно целое число',
  migrated: 'База соответствует этому выпуску.',
  configFault: (name: string, message: string) => `${name}: ${message}`,
  demoImport:
    'Это показательная школа, свою в неё не загружают. Для своей школы укажите DEMO=0 и новый DATA_DIR: DEMO=0 npm run -s vestnik -- import ФАЙЛ',
  failed: (why: string) => `Команда не выполнена: ${why}`,
} as const;

/** What a ledger line asks of whom. */
export const LEDGER_NEXT: Record<
  string,
  (about: { sheet?: number; classTeacher: string; class: string; closesAt?: string }) => string
> = {
  handOver: ({ sheet, classTeacher, class: name }) =>
    `вручить распечатку${sheet ? ` № ${sheet}` : ''}: ${classTeacher || 'классный руководитель'}, ${name}`,
  awaitStub: ({ sheet, classTeacher, class: name }) =>
    `распечатка${sheet ? ` № ${sheet}` : ''} передана через ребёнка, вернуть корешок: ${classTeacher || 'классный руководитель'}, ${name}`,
  absent: ({ sheet, classTeacher, class: name }) =>
    `распечатку${sheet ? ` № ${sheet}` : ''} некому было вручить, вручить снова или отправить почтой: ${classTeacher || 'классный руководитель'}, ${name}`,
  refused: ({ sheet, classTeacher, class: name }) =>
    `от распечатки${sheet ? ` № ${sheet}` : ''} отказались, отправить почтой или договориться о другом способе: ${classTeacher || 'классный руководитель'}, ${name}`,
  family: () => 'ждём подтверждения от другого представителя семьи',
  unreached: ({ classTeacher, class: name }) =>
    `связаться с семьёй и предложить бумагу или новый код: ${classTeacher || 'классный руководитель'}, ${name}`,
  sending: () => 'сводка отправляется',
  rejected: () => 'ошибка отправки на нашей стороне: администратору проверить doctor',
  weekOpen: ({ closesAt }) => `неделя ещё идёт, закроется ${closesAt ?? ''}`.trim(),
  simulated: () => 'показано на странице исходящих: в показательной школе ничего не уходит',
  noRights: () => 'прав на сведения о ребёнке нет',
  ended: () => 'больше не представитель этого ребёнка: извещать некого',
  afterClose: () => 'появился после закрытия недели: извещается со следующей',
  weekClosing: () => 'неделя закрывается: запустите Вестник или команду week',
};

export const LEDGER_COLUMNS = [
  'Неделя',
  'Представитель',
  'Ребёнок',
  'Извещён',
  'Чем',
  'Когда',
  'Подтверждение',
  'Что сделать',
] as const;
export const YES_NO = { yes: 'да', no: 'нет' } as const;
