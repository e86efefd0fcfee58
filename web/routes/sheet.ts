import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { daysOfWeek } from '../../src/platform/school-time.ts';
import { HttpError } from '../http-error.ts';
import type { WebDeps } from '../services.ts';

const query = z.object({ week: z.string().max(10) });

/** `/diary/sheet.pdf?child=…&week=…`: a closed week on paper, from its frozen record. */
export function sheetRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'printWeek', of: 'child' } } as const;
  app.get('/diary/sheet.pdf', { config }, async (request, reply) => {
    const asked = query.safeParse(request.query);
    if (!request.child || !asked.success || !daysOfWeek(asked.data.week)) throw new HttpError(404, 'no-such-week');
    const { week } = asked.data;
    const pdf = await deps.services.sheetPdf({ studentId: request.child.studentId, week });
    if (!pdf) throw new HttpError(404, 'week-open');
    return reply
      .type('application/pdf')
      .header('cache-control', 'no-store')
      .header('content-disposition', `inline; filename="${week}.pdf"`)
      .send(Buffer.from(pdf));
  });
}
