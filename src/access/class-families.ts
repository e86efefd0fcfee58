/** Who belongs to the pupils of a class: rights, consent and households, as the desk shows them. */
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import type { Channel } from './choice-writes.ts';

export interface FamilyMember {
  studentId: string;
  guardianId: string;
  last: string;
  first: string;
  patronymic: string;
  relation: string | null;
  rights: 'full' | 'paper' | 'none';
  /** on which ground these rights stand */
  rightsGround: string | null;
  consent: boolean;
  /** day of the paper by which consent was given or withdrawn */
  consentDate: SchoolDate | null;
  consentGround: string | null;
  channels: Channel[];
  paperApplied: boolean;
  /** null: informs, and is informed by, all of the child's who have none named */
  householdId: number | null;
  /** a chat that can be written to, a mailbox that can, a sign-in of one's own */
  chat: boolean;
  mail: boolean;
  account: boolean;
}

/**
 * Every guardian of these pupils whose relation has not ended, those without rights too; by the pupil's id, then by name.
 * One query.
 */
export async function familiesOf(
  db: Db | Tx,
  whose: { studentId: string } | { classId: number; today: SchoolDate },
): Promise<FamilyMember[]> {
  const pupils =
    'studentId' in whose
      ? Prisma.sql`g.student_id = ${whose.studentId}`
      : Prisma.sql`EXISTS (
          SELECT FROM membership m WHERE m.student_id = g.student_id AND m.class_id = ${whose.classId}
             AND m."from" <= ${whose.today}::date AND (m."to" IS NULL OR m."to" >= ${whose.today}::date))`;
  return await db.$queryRaw<FamilyMember[]>`
    SELECT g.student_id AS "studentId", p.id AS "guardianId", p.last, p.first, p.patronymic, g.relation, g.rights::text AS rights,
      g.consent, g.consent_date::text AS "consentDate", g.channels, g.paper_applied AS "paperApplied", g.household_id AS "householdId",
      (${lastGround('rights')}) AS "rightsGround", (${lastGround('consent')}) AS "consentGround",
      ${holds(Prisma.sql`c.channel = 'telegram' AND c.bot = 'parents'`)} AS chat, ${holds(Prisma.sql`c.channel = 'email'`)} AS mail,
      EXISTS (SELECT FROM account_person a JOIN account k ON k.id = a.account_id WHERE a.person_id = p.id AND k.closed_at IS NULL) AS account
    FROM guardianship g JOIN guardian r ON r.id = g.guardian_id AND r.left_at IS NULL
      JOIN person p ON p.id = g.guardian_id AND p.erased_at IS NULL
    WHERE g.ended_at IS NULL AND ${pupils}
    ORDER BY g.student_id, p.last, p.first, p.id`;
}

const lastGround = (what: string) => Prisma.sql`
  SELECT c.ground FROM choice_record c WHERE c.guardian_id = g.guardian_id AND c.student_id = g.student_id AND c.what = ${what}
   ORDER BY c.id DESC LIMIT 1`;

const holds = (which: Prisma.Sql) => Prisma.sql`EXISTS (
  SELECT FROM contact_holder h JOIN contact c ON c.id = h.contact_id
   WHERE h.person_id = p.id AND h.ended_at IS NULL AND c.state = 'confirmed' AND ${which})`;
