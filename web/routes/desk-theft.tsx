import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type AccountHolder, mayTend } from '../../src/access/account-list.ts';
import { audit } from '../../src/access/audit.ts';
import { previewTheft, type TheftView, voidTheft } from '../../src/access/void-theft.ts';
import { instantOf, schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { deviceWords } from '../../src/texts/device.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { sessionTimes } from '../../src/texts/web/account.ts';
import { moment } from '../../src/texts/web/settings.ts';
import { CHANNELS, deedWords, entriesCount, THEFT as SAY, sourceWords } from '../../src/texts/web/thefts.ts';
import { fullName, holderAsked, holderPath, reportPath } from '../accounts/holder-asked.ts';
import { VoidedChoices, VoidedWrites } from '../accounts/void-list.tsx';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const when = z.object({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
});
const texts = z.union([z.string().max(300), z.array(z.string().max(300)).max(100)]).transform((one) => [one].flat());
const form = when.extend({
  /** every source that the preview showed, and those that are to be void */
  shown: texts.default([]),
  source: texts.default([]),
  contacts: z.literal('all').optional(),
});

interface Shown {
  holder: AccountHolder;
  day: string;
  time: string;
  preview: TheftView | null;
  fault?: string | undefined;
}

/**
 * `/desk/account/theft?person=…`: since when an account was in strange hands, what will be void, and doing it (К-Р 4; К-И 4.7).
 * The moment is school-local.
 */
export function deskTheftRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'keepAccounts', of: 'school' } } as const;
  const { db, clock } = deps;

  const asked = async (request: FastifyRequest) => {
    const holder = await holderAsked(deps, request);
    if (!mayTend(request.visit!.actor, holder)) throw new HttpError(403, 'not-yours');
    return holder;
  };

  const show = async (request: FastifyRequest, reply: FastifyReply, { holder, day, time, preview, fault }: Shown) => {
    const { school } = request.visit!;
    const frame = await frameOf(deps, request, reply);
    const nameOf = (personId: string) => {
      const name = preview?.names[personId];
      return name ? shortName(name) : '';
    };
    return sendPage(
      reply,
      <Layout title={SAY.title} frame={frame}>
        <h1>
          {SAY.title}
          <small>{fullName(holder)}</small>
        </h1>
        <p>{SAY.lead}</p>
        <Alert text={fault} />
        <form method="get" class="card">
          <input type="hidden" name="person" value={(request.query as { person: string }).person} />
          <div class="hours">
            <label>
              {SAY.day}
              <input type="date" name="day" value={day} max={school.today} required />
            </label>
            <label>
              {SAY.time}
              <input type="time" name="time" value={time} required />
            </label>
          </div>
          <button type="submit" class={preview ? 'outline' : undefined}>
            {SAY.show}
          </button>
        </form>
        {preview && (
          <form method="post">
            <Csrf token={frame.csrf} />
            <input type="hidden" name="day" value={day} />
            <input type="hidden" name="time" value={time} />
            <Preview preview={preview} nameOf={nameOf} zone={school.zone} since={moment(day, time)} />
            <p class="muted">{SAY.confirmNote}</p>
            <button type="submit">{SAY.confirm}</button>
          </form>
        )}
        <p>
          <a href={holderPath('/desk/account', school.secret, holder.personId)}>{SAY.toAccount}</a>
        </p>
      </Layout>,
      fault ? 422 : 200,
    );
  };

  app.get('/desk/account/theft', { config }, async (request, reply) => {
    const holder = await asked(request);
    const { actor, school } = request.visit!;
    const told = request.query as { day?: unknown; time?: unknown };
    if (told.day === undefined && told.time === undefined) {
      // the word that waits is the best guess; else today from its beginning
      const at = holder.reportedAt;
      const guess = at
        ? { day: schoolDate(at, school.zone), time: schoolTime(at, school.zone) }
        : { day: school.today, time: '00:00' };
      return show(request, reply, { holder, ...guess, preview: null });
    }
    const parsed = when.safeParse(told);
    const since = parsed.success ? instantOf(parsed.data.day, parsed.data.time, school.zone) : null;
    if (!parsed.success || !since || Number.isNaN(since.getTime()))
      return show(request, reply, {
        holder,
        day: school.today,
        time: '00:00',
        preview: null,
        fault: SAY.faults.moment,
      });
    if (since > clock.now())
      return show(request, reply, { holder, ...parsed.data, preview: null, fault: SAY.faults.future });
    await audit(db, clock, { actorId: actor.staffId!, action: 'readAccounts', object: `person:${holder.personId}` });
    return show(request, reply, { holder, ...parsed.data, preview: await previewTheft(db, clock, { holder, since }) });
  });

  app.post('/desk/account/theft', { config }, async (request, reply) => {
    const holder = await asked(request);
    const { actor, school } = request.visit!;
    const parsed = form.safeParse(request.body);
    const since = parsed.success ? instantOf(parsed.data.day, parsed.data.time, school.zone) : null;
    if (!parsed.success || !since || Number.isNaN(since.getTime()))
      return show(request, reply, {
        holder,
        day: school.today,
        time: '00:00',
        preview: null,
        fault: SAY.faults.moment,
      });
    const { data } = parsed;
    // what was written since the preview counts with the rest, unless a way was left out
    const left = data.shown.filter((source) => !data.source.includes(source));
    const done = await voidTheft(deps, actor, {
      personId: holder.personId,
      since,
      sources: left.length === 0 ? null : data.source,
      allContacts: data.contacts === 'all',
    });
    if (done.ok) return reply.redirect(reportPath(school.secret, done.theftId), 303);
    if (done.code === 'notYours' || done.code === 'unknown') throw new HttpError(403, 'not-yours');
    return show(request, reply, {
      holder,
      day: data.day,
      time: data.time,
      preview: null,
      fault: SAY.faults[done.code],
    });
  });
}

interface PreviewProps {
  preview: TheftView;
  nameOf: (personId: string) => string;
  zone: string;
  since: string;
}

function Preview({ preview, nameOf, zone, since }: PreviewProps) {
  const { sessions, writes, choices, contacts, deeds } = preview;
  const sources = [...new Set(writes.map(({ source }) => source))];
  const at = (instant: Date) => moment(schoolDate(instant, zone), schoolTime(instant, zone));
  const list = { nameOf, zone, done: false };
  return (
    <>
      <h2>{SAY.preview}</h2>
      <p>
        {SAY.since}: <b>{since}</b>
      </p>
      <section class="card">
        <h3>{SAY.doors}</h3>
        <p>{SAY.doorsLead}</p>
        {sessions.length === 0 && <p>{SAY.noSessions}</p>}
        <ul>
          {sessions.map(({ id, agent, createdAt, lastSeenAt }) => (
            <li key={id}>
              {deviceWords(agent)}: {sessionTimes(at(createdAt), at(lastSeenAt))}
            </li>
          ))}
        </ul>
        {contacts.length > 0 && (
          <p>
            {SAY.contacts} {contacts.map(({ channel, bot }) => CHANNELS[`${channel} ${bot}`] ?? channel).join(', ')}.
          </p>
        )}
        <label>
          <input type="checkbox" name="contacts" value="all" />
          <span>
            {SAY.allContacts}
            <small>{SAY.allContactsNote}</small>
          </span>
        </label>
      </section>
      <section class="card">
        <h3>
          {SAY.writes}
          {writes.length > 0 && `: ${entriesCount(writes.length)}`}
        </h3>
        {writes.length === 0 ? <p>{SAY.noWrites}</p> : <p>{SAY.writesLead}</p>}
        {sources.length > 1 && (
          <fieldset>
            <legend>{SAY.sources}</legend>
            <p class="muted">{SAY.sourcesLead}</p>
            {sources.map((source) => (
              <label key={source}>
                <input type="checkbox" name="source" value={source} checked />
                {sourceWords(source)}
              </label>
            ))}
          </fieldset>
        )}
        {sources.length > 1 &&
          sources.map((source) => <input type="hidden" name="shown" value={source} key={source} />)}
        <VoidedWrites writes={writes} {...list} />
      </section>
      <section class="card">
        <h3>{SAY.choices}</h3>
        {choices.length === 0 ? <p>{SAY.noChoices}</p> : <VoidedChoices choices={choices} {...list} />}
      </section>
      {deeds.length > 0 && (
        <section class="card">
          <h3>{SAY.deeds}</h3>
          <p>{SAY.deedsLead}</p>
          <ul>
            {deeds.map((deed) => (
              <li key={deed.action}>{deedWords(deed)}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
