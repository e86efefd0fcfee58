/** A teacher's day and the grid of one lesson. */
import type { Made } from '../../journal/lesson/record.ts';
import { absenceName, midSentence, workName } from '../news/words.ts';
import { clockTime, forDay, longDate } from '../russian/dates.ts';
import { count, FORMS } from '../russian/plural.ts';
import { capital, NBSP } from '../russian/typography.ts';

export const LESSONS = {
  title: 'Мои уроки',
  today: 'Сегодня',
  previous: 'Предыдущий день',
  next: 'Следующий день',
  day: 'Другой день',
  show: 'Показать',
  none: 'Уроков в этот день нет.',
  filled: 'заполнено',
  remote: 'дистанционно',
  cancelled: 'урок отменён',
  group: 'подгруппа',
  courses: 'Мои предметы',
  noCourses: 'В расписании предметов за Вами нет.',
  lastLesson: 'последний урок',
  nextLesson: 'следующий урок',
  nameless: 'Урок',
} as const;

const PARTS = { attendance: 'пропуски', topic: 'тема', homework: 'задание' } as const;

/** «осталось: тема, задание; отсутствует 2; 5 отметок» */
export function filledWords(
  missing: readonly (keyof typeof PARTS)[],
  { absences, marks }: { absences: number; marks: number },
): string {
  return [
    missing.length > 0 ? `осталось: ${missing.map((part) => PARTS[part]).join(', ')}` : LESSONS.filled,
    ...(absences > 0 ? [`отсутствует ${absences}`] : []),
    ...(marks > 0 ? [count(marks, FORMS.mark)] : []),
  ].join('; ');
}

/** «Замена. Предмет ведёт Орлова А. С.» */
export function insteadOf(teacher: string): string {
  return `Замена. Предмет ведёт ${teacher}`;
}

/** «Замена: Громов И. Л.» */
export function givenBy(teacher: string): string {
  return `Замена: ${teacher}`;
}

/** «7Б · Алгебра» */
export function courseName(className: string, subject: string): string {
  return `${className}${NBSP}· ${subject}`;
}

/** «Среда, 16 сентября» */
export function dayTitle(date: string): string {
  return capital(longDate(date));
}

/** «среда, 16 сентября, 3-й урок, 10:30» */
export function lessonWhen(date: string, number: number, starts: string | undefined): string {
  return `${longDate(date)}, ${number}-й${NBSP}урок${starts ? `, ${clockTime(starts)}` : ''}`;
}

export const GRID = {
  topic: 'Тема урока',
  pupil: 'Ученик',
  absence: 'Пропуск',
  work: 'Вид работы',
  save: 'Записать',
  present: '—',
  due: 'К какому дню',
  homework: 'Домашнее задание',
  another: 'Ещё одно задание',
  dueHere: 'Задано к этому уроку',
  noNext: 'Уроков по этому предмету больше нет: задание дать не к чему.',
  atHome: 'индивидуальный план: только итоговые отметки',
  gradeOne: 'В первом классе нет отметок и домашних заданий.',
  notYet: 'Урок ещё впереди: отметки, пропуски и тема записываются в день урока.',
  cancelled: 'Урок отменён: записывать нечего.',
  noPupils: 'В этот день в списке урока никого нет.',
  legendAbsences: 'Н — отсутствие, причина не указана; Б — болезнь; У — уважительная причина; ОП — опоздание.',
  legendMarks:
    'Отметки: 5, 4, 3, 2, 1, зачёт (зач), незачёт (незач); несколько — через пробел: 4 5. Пустая клетка снимает отметку.',
  keys: 'Enter и Tab ведут вниз по столбцу.',
  previous: 'Предыдущий урок',
  next: 'Следующий урок',
  toDay: 'Уроки этого дня',
  undo: 'Отменить',
  nothing: 'Изменений нет: в журнале всё так и стоит.',
  recorded: 'Записано.',
  fault: 'Не записано ничего: исправьте, пожалуйста, отмеченное и нажмите «Записать» ещё раз.',
  reused: 'Эта форма уже записана. Проверьте, пожалуйста, отмеченное и нажмите «Записать» ещё раз.',
  badMark: 'Отметка не понята: возможны 5, 4, 3, 2, 1, зач и незач, несколько — через пробел.',
  undoUnknown: 'Отменить нечего: такой записи нет.',
  undoLate: 'Отменить кнопкой можно в течение 15 минут. Теперь исправьте, пожалуйста, сами клетки.',
  undoChanged: 'Эти записи с тех пор изменены, отменить их кнопкой нельзя. Исправьте, пожалуйста, сами клетки.',
} as const;

/** The codes of absence in words, for the one who hears the page. */
export function absenceOption(code: string): string {
  return capital(absenceName(code));
}

/** «Иванов Пётр: пропуск» */
export function cellLabel(name: string, what: string): string {
  return `${name}: ${midSentence(what)}`;
}

/** «Отметка, столбец 2» */
export function markColumn(nth: number): string {
  return `отметка, столбец ${nth}`;
}

/** «Вид работы, столбец 2» */
export function workColumn(nth: number): string {
  return `${GRID.work}, столбец ${nth}`;
}

/** «Задание на четверг, 17 сентября», of one pupil with the name */
export function homeworkLabel(due: string, pupil: string | null): string {
  return `Задание ${forDay(due)}${pupil ? ` (${pupil})` : ''}`;
}

/** «на четверг, 17 сентября» */
export const dueOption = forDay;

/** What stands now where the form had shown something else. */
export function changedMeanwhile(now: string): string {
  return now
    ? `Пока форма была открыта, здесь записано другое: ${now}. Чтобы заменить, нажмите «Записать» ещё раз.`
    : 'Пока форма была открыта, запись сняли. Чтобы записать снова, нажмите «Записать» ещё раз.';
}

/** «Родители узнают не раньше чем через 3 минуты.» */
export function toldAfter(minutes: number): string {
  return `Родители узнают не раньше чем через ${count(minutes, FORMS.minuteAfter)}.`;
}

export function undoneWords(told: boolean): string {
  return told ? 'Отменено, родители узнают об исправлении.' : 'Отменено.';
}

/** «Часть записей с тех пор изменена и осталась.» */
export const KEPT_SOME = 'Часть записей с тех пор изменена и осталась.';

/** A line for each change, pupils by name. */
export function madeLine({ kind, how, date, before, after }: Made, pupil: string | null): string {
  const was = before && valueWords(kind, before);
  const now = after && valueWords(kind, after);
  const change = how === 'withdrawn' ? `снято: ${was}` : how === 'corrected' ? `было ${was}, стало ${now}` : now;
  const about = {
    mark: pupil,
    absence: pupil,
    topic: 'Тема',
    homework: `Задание ${forDay(date)}${pupil ? ` (${pupil})` : ''}`,
  }[kind];
  return `${about ?? ''}: ${change ?? ''}`;
}

type Values = NonNullable<Made['before']>;

function valueWords(kind: Made['kind'], { value, work, text }: Values): string {
  if (kind === 'mark') return [value, workName(work)].filter(Boolean).join(', ');
  return kind === 'absence' ? absenceName(value) : text;
}

/** «4 (контрольная работа), 5» */
export function marksWords(marks: readonly (readonly [value: string, work: string])[]): string {
  return marks.map(([value, work]) => (workName(work) ? `${value} (${workName(work)})` : value)).join(', ');
}

/** What was entered without a network and is still on the device; read by the page's script. */
export const OUTBOX = {
  title: 'Записи на этом устройстве',
  waiting: 'ждёт сети. Сохранено на этом устройстве и уйдёт само; страницу можно закрыть.',
  recorded: 'Записано:',
  show: 'Показать',
  refused: 'не записано.',
  again: 'Исправить',
  drop: 'Удалить с устройства',
  noAccess: 'Урок Вам больше не открыт.',
  signIn: 'Чтобы отправить записи с этого устройства, войдите, пожалуйста, снова.',
  enter: 'Войти',
} as const;
