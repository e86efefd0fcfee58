/** Words to staff by letter, where the teachers' bot is what cannot work. */
import type { EmailPayload } from '../delivery/channel.ts';
import type { Frozen } from '../delivery/lease.ts';
import { letterId } from '../delivery/letter-id.ts';
import type { Tx } from '../platform/database/open.ts';
import type { EmailText } from '../texts/email/letter.ts';

interface Mailbox {
  contactId: number;
  address: string;
}

/**
 * Puts a letter on its way to each mailbox of administrators and deputies, once to a mailbox that several read.
 * @param host of the school's address, for the Message-ID
 * @returns how many letters
 */
export async function mailCarers(
  tx: Tx,
  { now, dueAt, host }: { now: Date; dueAt: Date; host: string },
  letter: EmailText,
): Promise<number> {
  const mailboxes = await tx.$queryRaw<Mailbox[]>`
    SELECT DISTINCT k.id AS "contactId", k.address
      FROM contact k
        JOIN contact_holder h ON h.contact_id = k.id AND h.ended_at IS NULL
        JOIN staff_member st ON st.id = h.person_id AND st.left_at IS NULL
     WHERE k.channel = 'email' AND k.state = 'confirmed' AND st.roles && ARRAY['admin', 'deputy'] ORDER BY k.id`;
  for (const { contactId, address } of mailboxes) {
    const delivery = await tx.delivery.create({
      data: { channel: 'email', contactId, rhythm: 'staff', state: 'due', dueAt, createdAt: now },
      select: { id: true, createdAt: true },
    });
    const part: EmailPayload = {
      channel: 'email',
      to: address,
      ...letter,
      messageId: letterId(delivery, host),
      date: dueAt.toISOString(),
    };
    const payload: Frozen = { parts: [part], sent: 0 };
    await tx.delivery.update({ where: { id: delivery.id }, data: { payload: payload as object } });
  }
  return mailboxes.length;
}
