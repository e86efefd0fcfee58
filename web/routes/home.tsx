import type { FastifyInstance } from 'fastify';
import { DEMO, EMPTY_SCHOOL, WELCOME } from '../../src/texts/web/welcome.ts';
import { sendPage } from '../html.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

/** `/`: to the diary or the desk; for visitors the ways in; of an empty school what to do. */
export function homeRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.get('/', { config: { access: { kind: 'public', visit: true } } }, async (request, reply) => {
    const { visit } = request;
    if (visit) {
      const { roles } = visit.actor;
      return reply.redirect(roles.includes('guardian') || roles.includes('student') ? '/diary' : '/desk', 303);
    }
    const school = await deps.db.school.findUnique({ where: { id: 1 }, select: { importedAt: true, kind: true } });
    const frame = await frameOf(deps, request, reply);
    const empty = school?.importedAt === null && school.kind !== 'demo';
    return sendPage(reply, empty ? <EmptySchool frame={frame} /> : <Welcome frame={frame} />);
  });
}

function Welcome({ frame }: { frame: Frame }) {
  return (
    <Layout title={WELCOME.title} frame={frame}>
      <h1>{WELCOME.title}</h1>
      <p>{WELCOME.lead}</p>
      <p class="ways">
        <a class="button" href="/login">
          {WELCOME.signIn}
        </a>
        <a class="button outline" href="/join">
          {WELCOME.join}
        </a>
        {frame.demo && (
          <a class="button outline" href="/demo">
            {DEMO.open}
          </a>
        )}
      </p>
      <p class="muted">{WELCOME.noCode}</p>
      <p class="muted">{WELCOME.fromBot}</p>
    </Layout>
  );
}

function EmptySchool({ frame }: { frame: Frame }) {
  return (
    <Layout title={EMPTY_SCHOOL.title} frame={frame}>
      <h1>{EMPTY_SCHOOL.title}</h1>
      <p>{EMPTY_SCHOOL.lead}</p>
      <ol>
        {EMPTY_SCHOOL.steps.map((step, index) => (
          <li key={step}>
            {step}
            {EMPTY_SCHOOL.commands[index] && (
              <pre tabindex={0}>
                <code>{EMPTY_SCHOOL.commands[index]}</code>
              </pre>
            )}
          </li>
        ))}
      </ol>
      <p>{EMPTY_SCHOOL.again}</p>
    </Layout>
  );
}
