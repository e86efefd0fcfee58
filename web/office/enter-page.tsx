import { RELATIONS } from '../../src/connectors/school-file/schema.ts';
import type { RosterClass } from '../../src/journal/roster.ts';
import { ENTER, TRANSFER } from '../../src/texts/web/transfer.ts';
import type { Frame } from '../page.ts';
import { Choice, Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { ClassChoice, DateAndGround, type Fault, faultAt } from './transfer-fields.tsx';
import { type EnterForm, NTH } from './transfer-form.ts';

interface EnterProps {
  frame: Frame;
  classes: RosterClass[];
  form: EnterForm;
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
          <Guardian key={nth} nth={nth} form={form} fault={fault} />
        ))}
        <button type="submit" name="step" value="preview">
          {TRANSFER.look}
        </button>
      </form>
    </Layout>
  );
}

function Guardian({ nth, form, fault }: { nth: (typeof NTH)[number]; form: EnterForm; fault?: Fault | undefined }) {
  const relation = `relation-${nth}` as const;
  const wrong = faultAt(fault, relation);
  return (
    <fieldset>
      <legend>{ENTER.guardian(nth + 1)}</legend>
      <Field
        name={`guardian-${nth}`}
        label={ENTER.guardianName}
        hint={ENTER.optional}
        value={form[`guardian-${nth}`]}
        fault={faultAt(fault, `guardian-${nth}`)}
        autocomplete="off"
      />
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
