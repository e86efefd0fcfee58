import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { daysOfWeek } from '../../src/platform/school-time.ts';
import { HttpError } from '../http-error.ts';
import type { WebDeps } from '../services.ts';

const query = z.union([z.object({ week: z.string().max(10) }), z.object({ period: z.string().max(100) })]);

/** `/diary/sheet.pdf?child=…&week=…`: a closed week on paper, from its frozen record; `&period=…`: a grading period. */
export function sheetRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'printWeek', of: 'child' } } as const;
  app.get('/diary/sheet.pdf', { config }, async (request, reply) => {
    const asked = query.safeParse(request.query);
    const found = asked.success ? asked.data : null;
    if (!request.child || !found || ('week' in found && !daysOfWeek(found.week)))
      throw new HttpError(404, 'no-such-week');
    const pdf = await deps.services.sheetPdf({ studentId: request.child.studentId, ...found });
    if (!pdf) throw new HttpError(404, 'week-open');
    const name = 'week' in found ? found.week : 'period';
    return reply
      .type('application/pdf')
      .header('cache-control', 'no-store')
      .header('content-disposition', `inline; filename="${name}.pdf"`)
      .send(Buffer.from(pdf));
  });
}
