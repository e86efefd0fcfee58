import { Readable } from 'node:stream';
import type { MailMessage, SMTPPoolOptions } from 'nodemailer';
import DKIM from 'nodemailer/lib/dkim';
import { type DkimSettings, dkimKeyFault, SIGNED_HEADERS } from './dkim.ts';
import { parseSmtpUrl, type SmtpServer } from './smtp-url.ts';

export interface EmailTimeouts {
  /** until the server's greeting and TLS, ms */
  connect: number;
  /** longest silence within a session, ms */
  silence: number;
}

/** A letter on its way: the stream is there once a connection has taken it. */
export interface Sending {
  letter: Buffer;
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

/** Nodemailer's options for a pool of kept connections. */
export function poolOptions(
  server: SmtpServer,
  maxConnections: number,
  { connect, silence }: EmailTimeouts,
): SMTPPoolOptions & { pool: true } {
  const { host, port, secure, ignoreTls, requireTls, verify, auth, loopback } = server;
  return {
    pool: true,
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
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** @throws when the key cannot sign: nodemailer would send unsigned and say nothing */
export function signerOf({ domain, selector, privateKey }: DkimSettings): DKIM {
  const fault = dkimKeyFault(privateKey);
  if (fault) throw new Error(`DKIM_KEY_FILE: ${fault}`);
  return new DKIM({ domainName: domain, keySelector: selector, privateKey, headerFieldNames: SIGNED_HEADERS });
}

const PIECE = 16_384;

/**
 * Hands a letter over as it is, in pieces, and lets the sender know later whether the whole of it left: until its last byte
 * is read no server can have taken it.
 */
export function handOver({ message }: MailMessage, sending: Sending | undefined, signer: DKIM | undefined): void {
  if (!message || !sending) return;
  message.createReadStream = () => {
    const pieces = inPieces(sending.letter);
    sending.stream = signer ? signer.sign(pieces) : pieces;
    return sending.stream;
  };
}

function inPieces(letter: Buffer): Readable {
  let from = 0;
  return new Readable({
    read() {
      this.push(from < letter.length ? letter.subarray(from, from + PIECE) : null);
      from += PIECE;
    },
  });
}
