import type { LinkedContext } from './context.ts';

/** The confirmed address of one of this chat's guardians, or undefined. */
export async function emailOf({ deps, visit }: LinkedContext): Promise<string | undefined> {
  const contact = await deps.db.contact.findFirst({
    where: {
      channel: 'email',
      state: 'confirmed',
      holders: { some: { personId: { in: visit.actor.guardianIds }, endedAt: null } },
    },
    orderBy: { id: 'asc' },
    select: { address: true },
  });
  return contact?.address;
}
