/** The September form as fields: what it shows of each guardian, and what was sent. */
import { ORDERS } from '../../src/access/choice-rules.ts';
import type { Channel } from '../../src/access/choice-writes.ts';
import type { RowWish, Wish } from '../../src/access/class-choices.ts';
import type { FamilyMember } from '../../src/access/class-families.ts';
import { orderKey } from '../choices/forms.ts';

export type Sent = Readonly<Partial<Record<string, string>>>;

export interface FormRow {
  /** the sealed pair */
  key: string;
  member: FamilyMember;
  /** as it stands */
  standing: Wish;
  /** orders of channels that may be chosen */
  orders: (readonly Channel[])[];
}

/** A row for a guardian with full rights. An address that the school does not know cannot be chosen; a chat may be linked later. */
export function formRow(member: FamilyMember, key: string): FormRow {
  const channels: readonly Channel[] = member.channels.length > 0 ? member.channels : ['paper'];
  const offered = (channel: Channel) =>
    channel === 'paper' || channel === 'telegram' || member.mail || channels.includes(channel);
  const orders = ORDERS.filter((order) => order.every(offered) || orderKey(order) === orderKey(channels));
  return { key, member, standing: { consent: member.consent, channels }, orders };
}

/** «1 telegram,email»: what the form showed, sent back with it. */
export const shownWish = ({ consent, channels }: Wish): string => `${consent ? 1 : 0} ${orderKey(channels)}`;

/** What is chosen in a row: what was sent, or what stands. */
export function chosenIn(row: FormRow, sent: Sent | undefined): Wish {
  if (sent?.[`w-${row.key}`] === undefined) return row.standing;
  return { consent: sent[`c-${row.key}`] === 'on', channels: orderOf(sent[`o-${row.key}`]) ?? row.standing.channels };
}

/** The rows that were on the form, each with what it showed. */
export function wishesOf(rows: readonly FormRow[], sent: Sent): RowWish[] {
  return rows.flatMap((row): RowWish[] => {
    const [consent, order] = (sent[`w-${row.key}`] ?? '').split(' ');
    const channels = orderOf(order);
    if (!channels) return [];
    const { guardianId, studentId } = row.member;
    return [{ guardianId, studentId, was: { consent: consent === '1', channels }, becomes: chosenIn(row, sent) }];
  });
}

const orderOf = (key: string | undefined): readonly Channel[] | undefined =>
  ORDERS.find((order) => orderKey(order) === key);
