/** Who of a class's families has a way in yet, and the letters that give one (К-У 6.2; Д 3.2). */
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import type { Actor } from './actor.ts';
import { inviteIn } from './invitations.ts';
import { may } from './may.ts';

export interface LetterName {
  last: string;
  first: string;
  patronymic: string;
}

export interface LetterChild extends LetterName {
  studentId: string;
  className: string;
}

/** A guardian of a pupil of the class, with full rights. */
export interface LetterGuardian extends LetterName {
  id: string;
  /** of this class, whose guardian this is; the first gives the place in the row */
  child: LetterChild;
  /** all whose diary the letter opens, those of other classes too; empty: no consent for any, so no letter */
  children: LetterChild[];
  /** reads the parents' bot */
  chat: boolean;
  /** signs in to the diary */
  account: boolean;
  /** the last letter that still opens something */
  invitation: { at: Date; expires: Date } | null;
}

interface PairRow {
  guardianId: string;
  last: string;
  first: string;
  patronymic: string;
  consent: boolean;
  inClass: boolean;
  child: LetterChild;
  chat: boolean;
  account: boolean;
  invitedAt: Date | null;
  invitedTo: Date | null;
}

const RUSSIAN = new Intl.Collator('ru');
const nameOf = ({ last, first, patronymic }: LetterName) => `${last} ${first} ${patronymic}`;

/**
 * The guardians of a class in the order of its list: by child, then by name. Who has two children in the class stands once, with
 * the first. One query.
 */
export async function letterGuardians(
  db: Db | Tx,
  { classId, today, now }: { classId: number; today: SchoolDate; now: Date },
): Promise<LetterGuardian[]> {
  const rows = await db.$queryRaw<PairRow[]>`
    WITH pupil AS (
      SELECT m.student_id FROM membership m JOIN student s ON s.id = m.student_id
       WHERE m.class_id = ${classId} AND m."from" <= ${today}::date AND (m."to" IS NULL OR m."to" >= ${today}::date)
         AND (s.left_at IS NULL OR s.left_at > ${today}::date))
    SELECT g.guardian_id AS "guardianId", h.last, h.first, h.patronymic, g.consent,
      g.student_id IN (SELECT student_id FROM pupil) AS "inClass",
      json_build_object('studentId', c.id, 'last', c.last, 'first', c.first, 'patronymic', c.patronymic,
        'className', coalesce(k.name, '')) AS child,
      EXISTS (SELECT FROM contact_holder o JOIN contact t ON t.id = o.contact_id
        WHERE o.person_id = h.id AND o.ended_at IS NULL AND t.channel = 'telegram' AND t.bot = 'parents' AND t.state <> 'ended') AS chat,
      EXISTS (SELECT FROM account_person p JOIN account a ON a.id = p.account_id WHERE p.person_id = h.id AND a.closed_at IS NULL) AS account,
      i.created_at AS "invitedAt", i.expires_at AS "invitedTo"
    FROM guardianship g
      JOIN guardian r ON r.id = g.guardian_id AND (r.left_at IS NULL OR r.left_at > ${today}::date)
      JOIN person h ON h.id = g.guardian_id AND h.erased_at IS NULL
      JOIN student s ON s.id = g.student_id AND (s.left_at IS NULL OR s.left_at > ${today}::date)
      JOIN person c ON c.id = g.student_id
      LEFT JOIN LATERAL (
        SELECT k.name FROM membership m JOIN school_class k ON k.id = m.class_id
         WHERE m.student_id = g.student_id
         ORDER BY (m."from" <= ${today}::date AND (m."to" IS NULL OR m."to" >= ${today}::date)) DESC, m."from" DESC LIMIT 1) k ON true
      LEFT JOIN LATERAL (
        SELECT v.created_at, v.expires_at FROM invitation v
         WHERE v.person_id = h.id AND v.voided_at IS NULL AND v.expires_at > ${now}
           AND (v.parents_used_at IS NULL OR v.join_used_at IS NULL)
         ORDER BY v.id DESC LIMIT 1) i ON true
    WHERE g.ended_at IS NULL AND g.rights = 'full'
      AND g.guardian_id IN (
        SELECT q.guardian_id FROM guardianship q WHERE q.student_id IN (SELECT student_id FROM pupil) AND q.ended_at IS NULL AND q.rights = 'full')
    ORDER BY g.guardian_id`;
  const guardians = [...groupBy(rows, ({ guardianId }) => guardianId).values()].map(asGuardian);
  return guardians.sort(
    (a, b) =>
      RUSSIAN.compare(nameOf(a.child), nameOf(b.child)) ||
      RUSSIAN.compare(nameOf(a), nameOf(b)) ||
      a.id.localeCompare(b.id),
  );
}

function asGuardian(pairs: PairRow[]): LetterGuardian {
  const sorted = pairs.toSorted((a, b) => RUSSIAN.compare(nameOf(a.child), nameOf(b.child)));
  const first = sorted.find(({ inClass }) => inClass) ?? sorted[0]!;
  const { guardianId: id, last, patronymic, chat, account, invitedAt, invitedTo } = first;
  // the child of this class stands first in the letter
  const consented = sorted
    .filter(({ consent }) => consent)
    .toSorted((a, b) => Number(b.inClass) - Number(a.inClass))
    .map(({ child }) => child);
  return {
    id,
    last,
    first: first.first,
    patronymic,
    child: first.child,
    children: consented,
    chat,
    account,
    invitation: invitedAt && invitedTo ? { at: invitedAt, expires: invitedTo } : null,
  };
}

/** Without any way in, nor a letter that still holds one: who a class's letters are for, unless chosen otherwise. */
export const needsLetter = ({ children, chat, account, invitation }: LetterGuardian): boolean =>
  children.length > 0 && !chat && !account && invitation === null;

export interface IssuedLetter {
  guardian: LetterGuardian;
  /** eight digits */
  code: string;
  link: string;
  /** an instant */
  expires: Date;
}

export type Issued = { ok: true; letters: IssuedLetter[] } | { ok: false; code: 'notYours' | 'nobody'; field: string };

/**
 * Issues letters to guardians of a class, in its order. What each had unused before is void, in bot and diary at once. Codes are
 * kept hashed: this answer is the one time they can be read.
 * @param chosen ids of guardians; those who may have none (no consent) are left out
 */
export async function issueLetters(
  { db, clock, publicUrl }: { db: Db; clock: Clock; publicUrl: string },
  actor: Actor,
  { classId, today, chosen }: { classId: number; today: SchoolDate; chosen: readonly string[] },
): Promise<Issued> {
  if (actor.staffId === null || !may(actor, 'issueLetters', { kind: 'class', classId }))
    return { ok: false, code: 'notYours', field: 'class' };
  const byId = actor.staffId;
  const now = clock.now();
  return await db.$transaction(async (tx) => {
    const all = await letterGuardians(tx, { classId, today, now });
    const guardians = all.filter(({ id, children }) => children.length > 0 && chosen.includes(id));
    if (guardians.length === 0) return { ok: false, code: 'nobody', field: 'guardian' };
    const made = await inviteIn(
      tx,
      now,
      guardians.map(({ id }) => id),
      { publicUrl, byId },
    );
    const details = { letters: guardians.length };
    await tx.auditRecord.create({
      data: { at: now, actorId: byId, action: 'issueLetters', object: `class:${classId}`, details },
    });
    const of = new Map(made.map((one) => [one.person, one]));
    return {
      ok: true,
      letters: guardians.map((guardian) => {
        const { code, link, expires } = of.get(guardian.id)!;
        return { guardian, code, link, expires: new Date(expires) };
      }),
    };
  });
}
