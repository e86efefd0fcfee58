import type { RowWish } from '../../src/access/class-choices.ts';
import type { FamilyMember } from '../../src/access/class-families.ts';
import type { SchoolDate } from '../../src/platform/school-time.ts';
import { className } from '../../src/texts/web/desk.ts';
import { orderName, rowChanges, SEPTEMBER as SAY, septemberSaved } from '../../src/texts/web/september.ts';
import { orderKey } from '../choices/forms.ts';
import type { Frame } from '../page.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { memberName } from './family.tsx';
import { chosenIn, type FormRow, type Sent, shownWish } from './september.ts';

export interface FormPupil {
  studentId: string;
  name: string;
  rows: FormRow[];
  /** guardians without a form: proxies, and who has no rights */
  others: FamilyMember[];
}

interface Props {
  frame: Frame;
  name: string;
  action: string;
  pupils: FormPupil[];
  today: SchoolDate;
  date: string;
  links: { back: string; letters: string };
  saved: number | null;
  sent?: Sent | undefined;
  /** of the date */
  fault?: string | undefined;
  /** by row */
  faults?: Map<string, string> | undefined;
  preview?: RowWish[] | undefined;
}

/** A whole class on one page; first the form, then what it changes, then it is written. */
export function SeptemberPage(props: Props) {
  const { frame, name, saved, preview, links } = props;
  return (
    <Layout title={SAY.title} frame={frame}>
      <h1>
        {SAY.title}
        <small>{className(name)}</small>
      </h1>
      {saved !== null && <output class="saved">{septemberSaved(saved)}</output>}
      {preview ? <Preview {...props} preview={preview} /> : <Form {...props} />}
      <p>
        {SAY.lettersNote} <a href={links.letters}>{SAY.letters}</a>
      </p>
      <p>
        <a href={links.back}>{SAY.back}</a>
      </p>
    </Layout>
  );
}

function Form({ frame, action, pupils, today, date, sent, fault, faults }: Props) {
  return (
    <>
      <p>{SAY.lead}</p>
      <p class="muted">{SAY.consentHint}</p>
      <form method="post" action={action} class="september">
        <Alert text={fault} />
        <Faults pupils={pupils} faults={faults} />
        <Csrf token={frame.csrf} />
        <div class="field">
          <label for="date">{SAY.date}</label>
          <input id="date" name="date" type="date" max={today} value={date} required aria-describedby="date-hint" />
          <small id="date-hint">{SAY.dateHint}</small>
        </div>
        {pupils.map((pupil) => (
          <fieldset key={pupil.studentId} class="card">
            <legend>{pupil.name}</legend>
            {pupil.rows.length === 0 && <p class="muted">{SAY.nobody}</p>}
            {pupil.rows.map((row) => (
              <Row key={row.key} row={row} sent={sent} fault={faults?.get(row.key)} />
            ))}
            {pupil.others.map((member) => (
              <p key={member.guardianId} class="muted">
                {memberName(member)}: {member.rights === 'paper' ? SAY.proxy : SAY.noRights}
              </p>
            ))}
          </fieldset>
        ))}
        <button type="submit" name="part" value="preview">
          {SAY.preview}
        </button>
      </form>
    </>
  );
}

function Faults({ pupils, faults }: Pick<Props, 'pupils' | 'faults'>) {
  if (!faults?.size) return null;
  const wrong = pupils
    .flatMap(({ name, rows }) => rows.map((row) => ({ name, row })))
    .filter(({ row }) => faults.has(row.key));
  return (
    <div role="alert" class="alert">
      {SAY.faults}
      <ul>
        {wrong.map(({ name, row }) => (
          <li key={row.key}>
            <a href={`#${row.key}`}>
              {name}: {memberName(row.member)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Row({ row, sent, fault }: { row: FormRow; sent: Sent | undefined; fault: string | undefined }) {
  const { key, member, orders, standing } = row;
  const { consent, channels } = chosenIn(row, sent);
  const name = memberName(member);
  return (
    <div class="answer" id={key}>
      <span>{name}</span>
      <label>
        <input type="checkbox" name={`c-${key}`} checked={consent} aria-label={`${SAY.consent}: ${name}`} />
        {SAY.consent}
      </label>
      <select
        name={`o-${key}`}
        aria-label={`${SAY.where}: ${name}`}
        aria-describedby={fault ? `f-${key}` : undefined}
        aria-invalid={fault ? 'true' : undefined}
      >
        {orders.map((order) => (
          <option key={orderKey(order)} value={orderKey(order)} selected={orderKey(order) === orderKey(channels)}>
            {orderName(order)}
          </option>
        ))}
      </select>
      <input type="hidden" name={`w-${key}`} value={shownWish(standing)} />
      {fault && (
        <p id={`f-${key}`} class="fault">
          {fault}
        </p>
      )}
    </div>
  );
}

/** What will be written, by pupil; the form goes along, so that one may return to it. */
function Preview({ frame, action, pupils, date, sent, preview }: Props & { preview: RowWish[] }) {
  const rows = pupils.flatMap(({ name, rows: own }) => own.map((row) => ({ name, row })));
  const changed = rows.flatMap(({ name, row }) => {
    const { guardianId, studentId } = row.member;
    const wish = preview.find((one) => one.guardianId === guardianId && one.studentId === studentId);
    return wish ? [{ name, row, wish }] : [];
  });
  return (
    <section class="card">
      <h2>{SAY.changes}</h2>
      {changed.length === 0 && <p>{SAY.none}</p>}
      <ul class="applications">
        {changed.map(({ name, row, wish }) => (
          <li key={row.key}>
            <strong>
              {name} · {memberName(row.member)}
            </strong>
            {rowChanges(wish.was, wish.becomes).map((said) => (
              <span key={said}>{said}</span>
            ))}
          </li>
        ))}
      </ul>
      <form method="post" action={action}>
        <Csrf token={frame.csrf} />
        <input type="hidden" name="date" value={date} />
        {changed.flatMap(({ row: { key } }) =>
          ['w', 'c', 'o'].flatMap((field) => {
            const value = sent?.[`${field}-${key}`];
            return value === undefined
              ? []
              : [<input key={`${field}-${key}`} type="hidden" name={`${field}-${key}`} value={value} />];
          }),
        )}
        <div class="deeds">
          {changed.length > 0 && (
            <button type="submit" name="part" value="save">
              {SAY.save}
            </button>
          )}
          <button type="submit" name="part" value="edit" class="outline">
            {SAY.edit}
          </button>
        </div>
      </form>
    </section>
  );
}
