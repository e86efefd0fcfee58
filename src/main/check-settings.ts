import { readFileSync } from 'node:fs';
import { type DkimSettings, dkimKeyFault } from '../channels/email/dkim.ts';
import { parseSmtpUrl } from '../channels/email/smtp-url.ts';
import type { Config } from '../platform/config.ts';
import { DKIM_KEY_FAULTS, SMTP_URL_FAULTS } from '../texts/settings-email.ts';
import { START as say } from '../texts/start.ts';

/** Faults of settings that only their channel can judge; each a line that names the variable and the remedy. */
export function settingFaults(config: Config): string[] {
  const faults: string[] = [];
  if (config.SMTP_URL) {
    const parsed = parseSmtpUrl(config.SMTP_URL);
    if (!parsed.ok) faults.push(SMTP_URL_FAULTS[parsed.fault]);
  }
  const dkim = readDkim(config);
  if (dkim && 'fault' in dkim) faults.push(dkim.fault);
  return faults;
}

/** The DKIM settings with the key's text, or what is wrong with them; null when DKIM is not configured. */
export function readDkim({
  DKIM_DOMAIN,
  DKIM_SELECTOR,
  DKIM_KEY_FILE,
}: Config): DkimSettings | { fault: string } | null {
  if (!DKIM_DOMAIN || !DKIM_SELECTOR || !DKIM_KEY_FILE) return null;
  let privateKey: string;
  try {
    privateKey = readFileSync(DKIM_KEY_FILE, 'utf8');
  } catch {
    return { fault: say.dkimUnreadable(DKIM_KEY_FILE) };
  }
  const fault = dkimKeyFault(privateKey);
  return fault ? { fault: DKIM_KEY_FAULTS[fault] } : { domain: DKIM_DOMAIN, selector: DKIM_SELECTOR, privateKey };
}
