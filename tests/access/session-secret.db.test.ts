import { afterEach, beforeEach, expect, it } from 'vitest';
import { accountFor } from '../../src/access/accounts.ts';
import { invite } from '../../src/access/invitations.ts';
import { schoolSecret } from '../../src/access/keys.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { readUnsubscribeToken, unsubscribeToken } from '../../src/access/secret-links.ts';
import { settleSecret } from '../../src/access/session-secret.ts';
import { startSession } from '../../src/access/sessions.ts';
import { createSignInLink, peekSignInLink } from '../../src/access/sign-in-links.ts';
import { type AccessSchool, openAccessSchool, PUBLIC_URL } from './school.ts';

const FIRST = 'the first session secret';
const SECOND = 'the second session secret';
let school: AccessSchool;
beforeEach(async () => {
  school = await openAccessSchool();
});
afterEach(() => school.close());

const settle = (secret?: string) => settleSecret(school.db, school.clock, secret);

/** A session, an invitation and a link, all alive. */
async function opened(): Promise<{ token: string }> {
  const { db, clock } = school;
  const account = await db.$transaction((tx) => accountFor(tx, clock, 'g1'));
  await startSession(db, clock, { accountId: account.id, staff: false, agent: '' });
  await invite(db, clock, ['g3'], { publicUrl: PUBLIC_URL });
  const { link } = await createSignInLink(db, clock, 'g1', { publicUrl: PUBLIC_URL });
  return { token: link.split('/').at(-1)! };
}

it('is the root of what is derived, the same at each start and for a verb that is typed without it', async () => {
  const random = await schoolSecret(school.db);
  expect(await settle()).toBeNull();
  expect(await schoolSecret(school.db)).toBe(random);
  expect(await settle(FIRST)).toEqual({ sessions: 0, invitations: 0 });
  const first = await schoolSecret(school.db);
  expect(first).not.toBe(random);
  expect(first).not.toContain(FIRST);
  const { token } = await opened();
  expect(await settle(FIRST)).toBeNull();
  expect(await settle()).toBeNull();
  expect(await schoolSecret(school.db)).toBe(first);
  expect(await peekSignInLink(school.db, school.clock, token)).toEqual({ ok: true });
  expect(await school.db.session.count({ where: { endedAt: null } })).toBe(1);
});

it('ends sessions, invitations and links when another is given', async () => {
  await settle(FIRST);
  const { token } = await opened();
  const first = await schoolSecret(school.db);
  const [sealed, unsubscribe] = [sealId(first, 'student', 's1'), unsubscribeToken(first, 7)];
  expect(await settle(SECOND)).toEqual({ sessions: 1, invitations: 1 });
  const second = await schoolSecret(school.db);
  expect(openId(second, 'student', sealed)).toBeNull();
  expect(readUnsubscribeToken(second, unsubscribe)).toBeNull();
  expect(await school.db.session.count({ where: { endedAt: null } })).toBe(0);
  expect(await school.db.invitation.count({ where: { voidedAt: null } })).toBe(0);
  expect(await peekSignInLink(school.db, school.clock, token)).toEqual({ ok: false, code: 'expired' });
  // the first value again derives the first key again, and brings nobody back
  expect(await settle(FIRST)).toEqual({ sessions: 0, invitations: 0 });
  expect(await schoolSecret(school.db)).toBe(first);
  expect(await school.db.session.count({ where: { endedAt: null } })).toBe(0);
});
