import { LINKS, REST, SETTINGS } from '../../src/texts/web/settings.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { ChildFields, RestFields } from './fields.tsx';
import { Glance, RestGlance } from './glance.tsx';
import { History } from './history.tsx';
import { type ChildChoices, type Choices, restOf } from './load.ts';
import type { Refused } from './save.ts';

interface OwnChoicesProps {
  choices: Choices;
  /** absent: the address itself is the proof */
  csrf?: string;
  saved: boolean;
  refused?: Refused | undefined;
}

/** One's own choices: what stands, a form for each child, quiet hours and pause, the letters' links, the history. */
export function OwnChoices({ choices, csrf, saved, refused }: OwnChoicesProps) {
  const { children, zone } = choices;
  const proof = csrf ? <Csrf token={csrf} /> : null;
  const about = (form: string) => (refused?.form === form ? refused : undefined);
  const named = new Map(children.map(({ child }) => [child.studentId, `${child.first}, ${child.className}`]));
  const mailbox = choices.addresses.some(({ channel }) => channel === 'email');
  if (children.length === 0) return <p>{SETTINGS.nothing}</p>;
  return (
    <>
      {saved && <output class="saved">{SETTINGS.saved}</output>}
      <Alert text={refused?.fault} />
      {children.map((one, index) => (
        <ChildCard
          key={one.sealed}
          one={one}
          choices={choices}
          id={`c${index}`}
          proof={proof}
          refused={about(one.sealed)}
        />
      ))}
      <section class="card">
        <h2>{REST.title}</h2>
        <RestGlance choices={choices} />
        {restOf(choices).pausedUntil && (
          <form method="post" class="inline">
            {proof}
            <button type="submit" name="part" value="resume">
              {REST.resume}
            </button>
          </form>
        )}
        <details open={about('rest') !== undefined}>
          <summary>{SETTINGS.change}</summary>
          <form method="post" aria-label={REST.title}>
            {proof}
            <input type="hidden" name="part" value="rest" />
            <RestFields choices={choices} filled={about('rest')?.filled} />
            <button type="submit">{SETTINGS.save}</button>
          </form>
        </details>
      </section>
      <p class="muted">{SETTINGS.weekly}</p>
      <History entries={choices.history} zone={zone} nameOf={(studentId) => named.get(studentId) ?? ''} />
      {mailbox && (
        <details class="history">
          <summary>{LINKS.title}</summary>
          <p>{LINKS.note}</p>
          <form method="post">
            {proof}
            <button type="submit" name="part" value="links" class="outline">
              {LINKS.void}
            </button>
          </form>
        </details>
      )}
    </>
  );
}

interface ChildCardProps {
  one: ChildChoices;
  choices: Choices;
  id: string;
  proof: preact.ComponentChildren;
  refused: Refused | undefined;
}

function ChildCard({ one, choices, id, proof, refused }: ChildCardProps) {
  const name = `${one.child.first}, ${one.child.className}`;
  return (
    <section class="card">
      <h2>{name}</h2>
      <Glance one={one} />
      <details open={refused !== undefined}>
        <summary>{SETTINGS.change}</summary>
        <form method="post" aria-label={name}>
          {proof}
          <input type="hidden" name="part" value="child" />
          <input type="hidden" name="child" value={one.sealed} />
          <ChildFields one={one} choices={choices} id={id} filled={refused?.filled} />
          <button type="submit">{SETTINGS.save}</button>
        </form>
      </details>
    </section>
  );
}
