/** Who somebody is to the school: the people of an account with their roles and relations, loaded anew for each request. */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { fromDbDate, type SchoolDate, schoolDate } from '../platform/school-time.ts';
import { hashToken } from './keys.ts';
import type { Role } from './may.ts';
import { type Child, childrenOf } from './relations.ts';
import type { SessionTimes } from './sessions.ts';

export interface LedClass {
  id: number;
  name: string;
  grade: number;
}

export interface Actor {
  accountId: number;
  login: string;
  /** usually one; a teacher who is also a parent under two ids has two */
  personIds: string[];
  /** the member of staff's id, for the audit */
  staffId: string | null;
  guardianIds: string[];
  name: { last: string; first: string; patronymic: string };
  roles: Role[];
  /** permitted to see, as a guardian */
  children: Child[];
  /** the pupil in person */
  selves: Child[];
  ledClasses: LedClass[];
}

export interface SchoolNow {
  name: string;
  zone: string;
  demo: boolean;
  imported: boolean;
  /** key of derived secrets */
  secret: string;
  today: SchoolDate;
}

export interface Visit {
  actor: Actor;
  session: SessionTimes;
  school: SchoolNow;
}

/**
 * The visitor a session belongs to, or null when it has ended or the account was closed. Two queries at most: one for
 * session, people and school, one for children.
 */
export async function visitOf(db: Db, clock: Clock, token: string): Promise<Visit | null> {
  const now = clock.now();
  const [row] = await db.$queryRaw<VisitRow[]>`
    SELECT se.id, se.created_at, se.last_seen_at, se.account_id, a.login,
      sc.name AS school, sc.time_zone, sc.kind::text AS kind, sc.imported_at IS NOT NULL AS imported, sc.secret,
      (SELECT json_agg(json_build_object(
          'id', p.id, 'last', p.last, 'first', p.first, 'patronymic', p.patronymic,
          'guardian', g.id IS NOT NULL AND (g.left_at IS NULL OR g.left_at > d.today),
          'student', s.id IS NOT NULL,
          'staff', CASE WHEN st.left_at IS NULL OR st.left_at > d.today THEN st.roles END,
          'led', (SELECT json_agg(json_build_object('id', k.id, 'name', k.name, 'grade', k.grade) ORDER BY k.grade, k.name)
                  FROM school_class k
                  WHERE k.class_teacher_id = st.id AND k.left_at IS NULL AND k.year_id = y.id)) ORDER BY p.id)
        FROM account_person ap
        JOIN person p ON p.id = ap.person_id
        LEFT JOIN guardian g ON g.id = p.id
        LEFT JOIN student s ON s.id = p.id
        LEFT JOIN staff_member st ON st.id = p.id
        WHERE ap.account_id = a.id AND p.erased_at IS NULL) AS people
    FROM session se
    JOIN account a ON a.id = se.account_id
    CROSS JOIN school sc
    CROSS JOIN LATERAL (SELECT (${now}::timestamptz AT TIME ZONE sc.time_zone)::date AS today) d
    LEFT JOIN LATERAL (
      SELECT id FROM school_year
      ORDER BY (starts <= d.today) DESC, abs(starts - d.today) LIMIT 1) y ON true
    WHERE se.token_hash = ${hashToken(token)} AND se.ended_at IS NULL AND se.expires_at > ${now} AND a.closed_at IS NULL`;
  if (!row?.people) return null;
  const school: SchoolNow = {
    name: row.school,
    zone: row.time_zone,
    demo: row.kind === 'demo',
    imported: row.imported,
    secret: row.secret,
    today: schoolDate(now, row.time_zone),
  };
  const people = row.people;
  const related = people.filter((person) => person.guardian || person.student).map((person) => person.id);
  const children = related.length > 0 ? await childrenOf(db, related, school.today) : [];
  return {
    actor: actorFrom(row, people, children),
    session: { id: row.id, createdAt: row.created_at, lastSeenAt: row.last_seen_at },
    school,
  };
}

/**
 * A member of staff who writes in the bot: offices and led classes as the web knows them, no relations of a parent.
 * Call it for who has not left. One query.
 */
export async function staffActor(db: Db, clock: Clock, staffId: string): Promise<{ actor: Actor; today: SchoolDate }> {
  const now = clock.now();
  const [row] = await db.$queryRaw<(PersonRow & { today: Date })[]>`
    SELECT p.id, p.last, p.first, p.patronymic, false AS guardian, false AS student, d.today,
      CASE WHEN st.left_at IS NULL OR st.left_at > d.today THEN st.roles END AS staff,
      (SELECT json_agg(json_build_object('id', k.id, 'name', k.name, 'grade', k.grade) ORDER BY k.grade, k.name)
         FROM school_class k WHERE k.class_teacher_id = st.id AND k.left_at IS NULL AND k.year_id = y.id) AS led
    FROM staff_member st
    JOIN person p ON p.id = st.id AND p.erased_at IS NULL
    CROSS JOIN school sc
    CROSS JOIN LATERAL (SELECT (${now}::timestamptz AT TIME ZONE sc.time_zone)::date AS today) d
    LEFT JOIN LATERAL (
      SELECT id FROM school_year
      ORDER BY (starts <= d.today) DESC, abs(starts - d.today) LIMIT 1) y ON true
    WHERE st.id = ${staffId}`;
  if (!row) throw new Error(`no member of staff ${staffId}`);
  return { actor: actorFrom({ account_id: 0, login: '' }, [row], []), today: fromDbDate(row.today) };
}

function actorFrom(row: Pick<VisitRow, 'account_id' | 'login'>, people: PersonRow[], children: Child[]): Actor {
  const first = people[0]!;
  const staff = people.filter((person) => person.staff !== null);
  const ledClasses = staff.flatMap((person) => person.led ?? []);
  const roles = new Set<Role>();
  for (const person of people) {
    if (person.guardian) roles.add('guardian');
    if (person.student) roles.add('student');
    if (person.staff) roles.add('teacher');
    for (const role of person.staff ?? []) if (isOffice(role)) roles.add(role);
  }
  if (ledClasses.length > 0) roles.add('classTeacher');
  return {
    accountId: row.account_id,
    login: row.login,
    personIds: people.map((person) => person.id),
    staffId: staff[0]?.id ?? null,
    guardianIds: people.filter((person) => person.guardian).map((person) => person.id),
    name: { last: first.last, first: first.first, patronymic: first.patronymic },
    roles: [...roles],
    children: roles.has('guardian') ? children.filter((child) => !child.self) : [],
    selves: children.filter((child) => child.self),
    ledClasses,
  };
}

function isOffice(role: string): role is 'deputy' | 'director' | 'secretary' | 'admin' {
  return ['deputy', 'director', 'secretary', 'admin'].includes(role);
}

interface PersonRow {
  id: string;
  last: string;
  first: string;
  patronymic: string;
  guardian: boolean;
  student: boolean;
  /** offices of a member of staff who has not left */
  staff: string[] | null;
  led: LedClass[] | null;
}

interface VisitRow {
  id: number;
  created_at: Date;
  last_seen_at: Date;
  account_id: number;
  login: string;
  school: string;
  time_zone: string;
  kind: string;
  imported: boolean;
  secret: string;
  people: PersonRow[] | null;
}
