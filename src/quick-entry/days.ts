import { type Question, type Refusal, refuse } from './answer.ts';
import { lessonsOfTeacher } from './lessons.ts';
import type { NamedDay, NamedDue, NamedPeriod } from './recognise/part.ts';
import { lessonDates, type TeacherCourse } from './roster.ts';
import { type Session, settled } from './session.ts';

/** A day that was named, before any course is known: refused when it is no day of the school year or not yet. */
export function checkNamedDay(session: Session, day: NamedDay): { date: string } | Refusal {
  if ('fault' in day) return refuse(day.fault);
  return day.date > session.today ? refuse('date-in-future') : day;
}

/** The lesson day of a mark, an absence or a topic. */
export function placeDay(session: Session, course: TeacherCourse, date: string, at: number): string | Question {
  const dates = lessonDates(session.roster, course);
  if (dates.includes(date)) return date;
  const before = dates.findLast((lesson) => lesson < date);
  const after = dates.find((lesson) => lesson > date && lesson <= session.today);
  return settled(
    session,
    'date',
    at,
    '',
    [before, after].flatMap((candidate) => candidate ?? []),
  );
}

/** The day homework is due: a lesson of its course after today. */
export function placeDue(
  session: Session,
  course: TeacherCourse,
  due: NamedDue,
  at: number,
): string | Question | Refusal {
  if ('fault' in due) return refuse(due.fault);
  const ahead = lessonDates(session.roster, course).filter((date) => date > session.today);
  const [next, afterNext] = ahead;
  if (next === undefined) return refuse('date-out-of-year');
  if ('lessonsAhead' in due) {
    if (due.lessonsAhead === 1) return next;
    const twice = meetsTwice(session, course, next);
    if (afterNext !== undefined && !twice) return afterNext;
    return settled(session, 'due', at, '', ahead.slice(0, 2));
  }
  if (ahead.includes(due.date)) return due.date;
  const before = ahead.findLast((date) => date < due.date);
  const after = ahead.find((date) => date > due.date);
  return settled(
    session,
    'due',
    at,
    '',
    [before, after].flatMap((candidate) => candidate ?? []),
  );
}

/** Two lessons on one day: "через урок" may mean the second of them or the next day. */
function meetsTwice(session: Session, course: TeacherCourse, date: string): boolean {
  const lessons = lessonsOfTeacher(session.roster.plan, course.class, course.subject, course.owner);
  return new Set(lessons.filter((lesson) => lesson.date === date).map(({ lesson }) => lesson)).size > 1;
}

/** The name of the period that a period mark is for. */
export function placePeriod(session: Session, named: NamedPeriod): { name: string } | Refusal {
  const { periods } = session.roster;
  if (named.period === 'year') return { name: 'год' };
  if (named.period === 'numbered') {
    const period = periods.find(({ noun, number }) => noun === named.noun && number === named.number);
    if (!period) return refuse('unreadable');
    return period.starts > session.today ? refuse('date-in-future') : { name: period.name };
  }
  const kindred = periods.filter(({ noun }) => named.noun === null || noun === named.noun);
  const begun = kindred.filter(({ starts }) => starts <= session.today);
  if (begun.length === 0) return refuse(kindred.length === 0 ? 'unreadable' : 'date-in-future');
  const running = begun.filter(({ ends }) => session.today <= ends);
  const endedLast = begun.filter(({ ends }) => begun.every((other) => other.ends <= ends));
  const [only, ...others] = running.length > 0 ? running : endedLast;
  // quarters and half-years side by side: which is meant must be said
  return only && others.length === 0 ? { name: only.name } : refuse('unreadable');
}

/** Of several words for the period ("итог за 1 четверть") the most telling one; null when they contradict. */
export function onePeriod(named: NamedPeriod[]): NamedPeriod | null {
  const telling = (period: NamedPeriod) => (period.period === 'running' ? (period.noun === null ? 0 : 1) : 2);
  const most = Math.max(...named.map(telling));
  const [first, ...others] = named.filter((period) => telling(period) === most);
  const same = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  return first && same ? first : null;
}
