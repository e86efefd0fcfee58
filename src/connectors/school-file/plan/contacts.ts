import { createHash } from 'node:crypto';
import { groupBy } from '../../../platform/group-by.ts';
import type { ContactRow, HolderRow } from '../rows.ts';
import type { PlanContext } from './context.ts';

type Channel = ContactRow['channel'];

interface Wish {
  personId: string;
  email: string | undefined;
  phone: string | undefined;
  /** a consent came with this very file: what was ended for want of it may stand again */
  anew: boolean;
}

/**
 * Mailboxes and telephones: of the staff, and of guardians with consent (152-ФЗ: without it contacts are not kept).
 * Only what this file says differently from the last one is applied, so that an address changed by the person stands.
 * An address that comes with consent counts as confirmed; a changed one ends the old.
 */
export function planContacts(context: PlanContext): void {
  const { current, plan } = context;
  const erased = new Set(current.people.filter((person) => person.erasedAt).map((person) => person.id));
  const book = addressBook(context);
  // a file without guardians says nothing about them, so what the last one said is still the last word
  if (!context.file.guardians) plan.said.contacts = { ...current.said?.contacts };
  for (const wish of wishes(context)) {
    if (erased.has(wish.personId)) continue;
    const said = hashOf(wish);
    const news = current.said?.contacts[wish.personId] !== said || wish.anew;
    plan.said.contacts[wish.personId] = said;
    apply(context, book, wish, 'email', normalEmail(wish.email), news);
    apply(context, book, wish, 'sms', normalPhone(wish.phone), news);
  }
}

function wishes({ file, plan, current }: PlanContext): Wish[] {
  const byId = new Map<string, Wish>();
  for (const { id, email, phone } of file.teachers) byId.set(id, { personId: id, email, phone, anew: false });
  const consenting = consentingGuardians({ plan, current });
  for (const { id, email, phone } of file.guardians ?? []) {
    const own = byId.get(id);
    const state = consenting.get(id);
    const given = state ? { email, phone } : { email: undefined, phone: undefined };
    byId.set(id, {
      personId: id,
      email: own?.email ?? given.email,
      phone: own?.phone ?? given.phone,
      anew: state === 'anew',
    });
  }
  return [...byId.values()];
}

/** Guardians who will have a live pair with full rights and consent, and whether they had none before. */
function consentingGuardians({ plan, current }: Pick<PlanContext, 'plan' | 'current'>): Map<string, 'anew' | 'before'> {
  const live = (pair: { rights: string; consent: boolean; endedAt: string | null }) =>
    pair.rights === 'full' && pair.consent && pair.endedAt === null;
  const before = new Set(current.guardianships.filter(live).map((pair) => pair.guardianId));
  const { insert, update } = plan.writes.guardianship;
  const touched = new Set(update.map((pair) => `${pair.guardianId}\n${pair.studentId}`));
  const standing = current.guardianships.filter((pair) => !touched.has(`${pair.guardianId}\n${pair.studentId}`));
  const after = [...standing, ...insert, ...update].filter(live).map((pair) => pair.guardianId);
  return new Map(after.map((id) => [id, before.has(id) ? 'before' : 'anew']));
}

interface Book {
  contacts: Map<string, ContactRow>;
  /** person and channel → the addresses held now or once */
  held: Map<string, { contact: ContactRow; holder: HolderRow }[]>;
}

const addressKey = (channel: string, address: string): string => `${channel} ${address}`;

function addressBook({ current }: PlanContext): Book {
  const byId = new Map(current.contacts.map((contact) => [contact.id, contact]));
  const held = current.holders.flatMap((holder) => {
    const contact = byId.get(holder.contactId);
    return contact ? [{ contact, holder }] : [];
  });
  return {
    contacts: new Map(current.contacts.map((contact) => [addressKey(contact.channel, contact.address), contact])),
    held: groupBy(held, ({ contact, holder }) => addressKey(contact.channel, holder.personId)),
  };
}

function apply(
  context: PlanContext,
  book: Book,
  wish: Wish,
  channel: Channel,
  address: string | undefined,
  news: boolean,
): void {
  if (!news) return;
  const held = book.held.get(addressKey(channel, wish.personId)) ?? [];
  const { plan, now } = context;
  const of = { person: wish.personId, channel };
  const about = { kind: 'contact', id: `${of.person} · ${channel}`, of } as const;
  for (const { contact, holder } of held) {
    if (holder.endedAt !== null || contact.address === address) continue;
    plan.writes.contactHolder.update.push({ ...holder, endedAt: now.toISOString() });
    plan.changes.push({ ...about, change: 'left' });
  }
  if (address === undefined) return;
  const same = held.find(({ contact }) => contact.address === address);
  if (same && same.holder.endedAt === null) return;
  link(context, book, wish.personId, channel, address, same?.holder);
  const hadOne = held.some(({ holder }) => holder.endedAt === null);
  plan.changes.push({ ...about, change: hadOne ? 'changed' : 'added' });
}

function link(
  { plan, now, newId }: PlanContext,
  { contacts }: Book,
  personId: string,
  channel: Channel,
  address: string,
  before: HolderRow | undefined,
): void {
  const since = now.toISOString();
  const key = addressKey(channel, address);
  const { insert, update } = plan.writes.contact;
  let contact = contacts.get(key);
  if (!contact) {
    contact = { id: newId(), channel, bot: '', address, state: 'confirmed', since };
    contacts.set(key, contact);
    insert.push(contact);
  } else if (contact.state === 'ended') {
    contact = { ...contact, state: 'confirmed', since };
    contacts.set(key, contact);
    update.push(contact);
  }
  const holder = { contactId: contact.id, personId, linkedAt: since, endedAt: null };
  plan.writes.contactHolder[before ? 'update' : 'insert'].push(holder);
}

const normalEmail = (email: string | undefined): string | undefined => email?.trim().toLowerCase();

/** `8 978 000-00-00` and `+7 (978) 000-00-00` are one number, kept as people read it: `+7 978 000-00-00`. */
export function normalPhone(phone: string | undefined): string | undefined {
  if (phone === undefined) return undefined;
  const digits = phone.replace(/\D/g, '');
  const [, ...parts] = /^[78](\d{3})(\d{3})(\d{2})(\d{2})$/.exec(digits) ?? [];
  // a local number has no country; it stays as it was written
  if (parts.length === 0) return digits.length > 10 ? `+${digits}` : phone.trim();
  return `+7 ${parts[0]} ${parts[1]}-${parts[2]}-${parts[3]}`;
}

function hashOf({ email, phone }: Wish): string {
  if (email === undefined && phone === undefined) return '';
  const text = `${normalEmail(email) ?? ''}\n${normalPhone(phone) ?? ''}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
