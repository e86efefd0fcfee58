import type { ComponentChildren } from 'preact';
import { sealId } from '../../src/access/public-ids.ts';
import { RELATIONS } from '../../src/connectors/school-file/schema.ts';
import type { Refused } from '../../src/connectors/school-file/transfer/deed.ts';
import type { Roster, RosterClass } from '../../src/journal/roster.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { ENTER, TRANSFER, TRANSFER_FAULTS } from '../../src/texts/web/transfer.ts';
import type { Frame } from '../page.ts';
import { Alert, Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { type EnterForm, NTH, type TransferForm } from './transfer-form.ts';

/** What is wrong with a form, where. */
export type Fault = Pick<Refused, 'field'> & { code: string };

const faultAt = (fault: Fault | undefined, field: string) =>
  fault?.field === field ? TRANSFER_FAULTS[fault.code] : undefined;

interface TransferProps {
  frame: Frame;
  name: string;
  classes: RosterClass[];
  action: string;
  back: string;
  form: TransferForm;
  fault?: Fault | undefined;
  notice?: string | undefined;
  /** the last word of the desk on this pupil */
  last: { line: string; undoable: boolean } | null;
}

/** A pupil goes to another class or leaves. */
export function TransferPage(props: TransferProps) {
  const { frame, form, fault, last } = props;
  return (
    <Layout title={TRANSFER.title} frame={frame}>
      <h1>
        {TRANSFER.title}
        <small>{props.name}</small>
      </h1>
      {props.notice && <p role="status">{props.notice}</p>}
      <Alert
        text={fault && (fault.field === 'person' || fault.field === 'undo') ? TRANSFER_FAULTS[fault.code] : undefined}
      />
      {last && (
        <section class="card">
          <h2>{TRANSFER.history}</h2>
          <p>{last.line}</p>
          {last.undoable && (
            <form method="post" action={props.action}>
              <Csrf token={frame.csrf} />
              <button type="submit" name="undo" value="1" class="outline">
                {TRANSFER.undo}
              </button>
            </form>
          )}
        </section>
      )}
      <form method="post" action={props.action} class="card">
        <Csrf token={frame.csrf} />
        <fieldset aria-describedby={fault?.field === 'what' ? 'what-fault' : undefined}>
          <legend>{TRANSFER.what}</legend>
          {(['move', 'leave'] as const).map((what) => (
            <label key={what}>
              <input type="radio" name="what" value={what} checked={form.what === what} required />
              {TRANSFER[what]}
            </label>
          ))}
          {fault?.field === 'what' && (
            <p id="what-fault" class="fault">
              {TRANSFER_FAULTS.what}
            </p>
          )}
        </fieldset>
        <ClassChoice {...props} />
        <Common form={form} fault={fault} />
        <button type="submit" name="step" value="preview">
          {TRANSFER.look}
        </button>
      </form>
      <p>
        <a href={props.back}>{TRANSFER.toPerson}</a>
      </p>
    </Layout>
  );
}

function ClassChoice(props: {
  frame: Frame;
  classes: RosterClass[];
  form: { class: string };
  fault?: Fault | undefined;
}) {
  const fault = faultAt(props.fault, 'class');
  const { secret } = props.frame.visit!.school;
  return (
    <div class="field">
      <label for="class">{TRANSFER.class}</label>
      <select
        id="class"
        name="class"
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={fault ? 'class-fault' : undefined}
      >
        <option value="">{TRANSFER.choose}</option>
        {props.classes.map(({ id, name }) => {
          const sealed = sealId(secret, 'class', String(id));
          return (
            <option key={id} value={sealed} selected={sealed === props.form.class}>
              {name}
            </option>
          );
        })}
      </select>
      {fault && (
        <p id="class-fault" class="fault">
          {fault}
        </p>
      )}
    </div>
  );
}

function Common({ form, fault }: { form: { date: string; ground: string }; fault?: Fault | undefined }) {
  return (
    <>
      <DateField
        name="date"
        label={TRANSFER.date}
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

interface DateProps {
  name: string;
  label: string;
  hint: string;
  value: string;
  fault: string | undefined;
  required?: boolean;
}

function DateField({ name, label, hint, value, fault, required }: DateProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="date"
        value={value}
        required={required}
        aria-describedby={fault ? `${name}-hint ${name}-fault` : `${name}-hint`}
        aria-invalid={fault ? 'true' : undefined}
      />
      {fault && (
        <p id={`${name}-fault`} class="fault">
          {fault}
        </p>
      )}
      <small id={`${name}-hint`}>{hint}</small>
    </div>
  );
}

interface PreviewProps {
  frame: Frame;
  title: string;
  action: string;
  lines: string[];
  roster: Roster;
  /** the class that the pupil comes to */
  to: RosterClass | null;
  kept: Record<string, string | string[] | undefined>;
  fault?: Fault | undefined;
}

/** What a transfer will do, and which groups of the new class the pupil joins. */
export function TransferPreviewPage({ frame, title, action, lines, roster, to, kept, fault }: PreviewProps) {
  const { secret } = frame.visit!.school;
  const groups = to?.courses.filter(({ grouped, endedAt }) => grouped && endedAt === null) ?? [];
  const chosen = [kept.group].flat();
  return (
    <Layout title={TRANSFER.previewTitle} frame={frame}>
      <h1>
        {TRANSFER.previewTitle}
        <small>{title}</small>
      </h1>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <form method="post" action={action} class="confirm">
        <Csrf token={frame.csrf} />
        {Object.entries(kept).map(([name, value]) =>
          typeof value === 'string' && value !== '' ? (
            <input key={name} type="hidden" name={name} value={value} />
          ) : null,
        )}
        {groups.length > 0 && (
          <fieldset>
            <legend>{TRANSFER.groups}</legend>
            <Alert text={faultAt(fault, 'group')} />
            <p>{TRANSFER.groupsLead}</p>
            {groups.map(({ id, subject, teacherId }) => {
              const sealed = sealId(secret, 'course', String(id));
              const teacher = roster.staff.get(teacherId);
              return (
                <label key={id}>
                  <input type="checkbox" name="group" value={sealed} checked={chosen.includes(sealed)} />
                  {[subject.name, teacher ? shortName(teacher) : ''].filter(Boolean).join(', ')}
                </label>
              );
            })}
          </fieldset>
        )}
        <button type="submit" name="step" value="save">
          {TRANSFER.save}
        </button>
        <button type="submit" name="step" value="edit" class="outline">
          {TRANSFER.back}
        </button>
      </form>
    </Layout>
  );
}

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
        <Common form={form} fault={fault} />
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
      <DateField
        name={`consent-${nth}`}
        label={ENTER.consent}
        hint={ENTER.consentHint}
        value={form[`consent-${nth}`]}
        fault={faultAt(fault, `consent-${nth}`)}
      />
    </fieldset>
  );
}

function Choice(props: { name: string; label: string; fault: string | undefined; children: ComponentChildren }) {
  const { name, label, fault } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select
        id={name}
        name={name}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={fault ? `${name}-fault` : undefined}
      >
        {props.children}
      </select>
      {fault && (
        <p id={`${name}-fault`} class="fault">
          {fault}
        </p>
      )}
    </div>
  );
}
