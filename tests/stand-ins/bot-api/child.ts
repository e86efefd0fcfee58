/**
 * The stand-in as a process of its own, so that a bench does not share its event loop.
 * Prints one JSON line `{"root"}` when it listens; `GET /` on the second port tells what it saw.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { RUN } from '../../child.ts';
import { type BotApi, startBotApi } from '../bot-api.ts';

export interface Tally {
  accepted: number;
  tooMany: number;
  otherRefusals: number;
  /** from the first accepted message to the last, ms */
  span: number;
  /** most accepted messages in any sliding second */
  busiestSecond: number;
  /** messages by chat */
  perChat: Record<string, number>;
  /** when the last message of each chat came, ms of the world */
  lastAt: Record<string, number>;
}

export interface BotApiProcess {
  root: string;
  tally(): Promise<Tally>;
  stop(): Promise<void>;
}

/** Starts the child with `chats` private chats (ids from 1) begun with the parents' bot. */
export async function startBotApiProcess(chats: number): Promise<BotApiProcess> {
  const child = spawn(process.execPath, [RUN, fileURLToPath(import.meta.url), String(chats)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await new Promise<string[]>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (text) => resolve([text]));
    child.once('exit', (code) => reject(new Error(`the stand-in ended with ${code}`)));
  });
  const { root, control } = JSON.parse(line!) as { root: string; control: string };
  return {
    root,
    tally: async () => (await (await fetch(control)).json()) as Tally,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function tallyOf(api: BotApi): Tally {
  const sent = api.sent('parents');
  const times = sent.map((call) => call.at);
  const perChat: Record<string, number> = {};
  for (const call of sent) perChat[call.chat ?? ''] = (perChat[call.chat ?? ''] ?? 0) + 1;
  const lastAt = Object.fromEntries(sent.map((call) => [call.chat ?? '', call.at]));
  let busiestSecond = 0;
  for (let from = 0, to = 0; to < times.length; to += 1) {
    while (times[to]! - times[from]! >= 1000) from += 1;
    busiestSecond = Math.max(busiestSecond, to - from + 1);
  }
  return {
    accepted: sent.length,
    tooMany: api.calls.filter((call) => call.status === 429).length,
    otherRefusals: api.calls.filter((call) => call.status >= 400 && call.status !== 429).length,
    span: times.length > 0 ? times.at(-1)! - times[0]! : 0,
    busiestSecond,
    perChat,
    lastAt,
  };
}

async function main(chats: number): Promise<void> {
  const api = await startBotApi();
  for (let id = 1; id <= chats; id += 1) api.person('parents', { id, begun: true });
  const control = createServer((_request, answer) => answer.end(JSON.stringify(tallyOf(api))));
  control.listen(0, '127.0.0.1', () => {
    const address = control.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    process.stdout.write(`${JSON.stringify({ root: api.root, control: `http://127.0.0.1:${port}` })}\n`);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(Number(process.argv[2] ?? 0));
