/** Whom a visitor of the demo school may enter as. Never asked on a rehearsal or a real database. */
import type { Db } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import { toDbDate } from '../platform/school-time.ts';

export interface DemoPerson {
  id: string;
  name: string;
  role: 'guardian' | 'student' | 'classTeacher' | 'teacher' | 'deputy' | 'director' | 'secretary' | 'admin';
  /** what tells one from another: children with classes, the class led */
  about: string;
}

/**
 * A few people worth looking at: the guardians with most children and one on each channel, a class teacher with a pupil, a
 * subject teacher, and whoever holds an office. One query.
 */
export async function demoPeople(db: Db, today: SchoolDate): Promise<DemoPerson[]> {
  const on = toDbDate(today);
  return await db.$queryRaw<DemoPerson[]>`
    WITH families AS (
      SELECT g.guardian_id AS id, count(*) AS children, g.channels[1] AS channel, bool_or(c.grade = 1) AS first_grade,
        string_agg(p.first || ', ' || c.name, '; ' ORDER BY c.grade DESC, p.first) AS about
      FROM guardianship g
      JOIN person p ON p.id = g.student_id
      JOIN membership m ON m.student_id = g.student_id AND m."from" <= ${on}::date AND (m."to" IS NULL OR m."to" >= ${on}::date)
      JOIN school_class c ON c.id = m.class_id
      WHERE g.ended_at IS NULL AND g.consent AND g.rights = 'full'
      GROUP BY g.guardian_id, g.channels[1]),
    ranked AS (
      SELECT *, row_number() OVER (PARTITION BY channel ORDER BY children DESC, first_grade, id) AS place FROM families),
    leaders AS (
      SELECT class_teacher_id AS id, min(name) AS about, min(id) AS class_id FROM school_class
      WHERE left_at IS NULL AND grade > 4 AND class_teacher_id IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT 1),
    chosen AS (
      SELECT id, 'guardian' AS role, about, CASE channel WHEN 'telegram' THEN 1 WHEN 'email' THEN 2 ELSE 3 END AS place
      FROM ranked WHERE place = 1
      UNION ALL SELECT id, 'classTeacher', about, 4 FROM leaders
      UNION ALL (SELECT m.student_id, 'student', l.about, 4.5 FROM leaders l JOIN membership m ON m.class_id = l.class_id
        WHERE m."from" <= ${on}::date AND (m."to" IS NULL OR m."to" >= ${on}::date) ORDER BY 1 LIMIT 1)
      UNION ALL (SELECT s.id, 'teacher', '', 5 FROM staff_member s
        WHERE roles = '{}' AND left_at IS NULL AND EXISTS (SELECT FROM course c WHERE c.teacher_id = s.id AND c.ended_at IS NULL)
          AND NOT EXISTS (SELECT FROM school_class k WHERE k.class_teacher_id = s.id AND k.left_at IS NULL) ORDER BY id LIMIT 1)
      UNION ALL (SELECT id, 'deputy', '', 6 FROM staff_member WHERE 'deputy' = ANY(roles) ORDER BY id LIMIT 1)
      UNION ALL (SELECT id, 'director', '', 7 FROM staff_member WHERE 'director' = ANY(roles) ORDER BY id LIMIT 1)
      UNION ALL (SELECT id, 'secretary', '', 8 FROM staff_member WHERE 'secretary' = ANY(roles) ORDER BY id LIMIT 1)
      UNION ALL (SELECT id, 'admin', '', 9 FROM staff_member
        WHERE 'admin' = ANY(roles) AND NOT 'secretary' = ANY(roles) ORDER BY id LIMIT 1))
    SELECT chosen.id, chosen.role, chosen.about, trim(p.last || ' ' || p.first || ' ' || p.patronymic) AS name
    FROM chosen JOIN person p ON p.id = chosen.id ORDER BY chosen.place, chosen.id`;
}
