/**
 * telegraf's calls through our own connections to the Bot API: telegraf waits 500 s for an answer, knows no proxy of ours
 * and no pacer, and makes a new client for every update.
 */
import { Telegram, TelegramError } from 'telegraf';
import type { TelegramApis } from '../../src/channels/telegram/api.ts';
import { type PacedParts, paced } from '../../src/channels/telegram/paced.ts';

type Call = (payload: object) => Promise<unknown>;

/** A telegraf client whose every call takes its slot of the pacer, ends in time and is tried again in bad weather. */
export function pacedTelegram(token: string, { api }: TelegramApis, parts: PacedParts): Telegram {
  api.config.use(paced(parts));
  const methods = api.raw as unknown as Record<string, Call>;
  const telegram = new Telegram(token);
  const callApi = async (method: string, payload: object) => {
    try {
      return await methods[method]!(payload);
    } catch (error) {
      throw refusalOf(error, method, payload) ?? error;
    }
  };
  return Object.assign(telegram, { callApi: callApi as Telegram['callApi'] });
}

/** What Telegram itself refused, as telegraf tells it. */
function refusalOf(error: unknown, method: string, payload: object): TelegramError | null {
  if (!(error instanceof Error) || !('error_code' in error) || !('description' in error)) return null;
  const response = { error_code: Number(error.error_code), description: String(error.description) };
  return new TelegramError(response, { method, payload });
}

/** Telegram's own code of a refusal: 400, 403 … */
export function codeOf(error: unknown): number | undefined {
  return error instanceof TelegramError ? error.code : undefined;
}
