import { type Action, may } from '../../src/access/may.ts';
import { CARE_DESK } from '../../src/texts/web/care.ts';
import { OFFICE } from '../../src/texts/web/office.ts';
import type { Frame } from '../page.ts';

const LINKS: [action: Action, href: string, text: string][] = [
  ['findPeople', '/desk/people', OFFICE.people],
  ['readPeople', '/desk/classes', OFFICE.classes],
  ['importSchool', '/desk/import', OFFICE.import],
];

const CARE: typeof LINKS = [
  ['lookAfter', '/desk/health', CARE_DESK.health],
  ['lookAfter', '/desk/send-test', CARE_DESK.test],
  ['lookAfter', '/desk/backups', CARE_DESK.backups],
];

/** On the desk: to people, classes and school files, and to Vestnik itself, for whom the table allows them. */
export function OfficeLinks({ frame }: { frame: Frame }) {
  return (
    <>
      <Links frame={frame} title={OFFICE.section} links={LINKS} />
      <Links frame={frame} title={CARE_DESK.section} links={CARE} />
    </>
  );
}

function Links({ frame, title, links }: { frame: Frame; title: string; links: typeof LINKS }) {
  const { actor } = frame.visit!;
  const open = links.filter(([action]) => may(actor, action, { kind: 'school' }));
  if (open.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="tiles">
        {open.map(([, href, text]) => (
          <li key={href}>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
