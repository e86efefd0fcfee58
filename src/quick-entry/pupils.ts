import type { NameIndex } from './names/name-index.ts';
import type { Session } from './session.ts';

export function namesIn(session: Session, schoolClass: string): NameIndex {
  return session.roster.namesOfClass(schoolClass);
}

/** Who counts: those of the group, if the course has one, who are in the class on that day; `all` if that is everybody. */
export function countsIn(
  session: Session,
  schoolClass: string,
  group: Set<string> | null,
  date: string,
): { counts: (student: string) => boolean; all: boolean } {
  const members = session.roster.membersOn(schoolClass, date);
  const all = group === null && members.size === session.roster.namesOfClass(schoolClass).pupils.size;
  return { counts: (student) => members.has(student) && (group === null || group.has(student)), all };
}
