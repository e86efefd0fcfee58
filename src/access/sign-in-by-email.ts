/**
 * Signing in by a link that goes to a mailbox. What is answered, and how soon, is the same for an address that the school
 * knows and for one that it does not. A first visit is by the school's own invitation, which asks for the class of a child:
 * an address that was written down wrong opens no diary.
 */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import type { KnownBrowser } from './accounts.ts';
import { hashToken } from './keys.ts';
import { countFailure, type Limit, withinLimits } from './rate-limit.ts';
import { createSignInLink } from './sign-in-links.ts';

/** Two of a family may share a mailbox; a person with two roles has one account. */
const READERS = 4;

export type LinkAsked =
  /** `silent`: enough letters went there, nothing more is sent, and nothing else is said */
  { ok: true; silent: boolean } | { ok: false; code: 'tooMany' };

/**
 * Whether a link may be sent. Counted, whatever the address: 20 in 15 minutes for who asks (a school's families may share an
 * address), 3 letters an hour for a mailbox. A browser that signed in to that account before has 5 of its own in 15 minutes
 * instead: who floods a mailbox does not keep its owner out, and the links that came are good all the same.
 */
export async function askForLink(
  db: Db,
  clock: Clock,
  mailbox: string,
  from: { address: string; known: KnownBrowser | null },
): Promise<LinkAsked> {
  const readers = await readersOf(db, mailbox);
  const known = readers.some(({ accountId }) => accountId === from.known?.accountId) ? from.known : null;
  if (known) {
    const own: Limit[] = [{ key: `link:known:${known.browser}`, failures: 5, minutes: 15 }];
    if (!(await withinLimits(db, clock, own))) return { ok: false, code: 'tooMany' };
    await countFailure(db, clock, own);
    return { ok: true, silent: false };
  }
  const asker: Limit = { key: `link:address:${from.address}`, failures: 20, minutes: 15 };
  const box: Limit = { key: `link:mailbox:${hashToken(mailbox.toLowerCase()).slice(0, 24)}`, failures: 3, minutes: 60 };
  if (!(await withinLimits(db, clock, [asker]))) return { ok: false, code: 'tooMany' };
  const silent = !(await withinLimits(db, clock, [box]));
  await countFailure(db, clock, [asker, box]);
  return { ok: true, silent };
}

/** What the letter says to whom. */
export interface SignInLetter {
  /** the mailbox as the school knows it */
  to: string;
  people: { first: string; patronymic: string; link: string }[];
  expires: Date;
}

/** One-time links for everybody who reads a mailbox and has an account; null: nobody does. */
export async function signInLetter(
  db: Db,
  clock: Clock,
  mailbox: string,
  { publicUrl }: { publicUrl: string },
): Promise<SignInLetter | null> {
  const readers = await readersOf(db, mailbox);
  const people: SignInLetter['people'] = [];
  let expires = clock.now();
  for (const { personId, first, patronymic } of readers) {
    const made = await createSignInLink(db, clock, personId, { publicUrl });
    expires = made.expires;
    people.push({ first, patronymic, link: made.link });
  }
  const [reader] = readers;
  return reader ? { to: reader.address, people, expires } : null;
}

interface Reader {
  personId: string;
  accountId: number;
  first: string;
  patronymic: string;
  address: string;
}

/** Those who read a confirmed mailbox and whose account is open, one for each account. */
async function readersOf(db: Db, mailbox: string): Promise<Reader[]> {
  return await db.$queryRaw<Reader[]>`
    SELECT DISTINCT ON (a.id) p.id AS "personId", a.id AS "accountId", p.first, p.patronymic, k.address
    FROM contact k
      JOIN contact_holder h ON h.contact_id = k.id AND h.ended_at IS NULL
      JOIN person p ON p.id = h.person_id AND p.erased_at IS NULL
      JOIN account_person ap ON ap.person_id = p.id
      JOIN account a ON a.id = ap.account_id AND a.closed_at IS NULL
    WHERE k.channel = 'email' AND k.state = 'confirmed' AND lower(k.address) = ${mailbox.toLowerCase()}
    ORDER BY a.id, p.id LIMIT ${READERS}`;
}
