import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { visitOf } from '../../src/access/actor.ts';
import { keepStubPhoto } from '../../src/delivery/stub-photos.ts';
import { ATTACHMENT_BYTES } from '../../src/platform/attachments.ts';
import { cookieOf } from '../cookies.ts';
import { HttpError } from '../http-error.ts';
import { sheetPath } from '../paper/deeds.tsx';
import type { WebDeps } from '../services.ts';

const params = z.object({ id: z.string().regex(/^[\w-]{22}$/) });

/** `/desk/stub?sheet=…` takes a photo of a stub, `/desk/stub/ID` shows it to whoever may read the class. */
export function deskStubRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fileSize: ATTACHMENT_BYTES, files: 1, fields: 5, fieldSize: 1000, parts: 6 },
  });
  // nobody who is not signed in makes this process hold a file
  app.addHook('preParsing', async (request) => {
    if (request.method !== 'POST') return;
    const token = cookieOf(deps.config, request, 'session');
    if (!token || !(await visitOf(deps.db, deps.clock, token))) throw new HttpError(401, 'sign-in');
  });

  const mayHandOver = { access: { kind: 'may', action: 'handOver', of: 'sheet' } } as const;
  app.post('/desk/stub', { config: mayHandOver, bodyLimit: ATTACHMENT_BYTES + 100_000 }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const { photo } = request.body as { photo?: unknown };
    const bytes = Buffer.isBuffer(photo) ? photo : Buffer.alloc(0);
    const { id } = request.sheet!;
    const kept = await keepStubPhoto(deps, deps.services.files, { sheetId: id, byId: actor.staffId!, bytes });
    return reply.redirect(`${sheetPath(school.secret, id, { photo: kept.ok ? 'saved' : kept.code })}#photo`, 303);
  });

  const mayRead = { access: { kind: 'may', action: 'readClass', of: 'sheet' } } as const;
  app.get('/desk/stub/:id', { config: mayRead }, async (request, reply) => {
    const asked = params.safeParse(request.params);
    const file = asked.success
      ? await deps.db.attachment.findFirst({ where: { publicId: asked.data.id, sheetId: request.sheet!.id } })
      : null;
    const bytes = file && (await deps.services.attachment(file.publicId));
    if (!file || !bytes) throw new HttpError(404, 'no-such-file');
    const how = file.mediaType.startsWith('image/') ? 'inline' : 'attachment';
    return reply
      .type(file.mediaType)
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('content-disposition', `${how}; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .send(bytes);
  });
}
