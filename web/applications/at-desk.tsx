/** What of applications and letters stands on the desk's home and on a class's page. */
import type { Actor } from '../../src/access/actor.ts';
import { mayKeep, overdueApplications } from '../../src/access/applications/read.ts';
import { may } from '../../src/access/may.ts';
import type { Roster } from '../../src/journal/roster.ts';
import type { SchoolDate } from '../../src/platform/school-time.ts';
import { overdueWords, REGISTER_PAGE } from '../../src/texts/web/applications.ts';
import { LETTERS_PAGE, RISK_PAGE } from '../../src/texts/web/letters.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';

/**
 * How many applications for access that this person keeps are beyond their two working days (К-У 4.2); null: the register is not
 * theirs to open.
 */
export async function overdueFor(
  { db }: WebDeps,
  { actor, roster, today }: { actor: Actor; roster: Roster; today: SchoolDate },
): Promise<number | null> {
  if (!may(actor, 'openApplications', { kind: 'school' })) return null;
  const overdue = await overdueApplications(db, roster, today);
  return overdue.filter((one) => mayKeep(actor, one)).length;
}

/** The way to the register, and a word where something in it is overdue. */
export function ToApplications({ overdue }: { overdue: number | null }) {
  if (overdue === null) return null;
  return (
    <>
      <p>
        <a href="/desk/applications">{REGISTER_PAGE.link}</a>
      </p>
      {overdue > 0 && (
        <p class="alert">
          <a href="/desk/applications?kind=access&state=pending">{overdueWords(overdue)}</a>
        </p>
      )}
    </>
  );
}

/** The register and the letters of a class. @param sealed the class */
export function ClassPapers({ sealed }: { sealed: string }) {
  const links: [string, string][] = [
    ['/desk/applications', REGISTER_PAGE.linkClass],
    ['/desk/letters', LETTERS_PAGE.link],
    ['/desk/risk', RISK_PAGE.link],
  ];
  return (
    <ul class="tiles">
      {links.map(([path, text]) => (
        <li key={path}>
          <a href={withQuery(path, { class: sealed })}>{text}</a>
        </li>
      ))}
    </ul>
  );
}
