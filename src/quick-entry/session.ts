import type { About, Answered, Question } from './answer.ts';
import { type Lesson, lessonAtHand } from './lessons.ts';
import type { NameIndex } from './names/name-index.ts';
import type { Reading } from './recognise/part.ts';
import { coursesOf, type Roster, type TeacherCourse } from './roster.ts';
import type { Line } from './text/tokens.ts';

/** One message being read: who wrote it, when, and which questions about it have been answered. */
export interface Session {
  roster: Roster;
  teacher: string;
  today: string;
  lesson: Lesson | null;
  answers: Answered[];
}

export function openSession(roster: Roster, teacher: string, now: string, answers: Answered[]): Session {
  return { roster, teacher, today: now.slice(0, 10), lesson: lessonAtHand(roster.plan, teacher, now), answers };
}

export function ownCourses(session: Session, date: string): TeacherCourse[] {
  return coursesOf(session.roster, session.teacher, date);
}

/** The answer given to a question, if it is one of those offered; else the question. */
export function settled(
  session: Session,
  about: About,
  at: number,
  asked: string,
  candidates: string[],
): string | Question {
  const answer = session.answers.find((given) => given.about === about && given.at === at);
  if (answer && candidates.includes(answer.value)) return answer.value;
  return { status: 'ask', about, candidates, asked, at };
}

/** A line as recognisers see it. */
export function readingOf(
  session: Session,
  line: Line,
  names: NameIndex,
  counts: (student: string) => boolean = () => true,
): Omit<Reading, 'before'> {
  return { roster: session.roster, today: session.today, line, names, counts };
}
