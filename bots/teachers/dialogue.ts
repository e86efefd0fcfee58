/** Where a conversation stands, kept in the database so that a restart does not lose it. */
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { cardOf } from './conversation/cards.ts';
import { type State, stateSchema } from './conversation/model.ts';

const BOT = 'teachers';

/** What cannot be read (an older version's) begins anew. */
export async function readState(db: Db, chat: string): Promise<State> {
  const row = await db.botDialogue.findUnique({ where: { bot_chat: { bot: BOT, chat } } });
  const parsed = stateSchema.safeParse(row?.state ?? {});
  return parsed.success ? parsed.data : stateSchema.parse({});
}

export async function saveState(db: Db, clock: Clock, chat: string, state: State): Promise<void> {
  const at = clock.now();
  await db.botDialogue.upsert({
    where: { bot_chat: { bot: BOT, chat } },
    create: { bot: BOT, chat, state, at },
    update: { state, at },
  });
}

/** A message of the bot's that shows a card, or asks. */
export interface Shown {
  keep?: number | undefined;
  ask?: boolean | undefined;
  message: number;
}

/** Keeps which messages of the bot's show which card; true: something changed. */
export function keepShown(state: State, shown: readonly Shown[]): boolean {
  let changed = false;
  for (const { keep, ask, message } of shown) {
    const card = keep === undefined ? undefined : cardOf(state, keep);
    if (card && card.reply !== message) {
      card.reply = message;
      changed = true;
    }
    if (ask && state.want) {
      state.want.ask = message;
      changed = true;
    }
  }
  return changed;
}
