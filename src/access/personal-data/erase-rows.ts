/** The rows of a guardian that erasing takes out or empties, table by table. */
import { Prisma } from '../../platform/database/generated/client.ts';
import type { Tx } from '../../platform/database/open.ts';
import { packJson, unpackJson } from '../../platform/packed-json.ts';
import { maskedIn, type Named, namingOf } from './naming.ts';

export async function eraseRelations(tx: Tx, guardianId: string, now: Date): Promise<void> {
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
  // the database lets these go only once their person is erased
  await tx.choiceRecord.deleteMany({ where: { guardianId, what: { notIn: ['consent', 'rights'] } } });
  await tx.application.updateMany({ where: { guardianId, proxyName: { not: null } }, data: { proxyName: null } });
  await tx.$executeRaw`
    UPDATE application_decision d SET note = '', undo = NULL FROM application a
    WHERE a.id = d.application_id AND a.guardian_id = ${guardianId} AND (d.note <> '' OR d.undo IS NOT NULL)`;
}

/**
 * Files that were printed with the name, of every class and week whose sheets or register may hold it: the next print makes
 * them without. Sheets, their hashes, who handed them over and when stay; what was noted beside that goes, and photos of stubs,
 * for the signed stub itself lies at the school.
 * @returns the names of the photos' files
 */
export async function erasePaper(tx: Tx, guardianId: string): Promise<string[]> {
  await tx.$executeRaw`
    DELETE FROM print_file f WHERE EXISTS (
      SELECT FROM sheet s JOIN print_run n ON n.id = s.run_id
       WHERE s.guardian_id = ${guardianId} AND (f.class_id IS NULL OR f.class_id = n.class_id) AND f.week >= n.week)`;
  await tx.$executeRaw`
    UPDATE handover h SET note = '' FROM sheet s WHERE s.id = h.sheet_id AND s.guardian_id = ${guardianId} AND h.note <> ''`;
  const photos = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM attachment f USING sheet s WHERE s.id = f.sheet_id AND s.guardian_id = ${guardianId} RETURNING f.public_id AS id`;
  return photos.map(({ id }) => id);
}

/** What deeds kept of the guardian beside: rows before a transfer, hashes of addresses in imports, reports of thefts, tries. */
export async function eraseTraces(tx: Tx, { id, addresses }: Named & { id: string }): Promise<void> {
  const without = (
    column: string,
    list: string,
    key: string,
  ) => Prisma.sql`jsonb_set(${Prisma.raw(column)}, ${`{${list}}`}::text[],
    (SELECT coalesce(jsonb_agg(x), '[]') FROM jsonb_array_elements(${Prisma.raw(column)}->${list}::text) x WHERE x->>${key}::text <> ${id}))`;
  for (const column of ['before', 'after'])
    await tx.$executeRaw`
      UPDATE transfer SET ${Prisma.raw(column)} = ${without(column, 'pairs', 'guardianId')}
      WHERE ${Prisma.raw(column)}->'pairs' @> ${JSON.stringify([{ guardianId: id }])}::jsonb`;
  for (const column of ['before', 'after'])
    await tx.$executeRaw`
      UPDATE transfer SET ${Prisma.raw(column)} = ${without(column, 'guardians', 'id')}
      WHERE ${Prisma.raw(column)}->'guardians' @> ${JSON.stringify([{ id }])}::jsonb`;
  await tx.$executeRaw`
    UPDATE import_run SET changes = changes #- ${['said', 'contacts', id]}::text[] WHERE changes #> ${['said', 'contacts', id]}::text[] IS NOT NULL`;
  await tx.$executeRaw`
    UPDATE account_theft SET report = ${without('report', 'choices', 'guardianId')}
    WHERE report->'choices' @> ${JSON.stringify([{ guardianId: id }])}::jsonb`;
  await tx.rateCount.deleteMany({ where: { key: { in: addresses.map((chat) => `code:chat:${chat}`) } } });
}

/** What waits is withdrawn, what was sent loses its words; who else reads the same chat keeps theirs, without the name. */
export async function eraseNotices(tx: Tx, who: Named & { id: string }, now: Date): Promise<void> {
  const guardianId = who.id;
  await maskShared(tx, who);
  await tx.told.deleteMany({ where: { guardianId } });
  await tx.$executeRaw`
    UPDATE delivery_item SET state = 'dropped', reason = 'erased' WHERE guardian_id = ${guardianId} AND state = 'waiting'`;
  await tx.$executeRaw`
    UPDATE delivery d SET state = 'withdrawn', ended_at = ${now}, end_reason = 'erased'
    WHERE d.state IN ('gathering', 'due') AND ${onlyFor(guardianId)}`;
  await tx.$executeRaw`UPDATE attempt a SET detail = NULL FROM delivery d WHERE d.id = a.delivery_id AND ${onlyFor(guardianId)}`;
  await tx.$executeRaw`UPDATE delivery d SET payload = NULL WHERE d.payload IS NOT NULL AND ${onlyFor(guardianId)}`;
}

/** Letters to several people greet each of them. */
async function maskShared(tx: Tx, who: Named & { id: string }): Promise<void> {
  const naming = namingOf(who);
  const shared = await tx.$queryRaw<{ id: number; payload: { packed?: string } }[]>`
    SELECT d.id, d.payload FROM delivery d WHERE d.payload IS NOT NULL
      AND EXISTS (SELECT FROM delivery_item i WHERE i.delivery_id = d.id AND i.guardian_id = ${who.id}) AND NOT (${onlyFor(who.id)})`;
  for (const { id, payload } of shared) {
    const { packed } = payload;
    const after =
      packed === undefined
        ? maskedIn(payload, naming)
        : { ...payload, packed: packJson(maskedIn(unpackJson(packed), naming)) };
    await tx.delivery.update({ where: { id }, data: { payload: after as object } });
  }
}

/** Chats and mailboxes that nobody else reads lose their address; a shared one goes on for the others. */
export async function eraseContacts(tx: Tx, guardianId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM bot_dialogue b USING contact c WHERE c.channel = 'telegram' AND b.bot = c.bot AND b.chat = c.address
      AND ${heldOnlyBy(guardianId)}`;
  await tx.$executeRaw`
    UPDATE contact c SET address = 'erased ' || c.id, state = 'ended', reason = NULL, since = ${now}, last_accepted_at = NULL
    WHERE ${heldOnlyBy(guardianId)}`;
  await tx.contactHolder.deleteMany({ where: { personId: guardianId } });
}

/** The account goes dark unless another person signs in by it. */
export async function eraseAccount(tx: Tx, guardianId: string, now: Date): Promise<void> {
  await tx.invitation.deleteMany({ where: { personId: guardianId } });
  await tx.signInLink.deleteMany({ where: { personId: guardianId } });
  await tx.secretLink.deleteMany({ where: { personId: guardianId } });
  await tx.mailboxClaim.deleteMany({ where: { personId: guardianId } });
  const held = await tx.accountPerson.findUnique({ where: { personId: guardianId } });
  if (!held) return;
  const { accountId } = held;
  await tx.accountPerson.delete({ where: { personId: guardianId } });
  if ((await tx.accountPerson.count({ where: { accountId } })) > 0) return;
  await tx.session.deleteMany({ where: { accountId } });
  // where it was signed in when it was stolen; what was voided stands in the journal's own history
  await tx.$executeRaw`
    UPDATE account_theft SET report = report || '{"sessions":[]}'::jsonb WHERE account_id = ${accountId} AND report IS NOT NULL`;
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
