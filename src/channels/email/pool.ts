import type { MailMessage, SMTPPoolOptions } from 'nodemailer';
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
  stream?: { readableEnded: boolean };
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
  dkim: DkimSettings | undefined,
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
    ...(dkim && { dkim: signing(dkim) }),
  };
}

function signing({ domain, selector, privateKey }: DkimSettings): SMTPPoolOptions['dkim'] {
  const fault = dkimKeyFault(privateKey);
  if (fault) throw new Error(`DKIM_KEY_FILE: ${fault}`);
  return { domainName: domain, keySelector: selector, privateKey, headerFieldNames: SIGNED_HEADERS };
}

/** Lets the sender know later whether the whole letter left: until its last byte is read no server can have taken it. */
export function watchBody({ message }: MailMessage, sending: Sending | undefined): void {
  if (!message || !sending) return;
  const create = message.createReadStream.bind(message);
  message.createReadStream = (options) => {
    const stream = create(options);
    sending.stream = stream;
    return stream;
  };
}
