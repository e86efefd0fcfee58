/** The register as pages, papers and checks read it. */
import type { Roster } from '../../journal/roster.ts';
import type { ApplicationKind, DecisionKind, RefusalGround } from '../../platform/database/generated/enums.ts';
import type { Db, Tx } from '../../platform/database/open.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import type { Actor } from '../actor.ts';
import type { PaperWay } from '../choice-writes.ts';
import { may } from '../may.ts';
import type { ApplicationState } from './application.ts';
import { accessDeadline, type Deadline, type WorkCalendar } from './deadline.ts';

export interface FullName {
  last: string;
  first: string;
  patronymic: string;
}

export interface Decision {
  kind: DecisionKind;
  ground: RefusalGround | null;
  note: string;
  byId: string;
  by: FullName;
  at: Date;
}

export interface ApplicationView {
  id: number;
  number: number;
  outsideNumber: string | null;
  yearId: number;
  kind: ApplicationKind;
  date: SchoolDate;
  /** null: no guardian of the child, `applicantName` says who */
  guardian: (FullName & { id: string }) | null;
  applicantName: string | null;
  /** today's: full, paper, none; null: no guardian, or no longer */
  rights: 'full' | 'paper' | 'none' | null;
  consent: boolean;
  /** null: no pupil of the school, `studentName` says who */
  child: (FullName & { studentId: string; classId: number | null; className: string; left: boolean }) | null;
  studentName: string | null;
  way: PaperWay | null;
  proxyName: string | null;
  keepsNotices: boolean;
  recordedById: string;
  recordedBy: FullName;
  recordedAt: Date;
  /** in order of time; the last one holds */
  decisions: Decision[];
}

/** What an application has come to. */
export function stateOf({ decisions }: Pick<ApplicationView, 'decisions'>): ApplicationState {
  return decisions.at(-1)?.kind ?? 'pending';
}

/** How long is left to give access; null: nothing is asked for that has a term, or it was decided. */
export function deadlineOf(
  application: Pick<ApplicationView, 'kind' | 'date' | 'decisions'>,
  calendar: WorkCalendar,
  today: SchoolDate,
): Deadline | null {
  if (application.kind !== 'access' || stateOf(application) !== 'pending') return null;
  return accessDeadline(calendar, application.date, today);
}

/** May this member of staff keep this application? One about no pupil belongs to the office and whoever recorded it. */
export function mayKeep(actor: Actor, { child, recordedById }: ApplicationView): boolean {
  if (child)
    return may(actor, 'keepApplications', { kind: 'student', studentId: child.studentId, classId: child.classId });
  return (
    may(actor, 'keepApplications', { kind: 'school' }) ||
    (recordedById === actor.staffId && may(actor, 'openApplications', { kind: 'school' }))
  );
}

export interface RegisterFilter {
  yearId?: number;
  kind?: ApplicationKind;
  state?: ApplicationState;
  classId?: number;
  /** those about one child */
  studentId?: string;
}

/** The applications that this person may keep, the newest first. One query. */
export async function readRegister(
  db: Db,
  actor: Actor,
  today: SchoolDate,
  { yearId, kind, state, classId, studentId }: RegisterFilter,
): Promise<ApplicationView[]> {
  const all = await readApplications(db, today, { yearId: yearId ?? null, kind: kind ?? null, id: null });
  return all.filter(
    (one) =>
      mayKeep(actor, one) &&
      (state === undefined || stateOf(one) === state) &&
      (classId === undefined || one.child?.classId === classId) &&
      (studentId === undefined || one.child?.studentId === studentId),
  );
}

/** One application, whoever asks; null: there is none of that id. */
export async function readApplication(db: Db | Tx, today: SchoolDate, id: number): Promise<ApplicationView | null> {
  const [found] = await readApplications(db, today, { yearId: null, kind: null, id });
  return found ?? null;
}

/** Applications for access whose two working days are over (К-У 4.2), the oldest first. */
export async function overdueApplications(
  db: Db,
  calendar: Pick<Roster, 'holidays' | 'specialDays'>,
  today: SchoolDate,
): Promise<ApplicationView[]> {
  const all = await readApplications(db, today, { yearId: null, kind: 'access', id: null });
  return all.filter((one) => (deadlineOf(one, calendar, today)?.left ?? 0) < 0).toReversed();
}

/** School years that have applications, the newest first. */
export async function applicationYears(db: Db): Promise<{ id: number; starts: SchoolDate; ends: SchoolDate }[]> {
  return await db.$queryRaw<{ id: number; starts: SchoolDate; ends: SchoolDate }[]>`
    SELECT y.id, y.starts::text AS starts, y.ends::text AS ends FROM school_year y
     WHERE EXISTS (SELECT FROM application a WHERE a.year_id = y.id) ORDER BY y.starts DESC`;
}

interface Row extends Omit<ApplicationView, 'decisions'> {
  decisions: (Omit<Decision, 'at'> & { at: string })[];
}

async function readApplications(
  db: Db | Tx,
  today: SchoolDate,
  which: { yearId: number | null; kind: ApplicationKind | null; id: number | null },
): Promise<ApplicationView[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT a.id, a.number, a.outside_number AS "outsideNumber", a.year_id AS "yearId", a.kind::text AS kind, a.date::text AS date,
      a.applicant_name AS "applicantName", a.student_name AS "studentName", a.way::text AS way, a.proxy_name AS "proxyName",
      a.keeps_notices AS "keepsNotices", a.recorded_by_id AS "recordedById", a.recorded_at AS "recordedAt",
      CASE WHEN g.id IS NOT NULL THEN
        json_build_object('id', g.id, 'last', g.last, 'first', g.first, 'patronymic', g.patronymic) END AS guardian,
      p.rights::text AS rights, coalesce(p.consent, false) AS consent,
      CASE WHEN c.id IS NOT NULL THEN json_build_object('studentId', c.id, 'last', c.last, 'first', c.first,
        'patronymic', c.patronymic, 'classId', k.id, 'className', coalesce(k.name, ''),
        'left', coalesce(s.left_at <= ${today}::date, false)) END AS child,
      json_build_object('last', b.last, 'first', b.first, 'patronymic', b.patronymic) AS "recordedBy",
      (SELECT coalesce(json_agg(json_build_object('kind', d.kind, 'ground', d.ground, 'note', d.note, 'byId', d.by_id, 'at', d.at,
          'by', json_build_object('last', w.last, 'first', w.first, 'patronymic', w.patronymic)) ORDER BY d.id), '[]'::json)
         FROM application_decision d JOIN person w ON w.id = d.by_id WHERE d.application_id = a.id) AS decisions
    FROM application a
    JOIN person b ON b.id = a.recorded_by_id
    LEFT JOIN person g ON g.id = a.guardian_id
    LEFT JOIN guardianship p ON p.guardian_id = a.guardian_id AND p.student_id = a.student_id AND p.ended_at IS NULL
    LEFT JOIN person c ON c.id = a.student_id
    LEFT JOIN student s ON s.id = a.student_id
    LEFT JOIN LATERAL (
      SELECT k.id, k.name FROM membership m JOIN school_class k ON k.id = m.class_id
      WHERE m.student_id = a.student_id
      ORDER BY (m."from" <= ${today}::date AND (m."to" IS NULL OR m."to" >= ${today}::date)) DESC, m."from" DESC
      LIMIT 1) k ON true
    WHERE (${which.yearId}::int IS NULL OR a.year_id = ${which.yearId}::int)
      AND (${which.kind}::text IS NULL OR a.kind::text = ${which.kind}::text)
      AND (${which.id}::int IS NULL OR a.id = ${which.id}::int)
    ORDER BY a.year_id DESC, a.number DESC`;
  return rows.map((row) => ({
    ...row,
    decisions: row.decisions.map((decision) => ({ ...decision, at: new Date(decision.at) })),
  }));
}
