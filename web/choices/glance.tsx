import { glance, restLines } from '../../src/texts/choices.ts';
import type { ChildChoices, Choices } from './load.ts';
import { restOf } from './load.ts';

/** What will come how, in one glance: a line for each rhythm. */
export function Glance({ one }: { one: ChildChoices }) {
  return <Lines lines={glance(one.coming, one.kinds)} />;
}

/** The hours and the pause that hold. */
export function RestGlance({ choices }: { choices: Choices }) {
  const { quiet = choices.rules.quietHours, pausedUntil } = restOf(choices);
  const rest = { ...(quiet.from !== quiet.to && { quiet }), ...(pausedUntil && { pausedUntil }) };
  return <Lines lines={restLines(rest)} />;
}

function Lines({ lines }: { lines: { label: string; text: string }[] }) {
  return (
    <dl class="glance">
      {lines.map(({ label, text }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
