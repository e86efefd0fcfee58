import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Child } from '../../src/access/relations.ts';
import { othersWhoSee, type Seer } from '../../src/access/who-sees.ts';
import { FORM_KINDS } from '../../src/texts/letters/application-form.ts';
import { NOTICES } from '../../src/texts/web/notices.ts';
import { OWN_DATA } from '../../src/texts/web/personal-data.ts';
import { OWN_FORMS, SETTINGS, seerWords, WHO_SEES } from '../../src/texts/web/settings.ts';
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
    const { actor, school } = request.visit!;
    const studentIds = actor.children.map(({ studentId }) => studentId);
    const seers = await othersWhoSee(deps.db, { studentIds, personIds: actor.personIds }, school.today);
    const saved = (request.query as { saved?: unknown }).saved === '1' && !refused;
    return sendPage(
      reply,
      <Layout title={SETTINGS.title} frame={frame}>
        <h1>{SETTINGS.title}</h1>
        <p>{SETTINGS.lead}</p>
        <OwnChoices choices={choices} csrf={frame.csrf} saved={saved} refused={refused} />
        <ul class="notices" aria-label={NOTICES.link}>
          {actor.children.map((child) => (
            <li key={child.studentId}>
              <a href={frame.childPath('/diary/notices', child)}>
                {NOTICES.link}: {child.first}, {child.className}
              </a>
            </li>
          ))}
        </ul>
        <WhoSees children={actor.children} seers={seers} />
        <OwnForms children={choices.children} />
        <OwnData />
        <p class="muted">
          {SETTINGS.login}: <b>{actor.login}</b>. <a href="/account">{SETTINGS.account}</a>
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

/** Who else opens the diary of each child, as the school knows them. */
function WhoSees({ children, seers }: { children: Child[]; seers: Seer[] }) {
  if (children.length === 0) return null;
  return (
    <details class="history">
      <summary>{WHO_SEES.title}</summary>
      {children.map((child) => {
        const others = seers.filter(({ studentId }) => studentId === child.studentId);
        const name = `${child.first}, ${child.className}`;
        return (
          <section key={child.studentId} aria-label={name}>
            <p>
              <b>{name}</b>
            </p>
            {others.length === 0 && <p>{WHO_SEES.nobody}</p>}
            <ul>
              {others.map((seer) => (
                <li key={seerWords(seer)}>{seerWords(seer)}</li>
              ))}
            </ul>
          </section>
        );
      })}
      <p class="muted">{WHO_SEES.note}</p>
    </details>
  );
}

/** All that is kept about whoever reads this, as a file (152-ФЗ). */
function OwnData() {
  return (
    <details class="history">
      <summary>{OWN_DATA.title}</summary>
      <p>{OWN_DATA.lead}</p>
      <ul>
        <li>
          <a href="/settings/data.html">{OWN_DATA.read}</a>
        </li>
        <li>
          <a href="/settings/data.json">{OWN_DATA.machine}</a>
        </li>
      </ul>
      <p class="muted">{OWN_DATA.erase}</p>
    </details>
  );
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
