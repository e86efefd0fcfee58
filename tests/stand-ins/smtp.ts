import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { STAND_IN_TLS } from './certificate.ts';
import { steadyNow } from './steady.ts';

/** A letter as the mail server took it. */
export interface ReceivedLetter {
  from: string;
  to: string[];
  /** the whole message, as its bytes came */
  raw: Buffer;
  secure: boolean;
  /** when it was taken, ms of the world's clock */
  at: number;
}

/** A reply other than yes, e.g. `550 5.1.1 No such user`. */
export type SmtpReply = string;

export interface SmtpScript {
  sender?(address: string): SmtpReply | undefined;
  recipient?(address: string): SmtpReply | undefined;
  /** after the final dot */
  letter?(letter: ReceivedLetter): SmtpReply | undefined;
  auth?(user: string, password: string): SmtpReply | undefined;
}

export interface SmtpStandIn {
  /** smtp://127.0.0.1:PORT */
  url: string;
  port: number;
  letters: ReceivedLetter[];
  /** answers from now on; what it does not name is accepted */
  script(script: SmtpScript): void;
  close(): Promise<void>;
}

/**
 * A real SMTP server on a free port that keeps what it accepts.
 * @param options smtp-server's, e.g. `{ disabledCommands: [] }` to offer STARTTLS and AUTH
 */
export async function startSmtp(options: SMTPServerOptions = {}): Promise<SmtpStandIn> {
  const letters: ReceivedLetter[] = [];
  let script: SmtpScript = {};
  const server = new SMTPServer({
    ...STAND_IN_TLS,
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      const refusal = asError(script.auth?.(username ?? '', password ?? ''));
      done(refusal, refusal ? undefined : { user: username ?? '' });
    },
    onMailFrom: ({ address }, _session, done) => done(asError(script.sender?.(address))),
    onRcptTo: ({ address }, _session, done) => done(asError(script.recipient?.(address))),
    onData(stream, { envelope, secure }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom } = envelope;
        const from = mailFrom ? mailFrom.address : '';
        const letter = {
          from,
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
          secure,
          at: steadyNow(),
        };
        const refusal = asError(script.letter?.(letter));
        if (!refusal) letters.push(letter);
        done(refusal);
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    letters,
    script: (next) => {
      script = next;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function asError(reply: SmtpReply | undefined): Error | null {
  if (!reply) return null;
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
}
