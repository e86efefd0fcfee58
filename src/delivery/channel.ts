/** What a channel is to the sender: it takes a frozen payload, leaves the process, and names the outcome. */

export type SendOutcome =
  /** the provider took it; `simulated`: shown on the page of outgoing notices only */
  | { kind: 'accepted'; providerId?: string; simulated?: boolean }
  /** try again at `at`; `pauseUntil`: the whole channel (a bot told to wait) */
  | { kind: 'retryLater'; at: Date; code: string; detail: string; pauseUntil?: Date }
  /** this address will not do: blocked, deactivated, no such mailbox */
  | { kind: 'unreachable'; code: string; detail: string; movedTo?: string }
  /**
   * our fault: alarms, does not climb the ladder; `mendable`: goes again once our settings or the server's are mended;
   * `pauseUntil`: nothing of ours is taken now
   */
  | { kind: 'rejected'; code: string; detail: string; mendable?: true; pauseUntil?: Date }
  /** it may have arrived */
  | { kind: 'unknown'; code: string; detail: string };

/**
 * What a letter that came back says: the address is dead; it was refused for something that is ours to mend; it is lost,
 * the address stays.
 */
export type BounceMeaning = 'addressGone' | 'ourFault' | 'letterLost';

/** Telegram's rule: 4096 UTF-16 units of text; entities count in the same units. */
export interface TelegramPayload {
  channel: 'telegram';
  bot: 'parents' | 'teachers';
  chatId: string;
  text: string;
  entities?: { type: 'bold' | 'italic' | 'text_link'; offset: number; length: number; url?: string }[];
  buttons?: { text: string; data?: string; url?: string }[][];
  silent: boolean;
  replyTo?: string;
}

export interface EmailPayload {
  channel: 'email';
  to: string;
  subject: string;
  text: string;
  html: string;
  /** stable: a second try carries the same */
  messageId: string;
  /** one-click address of RFC 8058; absent: nothing that comes by itself, as a link to sign in that was asked for */
  unsubscribeUrl?: string;
  date: string;
}

export type Payload = TelegramPayload | EmailPayload;

export interface Channel<P extends Payload> {
  /**
   * Sends one; never throws for what the other side did, only for a fault of ours.
   * @param tries tries made before this one: the wait until the next grows with them
   */
  send(payload: P, signal?: AbortSignal, tries?: number): Promise<SendOutcome>;
}
