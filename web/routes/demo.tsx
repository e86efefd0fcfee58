import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { accountFor } from '../../src/access/accounts.ts';
import { type DemoPerson, demoPeople } from '../../src/access/demo-people.ts';
import { schoolDate } from '../../src/platform/school-time.ts';
import { DEMO } from '../../src/texts/web/welcome.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { signInAs } from '../signing-in.ts';
import { Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const form = z.object({ person: z.string().max(100) });

/** `/demo`: one tap signs in as somebody of the demo school. On any other database the page does not exist. */
export function demoRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'demo' } } as const;
  const people = async () => {
    const { timeZone } = await deps.db.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
    return await demoPeople(deps.db, schoolDate(deps.clock.now(), timeZone));
  };

  app.get('/demo', { config }, async (request, reply) => {
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <DemoPage frame={frame} people={await people()} />);
  });

  app.post('/demo', { config }, async (request, reply) => {
    const filled = form.safeParse(request.body);
    const person = (await people()).find(({ id }) => id === filled.data?.person);
    if (!person) throw new HttpError(404, 'no-such-person');
    const account = await deps.db.$transaction((tx) => accountFor(tx, deps.clock, person.id));
    await signInAs(deps, request, reply, {
      accountId: account.id,
      staff: person.role !== 'guardian' && person.role !== 'student',
    });
    return reply.redirect('/', 303);
  });
}

function DemoPage({ frame, people }: { frame: Frame; people: DemoPerson[] }) {
  return (
    <Layout title={DEMO.title} frame={frame}>
      <h1>{DEMO.title}</h1>
      <p>{DEMO.lead}</p>
      <h2>{DEMO.heading}</h2>
      <ul class="people">
        {people.map((person) => (
          <li key={`${person.role} ${person.id}`}>
            <form method="post" action="/demo">
              <Csrf token={frame.csrf} />
              <input type="hidden" name="person" value={person.id} />
              <span>
                <b>{person.name}</b>
                <small>
                  {DEMO.roles[person.role]}
                  {person.about && `: ${person.about}`}
                </small>
              </span>
              <button type="submit" aria-label={`${DEMO.enter}: ${person.name}`}>
                {DEMO.enter}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <p>
        {DEMO.outgoingLead} <a href="/outgoing">{DEMO.outgoing}</a>
      </p>
    </Layout>
  );
}
