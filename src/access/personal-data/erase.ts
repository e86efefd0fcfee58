/** A guardian's data erased on request, or after they have left (152-ФЗ, ст. 20, 21): what goes, what the law lets stay. */
import type { Clock } from '../../platform/clock.ts';
import { Prisma } from '../../platform/database/generated/client.ts';
import type { Db, Tx } from '../../platform/database/open.ts';

/** Counts for the preview; the fields of `goes` are erased, those of `stays` are kept under opaque numbers. */
export interface ErasurePreview {
  name: { last: string; first: string; patronymic: string };
  goes: { contacts: number; sessions: number; choices: number; rhythms: number; codes: number; texts: number };
  stays: { consents: number; weeks: number; sheets: number; applications: number; audit: number };
  /** children who have no other guardian to be told */
  alone: string[];
  /** another office keeps the name; something is on its way out just now */
  hindrance: 'alsoStaff' | 'alsoPupil' | 'sending' | null;
}

/** What erasing would do. @returns null: no such guardian, or already erased. One query */
export async function erasurePreview(db: Db | Tx, guardianId: string): Promise<ErasurePreview | null> {
  const [row] = await db.$queryRaw<PreviewRow[]>`
    SELECT p.last, p.first, p.patronymic,
      EXISTS (SELECT FROM staff_member s WHERE s.id = p.id) AS staff, EXISTS (SELECT FROM student s WHERE s.id = p.id) AS pupil,
      EXISTS (SELECT FROM delivery d JOIN delivery_item i ON i.delivery_id = d.id
               WHERE i.guardian_id = p.id AND d.state IN ('leased', 'started')) AS sending,
      (SELECT count(*)::int FROM contact_holder h WHERE h.person_id = p.id) AS contacts,
      (SELECT count(*)::int FROM session s JOIN account_person a ON a.account_id = s.account_id WHERE a.person_id = p.id) AS sessions,
      (SELECT count(*)::int FROM choice_record c WHERE c.guardian_id = p.id AND c.what NOT IN ('consent', 'rights')) AS choices,
      (SELECT count(*)::int FROM choice_record c WHERE c.guardian_id = p.id AND c.what IN ('consent', 'rights')) AS consents,
      (SELECT count(*)::int FROM preference f WHERE f.guardian_id = p.id) AS rhythms,
      (SELECT count(*)::int FROM invitation v WHERE v.person_id = p.id) AS codes,
      (SELECT count(DISTINCT d.id)::int FROM delivery d JOIN delivery_item i ON i.delivery_id = d.id
        WHERE i.guardian_id = p.id AND d.payload IS NOT NULL) AS texts,
      (SELECT count(*)::int FROM obligation o WHERE o.guardian_id = p.id) AS weeks,
      (SELECT count(*)::int FROM sheet s WHERE s.guardian_id = p.id) AS sheets,
      (SELECT count(*)::int FROM application t WHERE t.guardian_id = p.id) AS applications,
      (SELECT count(*)::int FROM audit_record u WHERE u.actor_id = p.id) AS audit,
      ARRAY(SELECT concat_ws(' ', c.last, c.first) FROM guardianship g JOIN person c ON c.id = g.student_id
              JOIN student s ON s.id = c.id AND s.left_at IS NULL
             WHERE g.guardian_id = p.id AND g.ended_at IS NULL AND g.rights <> 'none' AND NOT EXISTS (
               SELECT FROM guardianship o JOIN guardian r ON r.id = o.guardian_id AND r.left_at IS NULL
                WHERE o.student_id = g.student_id AND o.guardian_id <> p.id AND o.ended_at IS NULL AND o.rights = 'full')
             ORDER BY 1) AS alone
    FROM person p JOIN guardian r ON r.id = p.id WHERE p.id = ${guardianId} AND p.erased_at IS NULL`;
  if (!row) return null;
  const { last, first, patronymic, alone, staff, pupil, sending, ...count } = row;
  const { contacts, sessions, choices, rhythms, codes, texts, consents, weeks, sheets, applications, audit } = count;
  return {
    name: { last, first, patronymic },
    goes: { contacts, sessions, choices, rhythms, codes, texts },
    stays: { consents, weeks, sheets, applications, audit },
    alone,
    hindrance: staff ? 'alsoStaff' : pupil ? 'alsoPupil' : sending ? 'sending' : null,
  };
}

type Counts = ErasurePreview['goes'] & ErasurePreview['stays'];
type PreviewRow = ErasurePreview['name'] &
  Counts & { alone: string[]; staff: boolean; pupil: boolean; sending: boolean };

export type Erased =
  | { ok: true }
  | { ok: false; code: 'gone' | 'alsoStaff' | 'alsoPupil' | 'sending' | 'notConfirmed' | 'noGround'; field: string };

/**
 * Erases a guardian for good, in one transaction: name, contacts, settings, choices, texts that were sent, account, codes.
 * Journal, duties, ledger, sheets and the register keep their opaque ids; consents stay, for they prove that data were kept
 * lawfully.
 * @param wish.surname typed once more by whoever erases
 * @param wish.ground number and date of the request, or that the person left
 * @param shownAs stands where the name stood
 */
export async function eraseGuardian(
  { db, clock }: { db: Db; clock: Clock },
  guardianId: string,
  wish: { surname: string; ground: string; byId: string; shownAs: string },
): Promise<Erased> {
  const now = clock.now();
  return await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM person WHERE id = ${guardianId} FOR UPDATE`;
    const preview = await erasurePreview(tx, guardianId);
    if (!preview) return { ok: false, code: 'gone', field: 'surname' };
    if (preview.hindrance) return { ok: false, code: preview.hindrance, field: 'surname' };
    if (!wish.ground.trim()) return { ok: false, code: 'noGround', field: 'ground' };
    if (plain(wish.surname) !== plain(preview.name.last)) return { ok: false, code: 'notConfirmed', field: 'surname' };
    const { goes } = preview;
    await tx.person.update({
      where: { id: guardianId },
      data: { last: wish.shownAs, first: '', patronymic: '', sex: null, erasedAt: now },
    });
    await eraseRelations(tx, guardianId, now);
    await eraseNotices(tx, guardianId, now);
    await eraseContacts(tx, guardianId, now);
    await eraseAccount(tx, guardianId, now);
    await tx.auditRecord.create({
      data: {
        at: now,
        actorId: wish.byId,
        action: 'erasePerson',
        object: `person:${guardianId}`,
        details: { ground: wish.ground.trim(), goes },
      },
    });
    return { ok: true };
  });
}

const plain = (name: string) => name.trim().toLowerCase().replaceAll('ё', 'е');

async function eraseRelations(tx: Tx, guardianId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE household h SET note = '' WHERE h.id IN (SELECT household_id FROM guardianship WHERE guardian_id = ${guardianId})
      AND NOT EXISTS (SELECT FROM guardianship o WHERE o.household_id = h.id AND o.guardian_id <> ${guardianId})`;
  await tx.$executeRaw`
    UPDATE guardianship SET ended_at = coalesce(ended_at, ${now}), relation = NULL, rights = 'none', consent = false,
      channels = '{}', paper_applied = false, paper_way = NULL, paper_proxy = NULL, household_id = NULL
    WHERE guardian_id = ${guardianId}`;
  await tx.$executeRaw`
    UPDATE guardian SET quiet_from = NULL, quiet_to = NULL, paused_until = NULL, last_seen_at = NULL, links_void_at = ${now},
      left_at = coalesce(left_at, (SELECT (${now}::timestamptz AT TIME ZONE time_zone)::date FROM school))
    WHERE id = ${guardianId}`;
  await tx.preference.deleteMany({ where: { guardianId } });
  await tx.homeworkDone.deleteMany({ where: { personId: guardianId } });
  // the database lets a choice go only once its person is erased
  await tx.choiceRecord.deleteMany({ where: { guardianId, what: { notIn: ['consent', 'rights'] } } });
  await tx.application.updateMany({ where: { guardianId }, data: { applicantName: null, proxyName: null } });
}

/** What waits is withdrawn, what was sent loses its words; who else reads the same chat keeps theirs. */
async function eraseNotices(tx: Tx, guardianId: string, now: Date): Promise<void> {
  await tx.told.deleteMany({ where: { guardianId } });
  await tx.$executeRaw`
    UPDATE delivery_item SET state = 'dropped', reason = 'erased' WHERE guardian_id = ${guardianId} AND state = 'waiting'`;
  await tx.$executeRaw`
    UPDATE delivery d SET state = 'withdrawn', ended_at = ${now}, end_reason = 'erased'
    WHERE d.state IN ('gathering', 'due') AND ${onlyFor(guardianId)}`;
  await tx.$executeRaw`UPDATE attempt a SET detail = NULL FROM delivery d WHERE d.id = a.delivery_id AND ${onlyFor(guardianId)}`;
  await tx.$executeRaw`UPDATE delivery d SET payload = NULL WHERE d.payload IS NOT NULL AND ${onlyFor(guardianId)}`;
}

/** Chats and mailboxes that nobody else reads lose their address; a shared one goes on for the others. */
async function eraseContacts(tx: Tx, guardianId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM bot_dialogue b USING contact c WHERE c.channel = 'telegram' AND b.bot = c.bot AND b.chat = c.address
      AND ${heldOnlyBy(guardianId)}`;
  await tx.$executeRaw`
    UPDATE contact c SET address = 'erased ' || c.id, state = 'ended', reason = NULL, since = ${now}, last_accepted_at = NULL
    WHERE ${heldOnlyBy(guardianId)}`;
  await tx.contactHolder.deleteMany({ where: { personId: guardianId } });
}

/** The account goes dark unless another person signs in by it. */
async function eraseAccount(tx: Tx, guardianId: string, now: Date): Promise<void> {
  await tx.invitation.deleteMany({ where: { personId: guardianId } });
  await tx.signInLink.deleteMany({ where: { personId: guardianId } });
  await tx.secretLink.deleteMany({ where: { personId: guardianId } });
  const held = await tx.accountPerson.findUnique({ where: { personId: guardianId } });
  if (!held) return;
  const { accountId } = held;
  await tx.accountPerson.delete({ where: { personId: guardianId } });
  if ((await tx.accountPerson.count({ where: { accountId } })) > 0) return;
  await tx.session.deleteMany({ where: { accountId } });
  await tx.account.update({
    where: { id: accountId },
    data: { login: `erased ${accountId}`, passwordHash: null, closedAt: now },
  });
}

const onlyFor = (guardianId: string) => Prisma.sql`
  EXISTS (SELECT FROM delivery_item i WHERE i.delivery_id = d.id AND i.guardian_id = ${guardianId})
  AND NOT EXISTS (SELECT FROM delivery_item i WHERE i.delivery_id = d.id AND i.guardian_id <> ${guardianId})`;

const heldOnlyBy = (guardianId: string) => Prisma.sql`
  EXISTS (SELECT FROM contact_holder h WHERE h.contact_id = c.id AND h.person_id = ${guardianId})
  AND NOT EXISTS (SELECT FROM contact_holder h WHERE h.contact_id = c.id AND h.person_id <> ${guardianId})`;
