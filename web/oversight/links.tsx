import { type Action, may } from '../../src/access/may.ts';
import { OVERSIGHT } from '../../src/texts/web/oversight.ts';
import { PERSONAL } from '../../src/texts/web/personal-data.ts';
import type { Frame } from '../page.ts';

const LINKS: [action: Action, href: string, text: string][] = [
  ['changeDay', '/desk/day', OVERSIGHT.day],
  ['oversee', '/desk/promise', OVERSIGHT.promise],
  ['oversee', '/desk/deadlines', OVERSIGHT.deadlines],
  ['oversee', '/desk/channels-report', OVERSIGHT.channels],
  ['readJournal', '/desk/journals', OVERSIGHT.journal],
  ['readAudit', '/desk/audit', OVERSIGHT.audit],
  ['keepPersonalData', '/desk/personal', PERSONAL.title],
];

/** To the pages about the whole school, for whom the table allows them. @param journals there are some that this person may read */
export function OversightLinks({ frame, journals }: { frame: Frame; journals: boolean }) {
  const { actor } = frame.visit!;
  const links = LINKS.filter(([action]) =>
    action === 'readJournal' ? journals : may(actor, action, { kind: 'school' }),
  );
  if (links.length === 0) return null;
  return (
    <section>
      <h2>{may(actor, 'oversee', { kind: 'school' }) ? OVERSIGHT.section : OVERSIGHT.read}</h2>
      <ul class="tiles">
        {links.map(([, href, text]) => (
          <li key={href}>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
