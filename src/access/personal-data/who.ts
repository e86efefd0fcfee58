import type { Db, Tx } from '../../platform/database/open.ts';
import type { Named } from './naming.ts';

/** A guardian by name and by the addresses that nobody else holds; null: no such guardian, or erased. One query. */
export async function whoIs(db: Db | Tx, guardianId: string): Promise<(Named & { id: string }) | null> {
  const [found] = await db.$queryRaw<(Named & { id: string })[]>`
    SELECT p.id, p.last, p.first, p.patronymic, ARRAY(
      SELECT c.address FROM contact c JOIN contact_holder h ON h.contact_id = c.id AND h.person_id = p.id
       WHERE NOT EXISTS (SELECT FROM contact_holder o WHERE o.contact_id = c.id AND o.person_id <> p.id)) AS addresses
    FROM person p JOIN guardian r ON r.id = p.id WHERE p.id = ${guardianId} AND p.erased_at IS NULL`;
  return found ?? null;
}
