import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { type AuditLine, readAudit } from '../../src/access/read-audit.ts';
import { fullName, type Roster } from '../../src/journal/roster.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { fullDate } from '../../src/texts/russian/dates.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { AUDIT, actionWords, objectWords } from '../../src/texts/web/audit.ts';
import { OVERSIGHT } from '../../src/texts/web/oversight.ts';
import { dateOf } from '../day/day-form.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { type Frame, frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';

const word = z.string().max(200).optional().catch(undefined);
const asked = z.object({ who: word, child: word, from: word, to: word, before: word });
const LINES = 100;

interface Asked {
  who?: string | undefined;
  child?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** `/desk/audit?who=…&child=…&from=…&to=…`: what the audit keeps, by person and day, 100 lines a page. */
export function deskAuditRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'readAudit', of: 'school' } } as const;

  app.get('/desk/audit', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const { before, ...query } = asked.parse(request.query);
    const open = (purpose: string, sealed: string | undefined) => {
      if (!sealed) return undefined;
      const id = openId(school.secret, purpose, sealed);
      if (id === null) throw new HttpError(404, 'no-such-audit');
      return id;
    };
    const filter = {
      actorId: open('staff', query.who),
      studentId: open('student', query.child),
      from: dateOf(query.from),
      to: dateOf(query.to),
      zone: school.zone,
      before: Number(open('audit', before) ?? 0) || null,
    };
    const roster = await currentRoster(deps.db);
    const lines = await readAudit(deps.db, { ...filter, limit: LINES + 1 });
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readAudit', object: 'audit' });
    const frame = await frameOf(deps, request, reply);
    const shown = lines.slice(0, LINES);
    const last = lines.length > LINES ? shown.at(-1) : undefined;
    const older =
      last && withQuery('/desk/audit', { ...query, before: sealId(school.secret, 'audit', String(last.id)) });
    return sendPage(
      reply,
      <AuditPage
        {...{ frame, roster, older, query }}
        lines={shown}
        newest={before === undefined ? undefined : withQuery('/desk/audit', { ...query })}
        zone={school.zone}
        secret={school.secret}
      />,
    );
  });
}

interface AuditProps {
  frame: Frame;
  roster: Roster;
  lines: AuditLine[];
  older: string | undefined;
  newest: string | undefined;
  query: Asked;
  zone: string;
  secret: string;
}

function AuditPage(props: AuditProps) {
  const { frame, lines, older, newest } = props;
  return (
    <Layout title={AUDIT.title} frame={frame}>
      <h1>{AUDIT.title}</h1>
      <p>{AUDIT.lead}</p>
      <Filter {...props} />
      {lines.length === 0 && <p>{AUDIT.none}</p>}
      <ul class="applications">
        {lines.map((line) => (
          <Line key={line.id} {...props} line={line} />
        ))}
      </ul>
      <ToDesk>
        {newest && <a href={newest}>{AUDIT.newest}</a>}
        {older && <a href={older}>{AUDIT.older}</a>}
      </ToDesk>
    </Layout>
  );
}

function Line({ roster, zone, line }: AuditProps & { line: AuditLine }) {
  const { at, actor, action, object, student } = line;
  const about = objectWords(object, {
    classOf: (id) => roster.classes.get(id)?.name ?? '',
    courseOf: (id) => {
      const course = roster.courses.get(id);
      return course ? `${course.subject.name}, ${roster.classes.get(course.classId)?.name ?? ''}` : '';
    },
  });
  return (
    <li>
      <span>
        {[capital(actionWords(action)), about, student && `${student.last} ${student.first}`]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <small>
        {fullDate(schoolDate(at, zone))}, {schoolTime(at, zone)} · {actor ? shortName(actor) : AUDIT.system}
      </small>
    </li>
  );
}

function Filter({ roster, query, secret }: AuditProps) {
  const staff = [...roster.staff.values()].sort((a, b) => fullName(a).localeCompare(fullName(b), 'ru'));
  return (
    <form method="get" action="/desk/audit" class="card filter">
      {query.child && <input type="hidden" name="child" value={query.child} />}
      <div class="hours">
        <label>
          {AUDIT.who}
          <select name="who">
            <option value="">{AUDIT.everybody}</option>
            {staff.map((one) => {
              const value = sealId(secret, 'staff', one.id);
              return (
                <option key={one.id} value={value} selected={value === query.who}>
                  {shortName(one)}
                </option>
              );
            })}
          </select>
        </label>
        <label>
          {AUDIT.from}
          <input name="from" type="date" value={query.from} />
        </label>
        <label>
          {AUDIT.to}
          <input name="to" type="date" value={query.to} />
        </label>
      </div>
      <button type="submit" class="outline">
        {OVERSIGHT.show}
      </button>
    </form>
  );
}
