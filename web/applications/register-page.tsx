import { APPLICATION_STATES } from '../../src/access/applications/application.ts';
import { type ApplicationView, stateOf } from '../../src/access/applications/read.ts';
import type { ApplicationKind } from '../../src/platform/database/generated/enums.ts';
import { KINDS, numberWords, STATES } from '../../src/texts/applications.ts';
import { FORM_KINDS } from '../../src/texts/letters/application-form.ts';
import { fullDate } from '../../src/texts/russian/dates.ts';
import { REGISTER_PAGE as SAY } from '../../src/texts/web/applications.ts';
import { applicationPath } from './open.ts';
import { applicantOf, childOf, decisionLines, type Now, termOf } from './words.ts';

export interface Choice {
  value: string;
  text: string;
}

interface RegisterProps {
  all: ApplicationView[];
  now: Now;
  secret: string;
  filter: Partial<Record<'year' | 'class' | 'kind' | 'state', string>>;
  years: Choice[];
  classes: Choice[];
  /** of the same filter, as PDF and as a table */
  files: { pdf: string; csv: string };
}

/** The filters, the list, and the same on paper. */
export function Register({ all, now, secret, filter, years, classes, files }: RegisterProps) {
  const kinds = Object.entries(KINDS).map(([value, text]) => ({ value, text }));
  const states = APPLICATION_STATES.map((value) => ({ value, text: STATES[value] }));
  return (
    <>
      <form method="get" action="/desk/applications" class="card filters">
        <div class="kinds">
          {years.length > 1 && <Select name="year" label={SAY.year} options={years} chosen={filter.year} />}
          <Select name="class" label={SAY.class} options={classes} chosen={filter.class} />
          <Select name="kind" label={SAY.kind} options={kinds} chosen={filter.kind} />
          <Select name="state" label={SAY.state} options={states} chosen={filter.state} />
        </div>
        <button type="submit" class="outline">
          {SAY.show}
        </button>
      </form>
      <Applications all={all} now={now} secret={secret} />
      <p class="papers">
        <a href={files.pdf}>{SAY.pdf}</a> <a href={files.csv}>{SAY.csv}</a>
      </p>
    </>
  );
}

function Select(props: { name: string; label: string; options: Choice[]; chosen: string | undefined }) {
  const { name, label, options, chosen } = props;
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{SAY.all}</option>
        {options.map(({ value, text }) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Applications as a list that reads well on a telephone too. */
export function Applications({ all, now, secret }: { all: ApplicationView[]; now: Now; secret: string }) {
  if (all.length === 0) return <p class="muted">{SAY.none}</p>;
  return (
    <ul class="applications">
      {all.map((one) => (
        <li key={one.id}>
          <a href={applicationPath(secret, one.id)}>
            {numberWords(one)}, {fullDate(one.date)}
          </a>{' '}
          <mark class={stateOf(one) === 'pending' ? '' : 'plain'}>{STATES[stateOf(one)]}</mark>
          <span>{KINDS[one.kind as ApplicationKind]}</span>
          <span>
            {applicantOf(one)} · {childOf(one)}
            {!one.child && ` (${SAY.notPupil})`}
          </span>
          <Term text={termOf(one, now)} />
          {decisionLines(one, now)
            .slice(-1)
            .map((line) => (
              <small key={line}>{line}</small>
            ))}
        </li>
      ))}
    </ul>
  );
}

function Term({ text }: { text: string }) {
  return text ? <strong>{text}</strong> : null;
}

/** Links to the forms. @param href of one kind */
export function FormLinks({ href }: { href: (kind: (typeof FORM_KINDS)[number]) => string }) {
  return (
    <ul>
      {FORM_KINDS.map((kind) => (
        <li key={kind}>
          <a href={href(kind)}>{KINDS[kind]} (PDF)</a>
        </li>
      ))}
    </ul>
  );
}
