import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { personalData } from '../../src/access/personal-data/collect.ts';
import { eraseGuardian, erasurePreview } from '../../src/access/personal-data/erase.ts';
import { findGuardians } from '../../src/access/personal-data/find.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { ERASE_FAULTS, ERASED_NAME, PERSONAL as SAY } from '../../src/texts/web/personal-data.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { frameOf } from '../page.ts';
import { sendData } from '../personal-data/file.tsx';
import { PersonalPage, PersonPage } from '../personal-data/pages.tsx';
import type { WebDeps } from '../services.ts';

const search = z.object({ surname: z.string().trim().max(100).default('') });
const wish = z.object({ ground: z.string().max(300).default(''), surname: z.string().max(200).default('') });
const LEAST_LETTERS = 2;

/**
 * `/desk/personal`: a guardian is looked up, their data exported or, on a written request, erased (152-ФЗ, ст. 14, 20, 21).
 * For deputy and director; each deed is audited.
 */
export function deskPersonalRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'keepPersonalData', of: 'school' } } as const;
  const { db, clock } = deps;

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    looked: Pick<Parameters<typeof PersonalPage>[0], 'found' | 'fault'> = {},
  ) => {
    const frame = await frameOf(deps, request, reply);
    const left = await findGuardians(db, { left: true });
    const erased = (request.query as { erased?: unknown }).erased === '1';
    return sendPage(reply, PersonalPage({ frame, left, erased, ...looked }), looked.fault ? 422 : 200);
  };

  const guardianAsked = (request: FastifyRequest): string => {
    const { guardian } = request.query as { guardian?: unknown };
    const id = typeof guardian === 'string' ? openId(request.visit!.school.secret, 'guardian', guardian) : null;
    if (!id) throw new HttpError(404, 'no-such-guardian');
    return id;
  };

  const showPerson = async (
    request: FastifyRequest,
    reply: FastifyReply,
    refused?: Parameters<typeof PersonPage>[0]['refused'],
  ) => {
    const id = guardianAsked(request);
    const [guardian] = await findGuardians(db, { id });
    const preview = await erasurePreview(db, id);
    if (!guardian || !preview) throw new HttpError(404, 'no-such-guardian');
    const frame = await frameOf(deps, request, reply);
    const sealed = sealId(request.visit!.school.secret, 'guardian', id);
    return sendPage(reply, PersonPage({ frame, guardian, preview, sealed, refused }), refused ? 422 : 200);
  };

  app.get('/desk/personal', { config }, (request, reply) => show(request, reply));

  app.post('/desk/personal', { config }, async (request, reply) => {
    const surname = search.safeParse(request.body).data?.surname ?? '';
    if (surname.length < LEAST_LETTERS)
      return show(request, reply, { found: { surname, people: [] }, fault: SAY.short });
    return show(request, reply, { found: { surname, people: await findGuardians(db, { surname }) } });
  });

  app.get('/desk/personal/person', { config }, (request, reply) => showPerson(request, reply));

  app.post('/desk/personal/person', { config }, async (request, reply) => {
    const id = guardianAsked(request);
    const asked = wish.safeParse(request.body).data ?? { ground: '', surname: '' };
    const byId = request.visit!.actor.staffId!;
    const erased = await eraseGuardian({ db, clock, files: deps.services.files }, id, {
      ...asked,
      byId,
      shownAs: ERASED_NAME,
    });
    if (erased.ok) return reply.redirect('/desk/personal?erased=1', 303);
    return showPerson(request, reply, { ...asked, field: erased.field, text: ERASE_FAULTS[erased.code] });
  });

  for (const as of ['html', 'json'] as const)
    app.get(`/desk/personal/data.${as}`, { config }, async (request, reply) => {
      const id = guardianAsked(request);
      const { actor, school } = request.visit!;
      await audit(db, clock, { actorId: actor.staffId!, action: 'exportPerson', object: `person:${id}` });
      const data = await personalData(db, id);
      if (!data) throw new HttpError(404, 'no-such-guardian');
      return sendData(reply, as, data, { school: school.name, zone: school.zone, now: clock.now() });
    });
}
