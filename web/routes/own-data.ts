import type { FastifyInstance } from 'fastify';
import { personalData } from '../../src/access/personal-data/collect.ts';
import { HttpError } from '../http-error.ts';
import { sendData } from '../personal-data/file.tsx';
import type { WebDeps } from '../services.ts';

/** `/settings/data.html`, `/settings/data.json`: all that is kept about a guardian, for the guardian (152-ФЗ, ст. 14). */
export function ownDataRoutes(app: FastifyInstance, { db, clock }: WebDeps): void {
  const config = { access: { kind: 'may', action: 'exportOwnData', of: 'guardian' } } as const;
  for (const as of ['html', 'json'] as const)
    app.get(`/settings/data.${as}`, { config }, async (request, reply) => {
      const { actor, school } = request.visit!;
      const data = await personalData(db, actor.guardianIds[0]!);
      if (!data) throw new HttpError(404, 'no-such-guardian');
      return sendData(reply, as, data, { school: school.name, zone: school.zone, now: clock.now() });
    });
}
