import { Readable } from 'node:stream';
import DKIM from 'nodemailer/lib/dkim';
import SMTPPool, { type SMTPPoolOptions, type SMTPPoolSentMessageInfo } from 'nodemailer/lib/smtp-pool';
import { type DkimSettings, dkimKeyFault, SIGNED_HEADERS } from './dkim.ts';
import type { Letter } from './message.ts';
import { parseSmtpUrl, type SmtpServer } from './smtp-url.ts';

export interface EmailTimeouts {
  /** until the server's greeting and TLS, ms */
  connect: number;
  /** longest silence within a session, ms */
  silence: number;
}

/** A letter on its way: the stream is there once a connection has taken it. */
export interface Sending {
  letter: Letter;
  stream?: Readable;
  stop: AbortController;
  /** what the server as a whole suffers from, when that is why it was stopped */
  trouble?: unknown;
}

/** @throws when SMTP_URL cannot work; never with any part of it */
export function serverOf(smtpUrl: string): SmtpServer {
  const parsed = parseSmtpUrl(smtpUrl);
  if (!parsed.ok) throw new Error(`SMTP_URL: ${parsed.fault}`);
  return parsed.server;
}

/** Nodemailer's pool of kept connections. */
export function openPool(server: SmtpServer, maxConnections: number, { connect, silence }: EmailTimeouts): SMTPPool {
  const { host, port, secure, ignoreTls, requireTls, verify, auth, loopback } = server;
  const options: SMTPPoolOptions = {
    host,
    port,
    secure,
    ignoreTLS: ignoreTls,
    requireTLS: requireTls,
    tls: { rejectUnauthorized: verify },
    ...(auth && { auth }),
    // on a machine without a network nodemailer would find no address for «localhost»
    allowInternalNetworkInterfaces: loopback,
    maxConnections,
    maxMessages: Number.POSITIVE_INFINITY,
    maxRequeues: 1,
    dnsTimeout: connect,
    connectionTimeout: connect,
    greetingTimeout: connect,
    socketTimeout: silence,
  };
  return new SMTPPool(options);
}

/** @throws when the key cannot sign: nodemailer would send unsigned and say nothing */
export function signerOf({ domain, selector, privateKey }: DkimSettings): DKIM {
  const fault = dkimKeyFault(privateKey);
  if (fault) throw new Error(`DKIM_KEY_FILE: ${fault}`);
  return new DKIM({ domainName: domain, keySelector: selector, privateKey, headerFieldNames: SIGNED_HEADERS });
}

/** What the pool asks of a message; nodemailer's own would be composed of words, and its making costs more than the sending. */
type PoolMail = Parameters<SMTPPool['send']>[0];

/** Sends a letter as it is. */
export function sendThrough(
  pool: SMTPPool,
  sending: Sending,
  signer: DKIM | undefined,
): Promise<SMTPPoolSentMessageInfo> {
  const { from, to, messageId, bytes } = sending.letter;
  const message = {
    getEnvelope: () => ({ from, to: [to] }),
    messageId: () => messageId,
    getHeader: () => messageId,
    // asked once a connection takes it; until the last byte is read no server can have taken the letter
    createReadStream: () => {
      const pieces = inPieces(bytes);
      sending.stream = signer ? signer.sign(pieces) : pieces;
      return sending.stream;
    },
  };
  const mail = { data: { signal: sending.stop.signal }, message } as unknown as PoolMail;
  return new Promise((resolve, reject) => {
    pool.send(mail, (error, info) => (info ? resolve(info) : reject(error)));
  });
}

const PIECE = 16_384;

function inPieces(bytes: Buffer): Readable {
  let from = 0;
  return new Readable({
    read() {
      this.push(from < bytes.length ? bytes.subarray(from, from + PIECE) : null);
      from += PIECE;
    },
  });
}
