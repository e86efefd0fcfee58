import { type Action, may } from '../../src/access/may.ts';
import { OFFICE } from '../../src/texts/web/office.ts';
import type { Frame } from '../page.ts';

const LINKS: [action: Action, href: string, text: string][] = [
  ['findPeople', '/desk/people', OFFICE.people],
  ['readPeople', '/desk/classes', OFFICE.classes],
  ['importSchool', '/desk/import', OFFICE.import],
];

/** On the desk: to people, classes and school files, for whom the table allows them. */
export function OfficeLinks({ frame }: { frame: Frame }) {
  const { actor } = frame.visit!;
  const links = LINKS.filter(([action]) => may(actor, action, { kind: 'school' }));
  if (links.length === 0) return null;
  return (
    <section>
      <h2>{OFFICE.section}</h2>
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
