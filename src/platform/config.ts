import { z } from 'zod';
import { isLegible } from './colour.ts';
import { configMessages as say } from './config-messages.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '::1', '[::1]'];

const url = (schemes: string[], message: string) =>
  z.string().refine((value) => schemes.includes(schemeOf(value)), { message });

function schemeOf(value: string): string {
  try {
    return new URL(value).protocol.replace(':', '');
  } catch {
    return '';
  }
}

const token = z.string().regex(/^\d+:[A-Za-z0-9_-]{3,}$/, say.token);
const flag = z.enum(['0', '1'], { error: say.flag }).transform((value) => value === '1');

/** The whole environment that Vestnik reads (contract: docs/reference.md). Empty means absent. */
const environmentSchema = z.object({
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: url(['postgres', 'postgresql'], say.databaseUrl).optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number({ error: say.port }).int(say.port).min(0, say.port).max(65535, say.port).default(3000),
  PUBLIC_URL: url(['http', 'https'], say.publicUrl)
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  SESSION_SECRET: z.string().min(16, say.sessionSecret).optional(),
  SCHOOL_COLOUR: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, say.schoolColour)
    .transform((value) => value.toLowerCase())
    .refine(isLegible, { message: say.schoolColour })
    .optional(),
  PARENTS_BOT_TOKEN: token.optional(),
  TEACHERS_BOT_TOKEN: token.optional(),
  TELEGRAM_API_ROOT: url(['http', 'https'], say.apiRoot)
    .transform((value) => value.replace(/\/+$/, ''))
    .default('https://api.telegram.org'),
  TELEGRAM_MODE: z.enum(['polling', 'webhook'], { error: say.telegramMode }).default('polling'),
  TELEGRAM_PROXY: url(['http', 'https', 'socks', 'socks5', 'socks5h', 'socks4'], say.proxy).optional(),
  SMTP_URL: url(['smtp', 'smtps'], say.smtpUrl).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, say.mailFrom)
    .optional(),
  DKIM_DOMAIN: z.string().optional(),
  DKIM_SELECTOR: z.string().optional(),
  DKIM_KEY_FILE: z.string().optional(),
  INGEST_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{8,}={0,2}$/, say.ingestSecret)
    .optional(),
  DEMO: flag.optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { error: say.logLevel })
    .default('info'),
  METRICS_TOKEN: z.string().min(8, say.metricsToken).optional(),
  CLOCK_START: z.iso.datetime({ offset: true, error: say.clockStart }).optional(),
});

type Environment = z.infer<typeof environmentSchema>;

export interface Config extends Omit<Environment, 'DEMO' | 'PUBLIC_URL' | 'MAIL_FROM'> {
  /** asked for by DEMO; absent: a demo when nothing else is configured and the database is new */
  demo: boolean | null;
  /** no DEMO, no bot, no SMTP, no database: the first look */
  unconfigured: boolean;
  publicUrl: string;
  /** MAIL_FROM, or an address made of the diary's host name */
  mailFrom: string;
}

export type ConfigFault = { name: string; message: string };

/** Reads the environment. Answers every fault by its variable, never a value: values may be secrets. */
export function readConfig(
  env: Record<string, string | undefined>,
): { ok: true; config: Config } | { ok: false; faults: ConfigFault[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success)
    return {
      ok: false,
      faults: parsed.error.issues.map(({ path, message }) => ({ name: String(path[0]), message })),
    };
  const { DEMO, PUBLIC_URL, ...rest } = parsed.data;
  const faults = together(rest);
  if (faults.length) return { ok: false, faults };
  const unconfigured = !(
    rest.DATABASE_URL ||
    rest.PARENTS_BOT_TOKEN ||
    rest.TEACHERS_BOT_TOKEN ||
    rest.SMTP_URL ||
    rest.CLOCK_START
  );
  const host = rest.HOST === '0.0.0.0' || rest.HOST === '::' ? '127.0.0.1' : rest.HOST;
  const publicUrl = PUBLIC_URL ?? `http://${host}:${rest.PORT}`;
  const mailFrom = rest.MAIL_FROM ?? `vestnik@${new URL(publicUrl).hostname}`;
  return { ok: true, config: { ...rest, demo: DEMO ?? null, unconfigured, publicUrl, mailFrom } };
}

/** Faults that only show when variables are seen together. */
function together(env: Omit<Environment, 'DEMO' | 'PUBLIC_URL'>): ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (env.PARENTS_BOT_TOKEN && env.PARENTS_BOT_TOKEN === env.TEACHERS_BOT_TOKEN)
    faults.push({ name: 'TEACHERS_BOT_TOKEN', message: say.sameToken });
  const dkim = [env.DKIM_DOMAIN, env.DKIM_SELECTOR, env.DKIM_KEY_FILE].filter(Boolean).length;
  if (dkim !== 0 && dkim !== 3) faults.push({ name: 'DKIM_DOMAIN', message: say.dkim });
  if (env.CLOCK_START) faults.push(...rehearsalFaults(env));
  return faults;
}

/** Whether an address leads to this machine. */
export function isLoopback(url: string): boolean {
  return LOOPBACK.includes(new URL(url).hostname);
}

/** A rehearsal's clock is not the world's: nothing of it may reach a real provider. */
export function rehearsalFaults(
  env: Pick<Environment, 'SMTP_URL' | 'PARENTS_BOT_TOKEN' | 'TEACHERS_BOT_TOKEN' | 'TELEGRAM_API_ROOT'>,
): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const away = (value: string) => !isLoopback(value);
  if (env.SMTP_URL && away(env.SMTP_URL)) faults.push({ name: 'SMTP_URL', message: say.rehearsalLoopback });
  if ((env.PARENTS_BOT_TOKEN || env.TEACHERS_BOT_TOKEN) && away(env.TELEGRAM_API_ROOT))
    faults.push({ name: 'TELEGRAM_API_ROOT', message: say.rehearsalLoopback });
  return faults;
}
