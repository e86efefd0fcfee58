import { sealId } from '../../src/access/public-ids.ts';
import type { Roster, RosterClass } from '../../src/journal/roster.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { TRANSFER, TRANSFER_FAULTS } from '../../src/texts/web/transfer.ts';
import type { Frame } from '../page.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { ClassChoice, DateAndGround, type Fault, faultAt } from './transfer-fields.tsx';
import type { TransferForm } from './transfer-form.ts';

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
      {props.notice && <output class="saved">{props.notice}</output>}
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
        <DateAndGround form={form} fault={fault} />
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
