import { lessonAtHand } from './lessons.ts';
import { surnameForms } from './names/decline.ts';
import { isOneSlip } from './names/slips.ts';
import { readPhrase } from './read-phrase.ts';
import { coursesOf, type Roster, type TeacherCourse } from './roster.ts';
import { fold, foldedWords } from './text/fold.ts';

/** A line that was not understood. */
export interface Misread {
  teacher: string;
  now: string;
  text: string;
}

type Kind = 'marks' | 'absence' | 'homework' | 'topic' | 'message' | 'period';

/** Words that betray what was meant, though they are no commands. */
const HINTS: [Kind, RegExp][] = [
  ['homework', /^(?:дз|дом|задан|задал|упр|стр|прочит|выуч|реш|повтор)/u],
  ['topic', /^(?:тем|урок)/u],
  ['message', /^(?:родит|сообщ|передай|собран)/u],
  ['absence', /^(?:нет|нету|отсут|пропус|прогул|бол|опозд|не$|н$|нб$)/u],
  ['period', /^(?:итог|четв|полуг|год|аттест)/u],
  ['marks', /^(?:оцен|отмет|балл|пят|четыр|кр$|контр|сам|тест)/u],
];

/**
 * The nearest form that would be understood, made from the teacher's own class and subject; null when the line is
 * understood, or when the teacher teaches nothing.
 */
export function suggestForm(roster: Roster, misread: Misread): string | null {
  if (readPhrase(roster, misread).status === 'ok') return null;
  const course = nearestCourse(roster, misread);
  if (!course) return null;
  const kind = meantKind(misread.text);
  const order: Kind[] = [kind, 'marks', 'absence', 'homework'];
  const forms = order.flatMap((meant) => formOf(roster, course, meant, misread) ?? []);
  return forms.find((text) => isUnderstood(roster, { ...misread, text })) ?? null;
}

/** Understood, be it that only the day has to be chosen. */
function isUnderstood(roster: Roster, phrase: Misread): boolean {
  const answer = readPhrase(roster, phrase);
  return answer.status === 'ok' || (answer.status === 'ask' && answer.about === 'date');
}

/** The course the words come nearest to; else the lesson at hand; else the first. */
function nearestCourse(roster: Roster, { teacher, now, text }: Misread): TeacherCourse | null {
  const courses = coursesOf(roster, teacher, now.slice(0, 10));
  const words = foldedWords(text);
  const written = words.join('');
  const lesson = lessonAtHand(roster.plan, teacher, now);
  const nearness = (course: TeacherCourse) => {
    const named = written.includes(fold(course.class)) ? 4 : 0;
    const subject = words.some((word) => word.length > 2 && fold(course.subject).startsWith(word)) ? 2 : 0;
    return named + subject + (lesson?.class === course.class && lesson.subject === course.subject ? 1 : 0);
  };
  return courses.reduce<TeacherCourse | null>((best, course) => {
    return best === null || nearness(course) > nearness(best) ? course : best;
  }, null);
}

function meantKind(text: string): Kind {
  const words = foldedWords(text);
  const hint = HINTS.find(([, pattern]) => words.some((word) => pattern.test(word)));
  if (hint) return hint[0];
  return words.some((word) => /^\d/u.test(word)) ? 'marks' : 'homework';
}

function formOf(roster: Roster, course: TeacherCourse, kind: Kind, { now, text }: Misread): string | null {
  const head = `${course.class} ${shortNameOf(roster, course.subject)}`;
  const pupil = nearestPupil(roster, course, now, text);
  switch (kind) {
    case 'homework':
      return `дз ${head} § 5, № 12`;
    case 'topic':
      return `тема ${head} Повторение`;
    case 'message':
      return `родителям ${course.class}: собрание в пятницу в 18:00`;
    case 'absence':
      return pupil && `нет ${head} ${pupil.genitive}`;
    case 'period':
      return pupil && `итог ${head} ${pupil.name} 5`;
    case 'marks':
      return pupil && `${head} ${pupil.name} 5`;
  }
}

/** The shortest name of a subject that is understood by itself. */
function shortNameOf(roster: Roster, subject: string): string {
  const names = roster.view.subjects.find(({ name }) => name === subject)?.short ?? [];
  return (
    [...names].sort((one, other) => one.length - other.length).find((name) => name.length > 2) ?? subject.toLowerCase()
  );
}

/** A pupil of the course whose name the words come near to; else the first whose surname is nobody else's. */
function nearestPupil(
  roster: Roster,
  course: TeacherCourse,
  now: string,
  text: string,
): { name: string; genitive: string } | null {
  const members = roster.membersOn(course.class, now.slice(0, 10));
  const index = roster.namesOfClass(course.class);
  const pupils = [...index.pupils.values()].filter(({ id }) => members.has(id) && (course.group?.has(id) ?? true));
  const alone = pupils.filter(({ last }) => index.last.get(fold(last))?.size === 1);
  const words = foldedWords(text).filter((word) => word.length > 2);
  const near = alone.find(({ last }) =>
    words.some((word) => fold(last).startsWith(word) || isOneSlip(word, fold(last))),
  );
  const pupil = near ?? alone[0];
  if (!pupil) return null;
  const genitive = surnameForms(pupil.last, pupil.sex)[1] ?? pupil.last;
  return { name: pupil.last, genitive: capitalised(genitive) };
}

function capitalised(name: string): string {
  return name.replace(/(?:^|-)\p{L}/gu, (letter) => letter.toUpperCase());
}
