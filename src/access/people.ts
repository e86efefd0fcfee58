/** People of the school as the office looks them up: who they are, whose, in which classes, and how they get in. Reading only. */
import type { Db } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import { plainName } from './plain-name.ts';

export interface FoundPerson {
  id: string;
  last: string;
  first: string;
  patronymic: string;
  /** is or was a pupil; `className`: today, null: in none */
  student: boolean;
  className: string | null;
  guardian: boolean;
  staff: boolean;
  /** nothing of the above any more */
  gone: boolean;
}

/** More are not shown; who looks for one types more of the name. */
export const MOST_FOUND = 50;

/**
 * People whose name, or class today, begins with each of these words, in any order; case and ё do not matter. One query.
 * @returns one more than `MOST_FOUND` at most
 */
export async function findPeople(db: Db, asked: string, today: SchoolDate): Promise<FoundPerson[]> {
  const words = plainName(asked).split(/\s+/).filter(Boolean).slice(0, 5);
  if (words.length === 0) return [];
  return await db.$queryRaw<FoundPerson[]>`
    SELECT f.id, f.last, f.first, f.patronymic, f.student, f.class AS "className", f.guardian, f.staff, f.gone FROM (
      SELECT p.id, p.last, p.first, p.patronymic, s.id IS NOT NULL AS student, g.id IS NOT NULL AS guardian,
        t.id IS NOT NULL AS staff, k.name AS class,
        (s.id IS NULL OR s.left_at <= ${today}::date) AND (g.id IS NULL OR g.left_at <= ${today}::date)
          AND (t.id IS NULL OR t.left_at <= ${today}::date) AS gone,
        ' ' || translate(lower(concat_ws(' ', p.last, p.first, p.patronymic, k.name)), 'ё', 'е') AS words
      FROM person p
        LEFT JOIN student s ON s.id = p.id LEFT JOIN guardian g ON g.id = p.id LEFT JOIN staff_member t ON t.id = p.id
        LEFT JOIN LATERAL (
          SELECT c.name FROM membership m JOIN school_class c ON c.id = m.class_id
           WHERE m.student_id = s.id AND m."from" <= ${today}::date AND (m."to" IS NULL OR m."to" >= ${today}::date)
           ORDER BY m."from" DESC LIMIT 1) k ON true
      WHERE p.erased_at IS NULL) f
    WHERE NOT EXISTS (SELECT FROM unnest(${words}::text[]) w WHERE strpos(f.words, ' ' || w) = 0)
    ORDER BY f.gone, f.last, f.first, f.patronymic, f.id LIMIT ${MOST_FOUND + 1}`;
}

export interface PersonCard {
  id: string;
  last: string;
  first: string;
  patronymic: string;
  student: { leftAt: SchoolDate | null; taughtAtHome: boolean } | null;
  guardian: { leftAt: SchoolDate | null } | null;
  staff: { leftAt: SchoolDate | null; roles: string[] } | null;
  /** as a pupil, the latest first; `to`: the last day */
  classes: { classId: number; name: string; from: SchoolDate; to: SchoolDate | null }[];
  /** grouped courses, today and to come */
  groups: {
    courseId: number;
    className: string;
    subject: string;
    teacher: string;
    from: SchoolDate;
    to: SchoolDate | null;
  }[];
  /** the children of a guardian, the guardians of a pupil */
  relations: {
    id: string;
    last: string;
    first: string;
    patronymic: string;
    as: 'child' | 'guardian';
    relation: string | null;
    rights: 'full' | 'paper' | 'none';
    consent: boolean;
    ended: boolean;
  }[];
  leads: string[];
  teaches: { className: string; subject: string }[];
  /** without the addresses themselves */
  contacts: {
    channel: 'telegram' | 'email' | 'sms' | 'max';
    bot: string;
    state: 'confirmed' | 'unreachable' | 'ended';
  }[];
  account: boolean;
  lastSeenAt: string | null;
  /** a code that may still be used, until then */
  invitedUntil: string | null;
}

/** One person of the school, or null. One query. */
export async function personCard(
  db: Db,
  id: string,
  { today, now }: { today: SchoolDate; now: Date },
): Promise<PersonCard | null> {
  const [row] = await db.$queryRaw<{ card: PersonCard }[]>`
    SELECT json_build_object('id', p.id, 'last', p.last, 'first', p.first, 'patronymic', p.patronymic,
      'student', (SELECT json_build_object('leftAt', s.left_at, 'taughtAtHome', s.taught_at_home) FROM student s WHERE s.id = p.id),
      'guardian', (SELECT json_build_object('leftAt', g.left_at) FROM guardian g WHERE g.id = p.id),
      'staff', (SELECT json_build_object('leftAt', t.left_at, 'roles', t.roles) FROM staff_member t WHERE t.id = p.id),
      'classes', coalesce((SELECT json_agg(json_build_object('classId', k.id, 'name', k.name, 'from', m."from", 'to', m."to") ORDER BY m."from" DESC)
        FROM membership m JOIN school_class k ON k.id = m.class_id WHERE m.student_id = p.id), '[]'),
      'groups', coalesce((SELECT json_agg(json_build_object('courseId', c.id, 'className', k.name, 'subject', b.name,
          'teacher', concat_ws(' ', t.last, t.first, t.patronymic), 'from', m."from", 'to', m."to") ORDER BY k.name, b.name, m."from")
        FROM group_member m JOIN course c ON c.id = m.course_id JOIN school_class k ON k.id = c.class_id JOIN subject b ON b.id = c.subject_id
          JOIN person t ON t.id = c.teacher_id
        WHERE m.student_id = p.id AND (m."to" IS NULL OR m."to" >= ${today}::date)), '[]'),
      'relations', coalesce((SELECT json_agg(json_build_object('id', o.id, 'last', o.last, 'first', o.first, 'patronymic', o.patronymic,
          'as', CASE WHEN g.guardian_id = p.id THEN 'child' ELSE 'guardian' END, 'relation', g.relation, 'rights', g.rights,
          'consent', g.consent, 'ended', g.ended_at IS NOT NULL) ORDER BY g.ended_at IS NOT NULL, o.last, o.first, o.id)
        FROM guardianship g JOIN person o ON o.id = CASE WHEN g.guardian_id = p.id THEN g.student_id ELSE g.guardian_id END
        WHERE (g.guardian_id = p.id OR g.student_id = p.id) AND o.erased_at IS NULL), '[]'),
      'leads', coalesce((SELECT json_agg(k.name ORDER BY k.grade, k.name) FROM school_class k WHERE k.class_teacher_id = p.id AND k.left_at IS NULL), '[]'),
      'teaches', coalesce((SELECT json_agg(DISTINCT jsonb_build_object('className', k.name, 'subject', b.name))
        FROM course c JOIN school_class k ON k.id = c.class_id JOIN subject b ON b.id = c.subject_id
        WHERE c.teacher_id = p.id AND (c.ended_at IS NULL OR c.ended_at > ${today}::date)), '[]'),
      'contacts', coalesce((SELECT json_agg(json_build_object('channel', c.channel, 'bot', c.bot, 'state', c.state) ORDER BY c.channel, c.id)
        FROM contact_holder h JOIN contact c ON c.id = h.contact_id WHERE h.person_id = p.id AND h.ended_at IS NULL), '[]'),
      'account', EXISTS (SELECT FROM account_person a JOIN account k ON k.id = a.account_id WHERE a.person_id = p.id AND k.closed_at IS NULL),
      'lastSeenAt', (SELECT max(e.last_seen_at) FROM account_person a JOIN session e ON e.account_id = a.account_id WHERE a.person_id = p.id),
      'invitedUntil', (SELECT max(i.expires_at) FROM invitation i
        WHERE i.person_id = p.id AND i.voided_at IS NULL AND i.expires_at > ${now} AND i.join_used_at IS NULL)) AS card
    FROM person p WHERE p.id = ${id} AND p.erased_at IS NULL`;
  return row?.card ?? null;
}
