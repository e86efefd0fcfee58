import type { FastifyInstance, FastifyRequest } from 'fastify';
import { audit } from '../../src/access/audit.ts';
import { openId } from '../../src/access/public-ids.ts';
import type { TheftReport } from '../../src/access/void-theft.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { deviceWords } from '../../src/texts/device.ts';
import { sessionTimes } from '../../src/texts/web/account.ts';
import { ACCOUNTS } from '../../src/texts/web/accounts.ts';
import { moment } from '../../src/texts/web/settings.ts';
import { CHANNELS, deedWords, THEFT as SAY } from '../../src/texts/web/thefts.ts';
import { holderPath } from '../accounts/holder-asked.ts';
import { namesOf } from '../accounts/names.ts';
import { VoidedChoices, VoidedWrites } from '../accounts/void-list.tsx';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

/** `/desk/account/report?theft=…`: what was voided, with times and values, to be printed; and the owner's new invitation. */
export function deskTheftReportRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'keepAccounts', of: 'school' } } as const;

  app.get('/desk/account/report', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const theft = await theftAsked(deps, request);
    const report = theft.report as TheftReport | null;
    await audit(deps.db, deps.clock, {
      actorId: actor.staffId!,
      action: 'readTheft',
      object: `account:${theft.accountId}`,
    });
    const personIds = report?.personIds ?? theft.account.people.map(({ personId }) => personId);
    const nameOf = await namesOf(deps, [
      ...personIds,
      theft.reportedById,
      theft.settledById,
      ...(report?.writes ?? []).map(({ studentId }) => studentId),
      ...(report?.choices ?? []).flatMap(({ guardianId, studentId }) => [guardianId, studentId]),
      ...(report?.invitations ?? []).map(({ personId }) => personId),
    ]);
    const at = (instant: Date | string) =>
      moment(schoolDate(new Date(instant), school.zone), schoolTime(new Date(instant), school.zone));
    const frame = await frameOf(deps, request, reply);
    const owner = holderPath('/desk/account', school.secret, personIds[0]!);
    return sendPage(
      reply,
      <Layout title={SAY.report} frame={frame}>
        <h1>
          {SAY.report}
          <small>{personIds.map(nameOf).filter(Boolean).join(', ')}</small>
        </h1>
        <dl class="glance">
          <Row term={SAY.reportedAt} text={[at(theft.reportedAt), nameOf(theft.reportedById)].join(', ')} />
          {theft.since && <Row term={SAY.since} text={at(theft.since)} />}
          {theft.settledAt && <Row term={SAY.voidedAt} text={at(theft.settledAt)} />}
          {theft.settledById && <Row term={SAY.voidedBy} text={nameOf(theft.settledById)} />}
        </dl>
        {report ? <Report report={report} nameOf={nameOf} zone={school.zone} at={at} /> : <p>{SAY.nothingVoided}</p>}
        <p class="on-paper">{SAY.signature}</p>
        <div class="off-paper">
          <p class="muted">{SAY.printHint}</p>
          {theft.account.closedAt ? (
            <form method="post" action={owner} class="card">
              <h2>{SAY.invite}</h2>
              <p>{ACCOUNTS.inviteLead}</p>
              <Csrf token={frame.csrf} />
              <button type="submit" name="part" value="invite">
                {ACCOUNTS.inviteButton}
              </button>
            </form>
          ) : (
            <p>{SAY.opened}</p>
          )}
          <p>
            <a href={owner}>{SAY.toAccount}</a>
          </p>
        </div>
      </Layout>,
    );
  });
}

async function theftAsked(deps: WebDeps, request: FastifyRequest) {
  const sealed = (request.query as { theft?: unknown }).theft;
  const id = typeof sealed === 'string' ? openId(request.visit!.school.secret, 'theft', sealed) : null;
  const found =
    id &&
    (await deps.db.accountTheft.findUnique({
      where: { id: Number(id), settledAt: { not: null } },
      include: { account: { include: { people: true } } },
    }));
  if (!found) throw new HttpError(404, 'no-such-report');
  return found;
}

function Row({ term, text }: { term: string; text: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </div>
  );
}

interface ReportProps {
  report: TheftReport;
  nameOf: (personId: string) => string;
  zone: string;
  at: (instant: string) => string;
}

function Report({ report, nameOf, zone, at }: ReportProps) {
  const { sessions, contacts, allContacts, invitations, links, deeds } = report;
  const dated = <T extends { at: string }>(list: T[]) => list.map((one) => ({ ...one, at: new Date(one.at) }));
  const list = { nameOf, zone, done: true };
  return (
    <>
      <h2>{SAY.doors}</h2>
      <p>{sessions.length === 0 ? SAY.noSessions : `${SAY.sessionsEnded}:`}</p>
      <ul>
        {sessions.map(({ id, agent, createdAt, lastSeenAt }) => (
          <li key={id}>
            {deviceWords(agent)}: {sessionTimes(at(createdAt), at(lastSeenAt))}
          </li>
        ))}
      </ul>
      {allContacts && <p>{SAY.contactsAll}</p>}
      {!allContacts && contacts.length > 0 && (
        <p>
          {SAY.contactsEnded}: {contacts.map(({ channel, bot }) => CHANNELS[`${channel} ${bot}`] ?? channel).join(', ')}
          .
        </p>
      )}
      {links > 0 && (
        <p>
          {SAY.links}: {links}.
        </p>
      )}
      {invitations.length > 0 && (
        <p>
          {SAY.invitations}: {invitations.map(({ personId }) => nameOf(personId)).join(', ')}.
        </p>
      )}
      <h2>{SAY.writes}</h2>
      {report.writes.length === 0 ? (
        <p>{SAY.noWrites}</p>
      ) : (
        <>
          <p>{SAY.again}</p>
          <VoidedWrites writes={dated(report.writes)} {...list} />
        </>
      )}
      <h2>{SAY.choices}</h2>
      {report.choices.length === 0 ? (
        <p>{SAY.noChoices}</p>
      ) : (
        <VoidedChoices choices={dated(report.choices)} {...list} />
      )}
      {deeds.length > 0 && (
        <>
          <h2>{SAY.deeds}</h2>
          <p>{SAY.deedsLead}</p>
          <ul>
            {deeds.map((deed) => (
              <li key={deed.action}>{deedWords(deed)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
