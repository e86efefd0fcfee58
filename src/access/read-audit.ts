/** What the audit keeps, read by who answers for the school. */
import type { Db } from '../platform/database/open.ts';
import { addDays, instantOf, type SchoolDate } from '../platform/school-time.ts';

interface Name {
  last: string;
  first: string;
  patronymic: string;
}

export interface AuditLine {
  id: number;
  at: Date;
  /** absent: a command on the server */
  actor: Name | null;
  action: string;
  object: string;
  student: Name | null;
}

export interface AuditFilter {
  actorId?: string | undefined;
  studentId?: string | undefined;
  from: SchoolDate | null;
  to: SchoolDate | null;
  zone: string;
  /** lines older than this one */
  before: number | null;
  limit: number;
}

/** The newest first. One query. */
export async function readAudit(db: Pick<Db, '$queryRaw'>, filter: AuditFilter): Promise<AuditLine[]> {
  const { actorId = null, studentId = null, from, to, zone, before, limit } = filter;
  const since = from && instantOf(from, '00:00', zone);
  const until = to && instantOf(addDays(to, 1), '00:00', zone);
  return db.$queryRaw<AuditLine[]>`
    SELECT a.id, a.at, a.action, a.object,
      CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('last', p.last, 'first', p.first, 'patronymic', p.patronymic) END AS actor,
      CASE WHEN s.id IS NOT NULL THEN jsonb_build_object('last', s.last, 'first', s.first, 'patronymic', s.patronymic) END AS student
    FROM audit_record a LEFT JOIN person p ON p.id = a.actor_id LEFT JOIN person s ON s.id = a.student_id
    WHERE (${actorId}::text IS NULL OR a.actor_id = ${actorId})
      AND (${studentId}::text IS NULL OR a.student_id = ${studentId})
      AND (${since}::timestamptz IS NULL OR a.at >= ${since}::timestamptz)
      AND (${until}::timestamptz IS NULL OR a.at < ${until}::timestamptz)
      AND (${before}::int IS NULL OR a.id < ${before}::int)
    ORDER BY a.id DESC LIMIT ${limit}`;
}
