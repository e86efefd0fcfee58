import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RUN } from '../child.ts';

export interface MailServer {
  url: string;
  /** what it took since it was asked last */
  tally(): Promise<{ letters: number; bytes: number }>;
  stop(): void;
}

/** The mail server of email-server.ts in a process of its own. */
export async function startMailServer(): Promise<MailServer> {
  const server = fork(RUN, [fileURLToPath(new URL('email-server.ts', import.meta.url))]);
  const [port] = (await once(server, 'message')) as [number];
  return {
    url: `smtp://127.0.0.1:${port}`,
    tally: async () => {
      const answer = once(server, 'message');
      server.send('tally');
      const [tally] = (await answer) as [{ letters: number; bytes: number }];
      return tally;
    },
    stop: () => server.disconnect(),
  };
}
