/** What a letter that came back says of its reader's address: one table, read from the top; docs/outcomes.md shows it. */
import type { BounceMeaning } from '../../delivery/channel.ts';
import { NO_SUCH_BOX, POLICY } from './outcomes.ts';

interface Row {
  means: BounceMeaning;
  /** RFC 3463 status */
  enhanced?: RegExp;
  /** SMTP reply */
  reply?: RegExp;
  text?: RegExp;
  when: string;
  source: string;
}

/** The first row that fits decides. Only permanent bounces are asked for: what is temporary changes nothing. */
export const BOUNCES: readonly Row[] = [
  {
    enhanced: /^4\./,
    means: 'letterLost',
    when: 'given up after temporary trouble: 4.x.x, as 4.4.7 delivery time expired',
    source: 'RFC 3464 2.3.3, 2.3.4; RFC 3463 3.5',
  },
  {
    enhanced: /^$/,
    reply: /^4/,
    means: 'letterLost',
    when: 'given up after temporary trouble: 4xx without a status',
    source: 'RFC 5321 4.2.1, 4.5.4.1',
  },
  {
    enhanced: /^5\.3\.4$|^5\.2\.3$/,
    means: 'ourFault',
    when: '5.3.4, 5.2.3: too big',
    source: 'RFC 3463 3.3, 3.4',
  },
  {
    enhanced: /^(5\.[57]\..*|)$/,
    text: NO_SUCH_BOX,
    means: 'addressGone',
    when: '5.5.x, 5.7.x or no status, with words of a missing mailbox',
    source: 'Yandex and Outlook.com: 5.7.1 No such user!, 5.5.0 mailbox unavailable',
  },
  {
    enhanced: /^5\.7\.|^5\.[56]\./,
    means: 'ourFault',
    when: '5.7.x policy, 5.6.x content, 5.5.x protocol',
    source: 'RFC 3463 3.6, 3.7, 3.8; RFC 7372',
  },
  {
    enhanced: /^$/,
    text: POLICY,
    means: 'ourFault',
    when: 'no status, with words of policy: spam, blocked, listed',
    source: 'RFC 5321 7.8, 7.9',
  },
  {
    means: 'addressGone',
    when: '5.1.x, 5.2.x, 5.3.x, 5.4.x, 550 and whatever else is permanent',
    source: 'RFC 3464 2.3.3: Action failed; RFC 3463 3.2, 3.3, 3.5',
  },
];

/**
 * @param code RFC 3463 status, SMTP reply, or both: `5.1.1`, `550`, `550 5.1.1`; other words of a provider fit the last row
 * @param detail what the reader's server said
 */
export function bounceMeans(code: string, detail: string): BounceMeaning {
  const said = `${code} ${detail}`;
  const enhanced = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(said)?.[0] ?? '';
  const reply = /\b[45]\d\d\b/.exec(said)?.[0] ?? '';
  const row = BOUNCES.find(
    (one) =>
      (one.enhanced?.test(enhanced) ?? true) && (one.reply?.test(reply) ?? true) && (one.text?.test(said) ?? true),
  );
  if (!row) throw new Error('no row for a bounce');
  return row.means;
}
