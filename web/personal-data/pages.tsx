import type { ErasurePreview } from '../../src/access/personal-data/erase.ts';
import { FOUND_AT_MOST, type FoundGuardian } from '../../src/access/personal-data/find.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { fullDate } from '../../src/texts/russian/dates.ts';
import { goesLines, HINDRANCES, OWN_DATA, PERSONAL as SAY, staysLines } from '../../src/texts/web/personal-data.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';

export const nameOf = ({ last, first, patronymic }: Pick<FoundGuardian, 'last' | 'first' | 'patronymic'>) =>
  [last, first, patronymic].filter(Boolean).join(' ');

interface ListProps {
  frame: Frame;
  left: FoundGuardian[];
  /** absent: nobody was looked for */
  found?: { surname: string; people: FoundGuardian[] } | undefined;
  fault?: string | undefined;
  erased: boolean;
}

/** Looking for a guardian, and those who left and are still kept. */
export function PersonalPage({ frame, left, found, fault, erased }: ListProps) {
  return (
    <Layout title={SAY.title} frame={frame}>
      <h1>{SAY.title}</h1>
      {erased && <output class="saved">{SAY.erased}</output>}
      <p>{SAY.lead}</p>
      {/* a name stands in no address: the search is posted */}
      <form method="post" class="card">
        <h2>{SAY.find}</h2>
        <Csrf token={frame.csrf} />
        <Field
          name="surname"
          label={SAY.surname}
          value={found?.surname ?? ''}
          fault={fault}
          autocomplete="off"
          required
        />
        <button type="submit">{SAY.search}</button>
      </form>
      {found && !fault && (
        <section>
          <h2>{SAY.found}</h2>
          {found.people.length === 0 ? <p>{SAY.nobody}</p> : <People frame={frame} people={found.people} />}
          {found.people.length === FOUND_AT_MOST && <p class="muted">{SAY.many}</p>}
        </section>
      )}
      <section>
        <h2>{SAY.left}</h2>
        {left.length === 0 ? <p class="muted">{SAY.noLeft}</p> : <People frame={frame} people={left} />}
      </section>
      <ToDesk />
    </Layout>
  );
}

function People({ frame, people }: { frame: Frame; people: FoundGuardian[] }) {
  const { secret } = frame.visit!.school;
  return (
    <ul class="plain">
      {people.map((one) => (
        <li key={one.id}>
          <a href={withQuery('/desk/personal/person', { guardian: sealId(secret, 'guardian', one.id) })}>
            {nameOf(one)}
          </a>
          <small class="under">
            {[one.children.join(', ') || SAY.noChildren, one.leftAt && `${SAY.since} ${fullDate(one.leftAt)}`]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </li>
      ))}
    </ul>
  );
}

interface PersonProps {
  frame: Frame;
  guardian: FoundGuardian;
  preview: ErasurePreview;
  sealed: string;
  refused?: { field: string; text: string; ground: string; surname: string } | undefined;
}

/** One guardian: the export, and what erasing would do before it is done. */
export function PersonPage({ frame, guardian, preview, sealed, refused }: PersonProps) {
  const { goes, stays, alone, hindrance } = preview;
  const faultOf = (field: string) => (refused?.field === field ? refused.text : undefined);
  return (
    <Layout title={SAY.title} frame={frame}>
      <h1>
        {nameOf(guardian)}
        <small>
          {SAY.children}: {guardian.children.join(', ') || SAY.noChildren}
        </small>
      </h1>
      <section class="card">
        <h2>{SAY.export}</h2>
        <p>{SAY.exportLead}</p>
        <p class="papers">
          <a href={withQuery('/desk/personal/data.html', { guardian: sealed })}>{OWN_DATA.read}</a>{' '}
          <a href={withQuery('/desk/personal/data.json', { guardian: sealed })}>{OWN_DATA.machine}</a>
        </p>
      </section>
      <section class="card">
        <h2>{SAY.erase}</h2>
        {hindrance ? (
          <p>{HINDRANCES[hindrance]}</p>
        ) : (
          <>
            <p>
              <strong>{SAY.eraseLead}</strong> {SAY.at}
            </p>
            {alone.length > 0 && (
              <p class="alert">
                {SAY.alone} {alone.join(', ')}.
              </p>
            )}
            <Lines title={SAY.goes} lines={goesLines(goes)} />
            <Lines title={SAY.stays} lines={staysLines(stays)} />
            <p>{SAY.backups}</p>
            <form method="post" action={withQuery('/desk/personal/person', { guardian: sealed })}>
              <Csrf token={frame.csrf} />
              <Field
                name="ground"
                label={SAY.ground}
                hint={SAY.groundHint}
                value={refused?.ground ?? ''}
                fault={faultOf('ground')}
                autocomplete="off"
                required
              />
              <Field
                name="surname"
                label={SAY.confirm}
                value={refused?.surname ?? ''}
                fault={faultOf('surname')}
                autocomplete="off"
                required
              />
              <button type="submit">{SAY.submit}</button>
            </form>
          </>
        )}
      </section>
      <p>
        <a href="/desk/personal">{SAY.back}</a>
      </p>
    </Layout>
  );
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
