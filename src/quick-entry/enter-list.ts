import { type Entry, type Question, type Refusal, refuse } from './answer.ts';
import { assembleList } from './assemble/list.ts';
import type { ListContent, Who } from './assemble/list-content.ts';
import { checkNamedDay, onePeriod, placeDay, placePeriod } from './days.ts';
import { type DraftEntry, NOTHING, type Outcome, refused, stopped } from './outcome.ts';
import { type CoursePlace, placeCourse } from './place.ts';
import { countsIn, namesIn } from './pupils.ts';
import type { NamedDay, NamedPeriod, Placed } from './recognise/part.ts';
import { scan } from './recognise/scan.ts';
import type { TeacherCourse } from './roster.ts';
import { readingOf, type Session, settled } from './session.ts';
import { hasContent, type ListStatement, nameParts } from './statements.ts';
import { wordsOf } from './text/tokens.ts';

/** What the words of a list say beyond pupils and their marks. */
interface Frame {
  day: NamedDay | null;
  period: NamedPeriod | null;
  works: string[];
}

/** Marks, absences and period marks: the list is read with the names of its course, then checked. */
export function enterList(session: Session, statement: ListStatement, isLast: boolean): Outcome {
  const parts = joinLines(statement.lines.map((scanned) => scanned.parts));
  const frame = frameOf(statement, parts);
  if ('status' in frame) return refused(frame);
  if (!hasContent(parts)) return enterHeader(parts, frame, isLast);
  const stranger = parts.find(({ part }) => part.is === 'unknownSubject');
  if (stranger) return refused(refuse('unknown-subject', wordsOf(stranger.line, stranger.from, stranger.to)));
  const named = frame.day ?? (frame.period ? null : statement.sharedDay);
  const day = named ? checkNamedDay(session, named) : { date: session.today };
  const date = 'date' in day ? day.date : session.today;
  const place = placeCourse(session, statement.shared, { at: statement.at, date });
  const content = contentAt(session, statement, place, date, parts);
  const refusal = refusalOf(session, statement, frame, place, content, named);
  if (refusal) return refused(refusal);
  if ('status' in day) return refused(day);
  if ('stop' in place) return stopped(place.stop);
  const outcome = frame.period
    ? enterPeriodMarks(session, place.course, frame.period, content)
    : enterLesson(session, place.course, date, statement.at, content);
  return { ...outcome, works: frame.works };
}

function joinLines(lines: Placed[][]): Placed[] {
  return lines.flatMap((parts, index) => (index === 0 ? parts : [...lineBreak(parts), ...parts]));
}

/** A line of bare pupils goes on with the list above it; pupils with marks of their own begin a new group. */
function lineBreak(parts: Placed[]): Placed[] {
  const first = parts.find(({ part }) => part.is !== 'filler' && part.is !== 'break');
  const names = first?.part.is === 'pupil' || first?.part.is === 'unknown';
  if (!first || !(names || first.part.is === 'all')) return [];
  return [
    { part: { is: 'break', hard: hasValues(parts) || !names }, line: first.line, from: first.from, to: first.from },
  ];
}

function hasValues(parts: Placed[]): boolean {
  return parts.some(({ part }) => ['mark', 'badMark', 'code', 'all'].includes(part.is));
}

/** Day, period and work, each named at most once; and on a line that leaves no doubt for which marks. */
function frameOf(statement: ListStatement, parts: Placed[]): Frame | Refusal {
  const days = parts.flatMap(({ part }) => (part.is === 'date' ? [part.day] : []));
  const periods = parts.flatMap(({ part }) => (part.is === 'period' ? [part.period] : []));
  const works = [...new Set(parts.flatMap(({ part }) => (part.is === 'work' ? [part.work] : [])))];
  const [day = null] = days;
  if (days.some((other) => JSON.stringify(other) !== JSON.stringify(day)) || works.length > 1)
    return refuse('unreadable');
  const period = periods.length > 0 ? onePeriod(periods) : null;
  if (periods.length > 0 && (!period || day || works.length > 0)) return refuse('unreadable');
  return (day || period) && framesOnlyPart(statement) ? refuse('unreadable') : { day, period, works };
}

/** A day or period named beside some marks, while other lines of the list have marks too. */
function framesOnlyPart(statement: ListStatement): boolean {
  const valued = statement.lines.filter(({ parts }) => hasValues(parts));
  const framed = statement.lines.filter(({ parts }) =>
    parts.some(({ part }) => part.is === 'date' || part.is === 'period'),
  );
  return valued.length > 1 && framed.some(({ parts }) => hasContent(parts));
}

/** A line that names class, subject, day or work for the lines below it. */
function enterHeader(parts: Placed[], frame: Frame, isLast: boolean): Outcome {
  const command = parts.some(({ part }) => part.is === 'marks' || part.is === 'period');
  return isLast || command ? refused(refuse('empty')) : { ...NOTHING, works: frame.works };
}

/** The list read again with the names that count in its course. */
function contentAt(
  session: Session,
  statement: ListStatement,
  place: CoursePlace,
  date: string,
  first: Placed[],
): ListContent {
  const name = 'course' in place ? place.course.class : place.class;
  if (name === null) return assembleList(first);
  const group = 'course' in place ? place.course.group : null;
  const names = namesIn(session, name);
  const counting = countsIn(session, name, group, date);
  // the first reading stands where it knew the same names and all of them count
  if (counting.all && statement.lines.every((scanned) => scanned.names === names)) return assembleList(first);
  const again = joinLines(statement.lines.map(({ line }) => scan(readingOf(session, line, names, counting.counts))));
  const content = assembleList(again);
  const sameNames = namesWritten(first) === namesWritten(again);
  return sameNames || content.fault ? content : { ...content, fault: refuse('unreadable') };
}

function namesWritten(parts: Placed[]): string {
  return nameParts(parts)
    .map(({ line, from, to }) => `${line.offset}:${from}-${to}`)
    .join();
}

/** What refuses the list, gravest first: whose course, what grade, what the list itself says, what stays in doubt. */
function refusalOf(
  session: Session,
  statement: ListStatement,
  frame: Frame,
  place: CoursePlace,
  content: ListContent,
  day: NamedDay | null,
): Refusal | null {
  if ('stop' in place && place.stop.status === 'error') return place.stop;
  const name = 'course' in place ? place.course.class : place.class;
  if (content.marksMeant && name !== null && session.roster.classes.get(name)?.grade === 1) return refuse('grade-1');
  // who is unknown cannot be told before the class is
  if (content.fault && !(name === null && content.fault.code === 'unknown-student')) return content.fault;
  return statement.dayInDoubt && day === null && !frame.period ? refuse('unreadable') : null;
}

function enterLesson(session: Session, course: TeacherCourse, day: string, at: number, content: ListContent): Outcome {
  const named = settleNames(session, content);
  const date = placeDay(session, course, day, at);
  if (typeof date !== 'string') return { ...NOTHING, questions: [...named.questions, date] };
  if (named.questions.length > 0) return { ...NOTHING, questions: named.questions };
  const { class: schoolClass, subject } = course;
  const mark = (student: string, value: string): Entry => ({
    kind: 'mark',
    class: schoolClass,
    subject,
    date,
    student,
    value,
    work: 'ответ',
  });
  const absences = named.absences.map(
    ({ student, code }): DraftEntry => ({
      entry: { kind: 'absence', class: schoolClass, subject, date, student, code },
      everybody: false,
    }),
  );
  const marks = [...named.marks, ...everybody(session, course, date, content, named)];
  const entries = marks.flatMap(({ student, values, all }) =>
    values.map((value): DraftEntry => ({ entry: mark(student, value), everybody: all })),
  );
  const code = content.all?.code ?? null;
  if (code === null) return { ...NOTHING, entries: [...entries, ...absences] };
  if (named.marks.length > 0 || named.absences.length > 0) return refused(refuse('unreadable'));
  const absent = everybody(session, course, date, content, named).map(
    ({ student }): DraftEntry => ({
      entry: { kind: 'absence', class: schoolClass, subject, date, student, code },
      everybody: false,
    }),
  );
  return { ...NOTHING, entries: absent };
}

function enterPeriodMarks(session: Session, course: TeacherCourse, period: NamedPeriod, content: ListContent): Outcome {
  const placed = placePeriod(session, period);
  if ('status' in placed) return refused(placed);
  if (content.absences.length > 0 || content.all?.code) return refused(refuse('bad-mark'));
  const named = settleNames(session, content);
  if (named.questions.length > 0) return { ...NOTHING, questions: named.questions };
  const marks = [...named.marks, ...everybody(session, course, session.today, content, named)];
  const students = marks.map(({ student }) => student);
  // a period has one mark for each pupil
  if (marks.some(({ values }) => values.length > 1) || new Set(students).size < students.length) {
    return refused(refuse('bad-mark'));
  }
  const { class: schoolClass, subject } = course;
  const entries = marks.flatMap(({ student, values, all }) =>
    values.map(
      (value): DraftEntry => ({
        entry: { kind: 'periodMark', class: schoolClass, subject, period: placed.name, student, value },
        everybody: all,
      }),
    ),
  );
  return { ...NOTHING, entries };
}

/** The list with every name settled to one pupil, or the questions that remain. */
interface NamedList {
  marks: { student: string; values: string[]; all: boolean }[];
  absences: { student: string; code: ListContent['absences'][number]['code'] }[];
  except: Set<string>;
  questions: Question[];
}

function settleNames(session: Session, content: ListContent): NamedList {
  const questions = new Map<number, Question>();
  const student = ({ fit, words, at }: Who): string => {
    const [only = '', ...others] = fit;
    if (others.length === 0) return only;
    const answer = settled(session, 'student', at, words, fit);
    if (typeof answer === 'string') return answer;
    questions.set(at, answer);
    return '';
  };
  const marks = content.marks.map(({ who, values }) => ({ student: student(who), values, all: false }));
  const absences = content.absences.map(({ who, code }) => ({ student: student(who), code }));
  const except = new Set((content.all?.except ?? []).map(student));
  const inOrder = [...questions.values()].sort((one, other) => one.at - other.at);
  return { marks, absences, except, questions: inOrder };
}

/** Those whom "всем" covers: who counts, was not excepted and got no mark of his own. */
function everybody(
  session: Session,
  course: TeacherCourse,
  date: string,
  content: ListContent,
  named: NamedList,
): NamedList['marks'] {
  const { all } = content;
  if (!all) return [];
  const { counts } = countsIn(session, course.class, course.group, date);
  const own = new Set(named.marks.map(({ student }) => student));
  return [...namesIn(session, course.class).pupils.keys()]
    .filter((student) => counts(student) && !named.except.has(student) && !own.has(student))
    .map((student) => ({ student, values: all.values, all: true }));
}
