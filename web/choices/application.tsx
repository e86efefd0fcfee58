import type { ChildGuardian } from '../../src/access/choice-view.ts';
import { DESK_CHOICES, SETTINGS } from '../../src/texts/web/settings.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { ChildFields, type Filled, RestFields } from './fields.tsx';
import type { ChildChoices, Choices } from './load.ts';

interface ApplicationFormProps {
  guardian: ChildGuardian;
  one: ChildChoices;
  choices: Choices;
  csrf: string;
  /** the sealed guardian */
  sealed: string;
  fault: string | undefined;
  filled: Filled;
}

/** The form of one written application: its number and date, and all that the guardian may choose. */
export function ApplicationForm(props: ApplicationFormProps) {
  const { guardian, one, choices, csrf, sealed, fault, filled } = props;
  return (
    <form method="post" class="card">
      <Alert text={fault} />
      <Csrf token={csrf} />
      <input type="hidden" name="guardian" value={sealed} />
      <fieldset>
        <legend>{DESK_CHOICES.ground}</legend>
        <div class="hours">
          <label>
            {DESK_CHOICES.number}
            <input name="number" value={filled?.number ?? ''} required maxLength={20} aria-describedby="number-hint" />
          </label>
          <label>
            {DESK_CHOICES.date}
            <input name="date" type="date" max={choices.today} value={filled?.date ?? choices.today} required />
          </label>
        </div>
        <p class="muted" id="number-hint">
          {DESK_CHOICES.numberHint}
        </p>
      </fieldset>
      <ConsentFields chosen={filled?.consent ?? (guardian.consent ? 'given' : 'none')} />
      <ChildFields one={one} choices={choices} id="a" filled={filled} desk />
      <RestFields choices={choices} filled={filled} />
      <label class="apart">
        <input type="checkbox" name="links" checked={filled?.links === 'on'} />
        {DESK_CHOICES.links}
      </label>
      <button type="submit">{SETTINGS.save}</button>
    </form>
  );
}

function ConsentFields({ chosen }: { chosen: string }) {
  const radio = (value: string, label: string) => (
    <label>
      <input type="radio" name="consent" value={value} checked={value === chosen} required />
      {label}
    </label>
  );
  return (
    <fieldset>
      <legend>{DESK_CHOICES.consentLegend}</legend>
      {radio('given', DESK_CHOICES.consentGiven)}
      {radio('none', DESK_CHOICES.consentWithdrawn)}
      <p class="muted">{DESK_CHOICES.consentNote}</p>
    </fieldset>
  );
}
