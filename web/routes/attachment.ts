import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fileForStudent } from '../../src/journal/attachments.ts';
import { HttpError } from '../http-error.ts';
import type { WebDeps } from '../services.ts';

const params = z.object({ id: z.string().regex(/^[\w-]{22}$/) });

/** `/diary/file/…?child=…`: a file that a teacher joined to the child's homework. */
export function attachmentRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'readDiary', of: 'child' } } as const;
  app.get('/diary/file/:id', { config }, async (request, reply) => {
    const asked = params.safeParse(request.params);
    const file =
      request.child && asked.success ? await fileForStudent(deps.db, asked.data.id, request.child.studentId) : null;
    const bytes = file && asked.success ? await deps.services.attachment(asked.data.id) : null;
    if (!file || !bytes) throw new HttpError(404, 'no-such-file');
    return (
      reply
        .type(file.mediaType)
        .header('cache-control', 'private, no-store')
        .header('x-content-type-options', 'nosniff')
        // never shown within the diary's own origin
        .header('content-security-policy', 'sandbox')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .send(bytes)
    );
  });
}
