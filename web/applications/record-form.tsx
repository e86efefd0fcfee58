import { APPLICATION_KINDS, PAPER_WAYS } from '../../src/access/applications/application.ts';
import type { ChildGuardian } from '../../src/access/choice-view.ts';
import { KINDS } from '../../src/texts/applications.ts';
import { WAYS } from '../../src/texts/paper-ways.ts';
import { RECORD_PAGE as SAY } from '../../src/texts/web/applications.ts';
import { Alert, Csrf } from '../views/form.tsx';

interface RecordFormProps {
  csrf: string;
  today: string;
  /** of the child, sealed id beside; absent: a child who is no pupil */
  guardians?: { sealed: string; guardian: ChildGuardian }[];
  fault?: string | undefined;
  filled?: Partial<Record<string, string>> | undefined;
}

/** What stands on a written application. */
export function RecordForm({ csrf, today, guardians, fault, filled }: RecordFormProps) {
  return (
    <form method="post" class="card">
      <Alert text={fault} />
      <Csrf token={csrf} />
      <fieldset>
        <legend>{SAY.about}</legend>
        <div class="hours">
          <label>
            {SAY.date}
            <input name="date" type="date" max={today} value={filled?.date ?? today} required />
          </label>
          <label>
            {SAY.number}
            <input name="number" value={filled?.number ?? ''} maxLength={20} aria-describedby="number-hint" />
          </label>
        </div>
        <p class="muted" id="number-hint">
          {SAY.numberHint}
        </p>
      </fieldset>
      <Kinds chosen={filled?.kind ?? 'paper'} />
      {guardians ? <Applicants guardians={guardians} filled={filled} /> : <OtherPeople filled={filled} />}
      {guardians && <Paper filled={filled} />}
      <button type="submit">{SAY.submit}</button>
    </form>
  );
}

type Filled = RecordFormProps['filled'];

function Kinds({ chosen }: { chosen: string }) {
  return (
    <fieldset>
      <legend>{SAY.kind}</legend>
      {APPLICATION_KINDS.map((kind) => (
        <label key={kind}>
          <input type="radio" name="kind" value={kind} checked={kind === chosen} required />
          {KINDS[kind]}
        </label>
      ))}
    </fieldset>
  );
}

function Applicants({ guardians, filled }: { guardians: NonNullable<RecordFormProps['guardians']>; filled: Filled }) {
  return (
    <fieldset>
      <legend>{SAY.applicant}</legend>
      {guardians.map(({ sealed, guardian }) => (
        <label key={sealed}>
          <input type="radio" name="applicant" value={sealed} checked={filled?.applicant === sealed} required />
          <span>
            {[guardian.last, guardian.first, guardian.patronymic].filter(Boolean).join(' ')}
            <small>{guardianNote(guardian)}</small>
          </span>
        </label>
      ))}
      <label>
        <input type="radio" name="applicant" value="other" checked={filled?.applicant === 'other'} required />
        {SAY.other}
      </label>
      <label>
        {SAY.otherName}
        <input name="name" value={filled?.name ?? ''} maxLength={200} aria-describedby="name-hint" />
      </label>
      <p class="muted" id="name-hint">
        {SAY.otherHint}
      </p>
    </fieldset>
  );
}

function guardianNote({ relation, rights, consent }: ChildGuardian): string {
  const notes = [relation ?? '', rights === 'paper' ? SAY.paperRights : consent ? '' : SAY.noConsent];
  return notes.filter(Boolean).join(', ');
}

/** Neither applicant nor child is known by the school. */
function OtherPeople({ filled }: { filled: Filled }) {
  return (
    <fieldset>
      <legend>{SAY.applicant}</legend>
      <label>
        {SAY.otherName}
        <input name="name" value={filled?.name ?? ''} maxLength={200} required />
      </label>
      <label>
        {SAY.student}
        <input name="student" value={filled?.student ?? ''} maxLength={200} required aria-describedby="student-hint" />
      </label>
      <p class="muted" id="student-hint">
        {SAY.studentHint}
      </p>
    </fieldset>
  );
}

function Paper({ filled }: { filled: Filled }) {
  const chosen = filled?.way ?? 'person';
  return (
    <fieldset>
      <legend>{SAY.paper}</legend>
      {PAPER_WAYS.map((way) => (
        <label key={way}>
          <input type="radio" name="way" value={way} checked={way === chosen} />
          {WAYS[way]}
        </label>
      ))}
      <label>
        {SAY.proxy}
        <input name="proxy" value={filled?.proxy ?? ''} maxLength={200} />
      </label>
      <label>
        <input type="checkbox" name="notices" checked={filled ? filled.notices === 'on' : true} />
        {SAY.notices}
      </label>
    </fieldset>
  );
}
