import type { FastifyInstance } from 'fastify';
import { noticesTo } from '../../src/delivery/notices-to.ts';
import { daysOfWeek, schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { NOTICES, noticeWords, proofWords, sentWords } from '../../src/texts/web/notices.ts';
import { sendPage } from '../html.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Children } from '../views/children.tsx';
import { Layout } from '../views/layout.tsx';
import { NoChild } from '../views/no-child.tsx';

const SHOWN = 50;

/** `/diary/notices?child=…`: what was sent to this guardian about the child, and what proves it. */
export function noticesRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'readNotices', of: 'child' } } as const;
  app.get('/diary/notices', { config }, async (request, reply) => {
    const { child } = request;
    const { actor, school } = request.visit!;
    const frame = await frameOf(deps, request, reply);
    if (!child) return sendPage(reply, <NoChild frame={frame} />);
    const notices = await noticesTo(deps.db, { guardianIds: actor.guardianIds, studentId: child.studentId }, SHOWN);
    return sendPage(
      reply,
      <Layout title={NOTICES.title} frame={frame}>
        <Children frame={frame} path="/diary/notices" />
        <h1>
          {NOTICES.title}
          <small>
            {child.last} {child.first}, {child.className}
          </small>
        </h1>
        <p>{notices.length === 0 ? NOTICES.none : NOTICES.lead}</p>
        <ul class="notices">
          {notices.map((notice) => (
            <li key={notice.deliveryId}>
              <b>{noticeWords(notice.kinds, notice.week === null ? null : daysOfWeek(notice.week))}</b>
              <small>
                {sentWords(schoolDate(notice.at, school.zone), schoolTime(notice.at, school.zone), notice.channel)}
                {' — '}
                {proofWords(notice)}
              </small>
            </li>
          ))}
        </ul>
      </Layout>,
    );
  });
}
