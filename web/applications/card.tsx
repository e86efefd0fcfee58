import { goesToPaper, REFUSAL_GROUNDS } from '../../src/access/applications/application.ts';
import { holds } from '../../src/access/applications/decide.ts';
import { type ApplicationView, stateOf } from '../../src/access/applications/read.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { GROUNDS, KINDS, STATES } from '../../src/texts/applications.ts';
import { wayWords } from '../../src/texts/paper-ways.ts';
import { fullDate } from '../../src/texts/russian/dates.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { decisionLine, CARD as SAY } from '../../src/texts/web/applications.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { applicantOf, childOf, decisionLines, type Now, termOf } from './words.ts';

interface CardProps {
  one: ApplicationView;
  now: Now;
  csrf: string;
  /** of the refusal, where there is one */
  refusal: string;
  fault?: string | undefined;
  filled?: Partial<Record<string, string>> | undefined;
}

/** One application: what it says, what became of it, what may be done. */
export function Card({ one, now, csrf, refusal, fault, filled }: CardProps) {
  const state = stateOf(one);
  return (
    <>
      <Facts one={one} now={now} />
      {state === 'refused' && (
        <p>
          <a class="button" href={refusal}>
            {SAY.refusalPdf}
          </a>
        </p>
      )}
      <Alert text={fault} />
      {state === 'pending' && <Grant one={one} csrf={csrf} />}
      {state === 'pending' && <Refuse one={one} csrf={csrf} filled={filled} />}
      {state !== 'withdrawn' && <Withdraw one={one} csrf={csrf} filled={filled} />}
    </>
  );
}

function Facts({ one, now }: { one: ApplicationView; now: Now }) {
  const recorded = [schoolDate(one.recordedAt, now.zone), schoolTime(one.recordedAt, now.zone)] as const;
  const lines: [string, string][] = [
    [SAY.kind, KINDS[one.kind]],
    [SAY.applicant, `${applicantOf(one)}${one.rights === 'full' ? '' : ` (${SAY.notGuardian})`}`],
    [SAY.child, childOf(one)],
    [SAY.date, fullDate(one.date)],
    [SAY.recorded, decisionLine('', ...recorded, shortName(one.recordedBy)).trim()],
    [SAY.way, goesToPaper(one.kind) && one.way ? wayWords(one.way, one.proxyName) : ''],
    [SAY.notices, one.kind === 'paper' ? (one.keepsNotices ? SAY.noticesKept : SAY.noticesEnded) : ''],
    [SAY.term, termOf(one, now)],
    [SAY.state, one.decisions.length === 0 ? STATES.pending : ''],
  ];
  return (
    <section class="card">
      <dl class="glance">
        {lines
          .filter(([, text]) => text !== '')
          .map(([label, text]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        {decisionLines(one, now).map((line) => (
          <div key={line}>
            <dt>{SAY.state}</dt>
            <dd>{line}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Grant({ one, csrf }: { one: ApplicationView; csrf: string }) {
  const access = one.kind === 'access';
  return (
    <form method="post" class="card">
      <Csrf token={csrf} />
      {access && !one.consent && (
        <label>
          <input type="checkbox" name="consent" required />
          {SAY.consent}
        </label>
      )}
      {access && <p>{SAY.accessOnce}</p>}
      <button type="submit" name="part" value="grant">
        {access ? SAY.grantAccess : SAY.grant}
      </button>
    </form>
  );
}

type Filled = CardProps['filled'];

function Refuse({ one, csrf, filled }: { one: ApplicationView; csrf: string; filled: Filled }) {
  return (
    <details class="history" open={filled?.part === 'refuse'}>
      <summary>{SAY.refuseTitle}</summary>
      <form method="post" class="card" aria-label={SAY.refuseTitle}>
        <Csrf token={csrf} />
        <fieldset>
          <legend>{SAY.reason}</legend>
          {REFUSAL_GROUNDS.filter((ground) => holds(one, ground)).map((ground) => (
            <label key={ground}>
              <input type="radio" name="ground" value={ground} checked={filled?.ground === ground} required />
              {GROUNDS[ground]}
            </label>
          ))}
          <p class="muted">{SAY.refuseLead}</p>
        </fieldset>
        <label>
          {SAY.note}
          <input name="note" value={filled?.part === 'refuse' ? filled.note : ''} maxLength={200} />
        </label>
        <button type="submit" name="part" value="refuse" class="outline">
          {SAY.refuse}
        </button>
      </form>
    </details>
  );
}

function Withdraw({ one, csrf, filled }: { one: ApplicationView; csrf: string; filled: Filled }) {
  return (
    <details class="history" open={filled?.part === 'withdraw'}>
      <summary>{SAY.withdrawTitle}</summary>
      <form method="post" class="card" aria-label={SAY.withdrawTitle}>
        <Csrf token={csrf} />
        <p>
          {SAY.withdrawLead} {one.kind === 'consentWithdrawal' && SAY.withdrawConsent}
          {one.kind === 'choices' && SAY.withdrawChoices}
        </p>
        <label>
          {SAY.why}
          <input name="note" value={filled?.part === 'withdraw' ? filled.note : ''} maxLength={200} required />
        </label>
        <button type="submit" name="part" value="withdraw" class="outline">
          {SAY.withdraw}
        </button>
      </form>
    </details>
  );
}
