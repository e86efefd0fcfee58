/** The tables of docs/outcomes.md, made of the code's own. `node src/run.mjs tests/docs/outcomes-page.ts` writes them into the page. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BOUNCES } from '../../src/channels/email/bounces.ts';
import { RULINGS as EMAIL } from '../../src/channels/email/outcomes.ts';
import { RULINGS as TELEGRAM } from '../../src/channels/telegram/outcomes.ts';

const PAGE = fileURLToPath(new URL('../../docs/outcomes.md', import.meta.url));

const WORDS = {
  retryLater: 'retry later',
  unreachable: 'unreachable',
  rejected: 'rejected',
  unknown: 'unknown',
  addressGone: 'the address is given up',
  ourFault: 'ours to mend, the address stays',
  letterLost: 'lost, the address stays',
};
const PLACES = { telegram: 'Telegram', front: 'a server in front', network: 'the network' };
const STEPS = {
  connect: 'connecting',
  auth: 'sign-in',
  sender: 'MAIL FROM',
  recipient: 'RCPT TO',
  data: 'DATA',
  sent: 'final dot',
};

const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** By the name of the marks that enclose each in the page. */
export const tables: Record<string, string> = {
  telegram: table(
    ['answer', 'from', 'means', 'name', 'source'],
    TELEGRAM.map(({ when, from, kind, wait, code, source }) => [
      when,
      PLACES[from],
      WORDS[kind] + (wait === 'told' ? ', the whole bot waits' : wait === 'none' ? ', at once' : ''),
      `\`${code}\``,
      source,
    ]),
  ),
  email: table(
    ['answer', 'at', 'means', 'name', 'source'],
    EMAIL.map(({ when, steps, kind, pause, greylisted, code, source }) => [
      when,
      steps ? steps.map((step) => STEPS[step]).join(', ') : 'any step',
      WORDS[kind] + (greylisted ? ', in five minutes at the earliest' : pause ? ', the others wait too' : ''),
      `\`${code}\``,
      source,
    ]),
  ),
  bounces: table(
    ['code and words', 'means', 'source'],
    BOUNCES.map(({ when, means, source }) => [when, WORDS[means], source]),
  ),
};

/** The page as it should be. */
export function pageOf(text: string): string {
  return Object.entries(tables).reduce((page, [name, rows]) => {
    const [before, rest] = page.split(`<!-- ${name} -->\n`);
    const end = rest?.indexOf('<!-- end -->') ?? -1;
    if (!rest || end < 0) throw new Error(`docs/outcomes.md has no place for the table ${name}`);
    return `${before}<!-- ${name} -->\n\n${rows}\n\n${rest.slice(end)}`;
  }, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, pageOf(readFileSync(PAGE, 'utf8')));
