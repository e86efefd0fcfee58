import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../src/access/audit.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { riskLettersPdf } from '../../src/channels/paper/letters/risk-letters.ts';
import { type ClassRisk, classRisk } from '../../src/journal/read/class-risk.ts';
import { averageText } from '../../src/texts/letters/risk.ts';
import { FILES } from '../../src/texts/web/applications.ts';
import { className } from '../../src/texts/web/desk.ts';
import { riskLetterOf, riskLine, ruleWords, RISK_PAGE as SAY } from '../../src/texts/web/letters.ts';
import { sendPdf } from '../applications/open.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { classAsked } from '../letters/class-asked.ts';
import { teacherOf } from '../letters/send.ts';
import { frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

interface SchoolClass {
  id: number;
  name: string;
}

/**
 * `/desk/risk?class=…`: pupils at risk of an unsatisfactory period mark by the school's rule; `/desk/risk.pdf` the information letters
 * for all of them, `/desk/risk/letter.pdf?child=…` for one (Ш 10). Reading and printing are audited.
 */
export function deskRiskRoutes(app: FastifyInstance, deps: WebDeps): void {
  const ofClass = { access: { kind: 'may', action: 'warnOfRisk', of: 'class' } } as const;
  const ofChild = { access: { kind: 'may', action: 'warnOfRisk', of: 'child' } } as const;

  const riskOf = async (request: FastifyRequest, classId: number) => {
    const { today, rules } = request.visit!.school;
    const { period, children } = await classRisk(deps.db, { classId, today }, rules.risk);
    return { rule: rules.risk, period, children };
  };

  app.get('/desk/risk', { config: ofClass }, async (request, reply) => {
    const schoolClass = await classAsked(deps, request);
    const { actor, school } = request.visit!;
    const { rule, period, children } = await riskOf(request, schoolClass.id);
    const object = `class:${schoolClass.id}`;
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readRisk', object });
    const frame = await frameOf(deps, request, reply);
    const sealed = sealId(school.secret, 'class', String(schoolClass.id));
    return sendPage(
      reply,
      <Layout title={SAY.title} frame={frame}>
        <h1>
          {SAY.title}
          <small>{className(schoolClass.name)}</small>
        </h1>
        <p>{period ? ruleWords(rule, period) : SAY.noPeriod}</p>
        {period && children.length === 0 && <p>{SAY.none}</p>}
        {children.length > 0 && (
          <p>
            <a class="button" href={withQuery('/desk/risk.pdf', { class: sealed })}>
              {SAY.pdf}
            </a>
          </p>
        )}
        <ul class="applications">
          {children.map((child) => (
            <li key={child.studentId}>
              {child.last} {child.first}
              <a
                class="beside"
                href={withQuery('/desk/risk/letter.pdf', { child: sealId(school.secret, 'student', child.studentId) })}
                aria-label={riskLetterOf(child)}
              >
                {SAY.one}
              </a>
              {child.subjects.map(({ subject, average, marks }) => (
                <small key={subject}>{riskLine({ subject, average: averageText(average), marks: marks.length })}</small>
              ))}
            </li>
          ))}
        </ul>
        <p>
          <a href={withQuery('/desk/class', { class: sealed })}>{SAY.back}</a>
        </p>
      </Layout>,
    );
  });

  app.get('/desk/risk.pdf', { config: ofClass }, async (request, reply) => {
    const schoolClass = await classAsked(deps, request);
    const { period, children } = await riskOf(request, schoolClass.id);
    return print(request, reply, schoolClass, { period, children });
  });

  app.get('/desk/risk/letter.pdf', { config: ofChild }, async (request, reply) => {
    const { child } = request;
    if (!child?.classId || (request.query as { child?: unknown }).child === undefined)
      throw new HttpError(404, 'no-such-child');
    const { period, children } = await riskOf(request, child.classId);
    const own = children.filter(({ studentId }) => studentId === child.studentId);
    return print(request, reply, { id: child.classId, name: child.className }, { period, children: own });
  });

  async function print(
    request: FastifyRequest,
    reply: FastifyReply,
    { id, name }: SchoolClass,
    { period, children }: ClassRisk,
  ) {
    if (!period || children.length === 0) throw new HttpError(404, 'nobody-at-risk');
    const { actor, school } = request.visit!;
    const at = deps.clock.now();
    await deps.db.auditRecord.createMany({
      data: children.map(({ studentId }) => ({
        at,
        actorId: actor.staffId,
        action: 'printRiskLetter',
        object: `class:${id}`,
        studentId,
      })),
    });
    const [only] = children;
    const about = children.length === 1 && only ? `${only.last} ${only.first}, ${name}` : name;
    const pdf = await riskLettersPdf({
      school: school.name,
      about,
      teacher: await teacherOf(deps, id),
      period,
      today: school.today,
      letters: children.map(({ last, first, ...child }) => ({ child: `${last} ${first}`, className: name, ...child })),
      madeAt: at,
    });
    return sendPdf(reply, pdf, FILES.risk);
  }
}
