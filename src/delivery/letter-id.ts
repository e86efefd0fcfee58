/** The Message-ID of a letter: the same for each try of a delivery, and the way back when it bounces. */

const PATTERN = /^<?delivery-(\d{1,10})-(\d{1,15})@[^<>\s@]+>?$/;

interface Lettered {
  id: number;
  createdAt: Date;
}

/** @param host of the school's address */
export function letterId({ id, createdAt }: Lettered, host: string): string {
  return `<delivery-${id}-${createdAt.getTime()}@${host}>`;
}

/** Which delivery a Message-ID names, angle brackets or not; null: none of ours. */
export function deliveryOfLetter(messageId: string): Lettered | null {
  const [, id, made] = PATTERN.exec(messageId.trim()) ?? [];
  if (!id || !made || Number(id) > 2_147_483_647) return null;
  return { id: Number(id), createdAt: new Date(Number(made)) };
}
