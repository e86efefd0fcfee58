/** Who somebody is to the school: the people of an account with their roles and relations, loaded anew for each request. */
import type { Clock } from '../platform/clock.ts';
import { perDatabase, remembering } from '../platform/database/ask-together.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db } from '../platform/database/open.ts';
import { PREPARED } from '../platform/database/prepared-names.ts';
import { STAMP, stampOf } from '../platform/database/stamp.ts';
import { readRules, type SchoolRules } from '../platform/school-rules.ts';
import { fromDbDate, type SchoolDate, schoolDate } from '../platform/school-time.ts';
import { hashToken } from './keys.ts';
import type { Role } from './may.ts';
import { type Child, type ChildRow, childFrom, childRowsOf } from './relations.ts';
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
  rules: SchoolRules;
  today: SchoolDate;
}

export interface Visit {
  actor: Actor;
  session: SessionTimes & { expiresAt: Date };
  school: SchoolNow;
  /** all that is told here of actor and school, as one text: equal texts, equal visitors */
  told: string;
  /** of the state of the database in which that was so */
  stamp: string;
}

/**
 * The visitor a session belongs to, or null when it has ended or the account was closed. Session, people, school and
 * children are read by one statement for all who ask at the same moment; while nothing at all was written since, the proof
 * of that is enough.
 */
export async function visitOf(db: Db, clock: Clock, token: string): Promise<Visit | null> {
  const hash = hashToken(token);
  const known = knownVisits(db);
  const before = known.get(hash);
  const now = clock.now();
  if (before && before.stamp === (await stampOf(db)) && before.school.today === schoolDate(now, before.school.zone))
    return before.session.expiresAt > now ? before : null;
  const row = await readVisit(db, { hash, now: now.toISOString() });
  known.delete(hash);
  if (!row?.people || row.expires_at <= now) return null;
  const visit = visitFrom(row, JSON.parse(row.people) as PersonRow[], JSON.parse(row.children ?? '[]') as ChildRow[]);
  known.set(hash, visit);
  const oldest = known.keys().next().value;
  if (known.size > KNOWN && oldest !== undefined) known.delete(oldest);
  return visit;
}

/** Visits as they were read last, by the hash of their token. */
const knownVisits = remembering(() => new Map<string, Visit>());
const KNOWN = 2000;

function visitFrom(row: VisitRow, people: PersonRow[], children: ChildRow[]): Visit {
  const { school: name, time_zone: zone, imported, secret, rules, today } = row;
  const school: SchoolNow = {
    name,
    zone,
    demo: row.kind === 'demo',
    imported,
    secret,
    rules: readRules(rules),
    today,
  };
  return {
    actor: actorFrom(row, people, children.map(childFrom)),
    session: { id: row.id, createdAt: row.created_at, lastSeenAt: row.last_seen_at, expiresAt: row.expires_at },
    school,
    told: JSON.stringify([row.account_id, row.login, row.people, row.children, school]),
    stamp: row.stamp,
  };
}

const readVisit = perDatabase(
  async (db: Db, asked: { hash: string; now: string }[]): Promise<(VisitRow | undefined)[]> => {
    // as one JSON, whose length tells the planner nothing: one plan for all
    const questions = asked.map((each, nth) => ({ nth, ...each }));
    const rows = await db.$queryRaw<VisitRow[]>`${PREPARED}
    SELECT q.nth, ${STAMP} AS stamp, se.id, se.created_at, se.last_seen_at, se.expires_at, se.account_id, a.login,
      sc.name AS school, sc.time_zone, sc.kind::text AS kind, sc.imported_at IS NOT NULL AS imported, sc.secret, sc.rules,
      d.today::text AS today,
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
        WHERE ap.account_id = a.id AND p.erased_at IS NULL)::text AS people,
      (SELECT json_agg(child) FROM (${childRowsOf(Prisma.sql`related.ids`, Prisma.sql`d.today`)}) child)::text AS children
    FROM jsonb_to_recordset(${JSON.stringify(questions)}::jsonb) AS q(nth int, hash text, now timestamptz)
    JOIN session se ON se.token_hash = q.hash
    JOIN account a ON a.id = se.account_id
    CROSS JOIN school sc
    CROSS JOIN LATERAL (SELECT (q.now AT TIME ZONE sc.time_zone)::date AS today) d
    -- OFFSET 0: looked up once, not at each use
    CROSS JOIN LATERAL (
      SELECT ARRAY(
        SELECT p.id FROM account_person ap JOIN person p ON p.id = ap.person_id
          LEFT JOIN guardian g ON g.id = p.id LEFT JOIN student s ON s.id = p.id
        WHERE ap.account_id = a.id AND p.erased_at IS NULL
          AND (s.id IS NOT NULL OR (g.id IS NOT NULL AND (g.left_at IS NULL OR g.left_at > d.today)))) AS ids OFFSET 0) related
    LEFT JOIN LATERAL (
      SELECT id FROM school_year
      ORDER BY (starts <= d.today) DESC, abs(starts - d.today) LIMIT 1) y ON true
    WHERE se.ended_at IS NULL AND a.closed_at IS NULL`;
    const found = new Map(rows.map((row) => [row.nth, row]));
    return asked.map((_, nth) => found.get(nth));
  },
);

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
  /** the question that it answers */
  nth: number;
  today: SchoolDate;
  id: number;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  stamp: string;
  account_id: number;
  login: string;
  school: string;
  time_zone: string;
  kind: string;
  imported: boolean;
  secret: string;
  rules: unknown;
  /** JSON of PersonRow[] */
  people: string | null;
  /** JSON of ChildRow[] */
  children: string | null;
}
