import type { Socket } from 'node:net';
import { hostname } from 'node:os';

/** What a holder of a data directory says first to everyone who connects: one line of JSON. */
export interface Greeting {
  /** the version of what is spoken after it */
  vestnik: number;
  pid: number;
  host: string;
}

export function sendGreeting(socket: Socket, protocol: number): void {
  const greeting: Greeting = { vestnik: protocol, pid: process.pid, host: hostname() };
  socket.write(`${JSON.stringify(greeting)}\n`);
}

/** Reads the greeting and leaves what follows in the socket; undefined when none comes within `ms`. */
export function readGreeting(socket: Socket, ms: number): Promise<Greeting | undefined> {
  return new Promise((resolve) => {
    let line = '';
    const finish = (greeting?: Greeting) => {
      clearTimeout(timer);
      socket.off('readable', read).off('close', fail).off('error', fail);
      resolve(greeting);
    };
    const fail = () => finish();
    const read = () => {
      const chunk = socket.read() as Buffer | null;
      if (!chunk) return;
      const end = chunk.indexOf('\n');
      line += chunk.subarray(0, end < 0 ? undefined : end).toString('utf8');
      if (end < 0) return;
      const rest = chunk.subarray(end + 1);
      finish(parse(line));
      if (rest.length > 0) socket.unshift(rest);
    };
    const timer = setTimeout(fail, ms);
    socket.on('readable', read).on('close', fail).on('error', fail);
  });
}

/** The holder in words for people. */
export function describeHolder(greeting: Greeting | undefined): string {
  if (!greeting) return 'процесс, который не отвечает';
  const elsewhere = greeting.host === hostname() ? '' : ` на ${greeting.host}`;
  return `процесс ${greeting.pid}${elsewhere}`;
}

function parse(line: string): Greeting | undefined {
  try {
    return JSON.parse(line) as Greeting;
  } catch {
    return undefined;
  }
}
