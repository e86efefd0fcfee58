import type { BotSeen } from '../../src/oversight/bot-troubles.ts';
import type { Finding } from '../../src/oversight/doctor/check.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { clockTime, fullDate } from '../../src/texts/russian/dates.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { BACKUPS, HEALTH, TEST } from '../../src/texts/web/care.ts';
import type { Frame } from '../page.ts';
import { Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';
import { BotTroubles } from './bots.tsx';

/** What doctor says, what asks for a person first. */
export function HealthPage({
  frame,
  findings,
  bots,
}: {
  frame: Frame;
  findings: Finding[] | null;
  /** shown before doctor is asked: what it says of them is among its findings */
  bots: BotSeen[];
}) {
  const faults = findings?.filter(({ ok }) => !ok) ?? [];
  const well = findings?.filter(({ ok }) => ok) ?? [];
  return (
    <Layout title={HEALTH.title} frame={frame}>
      <h1>{HEALTH.title}</h1>
      <p>{HEALTH.lead}</p>
      {!findings && <BotTroubles bots={bots} />}
      {findings && <p role="status">{faults.length === 0 ? HEALTH.fine : HEALTH.faults(faults.length)}</p>}
      <Verdicts title={HEALTH.attention} findings={faults} />
      <Verdicts title={HEALTH.well} findings={well} />
      <form method="post" action="/desk/health">
        <Csrf token={frame.csrf} />
        <button type="submit">{HEALTH.check}</button>
      </form>
      <ToDesk />
    </Layout>
  );
}

function Verdicts({ title, findings }: { title: string; findings: Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <section class="card">
      <h2>{title}</h2>
      <ul>
        {findings.map(({ part, text }) => (
          <li key={`${part} ${text}`} class="written">
            {capital(text)}
          </li>
        ))}
      </ul>
    </section>
  );
}

export interface TestForm {
  where?: 'parents' | 'teachers' | 'email' | undefined;
  address: string;
}

interface TestProps {
  frame: Frame;
  chats: { parents: string | null; teachers: string | null };
  form: TestForm;
  result?: string | undefined;
  fault?: { field: 'where' | 'address'; text: string } | undefined;
}

export function TestPage({ frame, chats, form, result, fault }: TestProps) {
  const ways = [
    ...(['parents', 'teachers'] as const).filter((bot) => chats[bot] !== null).map((bot) => [bot, TEST[bot]] as const),
    ['email', TEST.email] as const,
  ];
  const wrong = fault?.field === 'where' ? fault.text : undefined;
  return (
    <Layout title={TEST.title} frame={frame}>
      <h1>{TEST.title}</h1>
      {result && <output class="saved">{result}</output>}
      <p>{TEST.lead}</p>
      <form method="post" action="/desk/send-test" class="card">
        <Csrf token={frame.csrf} />
        <fieldset aria-describedby={wrong ? 'where-fault' : undefined}>
          <legend>{TEST.where}</legend>
          {ways.map(([value, label]) => (
            <label key={value}>
              <input type="radio" name="where" value={value} checked={form.where === value} required />
              {label}
            </label>
          ))}
          {wrong && (
            <p id="where-fault" class="fault">
              {wrong}
            </p>
          )}
          {!chats.parents && !chats.teachers && <small>{TEST.noChat}</small>}
        </fieldset>
        <Field
          name="address"
          label={TEST.address}
          type="email"
          value={form.address}
          autocomplete="email"
          fault={fault?.field === 'address' ? fault.text : undefined}
        />
        <button type="submit">{TEST.send}</button>
      </form>
      <ToDesk />
    </Layout>
  );
}

interface BackupsProps {
  frame: Frame;
  copies: { at: Date; by: { last: string; first: string; patronymic: string } | null }[];
  zone: string;
  /** ms since the last; null: there was none */
  age: number | null;
  fresh: boolean;
}

export function BackupsPage({ frame, copies, zone, age, fresh }: BackupsProps) {
  const [last] = copies;
  return (
    <Layout title={BACKUPS.title} frame={frame}>
      <h1>{BACKUPS.title}</h1>
      <p>{BACKUPS.lead}</p>
      <p role={fresh ? 'status' : 'alert'}>
        {last && age !== null
          ? `${BACKUPS.last(schoolDate(last.at, zone), schoolTime(last.at, zone), Math.floor(age / 86_400_000))} ${fresh ? BACKUPS.fresh : BACKUPS.old}`
          : BACKUPS.none}
      </p>
      <form method="post" action="/desk/backups" class="card">
        <Csrf token={frame.csrf} />
        <p>{BACKUPS.makeLead}</p>
        <button type="submit">{BACKUPS.make}</button>
      </form>
      {copies.length > 0 && (
        <section>
          <h2>{BACKUPS.list}</h2>
          <ul>
            {copies.map(({ at, by }) => (
              <li key={at.toISOString()}>
                {fullDate(schoolDate(at, zone))}, {clockTime(schoolTime(at, zone))},{' '}
                {by ? shortName(by) : BACKUPS.byCommand}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        {BACKUPS.restore} <code>{BACKUPS.restoreCommand}</code>
      </p>
      <ToDesk />
    </Layout>
  );
}
