/** What is known of a send that failed, taken from nodemailer's error. */

/** Where the conversation stood: before MAIL FROM, at a command, or after the letter's last byte. */
export type Step = 'connect' | 'auth' | 'sender' | 'recipient' | 'data' | 'sent';

export interface Failure {
  step: Step;
  /** the server's reply: 550 … */
  reply?: number;
  /** RFC 3463: 5.1.1 … */
  enhanced?: string;
  /** the reply's words on one line, or what the network said */
  text: string;
  /** nodemailer's own code: ETIMEDOUT, ETLS … */
  error?: string;
}

interface SmtpError extends Error {
  code?: string;
  originalCode?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

const LONGEST_DETAIL = 300;

/**
 * @param bodySent the final dot of the letter has left: only then can a silent server have taken it
 */
export function failureOf(cause: unknown, bodySent: boolean): Failure {
  const error = (cause instanceof Error ? cause : new Error(String(cause))) as SmtpError;
  const { responseCode: reply, response = '' } = error;
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/m.exec(response)?.[1];
  return {
    step: stepOf(error, bodySent),
    ...(reply && { reply }),
    ...(enhanced && { enhanced }),
    text: detailOf(response || [error.originalCode, error.message].filter(Boolean).join(' ')),
    ...(error.code && { error: error.code }),
  };
}

function stepOf({ command = '', code }: SmtpError, bodySent: boolean): Step {
  if (bodySent) return 'sent';
  if (code === 'EAUTH' || command.startsWith('AUTH')) return 'auth';
  if (command === 'MAIL FROM') return 'sender';
  if (command === 'RCPT TO') return 'recipient';
  return command === 'DATA' ? 'data' : 'connect';
}

function detailOf(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_DETAIL);
}
