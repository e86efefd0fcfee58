/** Rights that end take everything with them that opens a door: sessions, codes, links, contacts. */
import type { Tx } from '../platform/database/open.ts';

interface Ending {
  /** guardian and child whose access ended or narrowed */
  pairs: { guardianId: string; studentId: string }[];
  /** people who have left in some role */
  leavers: string[];
  now: Date;
}

/**
 * Ends what the people concerned may use no more. Who is still a guardian with full rights and consent, a pupil or a
 * member of staff keeps the own session; what he or she may see is asked anew at each request.
 */
export async function endAccess(tx: Tx, { pairs, leavers, now }: Ending): Promise<void> {
  if (pairs.length === 0 && leavers.length === 0) return;
  await revokePairLinks(tx, pairs, now);
  const people = [...new Set([...pairs.map((pair) => pair.guardianId), ...leavers])];
  const roles = await tx.$queryRaw<{ id: string; guardian: boolean; other: boolean }[]>`
    SELECT p.id,
      EXISTS (SELECT 1 FROM guardianship g JOIN guardian r ON r.id = g.guardian_id
        WHERE g.guardian_id = p.id AND g.ended_at IS NULL AND g.rights = 'full' AND g.consent AND r.left_at IS NULL) AS guardian,
      EXISTS (SELECT 1 FROM student s WHERE s.id = p.id AND s.left_at IS NULL)
        OR EXISTS (SELECT 1 FROM staff_member m WHERE m.id = p.id AND m.left_at IS NULL) AS other
    FROM person p WHERE p.id = ANY(${people})`;
  const shut = roles.filter((role) => !role.guardian && !role.other).map((role) => role.id);
  const noGuardian = roles.filter((role) => !role.guardian).map((role) => role.id);
  await endContacts(tx, noGuardian, shut, now);
  await endSignIn(tx, shut, now);
}

/** Links that need no sign-in and are about one child, such as a calendar feed. */
async function revokePairLinks(tx: Tx, pairs: Ending['pairs'], now: Date): Promise<void> {
  if (pairs.length === 0) return;
  await tx.$executeRaw`
    UPDATE secret_link AS l SET revoked_at = ${now}
    FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS v("guardianId" text, "studentId" text)
    WHERE l.person_id = v."guardianId" AND l.student_id = v."studentId" AND l.revoked_at IS NULL`;
}

/** A guardian of nobody loses the parents' chat; who is shut out altogether loses every address. */
async function endContacts(tx: Tx, noGuardian: string[], shut: string[], now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE contact_holder AS h SET ended_at = ${now}
    FROM contact c
    WHERE c.id = h.contact_id AND h.ended_at IS NULL
      AND (h.person_id = ANY(${shut}) OR (h.person_id = ANY(${noGuardian}) AND c.bot = 'parents'))`;
}

async function endSignIn(tx: Tx, shut: string[], now: Date): Promise<void> {
  if (shut.length === 0) return;
  await tx.invitation.updateMany({ where: { personId: { in: shut }, voidedAt: null }, data: { voidedAt: now } });
  await tx.signInLink.updateMany({ where: { personId: { in: shut }, usedAt: null }, data: { usedAt: now } });
  await tx.secretLink.updateMany({ where: { personId: { in: shut }, revokedAt: null }, data: { revokedAt: now } });
  await tx.mailboxClaim.deleteMany({ where: { personId: { in: shut }, usedAt: null } });
  // an account is shared by all that one human being is: it goes dark when none of them is left
  await tx.$executeRaw`
    UPDATE session AS s SET ended_at = ${now}
    WHERE s.ended_at IS NULL AND s.account_id IN (
      SELECT a.account_id FROM account_person a GROUP BY a.account_id
      HAVING bool_or(a.person_id = ANY(${shut})) AND bool_and(
        a.person_id = ANY(${shut})
        OR NOT EXISTS (SELECT 1 FROM guardianship g WHERE g.guardian_id = a.person_id AND g.ended_at IS NULL AND g.rights = 'full' AND g.consent)
          AND NOT EXISTS (SELECT 1 FROM student t WHERE t.id = a.person_id AND t.left_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM staff_member m WHERE m.id = a.person_id AND m.left_at IS NULL)))`;
}

/** A contact that nobody holds any more has ended. */
export async function endIdleContacts(tx: Tx, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE contact AS c SET state = 'ended', since = ${now}
    WHERE c.state <> 'ended'
      AND EXISTS (SELECT 1 FROM contact_holder h WHERE h.contact_id = c.id)
      AND NOT EXISTS (SELECT 1 FROM contact_holder h WHERE h.contact_id = c.id AND h.ended_at IS NULL)`;
}
