import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type LetterVisit, letterVisit } from '../../src/access/letter-visit.ts';
import { address } from '../../src/texts/russian/names.ts';
import { LINKS, linkLead, SETTINGS } from '../../src/texts/web/settings.ts';
import { loadChoices } from '../choices/load.ts';
import { OwnChoices } from '../choices/own-page.tsx';
import { type Refused, saveOwn } from '../choices/save.ts';
import { sendPage } from '../html.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

const params = z.object({ token: z.string().max(100) });

type Opened = Extract<LetterVisit, { ok: true }>;

/**
 * `/choices/TOKEN`: «Настроить» in a letter, without signing in. The token alone is the proof, so that forms need no cookie;
 * looking changes nothing and uses nothing up, only what is sent does. Nothing but choices is shown or changed here.
 */
export function choicesRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'secret' } } as const;
  const open = (request: FastifyRequest) => letterVisit(deps.db, deps.clock, params.parse(request.params).token);
  const load = ({ actor, school }: Opened) =>
    loadChoices(deps.db, { guardianIds: actor.guardianIds, children: actor.children }, school);

  const show = async (request: FastifyRequest, reply: FastifyReply, visit: Opened, refused?: Refused) => {
    const frame = await frameOf(deps, request, reply);
    const choices = await load(visit);
    const people = await deps.db.person.findMany({ where: { id: { in: visit.actor.guardianIds } } });
    const saved = (request.query as { saved?: unknown }).saved === '1' && !refused;
    return sendPage(
      reply,
      <Layout title={SETTINGS.title} frame={frame}>
        <h1>{SETTINGS.title}</h1>
        <p>{linkLead(people.map(address))}</p>
        <OwnChoices choices={choices} saved={saved} refused={refused} />
      </Layout>,
      refused ? 422 : 200,
    );
  };
  const close = async (request: FastifyRequest, reply: FastifyReply, code: 'unknown' | 'ended' | 'done') => {
    const words = {
      unknown: { title: LINKS.unknownTitle, text: LINKS.unknown, status: 404 },
      ended: { title: LINKS.endedTitle, text: LINKS.ended, status: 410 },
      done: { title: LINKS.done, text: LINKS.doneNote, status: 200 },
    }[code];
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <Layout title={words.title} frame={frame}>
        <h1>{words.title}</h1>
        <p>{words.text}</p>
      </Layout>,
      words.status,
    );
  };

  app.get('/choices/:token', { config }, async (request, reply) => {
    const visit = await open(request);
    return visit.ok ? show(request, reply, visit) : close(request, reply, visit.code);
  });

  app.post('/choices/:token', { config }, async (request, reply) => {
    const visit = await open(request);
    if (!visit.ok) return close(request, reply, visit.code);
    const { actor } = visit;
    const chooser = { actor, guardianIds: actor.guardianIds, way: 'emailLink' as const };
    const saved = await saveOwn(deps, chooser, await load(visit), request.body);
    if (!saved.ok) return show(request, reply, visit, saved);
    if (saved.links) return close(request, reply, 'done');
    return reply.redirect(`${request.url.split('?')[0]}?saved=1`, 303);
  });
}
