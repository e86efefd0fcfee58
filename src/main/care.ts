/** What the administrator's desk is given: doctor's verdicts, a test message, a backup to take away. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { TestTarget } from '../../web/services.ts';
import { audit } from '../access/audit.ts';
import type { EmailChannel } from '../channels/email/channel.ts';
import { createTelegramChannel } from '../channels/telegram/channel.ts';
import type { SendOutcome } from '../delivery/channel.ts';
import { openAttachments } from '../platform/attachments.ts';
import { writeBackup } from '../platform/backup/write.ts';
import { TEST_SUBJECT, testText } from '../texts/web/care.ts';
import type { App } from './open-app.ts';

/** Sends a test message through the real channel, once. @returns null where the channel is not set up */
export async function sendTest(
  { db, clock, config }: Pick<App, 'db' | 'clock' | 'config'>,
  mail: Pick<EmailChannel, 'send'> | null,
  target: TestTarget,
): Promise<SendOutcome | null> {
  const { name } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { name: true } });
  const text = testText(name);
  if (target.channel === 'email') {
    if (!mail) return null;
    const messageId = `<test-${randomBytes(12).toString('hex')}@${new URL(config.publicUrl).hostname}>`;
    const html = `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`;
    const date = clock.now().toISOString();
    return await mail.send({ channel: 'email', to: target.to, subject: TEST_SUBJECT, text, html, messageId, date });
  }
  const { bot, chatId } = target;
  const token = bot === 'parents' ? config.PARENTS_BOT_TOKEN : config.TEACHERS_BOT_TOKEN;
  if (!token) return null;
  const { TELEGRAM_API_ROOT: apiRoot, TELEGRAM_PROXY: proxy } = config;
  const channel = createTelegramChannel({ token, apiRoot, ...(proxy && { proxy }), clock });
  return await channel.send({ channel: 'telegram', bot, chatId, text, silent: false });
}

/**
 * A backup as it is taken away. It is written whole before its first byte leaves, so that a slow reader keeps no transaction
 * open; its file has no name any more by then.
 */
export async function takeBackup(
  { db, clock, config }: Pick<App, 'db' | 'clock' | 'config'>,
  by: string,
): Promise<Readable> {
  // with PostgreSQL nothing else may have needed it yet
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(config.DATA_DIR, 'backup-'));
  try {
    const file = await open(join(folder, 'backup'), 'wx+', 0o600);
    try {
      const attachments = openAttachments(config.DATA_DIR);
      const signal = new AbortController().signal;
      const write = async (chunk: Uint8Array) => void (await file.writeFile(chunk));
      const { rows, files } = await writeBackup({ db, clock, attachments, signal }, { write });
      await audit(db, clock, { actorId: by, action: 'backup', object: 'database', details: { rows, files } });
      return file.createReadStream({ start: 0 });
    } catch (error) {
      await file.close();
      throw error;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
