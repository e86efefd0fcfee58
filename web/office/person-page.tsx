import type { ComponentChildren } from 'preact';
import { may } from '../../src/access/may.ts';
import type { PersonCard } from '../../src/access/people.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { schoolDate } from '../../src/platform/school-time.ts';
import { contactWords, officesOf, PERSON, spanWords } from '../../src/texts/web/people.ts';
import { TRANSFER } from '../../src/texts/web/transfer.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Layout } from '../views/layout.tsx';
import { nameOf, personPath } from './people-pages.tsx';

/** All that the office needs of one person; addresses themselves are left out. */
export function PersonPage({
  frame,
  card,
  children,
}: {
  frame: Frame;
  card: PersonCard;
  children?: ComponentChildren;
}) {
  const { student, guardian, staff } = card;
  return (
    <Layout title={nameOf(card)} frame={frame}>
      <h1>
        {nameOf(card)}
        <small>{headOf(card)}</small>
      </h1>
      {student && <Pupil frame={frame} card={card} />}
      {children}
      {guardian && <Relations frame={frame} card={card} as="child" title={PERSON.children} />}
      {staff && <Work card={card} />}
      {!student && <Contacts card={card} />}
      <Access frame={frame} card={card} />
      <p>
        <a href="/desk/people">{PERSON.back}</a>
      </p>
    </Layout>
  );
}

function headOf({ student, guardian, staff }: PersonCard): string {
  const left = [student, guardian, staff].flatMap((role) => (role ? [role.leftAt] : []));
  const gone = left.length > 0 && left.every((day) => day !== null) ? left.sort().at(-1) : null;
  return [gone ? PERSON.left(gone) : '', student?.taughtAtHome ? PERSON.home : ''].filter(Boolean).join(', ');
}

function Pupil({ frame, card }: { frame: Frame; card: PersonCard }) {
  const { actor, school } = frame.visit!;
  const child = sealId(school.secret, 'student', card.id);
  const classId = card.classes[0]?.classId ?? null;
  const object = { kind: 'student', studentId: card.id, classId } as const;
  const links = [
    ...(may(actor, 'readClass', object) ? [[withQuery('/desk/pupil', { child }), PERSON.pupil] as const] : []),
    ...(may(actor, 'transferPupils', { kind: 'school' })
      ? [[withQuery('/desk/transfer', { person: sealId(school.secret, 'person', card.id) }), TRANSFER.open] as const]
      : []),
    ...(may(actor, 'keepApplications', object)
      ? [[withQuery('/desk/applications/new', { child }), PERSON.applications] as const]
      : []),
  ];
  return (
    <>
      <section class="card">
        <h2>{PERSON.classes}</h2>
        {card.classes.length === 0 && <p>{PERSON.noClass}</p>}
        <ul>
          {card.classes.map(({ name, from, to }) => (
            <li key={`${name} ${from}`}>
              {name} <small>{spanWords(from, to)}</small>
            </li>
          ))}
        </ul>
        {card.groups.length > 0 && (
          <>
            <h3>{PERSON.groups}</h3>
            <ul>
              {card.groups.map(({ courseId, className, subject, teacher, from, to }) => (
                <li key={`${courseId} ${from}`}>
                  {subject}, {className}, {teacher} <small>{spanWords(from, to)}</small>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      <Relations frame={frame} card={card} as="guardian" title={PERSON.guardians} />
      {links.length > 0 && (
        <ul class="tiles">
          {links.map(([path, text]) => (
            <li key={path}>
              <a href={path}>{text}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Relations(props: { frame: Frame; card: PersonCard; as: 'child' | 'guardian'; title: string }) {
  const { secret } = props.frame.visit!.school;
  const people = props.card.relations.filter(({ as }) => as === props.as);
  return (
    <section class="card">
      <h2>{props.title}</h2>
      {people.length === 0 && <p>{PERSON.nobody}</p>}
      <ul class="applications">
        {people.map((person) => (
          <li key={person.id}>
            <a href={personPath(secret, person.id)}>{nameOf(person)}</a>
            <small>
              {[
                person.relation,
                ...(person.ended
                  ? [PERSON.ended]
                  : [PERSON.rights[person.rights], person.consent ? PERSON.consent : PERSON.noConsent]),
              ]
                .filter(Boolean)
                .join(', ')}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Work({ card }: { card: PersonCard }) {
  return (
    <section class="card">
      <h2>{PERSON.work}</h2>
      <p>{officesOf(card.staff?.roles ?? [])}</p>
      {card.leads.length > 0 && <p>{PERSON.leads(card.leads.join(', '))}</p>}
      <ul>
        {card.teaches.map(({ className, subject }) => (
          <li key={`${className} ${subject}`}>
            {subject}, {className}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Contacts({ card }: { card: PersonCard }) {
  return (
    <section class="card">
      <h2>{PERSON.contacts}</h2>
      {card.contacts.length === 0 && <p>{PERSON.noContacts}</p>}
      <ul>
        {card.contacts.map((contact, at) => (
          <li key={at}>{contactWords(contact)}</li>
        ))}
      </ul>
    </section>
  );
}

function Access({ frame, card }: { frame: Frame; card: PersonCard }) {
  const { zone } = frame.visit!.school;
  const day = (instant: string) => schoolDate(new Date(instant), zone);
  return (
    <section class="card">
      <h2>{PERSON.access}</h2>
      <p>{card.account ? PERSON.account : PERSON.noAccount}</p>
      {card.lastSeenAt && <p>{PERSON.seen(day(card.lastSeenAt))}</p>}
      {card.invitedUntil && <p>{PERSON.invited(day(card.invitedUntil))}</p>}
    </section>
  );
}
