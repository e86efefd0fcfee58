/** Who reads a chat of the teachers' bot: loaded anew for each message, so that who left a minute ago has left here. */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { schoolDate } from '../platform/school-time.ts';

export interface StaffVisit {
  staffId: string;
  name: { last: string; first: string; patronymic: string };
  /** entries without any doubt are recorded without a preview */
  previewOff: boolean;
  /** no longer of the school: nothing but that is said */
  left: boolean;
}

/** The member of staff whom a chat belongs to (the one linked last), or null when nobody is linked. One query. */
export async function staffVisit(db: Db, clock: Clock, chatId: string): Promise<StaffVisit | null> {
  const [row] = await db.$queryRaw<VisitRow[]>`
    SELECT p.id, p.last, p.first, p.patronymic, st.preview_off AS "previewOff", st.left_at::text AS "leftAt",
      (SELECT time_zone FROM school WHERE id = 1) AS zone
    FROM contact k
      JOIN contact_holder h ON h.contact_id = k.id AND h.ended_at IS NULL
      JOIN person p ON p.id = h.person_id AND p.erased_at IS NULL
      JOIN staff_member st ON st.id = p.id
    WHERE k.channel = 'telegram' AND k.bot = 'teachers' AND k.address = ${chatId} AND k.state <> 'ended'
    ORDER BY h.linked_at DESC, p.id LIMIT 1`;
  if (!row) return null;
  const { id, last, first, patronymic, previewOff, leftAt, zone } = row;
  const left = leftAt !== null && leftAt <= schoolDate(clock.now(), zone);
  return { staffId: id, name: { last, first, patronymic }, previewOff, left };
}

interface VisitRow {
  id: string;
  last: string;
  first: string;
  patronymic: string;
  previewOff: boolean;
  leftAt: string | null;
  zone: string;
}

/** Whether this teacher's entries without any doubt are recorded without a preview. */
export async function setPreviewOff(db: Db, staffId: string, previewOff: boolean): Promise<void> {
  await db.staffMember.update({ where: { id: staffId }, data: { previewOff } });
}
