/**
 * A pupil's own invitation: own code, own account, the own diary to read (К-И 4.9; Д 1.7). Issued by who issues those of the
 * families. Without the consent of a parent no account of the pupil is opened: it would keep more of the child than the name
 * (К-Р 1.8; 152-ФЗ); when the last consent is withdrawn, the diary shows nothing to the pupil from the same instant.
 */
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import type { LetterName } from './access-letters.ts';
import type { Actor } from './actor.ts';
import { inviteIn } from './invitations.ts';
import { may } from './may.ts';

/** A pupil of the class. */
export interface LetterPupil extends LetterName {
  studentId: string;
  className: string;
  /** of any guardian, that the pupil may have an account */
  consent: boolean;
  /** signs in already */
  account: boolean;
  /** the last letter that still opens the diary */
  invitation: { at: Date; expires: Date } | null;
}

/** The pupils of a class today, by name. One query. */
export async function letterPupils(
  db: Db | Tx,
  { classId, today, now }: { classId: number; today: SchoolDate; now: Date },
): Promise<LetterPupil[]> {
  const rows = await db.$queryRaw<PupilRow[]>`
    SELECT p.id AS "studentId", p.last, p.first, p.patronymic, k.name AS "className",
      EXISTS (SELECT FROM guardianship g WHERE g.student_id = p.id AND g.ended_at IS NULL AND g.consent) AS consent,
      EXISTS (SELECT FROM account_person o JOIN account a ON a.id = o.account_id WHERE o.person_id = p.id AND a.closed_at IS NULL) AS account,
      i.created_at AS "invitedAt", i.expires_at AS "invitedTo"
    FROM membership m
      JOIN school_class k ON k.id = m.class_id
      JOIN student s ON s.id = m.student_id AND (s.left_at IS NULL OR s.left_at > ${today}::date)
      JOIN person p ON p.id = s.id AND p.erased_at IS NULL
      LEFT JOIN LATERAL (
        SELECT v.created_at, v.expires_at FROM invitation v
         WHERE v.person_id = p.id AND v.voided_at IS NULL AND v.expires_at > ${now} AND v.join_used_at IS NULL
         ORDER BY v.id DESC LIMIT 1) i ON true
    WHERE m.class_id = ${classId} AND m."from" <= ${today}::date AND (m."to" IS NULL OR m."to" >= ${today}::date)`;
  return rows
    .map(({ invitedAt, invitedTo, ...pupil }) => ({
      ...pupil,
      invitation: invitedAt && invitedTo ? { at: invitedAt, expires: invitedTo } : null,
    }))
    .sort((a, b) => RUSSIAN.compare(nameOf(a), nameOf(b)) || a.studentId.localeCompare(b.studentId));
}

type PupilRow = Omit<LetterPupil, 'invitation'> & { invitedAt: Date | null; invitedTo: Date | null };

const RUSSIAN = new Intl.Collator('ru');
const nameOf = ({ last, first, patronymic }: LetterName) => `${last} ${first} ${patronymic}`;

export interface IssuedPupilLetter {
  pupil: LetterPupil;
  /** eight digits */
  code: string;
  link: string;
  /** an instant */
  expires: Date;
}

export type IssuedPupils =
  | { ok: true; letters: IssuedPupilLetter[] }
  | { ok: false; code: 'notYours' | 'nobody'; field: 'class' | 'pupil' };

/**
 * Issues letters to pupils of a class, in its order; what each had unused is void. The codes are in this answer and nowhere else.
 * @param chosen ids of pupils; those without consent, and of other classes, are left out
 */
export async function issuePupilLetters(
  { db, clock, publicUrl }: { db: Db; clock: Clock; publicUrl: string },
  actor: Actor,
  { classId, today, chosen }: { classId: number; today: SchoolDate; chosen: readonly string[] },
): Promise<IssuedPupils> {
  const byId = actor.staffId;
  if (byId === null || !may(actor, 'issueLetters', { kind: 'class', classId }))
    return { ok: false, code: 'notYours', field: 'class' };
  const now = clock.now();
  return await db.$transaction(async (tx) => {
    const all = await letterPupils(tx, { classId, today, now });
    const pupils = all.filter(({ studentId, consent }) => consent && chosen.includes(studentId));
    if (pupils.length === 0) return { ok: false, code: 'nobody', field: 'pupil' };
    const ids = pupils.map(({ studentId }) => studentId);
    const made = new Map((await inviteIn(tx, now, ids, { publicUrl, byId })).map((one) => [one.person, one]));
    const details = { pupils: pupils.length };
    await tx.auditRecord.create({
      data: { at: now, actorId: byId, action: 'issueLetters', object: `class:${classId}`, details },
    });
    return {
      ok: true,
      letters: pupils.map((pupil) => {
        const { code, link, expires } = made.get(pupil.studentId)!;
        return { pupil, code, link, expires: new Date(expires) };
      }),
    };
  });
}
