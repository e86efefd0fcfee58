/** Where a conversation stands, kept in the database so that a restart does not lose it. */
import { z } from 'zod';
import type { ParentsFlavor } from './context.ts';

const dialogueSchema = z.object({
  /** a code was right, the class is asked */
  step: z.literal('class'),
  invitationId: z.number().int(),
  /** classes that are offered as buttons */
  choices: z.array(z.string()),
});
export type Dialogue = z.infer<typeof dialogueSchema>;

const BOT = 'parents';
type Where = Pick<ParentsFlavor, 'deps' | 'address'>;

export async function readDialogue({ deps, address }: Where): Promise<Dialogue | null> {
  const row = await deps.db.botDialogue.findUnique({ where: { bot_chat: { bot: BOT, chat: address } } });
  const parsed = dialogueSchema.safeParse(row?.state);
  return parsed.success ? parsed.data : null;
}

export async function saveDialogue({ deps, address }: Where, state: Dialogue): Promise<void> {
  const at = deps.clock.now();
  await deps.db.botDialogue.upsert({
    where: { bot_chat: { bot: BOT, chat: address } },
    create: { bot: BOT, chat: address, state, at },
    update: { state, at },
  });
}

export async function endDialogue({ deps, address }: Where): Promise<void> {
  await deps.db.botDialogue.deleteMany({ where: { bot: BOT, chat: address } });
}
