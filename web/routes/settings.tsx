import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FORM_KINDS } from '../../src/texts/letters/application-form.ts';
import { OWN_FORMS, SETTINGS } from '../../src/texts/web/settings.ts';
import { type ChildChoices, loadChoices } from '../choices/load.ts';
import { OwnChoices } from '../choices/own-page.tsx';
import { type Refused, saveOwn } from '../choices/save.ts';
import { sendPage } from '../html.ts';
import { frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

/** `/settings`: what comes, how and when, for each child; quiet hours and a pause; who chose it when. */
export function settingsRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'changeChoices', of: 'guardian' } } as const;
  const load = (request: FastifyRequest) => {
    const { actor, school } = request.visit!;
    return loadChoices(deps.db, { guardianIds: actor.guardianIds, children: actor.children }, school);
  };
  const show = async (request: FastifyRequest, reply: FastifyReply, refused?: Refused) => {
    const frame = await frameOf(deps, request, reply);
    const choices = await load(request);
    const saved = (request.query as { saved?: unknown }).saved === '1' && !refused;
    return sendPage(
      reply,
      <Layout title={SETTINGS.title} frame={frame}>
        <h1>{SETTINGS.title}</h1>
        <p>{SETTINGS.lead}</p>
        <OwnChoices choices={choices} csrf={frame.csrf} saved={saved} refused={refused} />
        <OwnForms children={choices.children} />
        <p class="muted">
          {SETTINGS.login}: <b>{request.visit!.actor.login}</b>
        </p>
      </Layout>,
      refused ? 422 : 200,
    );
  };

  app.get('/settings', { config }, (request, reply) => show(request, reply));

  app.post('/settings', { config }, async (request, reply) => {
    const { actor } = request.visit!;
    const chooser = { actor, guardianIds: actor.guardianIds, way: 'diary' as const };
    const saved = await saveOwn(deps, chooser, await load(request), request.body);
    return saved.ok ? reply.redirect('/settings?saved=1', 303) : show(request, reply, saved);
  });
}

/** Forms of a written application, filled in with one's name and each child's. */
function OwnForms({ children }: { children: ChildChoices[] }) {
  const list = children.map(({ child, sealed }) => ({ sealed, name: `${child.first}, ${child.className}` }));
  const shown = list.length > 0 ? list : [{ sealed: undefined, name: '' }];
  return (
    <details class="history">
      <summary>{OWN_FORMS.title}</summary>
      <p>{OWN_FORMS.lead}</p>
      {shown.map(({ sealed, name }) => (
        <ul key={name} aria-label={name || OWN_FORMS.title}>
          {FORM_KINDS.map((kind) => (
            <li key={kind}>
              <a href={withQuery('/settings/application.pdf', { kind, child: sealed })}>
                {[name, OWN_FORMS[kind]].filter(Boolean).join(': ')}
              </a>
            </li>
          ))}
        </ul>
      ))}
    </details>
  );
}
