import type { FastifyInstance } from 'fastify';
import { ACTIONS, ROLES, TABLE, type Whose } from '../../src/access/may.ts';
import { dayMonthYear } from '../../src/texts/russian/dates.ts';
import { ACTION_NAMES, RIGHTS, ROLE_NAMES, stateOf, WHOSE_MEANING, WHOSE_NAMES } from '../../src/texts/web/rights.ts';
import { sendPage } from '../html.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';

/** `/desk/rights`: the one table of roles × actions × whose, for the school to read, print and sign; for all staff. */
export function deskRightsRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.get(
    '/desk/rights',
    { config: { access: { kind: 'may', action: 'readDesk', of: 'school' } } },
    async (request, reply) => sendPage(reply, <RightsPage frame={await frameOf(deps, request, reply)} />),
  );
}

function RightsPage({ frame }: { frame: Frame }) {
  const { school } = frame.visit!;
  return (
    <Layout title={RIGHTS.title} frame={frame} wide>
      <h1>
        {RIGHTS.title}
        <small>{stateOf(school.name, dayMonthYear(school.today))}</small>
      </h1>
      <p>{RIGHTS.lead}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="scroll" aria-label={RIGHTS.label} tabIndex={0}>
        <table class="grid rights">
          <thead>
            <tr>
              <th scope="col">{RIGHTS.action}</th>
              {ROLES.map((role) => (
                <th key={role} scope="col">
                  {ROLE_NAMES[role]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ACTIONS.map((action) => (
              <tr key={action}>
                <th scope="row">{ACTION_NAMES[action]}</th>
                {ROLES.map((role) => {
                  const whose = TABLE[action][role];
                  return <td key={role}>{whose ? WHOSE_NAMES[whose] : RIGHTS.none}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <h2>{RIGHTS.explained}</h2>
      <dl class="glance">
        {(Object.keys(WHOSE_NAMES) as Whose[]).map((whose) => (
          <div key={whose}>
            <dt>{WHOSE_NAMES[whose]}</dt>
            <dd>{WHOSE_MEANING[whose]}</dd>
          </div>
        ))}
      </dl>
      <p>{RIGHTS.several}</p>
      <p>{RIGHTS.noConsent}</p>
      <p>{RIGHTS.audited}</p>
      <ToDesk />
    </Layout>
  );
}
