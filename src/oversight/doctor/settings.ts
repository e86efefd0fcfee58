import { type Config, isLoopback } from '../../platform/config.ts';
import { DOCTOR as say } from '../../texts/doctor.ts';
import type { Check, Finding } from './check.ts';

/** What a school that works with real providers has to set. */
export const checkSettings: Check = async ({ config, kind }) => {
  const { publicUrl } = config;
  const findings: Finding[] = [];
  if (kind === 'real' && reachesFamilies(config)) {
    if (isLoopback(publicUrl))
      findings.push({ part: 'settings', ok: false, text: say.publicUrlOfThisMachine(publicUrl) });
    else if (publicUrl.startsWith('http:'))
      findings.push({ part: 'settings', ok: false, text: say.publicUrlOpen(publicUrl) });
    if (config.SMTP_URL && !config.DKIM_DOMAIN) findings.push({ part: 'settings', ok: true, text: say.noDkim });
  }
  return findings.some(({ ok }) => !ok)
    ? findings
    : [{ part: 'settings', ok: true, text: say.settings(publicUrl) }, ...findings];
};

/** Its links go out into the world. */
function reachesFamilies({ PARENTS_BOT_TOKEN, TELEGRAM_API_ROOT, SMTP_URL }: Config): boolean {
  return Boolean((PARENTS_BOT_TOKEN && !isLoopback(TELEGRAM_API_ROOT)) || (SMTP_URL && !isLoopback(SMTP_URL)));
}
