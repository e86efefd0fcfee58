/** The school's mail: one pool of connections for notices and for links that somebody asked for. */

import { randomBytes } from 'node:crypto';
import type { MailboxLetter } from '../access/mailboxes.ts';
import { signInLetter } from '../access/sign-in-by-email.ts';
import { createEmailChannel, type EmailChannel } from '../channels/email/channel.ts';
import { schoolDate, schoolTime } from '../platform/school-time.ts';
import type { EmailText } from '../texts/email/letter.ts';
import { renderMailboxEmail } from '../texts/email/mailbox.ts';
import { renderSignInEmail } from '../texts/email/sign-in.ts';
import { readDkim } from './check-settings.ts';
import type { App } from './open-app.ts';

/**
 * Kept connections of a process, by the database. Each may hold a letter that the server took and nobody has written down yet: a
 * kill sends those twice. On PostgreSQL several processes share the sending.
 */
export const MAIL_CONNECTIONS = { embedded: 5, postgresql: 2 };

/** @returns null without SMTP_URL */
export function openMail({
  config,
  clock,
  log,
  database,
}: Pick<App, 'config' | 'clock' | 'log' | 'database'>): EmailChannel | null {
  if (!config.SMTP_URL) return null;
  const dkim = readDkim(config);
  return createEmailChannel({
    smtpUrl: config.SMTP_URL,
    from: config.mailFrom,
    ...(dkim && !('fault' in dkim) && { dkim }),
    clock,
    log,
    maxConnections: MAIL_CONNECTIONS[database.dialect],
  });
}

/**
 * Sends a link to sign in to a mailbox, where somebody reads it. Tried once: whoever waits asks again, and a letter that came
 * after its quarter of an hour would open nothing.
 */
export async function mailSignInLink(
  { db, clock, log, config }: Pick<App, 'db' | 'clock' | 'log' | 'config'>,
  mail: Pick<EmailChannel, 'send'>,
  mailbox: string,
): Promise<void> {
  const letter = await signInLetter(db, clock, mailbox, { publicUrl: config.publicUrl });
  if (!letter) return;
  const { name, timeZone } = await schoolNamed(db);
  const words = renderSignInEmail({ school: name, people: letter.people, until: schoolTime(letter.expires, timeZone) });
  await sendOnce({ clock, log, config }, mail, { to: letter.to, kind: 'sign-in', words });
}

/** Sends the letter by which somebody confirms a mailbox, once. */
export async function mailMailboxLink(
  { db, clock, log, config }: Pick<App, 'db' | 'clock' | 'log' | 'config'>,
  mail: Pick<EmailChannel, 'send'>,
  { to, person, link, expires }: MailboxLetter,
): Promise<void> {
  const { name, timeZone } = await schoolNamed(db);
  const until = { date: schoolDate(expires, timeZone), time: schoolTime(expires, timeZone) };
  const words = renderMailboxEmail({ school: name, person, link, until });
  await sendOnce({ clock, log, config }, mail, { to, kind: 'mailbox', words });
}

async function schoolNamed(db: App['db']): Promise<{ name: string; timeZone: string }> {
  return await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { name: true, timeZone: true } });
}

async function sendOnce(
  { clock, log, config }: Pick<App, 'clock' | 'log' | 'config'>,
  mail: Pick<EmailChannel, 'send'>,
  { to, kind, words }: { to: string; kind: 'sign-in' | 'mailbox'; words: EmailText },
): Promise<void> {
  const outcome = await mail.send({
    channel: 'email',
    to,
    ...words,
    messageId: `<${kind}-${randomBytes(12).toString('hex')}@${new URL(config.publicUrl).hostname}>`,
    date: clock.now().toISOString(),
  });
  if (outcome.kind !== 'accepted')
    log.warn({ outcome: outcome.kind, code: outcome.code }, `a letter (${kind}) did not leave`);
}
