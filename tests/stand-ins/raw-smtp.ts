import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What the server does instead of answering well. */
export type Misdeed = 'hang' | 'drop' | 'reset';
export type Moment = 'connection' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'end';

export interface RawSmtp {
  url: string;
  port: number;
  connections(): number;
  /** what was answered or done at each moment, in order */
  log: string[];
  close(): Promise<void>;
}

const GOOD: Record<Moment, string> = {
  connection: '220 stand-in ESMTP',
  EHLO: '250 stand-in',
  STARTTLS: '220 go on',
  AUTH: '235 2.7.0 welcome',
  MAIL: '250 2.1.0 ok',
  RCPT: '250 2.1.5 ok',
  DATA: '354 go on',
  body: '',
  end: '250 2.0.0 taken as 4827',
};

/**
 * A mail server without manners: at each moment it answers with the given lines, or hangs, drops or resets the connection.
 * @param script may also be a function of the connection's number, from 1
 */
export async function startRawSmtp(
  script:
    | Partial<Record<Moment, string | Misdeed>>
    | ((connection: number) => Partial<Record<Moment, string | Misdeed>>),
): Promise<RawSmtp> {
  const log: string[] = [];
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    count += 1;
    converse(socket, typeof script === 'function' ? script(count) : script, log);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    connections: () => count,
    log,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function converse(socket: Socket, script: Partial<Record<Moment, string | Misdeed>>, log: string[]): void {
  let inBody = false;
  let buffered = '';
  const act = (moment: Moment) => {
    const deed = script[moment] ?? GOOD[moment];
    log.push(`${moment}: ${deed}`);
    if (deed === 'hang') return;
    if (deed === 'drop') return socket.end();
    if (deed === 'reset') return socket.resetAndDestroy();
    if (deed) socket.write(`${deed}\r\n`);
    if (moment === 'DATA' && deed.startsWith('354')) inBody = true;
  };
  act('connection');
  socket.on('data', (chunk) => {
    buffered += chunk.toString('latin1');
    if (inBody && script.body) {
      inBody = false;
      return act('body');
    }
    for (let at = next(); at; at = next()) {
      buffered = buffered.slice(at.length);
      if (!inBody) act(momentOf(at));
      else {
        inBody = false;
        act('end');
      }
    }
  });
  function next(): string | undefined {
    return (inBody ? /^[\s\S]*?\r\n\.\r\n/ : /^.*\r\n/).exec(buffered)?.[0];
  }
}

function momentOf(line: string): Moment {
  const verb = line.slice(0, 4).toUpperCase();
  if (verb === 'EHLO' || verb === 'HELO' || verb === 'RSET' || verb === 'QUIT') return 'EHLO';
  if (verb === 'STAR') return 'STARTTLS';
  return (['AUTH', 'MAIL', 'RCPT', 'DATA'] as const).find((name) => name === verb) ?? 'EHLO';
}
