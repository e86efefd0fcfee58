import type { FoundPerson } from '../../src/access/people.ts';
import { MOST_FOUND } from '../../src/access/people.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { PEOPLE } from '../../src/texts/web/people.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';

export const personPath = (secret: string, id: string, query: Record<string, string | undefined> = {}): string =>
  withQuery('/desk/person', { person: sealId(secret, 'person', id), ...query });

interface PeopleProps {
  frame: Frame;
  asked: string;
  /** null: nothing was asked yet */
  found: FoundPerson[] | null;
  /** opens the pages of people */
  opens: boolean;
  /** lets pupils in */
  enters: boolean;
}

/** Looking people up. What is typed is sent in the form's body: no name stands in an address. */
export function PeoplePage({ frame, asked, found, opens, enters }: PeopleProps) {
  return (
    <Layout title={PEOPLE.title} frame={frame}>
      <h1>{PEOPLE.title}</h1>
      <p>{PEOPLE.lead}</p>
      <form method="post" action="/desk/people" class="card">
        <Csrf token={frame.csrf} />
        <Field name="asked" label={PEOPLE.ask} value={asked} autocomplete="off" spellcheck={false} required />
        <button type="submit">{PEOPLE.find}</button>
      </form>
      {found && <Found {...{ frame, found, opens }} />}
      {enters && (
        <p>
          <a class="button outline" href="/desk/transfer/new">
            {PEOPLE.enter}
          </a>
        </p>
      )}
      <ToDesk />
    </Layout>
  );
}

function Found({ frame, found, opens }: { frame: Frame; found: FoundPerson[]; opens: boolean }) {
  const { secret } = frame.visit!.school;
  const shown = found.slice(0, MOST_FOUND);
  if (shown.length === 0) return <p role="status">{PEOPLE.nobody}</p>;
  return (
    <>
      <p role="status">{found.length > MOST_FOUND ? PEOPLE.more(MOST_FOUND) : PEOPLE.found(found.length)}</p>
      <ul class="applications">
        {shown.map((person) => (
          <li key={person.id}>
            {opens ? <a href={personPath(secret, person.id)}>{nameOf(person)}</a> : <strong>{nameOf(person)}</strong>}
            <small>{whatOf(person)}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

export const nameOf = ({ last, first, patronymic }: { last: string; first: string; patronymic: string }): string =>
  [last, first, patronymic].filter(Boolean).join(' ');

function whatOf({ student, className, guardian, staff, gone }: FoundPerson): string {
  const is = [
    student ? [PEOPLE.student, className].filter(Boolean).join(' ') : '',
    guardian ? PEOPLE.guardian : '',
    staff ? PEOPLE.staff : '',
    gone ? PEOPLE.gone : '',
  ];
  return is.filter(Boolean).join(', ');
}
