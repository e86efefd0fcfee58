/** The messages of a chat that the bot remembers. */
import type { Card, State, Turn } from './model.ts';

/** Telegram lets a message be edited for two days. */
const REMEMBERED_HOURS = 49;
const MOST = 40;
/** A draft is a word for the day on which it was written. */
const DRAFT_HOURS = 12;
export const UNDO_MINUTES = 15;

const HOUR = 3_600_000;

export function newCard(message: number, text: string, sentAt: Date, prefix = ''): Card {
  return {
    message,
    sentAt: sentAt.toISOString(),
    edited: false,
    text,
    prefix,
    version: 0,
    reply: null,
    stage: 'preview',
    answers: [],
    question: null,
    inputs: [],
    made: [],
    nextKey: 0,
    recordedAt: null,
    lesson: null,
    list: null,
    file: null,
    cleared: [],
  };
}

export function cardOf(state: State, message: number): Card | undefined {
  return state.cards.find((card) => card.message === message);
}

/** Puts a card in, in the place of an older one for the same message; forgets what can be changed no more. */
export function putCard({ state, desk }: Turn, card: Card): void {
  const since = desk.now().getTime() - REMEMBERED_HOURS * HOUR;
  const others = state.cards.filter((c) => c.message !== card.message && Date.parse(c.sentAt) >= since);
  state.cards = [...others, card].slice(-MOST);
}

/** The draft may still be recorded: a day-old button is not what the teacher means now. */
export function isFresh(card: Card, now: Date): boolean {
  return now.getTime() - Date.parse(card.sentAt) < DRAFT_HOURS * HOUR;
}

export function mayUndo(card: Card, now: Date): boolean {
  return card.recordedAt !== null && now.getTime() - Date.parse(card.recordedAt) < UNDO_MINUTES * 60_000;
}
