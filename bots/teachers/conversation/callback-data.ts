/** What stands behind the buttons. Telegram takes 64 bytes; nothing in it is trusted: a client can send anything. */

const VERBS = ['record', 'edit', 'cancel', 'undo', 'pick', 'flag', 'list', 'switch'] as const;
export type Verb = (typeof VERBS)[number];

export interface CardTap {
  verb: Verb;
  /** the teacher's message */
  card: number;
  version: number;
  /** which candidate or flag */
  index: number;
}

const SHORT: Record<Verb, string> = {
  record: 'r',
  edit: 'e',
  cancel: 'c',
  undo: 'u',
  pick: 'p',
  flag: 'f',
  list: 'l',
  switch: 's',
};

export function cardData(verb: Verb, { message, version }: { message: number; version: number }, index = 0): string {
  return [SHORT[verb], message, version, index].join(':');
}

export function readCardData(data: string): CardTap | null {
  const found = /^([a-z]):(\d{1,15}):(\d{1,6}):(\d{1,4})$/.exec(data);
  const verb = VERBS.find((each) => SHORT[each] === found?.[1]);
  if (!found || !verb) return null;
  return { verb, card: Number(found[2]), version: Number(found[3]), index: Number(found[4]) };
}
