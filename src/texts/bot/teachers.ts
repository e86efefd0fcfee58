/** What the teachers' bot says. The preview of what was understood stands in teachers-preview.ts. */
import type { RefusalCode } from '../../quick-entry/answer.ts';
import { shortDate, weekdayShort } from '../russian/dates.ts';
import { count, FORMS } from '../russian/plural.ts';

/** Labels of buttons. */
export const TEACHERS_BUTTONS = {
  record: 'Записать',
  edit: 'Исправить',
  cancel: 'Отмена',
  undo: 'Отменить',
  help: 'Помощь',
} as const;

export const TEACHERS_DESCRIPTION =
  'Журнал одной строкой: отметки, пропуски, домашние задания и сообщения родителям. Для начала нужен код, который выдаёт администратор школы.';
export const TEACHERS_SHORT_DESCRIPTION = 'Журнал одной строкой — для учителей';

// ── Linking ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** /start without a code, and anything written before the chat is linked. */
export function staffAskCode(): string {
  return 'Здравствуйте! Пришлите код для сотрудников школы. Нет кода? Его выдаст администратор.';
}

/** @param examples lines that this teacher could type right now */
export function staffLinked(name: string, examples: readonly string[]): string {
  return [`Готово, ${name}! Журнал ведётся одной строкой.`, ...exampleLines(examples)].join('\n');
}

export function staffAlreadyLinked(name: string): string {
  return `Этот чат уже подключён: ${name}. Примеры: /help`;
}

export function staffCodeUnknown(): string {
  return 'Такого кода нет. Проверьте, пожалуйста, цифры: код выглядит так: 4827 1936.';
}

export function staffCodeUsed(): string {
  return 'Этот код уже использован. Если не Вами, сразу скажите, пожалуйста, администратору школы.';
}

export function staffCodeExpired(): string {
  return 'Срок этого кода истёк. Новый выдаст администратор школы.';
}

/** The code is a guardian's. @param bot the other bot's @name, if known */
export function staffCodeForGuardian(bot?: string): string {
  return `Этот код для родителей. Пришлите его, пожалуйста, в бот для родителей${bot ? `: @${bot}` : ''}.`;
}

export function staffLeft(): string {
  return 'Доступ к журналу закрыт. Если это ошибка, обратитесь, пожалуйста, к администратору школы.';
}

// ── Recording ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What was understood, before anything is recorded. @param lines from previewLines */
export function preview(lines: readonly string[]): string {
  return ['Записать?', ...lines].join('\n');
}

/** @param told minutes until families read it, when it is not at once */
export function recorded(lines: readonly string[], told?: number): string {
  const after = told ? `Родители узнают не раньше чем через ${count(told, FORMS.minuteAfter)}.` : '';
  return ['Записано.', ...lines, ...(after ? [after] : [])].join('\n');
}

/** What an edited message would leave in the journal. */
export function changePreview(lines: readonly string[]): string {
  return ['Сообщение изменено. Исправить в журнале? Будет так:', ...lines].join('\n');
}

/** The journal follows an edited message. */
export function changed(lines: readonly string[]): string {
  return ['Исправлено. Теперь в журнале:', ...(lines.length > 0 ? lines : ['ничего из этого сообщения'])].join('\n');
}

/** An edited message that the bot remembers no more. */
export function editTooLate(): string {
  return 'Это сообщение уже не связано с журналом, ничего не изменено. Пришлите, пожалуйста, новую строку.';
}

/** A line of what was taken back together with what was recorded. */
export function clearedLine(line: string): string {
  return `Снято: ${line}`;
}

/** Some of it stood in the journal already. */
export function recordedBefore(): string {
  return 'Это уже записано.';
}

/** A correction: «Исправлено: Иванов П. — было 4, стало 5.» */
export function correctedTo(who: string, was: string, now: string): string {
  return `Исправлено: ${who} — было ${was}, стало ${now}.`;
}

export function refused(reasons: readonly string[]): string {
  return ['Не записано ничего.', ...reasons].join('\n');
}

/** @param toldAlready families had read it: they will be told of the correction */
export function undone(lines: readonly string[], toldAlready = false): string {
  return [toldAlready ? 'Отменено, родители узнают об исправлении.' : 'Отменено.', ...lines].join('\n');
}

export function undoTooLate(): string {
  return 'Отменить кнопкой можно в течение 15 минут. Теперь исправьте запись новой строкой.';
}

/** Somebody else changed the entries in between. */
export function undoChangedSince(): string {
  return 'Эти записи с тех пор изменены, отменить их кнопкой нельзя. Исправьте новой строкой.';
}

/** A button of an earlier state of the message. */
export function staleStaffButton(): string {
  return 'Эта кнопка устарела, ничего не записано. Действуют кнопки под последним ответом.';
}

/** How a message to parents is told, on a button. */
export function flagButton(flag: 'personal' | 'urgent' | 'toStudent', on: boolean): string {
  const names = { personal: 'Лично', urgent: 'Срочно', toStudent: 'и ученику' };
  return `${on ? '☑' : '☐'} ${names[flag]}`;
}

export function draftCancelled(): string {
  return 'Хорошо, ничего не записано.';
}

export function askEdit(): string {
  return 'Пока не записано. Измените своё сообщение в чате или пришлите исправленную строку целиком.';
}

/** A tap on a preview that is gone. */
export function draftGone(): string {
  return 'Этот черновик устарел, ничего не записано. Пришлите строку ещё раз.';
}

// ── Questions and refusals of quick entry ───────────────────────────────────────────────────────────────────────────

export type AskAbout = 'class' | 'subject' | 'student' | 'date' | 'due';

/** The question; candidates stand as buttons. @param what the word that was not clear */
export function ask(about: AskAbout, what?: string): string {
  const named = what ? ` (${what})` : '';
  switch (about) {
    case 'class':
      return 'Какой класс?';
    case 'subject':
      return 'Какой предмет?';
    case 'student':
      return `Кто именно${named}?`;
    case 'date':
      return `Такого урока в этот день нет${named}. За какой день?`;
    case 'due':
      return `Такого урока в этот день нет${named}. На какой день?`;
  }
}

export function askNoCandidates(): string {
  return 'Подходящего урока рядом нет. Напишите, пожалуйста, день точнее.';
}

/** A candidate day on a button: «чт 17.09». */
export function dayButton(date: string): string {
  return `${weekdayShort(date)} ${shortDate(date)}`;
}

const QUICK_ENTRY_ERRORS: Record<RefusalCode, string> = {
  'unknown-class': 'такого класса нет',
  'unknown-subject': 'такого предмета нет',
  'unknown-student': 'такого ученика в классе нет',
  'not-your-course': 'этот предмет в этом классе ведёт другой учитель',
  'bad-mark': 'такой отметки нет: бывают 5, 4, 3, 2, 1, зачёт и незачёт',
  'grade-1': 'в первом классе нет отметок и домашних заданий',
  'date-in-future': 'этот день ещё не наступил',
  'date-out-of-year': 'этого дня нет в учебном году',
  empty: 'не хватает задания, отметок или фамилий',
  unreadable: 'строку не удалось понять',
};

/**
 * @param word the words of the line that are at fault
 * @param examples the nearest lines that would be understood
 */
export function notRecorded(code: RefusalCode, word?: string, examples: readonly string[] = []): string {
  const about = word ? ` (${word})` : '';
  return [`Не записано: ${QUICK_ENTRY_ERRORS[code]}${about}.`, ...exampleLines(examples)].join('\n');
}

// ── Everything else ─────────────────────────────────────────────────────────────────────────────────────────────────

/** /help, with examples from the teacher's own classes. */
export function staffHelp(examples: readonly string[]): string {
  return [
    'Пишите одной строкой: бот покажет разбор и запишет после подтверждения.',
    ...exampleLines(examples),
    'Класс и предмет можно не писать во время урока и 20 минут после него.',
  ].join('\n');
}

/** @param previewOff entries without any doubt are recorded at once */
export function staffSettings(previewOff: boolean): string {
  return previewOff
    ? 'Разбор перед записью выключен: строка без сомнений записывается сразу, отменить можно 15 минут. Вопросы и сообщения родителям бот показывает всегда.'
    : 'Разбор перед записью включён: бот показывает, что понял, и записывает после подтверждения.';
}

/** The button that changes it. */
export function previewSwitch(previewOff: boolean): string {
  return previewOff ? 'Показывать разбор' : 'Записывать сразу';
}

function exampleLines(examples: readonly string[]): string[] {
  return examples.length ? ['Например:', ...examples] : [];
}

/** A voice message, photo, file or sticker. */
export function staffTextOnly(): string {
  return 'Бот понимает только текст. Напишите, пожалуйста, одной строкой.';
}

export const PHOTO_NAME = 'фото';
export const FILE_NAME = 'файл';

/** A photo or file that says nothing. */
export function fileWithoutCaption(): string {
  return 'Подпишите, пожалуйста, файл заданием, например: дз 7Б алгебра § 12. Без подписи его не к чему приложить.';
}

export function fileForHomework(): string {
  return 'Файл можно приложить только к домашнему заданию: начните подпись с «дз».';
}

export function fileTooBig(): string {
  return 'Файл больше 10 МБ, ничего не записано. Пришлите, пожалуйста, файл поменьше.';
}

export function fileOfWrongType(): string {
  return 'Такой файл приложить нельзя: бывают фото (JPEG, PNG), PDF и документы Word, Excel, PowerPoint без макросов.';
}

/** A task with a file, as families read it. */
export function withAttachment(text: string, name: string): string {
  return `${text} (вложение: ${name})`;
}

export function staffPrivateOnly(): string {
  return 'Журнал ведётся только в личном чате с ботом.';
}

export function staffForwarded(): string {
  return 'Пересланное сообщение в журнал не записать: напишите, пожалуйста, строку сами.';
}

export function staffTooFast(): string {
  return 'Слишком много сообщений подряд. Подождите, пожалуйста, минуту.';
}

export function staffTroubled(): string {
  return 'Сейчас не получилось, ничего не записано. Попробуйте, пожалуйста, через несколько минут.';
}
