import { DOCTOR as say } from '../../texts/doctor.ts';
import type { Check, Finding } from './check.ts';

export const checkChannels: Check = async ({ db, config, kind }) => {
  const chosen = async (channel: string) => {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(DISTINCT guardian_id)::int AS count FROM guardianship
       WHERE ended_at IS NULL AND rights = 'full' AND consent AND channels[1] = ${channel}`;
    return row?.count ?? 0;
  };
  const [telegram, email] = [await chosen('telegram'), await chosen('email')];
  const findings: Finding[] = [];
  if (kind !== 'demo' && !config.PARENTS_BOT_TOKEN && telegram)
    findings.push({ part: 'telegram', ok: false, text: say.noParentsBot(telegram) });
  if (kind !== 'demo' && !config.SMTP_URL && email)
    findings.push({ part: 'email', ok: false, text: say.noSmtp(email) });
  if (config.PARENTS_BOT_TOKEN) findings.push({ part: 'privacy', ok: true, text: say.telegramAbroad });
  const unreachable = await db.contact.count({ where: { state: 'unreachable' } });
  if (unreachable) findings.push({ part: 'contacts', ok: false, text: say.unreachable(unreachable) });
  return findings;
};
