import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { APPLICATION_STATES } from '../../src/access/applications/application.ts';
import {
  type ApplicationView,
  applicationYears,
  type RegisterFilter,
  readRegister,
} from '../../src/access/applications/read.ts';
import { audit } from '../../src/access/audit.ts';
import { may } from '../../src/access/may.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { type Child, pupilsOf } from '../../src/access/relations.ts';
import { applicationsRegisterPdf } from '../../src/channels/paper/letters/applications-register.ts';
import { csvTable } from '../../src/platform/csv.ts';
import { ApplicationKind } from '../../src/platform/database/generated/enums.ts';
import { schoolTime } from '../../src/platform/school-time.ts';
import { KINDS, STATES } from '../../src/texts/applications.ts';
import { registerMade, yearName } from '../../src/texts/letters/register.ts';
import { FILES, REGISTER_PAGE } from '../../src/texts/web/applications.ts';
import { className } from '../../src/texts/web/desk.ts';
import { LETTERS_PAGE } from '../../src/texts/web/letters.ts';
import { nowOf, sendPdf } from '../applications/open.ts';
import { type Choice, FormLinks, Register } from '../applications/register-page.tsx';
import { registerLine, registerTable } from '../applications/words.ts';
import { sendPage } from '../html.ts';
import { type Frame, frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';

const text = z.string().max(400).optional();
const query = z.object({ year: text, class: text, kind: text, state: text });
type Asked = z.infer<typeof query>;

/**
 * `/desk/applications`: the register of written applications (К-У 2.2, 4.2, 5), of the classes that the visitor may keep it for;
 * `.pdf` and `.csv`: what the filters show, audited.
 */
export function deskApplicationsRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'openApplications', of: 'school' } } as const;

  const shown = async (request: FastifyRequest) => {
    const { actor, school } = request.visit!;
    const asked = query.safeParse(request.query).data ?? {};
    const filter = filterOf(asked, school.secret);
    const all = await readRegister(deps.db, actor, school.today, filter);
    const classes = (
      await deps.db.schoolClass.findMany({ where: { leftAt: null }, orderBy: [{ grade: 'asc' }, { name: 'asc' }] })
    )
      .filter(({ id }) => may(actor, 'keepApplications', { kind: 'class', classId: id }))
      .map(({ id, name }) => ({ id, value: sealId(school.secret, 'class', String(id)), text: name }));
    const years = (await applicationYears(deps.db)).map(({ id, starts, ends }) => ({
      id,
      value: sealId(school.secret, 'year', String(id)),
      text: yearName(starts, ends),
    }));
    const says = [
      years.find(({ id }) => id === filter.yearId)?.text,
      filter.classId !== undefined && className(classes.find(({ id }) => id === filter.classId)?.text ?? ''),
      filter.kind && KINDS[filter.kind],
      filter.state && STATES[filter.state],
    ].filter((part): part is string => Boolean(part));
    const classId = classes.find(({ id }) => id === filter.classId)?.id;
    return { asked, all, classes, years, classId, selection: says.join(', ') || REGISTER_PAGE.all };
  };

  const note = async (request: FastifyRequest, action: string, all: ApplicationView[]) =>
    audit(deps.db, deps.clock, {
      actorId: request.visit!.actor.staffId!,
      action,
      object: 'applications',
      details: { lines: all.length },
    });

  app.get('/desk/applications', { config }, async (request, reply) => {
    const { asked, all, classes, years, classId } = await shown(request);
    const { secret } = request.visit!.school;
    const frame = await frameOf(deps, request, reply);
    const pupils = classId === undefined ? null : await pupilsOf(deps.db, classId, request.visit!.school.today);
    const files = {
      pdf: withQuery('/desk/applications.pdf', asked),
      csv: withQuery('/desk/applications.csv', asked),
    };
    const choices = (list: (Choice & { id: number })[]) => list.map(({ value, text }) => ({ value, text }));
    return sendPage(
      reply,
      <Layout title={REGISTER_PAGE.title} frame={frame}>
        <h1>{REGISTER_PAGE.title}</h1>
        <p>{REGISTER_PAGE.lead}</p>
        <Register
          all={all}
          now={await nowOf(deps, request)}
          secret={secret}
          filter={asked}
          years={choices(years)}
          classes={choices(classes)}
          files={files}
        />
        <h2>{REGISTER_PAGE.record}</h2>
        <p>{REGISTER_PAGE.recordHow}</p>
        <ul class="tiles">
          {classes.map(({ value, text: name }) => (
            <li key={value}>
              <a href={withQuery('/desk/applications', { class: value })}>{name}</a>
            </li>
          ))}
        </ul>
        {pupils && <Pupils pupils={pupils} frame={frame} sealed={asked.class ?? ''} />}
        <p>
          <a href="/desk/applications/other">{REGISTER_PAGE.recordOther}</a>
        </p>
        <h2>{REGISTER_PAGE.forms}</h2>
        <FormLinks href={(kind) => withQuery('/desk/applications/form.pdf', { kind })} />
        <ToDesk />
      </Layout>,
    );
  });

  app.get('/desk/applications.pdf', { config }, async (request, reply) => {
    const { all, selection } = await shown(request);
    const { name, zone, today } = request.visit!.school;
    const now = await nowOf(deps, request);
    await note(request, 'printApplications', all);
    const madeAt = deps.clock.now();
    const pdf = await applicationsRegisterPdf({
      school: name,
      selection,
      made: registerMade(today, schoolTime(madeAt, zone), all.length),
      lines: all.map((one) => registerLine(one, now)),
      madeAt,
    });
    return sendPdf(reply, pdf, FILES.register);
  });

  app.get('/desk/applications.csv', { config }, async (request, reply) => {
    const { all } = await shown(request);
    await note(request, 'exportApplications', all);
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${FILES.register}.csv"`)
      .send(csvTable(registerTable(all, await nowOf(deps, request))));
  });
}

/** What is not one of those offered filters nothing out. */
function filterOf(asked: Asked, secret: string): RegisterFilter {
  const opened = (purpose: string, sealed: string | undefined) => (sealed ? openId(secret, purpose, sealed) : null);
  const [yearId, classId] = [opened('year', asked.year), opened('class', asked.class)];
  const kind = Object.values(ApplicationKind).find((one) => one === asked.kind);
  const state = APPLICATION_STATES.find((one) => one === asked.state);
  return {
    ...(yearId && { yearId: Number(yearId) }),
    ...(classId && { classId: Number(classId) }),
    ...(kind && { kind }),
    ...(state && { state }),
  };
}

/** The pupils of the class that was chosen, each leading to the form. */
function Pupils({ pupils, frame, sealed }: { pupils: Child[]; frame: Frame; sealed: string }) {
  return (
    <>
      <ol class="pupils">
        {pupils.map((pupil) => (
          <li key={pupil.studentId}>
            <a href={frame.childPath('/desk/applications/new', pupil)}>
              {pupil.last} {pupil.first}
            </a>
          </li>
        ))}
      </ol>
      <p>
        <a href={withQuery('/desk/letters', { class: sealed })}>{LETTERS_PAGE.link}</a>
      </p>
    </>
  );
}
