import type { Context } from 'grammy';
import type { ChatVisit } from '../../src/access/chat-visit.ts';
import { may } from '../../src/access/may.ts';
import type { Child } from '../../src/access/relations.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';

export interface ParentsDeps {
  db: Db;
  clock: Clock;
  /** PUBLIC_URL, without a slash at its end */
  publicUrl: string;
}

export interface ParentsFlavor {
  deps: ParentsDeps;
  /** the chat, as contacts keep it */
  address: string;
  /** who reads the chat, as it is at this moment; null: nobody is linked */
  visit: ChatVisit | null;
}
export type ParentsContext = Context & ParentsFlavor;
/** A context whose chat is linked and has at least one child that may be spoken of. */
export type LinkedContext = ParentsContext & { visit: ChatVisit };

/** A child as texts name it. */
export interface ChatChild extends Child {
  class: string;
}

/** The children that this chat may be told of, by `may`. */
export function childrenIn({ visit }: ParentsFlavor): ChatChild[] {
  if (!visit) return [];
  return visit.actor.children
    .filter(({ studentId, classId }) => may(visit.actor, 'readDiary', { kind: 'student', studentId, classId }))
    .map((child) => ({ ...child, class: child.className }));
}
