import { type KnownGuardian, MOST_KNOWN } from '../../src/access/known-guardians.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { RELATIONS } from '../../src/connectors/school-file/schema.ts';
import type { RosterClass } from '../../src/journal/roster.ts';
import { ENTER, TRANSFER } from '../../src/texts/web/transfer.ts';
import type { Frame } from '../page.ts';
import { Alert, Choice, Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { nameOf } from './people-pages.tsx';
import { ClassChoice, DateAndGround, type Fault, faultAt } from './transfer-fields.tsx';
import { type EnterForm, NTH } from './transfer-form.ts';

type Nth = (typeof NTH)[number];

/** What is known of a guardian's place in the form: who was chosen, or who was found. */
export interface Looked {
  chosen?: KnownGuardian | undefined;
  /** absent: nobody was looked for */
  found?: KnownGuardian[];
}

interface EnterProps {
  frame: Frame;
  classes: RosterClass[];
  form: EnterForm;
  looked: Record<Nth, Looked>;
  fault?: Fault | undefined;
}

/** A new pupil with one or two guardians. */
export function EnterPage(props: EnterProps) {
  const { frame, form, fault } = props;
  return (
    <Layout title={ENTER.title} frame={frame}>
      <h1>{ENTER.title}</h1>
      <p>{ENTER.lead}</p>
      <form method="post" action="/desk/transfer/new" class="card">
        <Csrf token={frame.csrf} />
        {/* what Enter does: the buttons that find somebody stand before the visible one */}
        <button type="submit" name="step" value="preview" hidden>
          {TRANSFER.look}
        </button>
        <Field
          name="name"
          label={ENTER.name}
          value={form.name}
          fault={faultAt(fault, 'name')}
          autocomplete="off"
          required
        />
        <ClassChoice {...props} />
        <DateAndGround form={form} fault={fault} />
        <Field
          name="id"
          label={ENTER.id}
          hint={ENTER.idHint}
          value={form.id}
          fault={faultAt(fault, 'id')}
          autocomplete="off"
        />
        {NTH.map((nth) => (
          <Guardian key={nth} {...props} nth={nth} />
        ))}
        <button type="submit" name="step" value="preview">
          {TRANSFER.look}
        </button>
      </form>
      <p>
        <a href="/desk/people">{ENTER.back}</a>
      </p>
    </Layout>
  );
}

function Guardian(props: EnterProps & { nth: Nth }) {
  const { nth, form, fault, looked } = props;
  const relation = `relation-${nth}` as const;
  const wrong = faultAt(fault, relation);
  const { chosen } = looked[nth];
  return (
    <fieldset>
      <legend>{ENTER.guardian(nth + 1)}</legend>
      {chosen ? <Chosen {...props} chosen={chosen} /> : <Named {...props} />}
      <Choice name={relation} label={ENTER.relation} fault={wrong}>
        <option value="">{TRANSFER.choose}</option>
        {RELATIONS.map((each) => (
          <option key={each} value={each} selected={form[relation] === each}>
            {each}
          </option>
        ))}
      </Choice>
      <Field
        type="date"
        name={`consent-${nth}`}
        label={ENTER.consent}
        hint={ENTER.consentHint}
        value={form[`consent-${nth}`]}
        fault={faultAt(fault, `consent-${nth}`)}
      />
    </fieldset>
  );
}

/** Somebody whom the school knows. */
function Chosen({ nth, form, fault, chosen }: EnterProps & { nth: Nth; chosen: KnownGuardian }) {
  return (
    <>
      <p>
        {ENTER.known}: <b>{nameOf(chosen)}</b>
        <small class="under">{whoIs(chosen)}</small>
      </p>
      <Alert text={faultAt(fault, `guardian-${nth}`)} />
      <input type="hidden" name={`known-${nth}`} value={form[`known-${nth}`]} />
      <input type="hidden" name={`guardian-${nth}`} value={form[`guardian-${nth}`]} />
      <p>
        <button type="submit" name="step" value={`other-${nth}`} class="outline" formnovalidate>
          {ENTER.other}
        </button>
      </p>
    </>
  );
}

/** A name to type, and whoever of the school bears it. */
function Named({ frame, nth, form, fault, looked }: EnterProps & { nth: Nth }) {
  const { found } = looked[nth];
  const { secret } = frame.visit!.school;
  const name = `known-${nth}`;
  return (
    <>
      <Field
        name={`guardian-${nth}`}
        label={ENTER.guardianName}
        hint={`${ENTER.optional} ${ENTER.findHint}`}
        value={form[`guardian-${nth}`]}
        fault={faultAt(fault, `guardian-${nth}`)}
        autocomplete="off"
      />
      <p>
        <button type="submit" name="step" value={`find-${nth}`} class="outline" formnovalidate>
          {ENTER.find}
        </button>
      </p>
      {found?.length === 0 && <p role="status">{ENTER.nobody}</p>}
      {found && found.length > 0 && (
        <fieldset>
          <legend>{ENTER.found}</legend>
          {found.slice(0, MOST_KNOWN).map((one) => (
            <label key={one.id}>
              <input type="radio" name={name} value={sealId(secret, 'person', one.id)} />
              <span>
                {nameOf(one)}
                <small class="under">{whoIs(one)}</small>
              </span>
            </label>
          ))}
          <label>
            <input type="radio" name={name} value="" checked />
            {ENTER.newPerson}
          </label>
          {found.length > MOST_KNOWN && <p class="muted">{ENTER.many}</p>}
        </fieldset>
      )}
    </>
  );
}

/** «Иванов Пётр, 7Б; сотрудник школы» */
export function whoIs({ children, staff }: KnownGuardian): string {
  const said = [...children, ...(staff ? [ENTER.staff] : [])];
  return said.length > 0 ? said.join('; ') : ENTER.noChildren;
}
