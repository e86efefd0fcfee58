import { linkChat } from '../src/access/contacts.ts';
import type { Db } from '../src/platform/database/open.ts';
import type { FakeClock } from './fake-clock.ts';

/** Links a chat of the teachers' bot: `chat-t1`. */
export async function linkStaff({ db, clock }: { db: Db; clock: FakeClock }, ...ids: string[]): Promise<void> {
  for (const id of ids) await db.$transaction((tx) => linkChat(tx, clock.now(), id, 'teachers', `chat-${id}`));
}

/** Words to staff in order, as «chat: text»; line ends are « / ». */
export async function staffWords(db: Db): Promise<string[]> {
  const rows = await db.delivery.findMany({
    where: { rhythm: 'staff' },
    orderBy: { id: 'asc' },
    include: { contact: true },
  });
  return rows.map(({ contact, payload }) => {
    const { parts } = payload as unknown as { parts: { text: string }[] };
    return `${contact?.address}: ${parts.map(({ text }) => text.replaceAll('\u00a0', ' ').replaceAll('\n', ' / ')).join()}`;
  });
}
