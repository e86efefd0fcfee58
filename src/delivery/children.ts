import type { NoticeChild } from '../notify/notice.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Tx } from '../platform/database/open.ts';
import { jsonRows } from './json-rows.ts';

interface ChildRow {
  id: string;
  first: string;
  last: string;
  class: string | null;
  grade: number | null;
  teacher: string | null;
  phone: string | null;
}

/** Name, class and class teacher of each child on a school day (of the last class, for who has left). */
export async function loadChildren(
  tx: Tx,
  studentIds: string[],
  day: string,
): Promise<Map<string, Omit<NoticeChild, 'lines'>>> {
  if (!studentIds.length) return new Map();
  const rows = await jsonRows<ChildRow>(
    tx,
    Prisma.sql`
    SELECT DISTINCT ON (p.id) p.id, p.first, p.last, c.name AS class, c.grade,
           concat_ws(' ', t.last, t.first, nullif(t.patronymic, '')) AS teacher,
           (SELECT k.address FROM contact_holder h JOIN contact k ON k.id = h.contact_id
             WHERE h.person_id = t.id AND h.ended_at IS NULL AND k.channel = 'sms' LIMIT 1) AS phone
      FROM person p LEFT JOIN membership m ON m.student_id = p.id LEFT JOIN school_class c ON c.id = m.class_id
      LEFT JOIN person t ON t.id = c.class_teacher_id
     WHERE p.id = ANY(${studentIds})
     ORDER BY p.id, (m."from" <= ${day}::date AND (m."to" IS NULL OR m."to" >= ${day}::date)) DESC, m."from" DESC`,
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        studentId: row.id,
        first: row.first,
        last: row.last,
        class: row.class ?? '',
        grade: row.grade ?? 0,
        classTeacher: { name: row.teacher ?? '', ...(row.phone && { phone: row.phone }) },
      },
    ]),
  );
}
