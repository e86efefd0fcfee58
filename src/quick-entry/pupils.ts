import type { NameIndex } from './names/name-index.ts';
import type { Session } from './session.ts';

export function namesIn(session: Session, schoolClass: string): NameIndex {
  return session.roster.namesOfClass(schoolClass);
}

/** Who counts: those of the group, if the course has one, who are in the class on that day. */
export function countsIn(
  session: Session,
  schoolClass: string,
  group: Set<string> | null,
  date: string,
): (student: string) => boolean {
  const members = session.roster.membersOn(schoolClass, date);
  return (student) => members.has(student) && (group === null || group.has(student));
}
