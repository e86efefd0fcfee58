/** What may be wrong in a school file and how to mend it. The path stands before each text. */
export const schoolFileFaults = {
  // the bytes
  'empty-file': () => 'файл пуст. Выгрузите файл школы ещё раз',
  'not-utf8': () => 'файл не в кодировке UTF-8. Сохраните его как «UTF-8»',
  'not-json': (at: string) => `это не JSON: ${at}. Проверьте запятые, кавычки и скобки рядом с этим местом`,
  'not-an-object': () => 'ожидается объект { "name": …, "classes": […], … }, описанный в docs/reference.md',

  // the shape
  missing: () => 'обязательное поле пропущено. Добавьте его',
  'wrong-type': (expected: string, found: string) => `ожидается ${expected}, а здесь ${found}`,
  'not-one-of': (allowed: string) => `допустимо только: ${allowed}`,
  'out-of-range': (limits: string) => `число вне пределов: ${limits}`,
  'bad-shape': (detail: string) => `запись не по формату (${detail}). Сверьтесь с docs/reference.md`,
  'too-short': () => 'список пуст. Добавьте хотя бы одно значение или уберите поле',
  'too-long': (limit: number) => `слишком длинное значение. Сократите до ${limit} знаков`,
  'unknown-rule': (key: string) => `нет такого правила «${key}». Уберите его или исправьте имя по docs/reference.md`,
  'not-a-date': (value: string) => `«${value}» — не дата. Пишите ГГГГ-ММ-ДД, например 2026-09-01`,
  'not-a-time': (value: string) => `«${value}» — не время. Пишите ЧЧ:ММ, например 08:30`,
  'bad-id': (value: string) => `«${value}» не годится как идентификатор: от 1 до 64 знаков без пробелов`,
  'bad-name': (value: string) => `«${value}» не годится как название или имя: нужен непустой текст в одну строку`,
  'bad-email': (value: string) => `«${value}» — не адрес электронной почты. Исправьте или уберите поле`,
  'bad-phone': (value: string) => `«${value}» — не номер телефона. Пишите, например, +7 978 000-00-00`,
  'unknown-zone': (value: string) => `нет часового пояса «${value}». Пишите имя IANA, например Europe/Simferopol`,
  'bad-bell': () => 'нужны начало и конец урока. Пишите, например, ["08:30", "09:15"]',
  'bad-bell-number': () => 'номер урока — число. Пишите, например, "1": ["08:30", "09:15"]',

  // references
  'no-student': (id: string) => `нет обучающегося ${id}. Исправьте идентификатор или добавьте ребёнка в класс`,
  'no-teacher': (id: string) => `нет сотрудника ${id}. Исправьте идентификатор или добавьте его в teachers`,
  'no-class': (name: string, like: string | undefined) =>
    `нет класса «${name}»${like ? ` (есть «${like}»)` : ''}. Исправьте название или добавьте класс в classes`,
  'no-subject': (name: string, like: string | undefined) =>
    `нет предмета «${name}»${like ? ` (есть «${like}»)` : ''}. Исправьте название или добавьте предмет в subjects`,
  'no-course': (className: string, subject: string) =>
    `в ${className} нет курса «${subject}». Добавьте его в courses или уберите эту запись`,
  'no-group-course': (className: string, subject: string) =>
    `в ${className} нет курса «${subject}» с такой подгруппой. Состав должен совпадать с group в courses`,

  // people
  'duplicate-id': (id: string, where: string) => `идентификатор ${id} уже занят: ${where}. Дайте другой`,
  'names-differ': (id: string, where: string, other: string) =>
    `${id} — это уже «${other}» (${where}). Один идентификатор — один человек: исправьте имя или идентификатор`,
  'email-missing': () => 'выбрана доставка по почте, а адреса нет. Добавьте email или выберите telegram либо paper',
  'duplicate-child': (id: string) => `ребёнок ${id} указан у этого представителя дважды. Оставьте одну запись`,
  'proxy-rights': () =>
    'доверенное лицо может только получать бумагу. Поставьте "rights": "paper" или исправьте relation',

  // year and calendar
  'ends-before-start': () => 'конец раньше начала. Исправьте даты',
  'year-too-long': () => 'учебный год длиннее 400 дней. Исправьте даты',
  'outside-year': (value: string) => `${value} вне учебного года. Исправьте дату или границы года`,
  'overlapping-period': (other: string) => `пересекается с периодом «${other}». Исправьте даты`,
  'duplicate-name': (name: string, where: string) => `«${name}» уже есть: ${where}. Оставьте одну запись`,
  'bell-backwards': () => 'урок кончается раньше, чем начался. Исправьте время',
  'bell-overlap': (before: string) => `урок начинается раньше, чем кончился ${before}-й. Исправьте время`,
  'no-bell': (lesson: number) => `для урока ${lesson} нет звонка. Исправьте номер или добавьте его в bells`,

  // classes and lessons
  'grade-differs': (name: string, grade: number) =>
    `класс «${name}» не может быть параллелью ${grade}. Исправьте grade или название`,
  'duplicate-course': (where: string) => `такой курс уже есть: ${where}. Оставьте одну запись`,
  'not-in-class': (id: string, className: string) =>
    `${id} не учится в ${className}. Уберите из подгруппы или исправьте список класса`,
  'duplicate-member': (id: string) => `${id} указан в подгруппе дважды. Оставьте одну запись`,
  clash: (where: string) =>
    `в это время у класса уже есть урок: ${where}. Перенесите один из них или задайте подгруппы`,
  'to-before-from': () => 'последний день раньше первого. Исправьте даты',

  // dated things
  'duplicate-day': (where: string) => `об этом дне уже сказано: ${where}. Оставьте одну запись`,
  'duplicate-change': (where: string) => `об этом уроке уже сказано: ${where}. Оставьте одну запись`,
  'empty-change': () => 'не сказано, что меняется. Добавьте cancelled, teacher или subject',
  'cancelled-and-more': () => 'урок отменён и при этом изменён. Оставьте либо cancelled, либо teacher и subject',
  'no-lesson': (className: string, date: string, lesson: number) =>
    `у ${className} ${date} нет урока ${lesson}. Исправьте дату или номер урока`,
  'overlapping-members': (where: string) => `ребёнок в эти дни уже числится: ${where}. Исправьте from и to`,
} as const;

/** What deserves a look but does not stop an import. */
export const schoolFileWarnings = {
  'unknown-key': (key: string) => `неизвестное поле «${key}» пропущено`,
  'consent-in-future': (date: string) => `согласие датировано будущим днём ${date}`,
  'consent-missing': () => 'о согласии не сказано: считаем, что его нет, уведомления — только на бумаге',
  'email-without-consent': () => 'без согласия адрес не сохраняется, уведомления — только на бумаге',
  'holiday-outside-periods': (date: string) => `${date} и так вне учебных периодов`,
  'day-hits-nothing': (date: string) => `${date} уроков и так нет: запись ничего не меняет`,
  'teacher-clash': (id: string, where: string) => `${id} в это время уже ведёт урок: ${where}`,
  'two-groups': (id: string, where: string) => `${id} уже в другой подгруппе по этому предмету: ${where}`,
  'one-word-name': (name: string) => `«${name}»: имя без фамилии`,
} as const;

export type SchoolFileFaultCode = keyof typeof schoolFileFaults;
export type SchoolFileWarningCode = keyof typeof schoolFileWarnings;

/** JSON kinds as a fault names them. */
export const jsonKinds: Record<string, string> = {
  string: 'строка',
  number: 'число',
  int: 'целое число',
  boolean: 'true или false',
  array: 'список',
  tuple: 'список',
  object: 'объект',
  record: 'объект',
  null: 'null',
};
