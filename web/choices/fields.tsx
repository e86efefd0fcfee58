import { allowedRhythms, type ChoiceKind, ORDERS } from '../../src/access/choice-rules.ts';
import { choiceOrder, ruleNote } from '../../src/texts/choices.ts';
import { KIND_NAMES } from '../../src/texts/russian/rhythms.ts';
import { DESK_CHOICES, REST, SETTINGS, schoolHours } from '../../src/texts/web/settings.ts';
import { orderKey } from './forms.ts';
import { type ChildChoices, type Choices, restOf } from './load.ts';

/** What was filled in and refused, by field; absent: the form as it stands. */
export type Filled = Partial<Record<string, string>> | undefined;

interface ChildFieldsProps {
  one: ChildChoices;
  choices: Choices;
  /** tells the controls of several forms apart */
  id: string;
  filled: Filled;
  /** staff fill it in: a chat may be chosen before it is linked */
  desk?: boolean;
}

/** Where, on paper too, and each kind: everything that is chosen for one child. */
export function ChildFields({ one, choices, id, filled, desk = false }: ChildFieldsProps) {
  const chosen = filled?.order ?? orderKey(one.coming.order);
  const has = (channel: string) => choices.addresses.some((address) => address.channel === channel);
  const offered = (channel: string) =>
    channel === 'paper' ||
    has(channel) ||
    (one.coming.order as string[]).includes(channel) ||
    (desk && channel === 'telegram');
  const orders = ORDERS.filter((order) => order.every(offered) || orderKey(order) === chosen);
  return (
    <>
      <fieldset>
        <legend>{SETTINGS.where}</legend>
        {orders.map((order) => (
          <label key={orderKey(order)}>
            <input type="radio" name="order" value={orderKey(order)} checked={orderKey(order) === chosen} required />
            {choiceOrder(order)}
          </label>
        ))}
        <Hints choices={choices} desk={desk} />
        <label class="apart">
          <input type="checkbox" name="paper" checked={filled ? filled.paper === 'on' : one.coming.paperToo} />
          {SETTINGS.paperToo}
        </label>
      </fieldset>
      {one.coming.by !== 'paper' && (
        <fieldset>
          <legend>{SETTINGS.when}</legend>
          <div class="kinds">
            {one.kinds.map((kind) => (
              <KindField key={kind} kind={kind} one={one} choices={choices} id={id} filled={filled} />
            ))}
          </div>
          <p class="muted">{SETTINGS.whenNote}</p>
        </fieldset>
      )}
    </>
  );
}

/** What is known of where somebody can be reached. */
function Hints({ choices, desk }: { choices: Choices; desk: boolean }) {
  const find = (channel: string) => choices.addresses.find((address) => address.channel === channel);
  const [chat, mailbox] = [find('telegram'), find('email')];
  const said = [
    chat ? (chat.works ? '' : SETTINGS.chatBroken) : desk ? DESK_CHOICES.deskNoChat : SETTINGS.noChat,
    mailbox
      ? `${SETTINGS.mailbox}: ${mailbox.address}. ${mailbox.works ? '' : SETTINGS.mailBroken}`
      : desk
        ? DESK_CHOICES.deskNoMail
        : SETTINGS.noEmail,
    SETTINGS.whereNote,
  ];
  return <p class="muted">{said.filter(Boolean).join(' ')}</p>;
}

function KindField({ kind, one, choices, id, filled }: Omit<ChildFieldsProps, 'desk'> & { kind: ChoiceKind }) {
  const note = ruleNote(kind, choices.rules);
  const chosen = filled?.[kind] ?? one.coming.rhythms[kind];
  const name = `${id}-${kind}`;
  return (
    <div class="kind">
      <label for={name}>{KIND_NAMES[kind]}</label>
      <select id={name} name={kind} aria-describedby={note ? `${name}-note` : undefined}>
        {allowedRhythms(kind, choices.rules).map((each) => (
          <option key={each} value={each} selected={each === chosen}>
            {kind === 'absence' && each === 'now' ? SETTINGS.nowAbsence : SETTINGS.rhythms[each]}
          </option>
        ))}
      </select>
      {note && <small id={`${name}-note`}>{note}</small>}
    </div>
  );
}

/** Quiet hours of one's own and a pause. */
export function RestFields({ choices, filled }: { choices: Choices; filled: Filled }) {
  const { quiet, pausedUntil } = restOf(choices);
  const own = quiet && quiet.from !== quiet.to ? quiet : { from: '22:00', to: '07:00' };
  const chosen = filled?.quiet ?? (quiet ? (quiet.from === quiet.to ? 'none' : 'own') : 'school');
  const radio = (value: string, label: string) => (
    <label>
      <input type="radio" name="quiet" value={value} checked={value === chosen} required />
      {label}
    </label>
  );
  return (
    <>
      <fieldset>
        <legend>{REST.quiet}</legend>
        {radio('school', schoolHours(choices.rules.quietHours))}
        {radio('none', REST.none)}
        {radio('own', REST.own)}
        <div class="hours">
          <label>
            {REST.from}
            <input type="time" name="from" value={filled?.from ?? own.from} />
          </label>
          <label>
            {REST.to}
            <input type="time" name="to" value={filled?.to ?? own.to} />
          </label>
        </div>
        <p class="muted">{REST.quietNote}</p>
      </fieldset>
      <div class="field">
        <label for="until">{REST.pause}</label>
        <input
          id="until"
          name="until"
          type="date"
          min={choices.today}
          value={filled?.until ?? pausedUntil ?? ''}
          aria-describedby="until-note"
        />
        <small id="until-note">{REST.pauseNote}</small>
      </div>
    </>
  );
}
