/** What is wrong with an SMTP_URL; the words stand in src/texts/settings-email.ts. */
export type SmtpUrlFault = 'notAUrl' | 'protocol' | 'noHost' | 'port' | 'halfSignIn' | 'path' | 'option';

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte (smtps) */
  secure: boolean;
  /** smtp: STARTTLS or nothing; on by itself where a password would go over a network */
  requireTls: boolean;
  /** smtp: no STARTTLS even where it is offered */
  ignoreTls: boolean;
  /** the certificate must be good; off by itself on loopback */
  verify: boolean;
  auth?: { user: string; pass: string };
  /** mail stays on this machine: what CLOCK_START asks for */
  loopback: boolean;
}

const OPTIONS = ['requireTLS', 'ignoreTLS', 'tls.rejectUnauthorized'];

/**
 * Reads `smtp[s]://[user:password@]host[:port][?requireTLS=…&ignoreTLS=…&tls.rejectUnauthorized=…]` (true or false each).
 * The answer to a wrong one never holds any part of it: it may carry a password.
 */
export function parseSmtpUrl(raw: string): { ok: true; server: SmtpServer } | { ok: false; fault: SmtpUrlFault } {
  const fault = (name: SmtpUrlFault) => ({ ok: false as const, fault: name });
  const trimmed = raw.trim();
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return fault('notAUrl');
  if (!/^smtps?:/i.test(trimmed)) return fault('protocol');
  if (!URL.canParse(trimmed)) return fault(hasOddPort(trimmed) ? 'port' : 'notAUrl');
  const url = new URL(trimmed);
  if (!url.hostname) return fault('noHost');
  if (url.port === '0') return fault('port');
  if (!['', '/'].includes(url.pathname) || url.hash) return fault('path');
  if (Boolean(url.username) !== Boolean(url.password)) return fault('halfSignIn');
  for (const [name, value] of url.searchParams) {
    if (!OPTIONS.includes(name) || !['true', 'false'].includes(value)) return fault('option');
  }
  const [user, pass, host] = [url.username, url.password, url.hostname].map(decoded);
  if (user === undefined || pass === undefined || host === undefined) return fault('notAUrl');
  return { ok: true, server: asServer(url, host.replace(/^\[|\]$/g, ''), user ? { user, pass } : undefined) };
}

/** Something other than a possible port stands where the port belongs. */
function hasOddPort(raw: string): boolean {
  const place = raw.replace(/^[^:]+:\/\//, '').split(/[/?#]/)[0] ?? '';
  return /:[^\]]+$/.test(place.slice(place.lastIndexOf('@') + 1));
}

/** undefined: a percent sign that encodes nothing */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function asServer(url: URL, host: string, auth: SmtpServer['auth']): SmtpServer {
  const secure = url.protocol === 'smtps:';
  const loopback = host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
  const option = (name: string, otherwise: boolean) => (url.searchParams.get(name) ?? String(otherwise)) === 'true';
  const ignoreTls = !secure && option('ignoreTLS', false);
  return {
    host,
    port: Number(url.port) || (secure ? 465 : loopback && !auth ? 25 : 587),
    secure,
    ignoreTls,
    requireTls: !secure && option('requireTLS', Boolean(auth) && !loopback && !ignoreTls),
    verify: option('tls.rejectUnauthorized', !loopback),
    ...(auth && { auth }),
    loopback,
  };
}
