/** What the forms of a transfer and of a new pupil share. */
import { sealId } from '../../src/access/public-ids.ts';
import type { Refused } from '../../src/connectors/school-file/transfer/deed.ts';
import type { RosterClass } from '../../src/journal/roster.ts';
import { TRANSFER, TRANSFER_FAULTS } from '../../src/texts/web/transfer.ts';
import type { Frame } from '../page.ts';
import { Choice, Field } from '../views/form.tsx';

/** What is wrong with a form, where. */
export type Fault = Pick<Refused, 'field'> & { code: string };

export const faultAt = (fault: Fault | undefined, field: string) =>
  fault?.field === field ? TRANSFER_FAULTS[fault.code] : undefined;

export function ClassChoice(props: {
  frame: Frame;
  classes: RosterClass[];
  form: { class: string };
  fault?: Fault | undefined;
}) {
  const { secret } = props.frame.visit!.school;
  return (
    <Choice name="class" label={TRANSFER.class} fault={faultAt(props.fault, 'class')}>
      <option value="">{TRANSFER.choose}</option>
      {props.classes.map(({ id, name }) => {
        const sealed = sealId(secret, 'class', String(id));
        return (
          <option key={id} value={sealed} selected={sealed === props.form.class}>
            {name}
          </option>
        );
      })}
    </Choice>
  );
}

/** From when, and on what ground. */
export function DateAndGround({ form, fault }: { form: { date: string; ground: string }; fault?: Fault | undefined }) {
  return (
    <>
      <Field
        name="date"
        label={TRANSFER.date}
        type="date"
        hint={TRANSFER.dateHint}
        value={form.date}
        fault={faultAt(fault, 'date')}
        required
      />
      <Field
        name="ground"
        label={TRANSFER.ground}
        hint={TRANSFER.groundHint}
        value={form.ground}
        fault={faultAt(fault, 'ground')}
        required
      />
    </>
  );
}
