import { randomBytes } from 'node:crypto';

/** Names one sending of a form: the same for its repetitions, never for another. */
export function newKey(): string {
  return randomBytes(16).toString('base64url');
}
