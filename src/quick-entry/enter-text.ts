import { type Entry, type Question, type Refusal, refuse } from './answer.ts';
import { checkNamedDay, placeDay, placeDue } from './days.ts';
import { NOTHING, type Outcome, refused, stopped } from './outcome.ts';
import { placeCourse, placeMessage } from './place.ts';
import { countsIn, namesIn } from './pupils.ts';
import { readDue } from './recognise/day.ts';
import { type Opening, readOpening } from './recognise/opening.ts';
import { type NamedDay, type NamedDue, NOTHING_BEFORE } from './recognise/part.ts';
import type { TeacherCourse } from './roster.ts';
import { readingOf, type Session, settled } from './session.ts';
import { namesFor, type TextStatement } from './statements.ts';
import { composeText, type Stretch, saysSomething } from './text/compose.ts';
import { wordsOf } from './text/tokens.ts';

/** What a homework, a topic or a message says, before its course is known. */
interface TextContent {
  text: string;
  day: NamedDay | null;
  due: NamedDue | null;
}

/** Homework, a topic, a message to parents. */
export function enterText(session: Session, statement: TextStatement): Outcome {
  const { command } = statement.opening;
  if (command === 'message') return enterMessage(session, statement);
  const content = contentOf(session, statement, statement.opening);
  if ('status' in content) return refused(content);
  const day = content.day ?? statement.sharedDay;
  const checked = command === 'topic' && day ? checkNamedDay(session, day) : { date: session.today };
  const date = 'date' in checked ? checked.date : session.today;
  const place = placeCourse(session, statement.shared, { at: statement.at, date });
  if ('stop' in place && place.stop.status === 'error') return refused(place.stop);
  const name = 'course' in place ? place.course.class : place.class;
  if (command === 'homework' && name !== null && isFirstGrade(session, name)) return refused(refuse('grade-1'));
  if ('course' in place) {
    return command === 'homework'
      ? enterHomework(session, statement, place.course)
      : enterTopic(session, statement, place.course, checked, day);
  }
  const refusal = refusalOf(content) ?? ('status' in checked ? checked : null);
  return refusal ? refused(refusal) : stopped(place.stop);
}

function isFirstGrade(session: Session, name: string): boolean {
  return session.roster.classes.get(name)?.grade === 1;
}

/** Refusals that do not depend on the class. */
function refusalOf(content: TextContent): Refusal | null {
  if (!saysSomething(content.text)) return refuse('empty');
  return content.due && 'fault' in content.due ? refuse(content.due.fault) : null;
}

function enterTopic(
  session: Session,
  statement: TextStatement,
  course: TeacherCourse,
  checked: { date: string } | Refusal,
  day: NamedDay | null,
): Outcome {
  const { opening } = reopened(session, statement, course.class, course.group);
  const content = opening ? contentOf(session, statement, opening) : refuse('unreadable');
  if ('status' in content) return refused(content);
  const refusal = refusalOf(content);
  if (refusal) return refused(refusal);
  // "тема 5" may be a mark for Тёма
  if (/^[\d\s,/+-]+$/u.test(content.text)) return refused(refuse('unreadable'));
  if ('status' in checked) return refused(checked);
  if (statement.dayInDoubt && day === null) return refused(refuse('unreadable'));
  const date = placeDay(session, course, checked.date, statement.at);
  if (typeof date !== 'string') return stopped(date);
  const { class: schoolClass, subject } = course;
  return entered({ kind: 'topic', class: schoolClass, subject, date, text: content.text });
}

function enterHomework(session: Session, statement: TextStatement, course: TeacherCourse): Outcome {
  const { opening } = reopened(session, statement, course.class, course.group);
  const content = opening ? contentOf(session, statement, opening) : refuse('unreadable');
  if (!opening || 'status' in content) return refused('status' in content ? content : refuse('unreadable'));
  const refusal = refusalOf(content);
  if (refusal) return refused(refusal);
  const student = pupilOf(session, opening);
  if (student && typeof student === 'object' && student.status === 'error') return refused(student);
  const due = placeDue(session, course, content.due ?? { lessonsAhead: 1 }, statement.at);
  if (typeof due !== 'string' && due.status === 'error') return refused(due);
  const questions = [student, due].flatMap((item): Question[] =>
    item && typeof item === 'object' ? [item as Question] : [],
  );
  if (questions.length > 0 || typeof due !== 'string') return { ...NOTHING, questions };
  const { class: schoolClass, subject } = course;
  const base = { kind: 'homework' as const, class: schoolClass, subject, due, text: content.text };
  return entered(typeof student === 'string' ? { ...base, student } : base);
}

function enterMessage(session: Session, statement: TextStatement): Outcome {
  const content = contentOf(session, statement, statement.opening);
  if ('status' in content) return refused(content);
  const place = placeMessage(session, statement.shared, { at: statement.at, date: session.today });
  if ('stop' in place) {
    const refusal = place.stop.status === 'error' ? place.stop : refusalOf(content);
    return refusal ? refused(refusal) : stopped(place.stop);
  }
  const { opening } = reopened(session, statement, place.class, null);
  const read = opening ? contentOf(session, statement, opening) : refuse('unreadable');
  if (!opening || 'status' in read) return refused('status' in read ? read : refuse('unreadable'));
  const refusal = refusalOf(read);
  if (refusal) return refused(refusal);
  const student = pupilOf(session, opening);
  if (student && typeof student === 'object') return stopped(student);
  const base = { kind: 'message' as const, class: place.class, text: read.text };
  return entered(student === null ? base : { ...base, student });
}

function entered(entry: Entry): Outcome {
  return { ...NOTHING, entries: [{ entry, everybody: false }] };
}

/** The opening read again with the names of the class that the text is about. */
function reopened(
  session: Session,
  statement: TextStatement,
  schoolClass: string,
  group: Set<string> | null,
): { opening: Opening | null } {
  const names = namesIn(session, schoolClass);
  const { counts, all } = countsIn(session, schoolClass, group, session.today);
  if (all && statement.names === names) return statement;
  return { opening: readOpening(readingOf(session, statement.line, names, counts)) };
}

/** The pupil a text is about: an id, a question, nobody; a name that fits none of those who count is refused. */
function pupilOf(session: Session, opening: Opening): string | Question | Refusal | null {
  const placed = opening.parts.find(({ part }) => part.is === 'pupil');
  if (placed?.part.is !== 'pupil') return null;
  const { line, from, to, part } = placed;
  const words = wordsOf(line, from, to);
  const [only, ...others] = part.fit;
  if (only === undefined) return refuse('unknown-student', words);
  if (others.length === 0 && !opening.doubtfulPupil) return only;
  return settled(session, 'student', line.offset + (line.tokens[from]?.start ?? 0), words, part.fit);
}

/** The text with its due day taken out, and the day that its opening names. */
function contentOf(session: Session, statement: TextStatement, opening: Opening): TextContent | Refusal {
  if (opening.muddled) return refuse('unreadable');
  const day = opening.parts.find(({ part }) => part.is === 'date')?.part;
  const dues = opening.parts.flatMap(({ part }) => (part.is === 'due' ? [part.due] : []));
  const stretches: Stretch[] = [
    { line: statement.line, from: opening.textFrom, cuts: [] },
    ...statement.more.map((line) => ({ line, from: 0, cuts: [] })),
  ];
  if (opening.command === 'homework')
    for (const stretch of stretches) dues.push(...cutDues(session, statement, stretch));
  if (dues.length > 1) return refuse('unreadable');
  return { text: composeText(stretches), day: day?.is === 'date' ? day.day : null, due: dues[0] ?? null };
}

/** Finds due days in a stretch of text and marks their words to be taken out. */
function cutDues(session: Session, statement: TextStatement, stretch: Stretch): NamedDue[] {
  const reading = { ...readingOf(session, stretch.line, namesFor(session, statement.shared)), before: NOTHING_BEFORE };
  const dues: NamedDue[] = [];
  for (let at = stretch.from; at < stretch.line.tokens.length; at += 1) {
    const found = readDue(reading, at);
    if (found?.part.is !== 'due') continue;
    dues.push(found.part.due);
    stretch.cuts.push({ from: at, to: found.next });
    at = found.next - 1;
  }
  return dues;
}
