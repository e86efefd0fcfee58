import { createPrivateKey, type KeyObject } from 'node:crypto';

export interface DkimSettings {
  domain: string;
  selector: string;
  /** PEM of an RSA private key */
  privateKey: string;
}

export type DkimKeyFault = 'notAKey' | 'notRsa' | 'tooShort';

/** RFC 8301 3.2: verifiers refuse less */
const LEAST_BITS = 1024;

/** Why a key cannot sign, or null. Nodemailer sends unsigned and says nothing when it cannot, so this is asked first. */
export function dkimKeyFault(pem: string): DkimKeyFault | null {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    return 'notAKey';
  }
  if (key.asymmetricKeyType !== 'rsa') return 'notRsa';
  return (key.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_BITS ? 'tooShort' : null;
}

/** What is signed: nodemailer's own list leaves out List-Unsubscribe-Post, without which RFC 8058's one click is void. */
export const SIGNED_HEADERS = [
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'Auto-Submitted',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
].join(':');
