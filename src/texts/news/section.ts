/** News in words, before any channel: Telegram, plain text and HTML lay out the same sections. */

/** «Алгебра: 5 (контрольная работа)», or a sentence without a label. */
export interface Item {
  label?: string;
  text: string;
}

/** Items under a small heading of their own: «На среду, 16 сентября». */
export interface Block {
  title?: string;
  items: Item[];
}

/** What is said of one child under one heading. */
export interface Section {
  /** «Пётр, 7Б»: repeated where a text goes on in another message */
  who: string;
  /** absent: the items are sentences that name the child themselves */
  title?: string;
  blocks: Block[];
}

/** A label and its text as one line. */
export function itemText({ label, text }: Item): string {
  return label ? `${label}: ${text}` : text;
}

/** Groups in the order in which their first members come. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups];
}
