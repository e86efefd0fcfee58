import { fork } from 'node:child_process';
import { once } from 'node:events';

/** The mail server of email-server.ts in a process of its own. */
export async function startMailServer(): Promise<{ url: string; stop(): void }> {
  const server = fork(new URL('email-server.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  const [port] = (await once(server, 'message')) as [number];
  return { url: `smtp://127.0.0.1:${port}`, stop: () => server.disconnect() };
}
