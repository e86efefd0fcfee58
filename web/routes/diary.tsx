import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../src/access/actor.ts';
import type { Child } from '../../src/access/relations.ts';
import { markedDays } from '../../src/journal/read/week-source.ts';
import { daysOfWeek, weekOf } from '../../src/platform/school-time.ts';
import { WEEK } from '../../src/texts/web/diary.ts';
import { accountMark } from '../account-mark.ts';
import { SCRIPT } from '../assets.ts';
import { lacksStyle } from '../first-style.ts';
import { htmlOf, sendKept, sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { keptPages } from '../kept-pages.ts';
import { onceIn } from '../once-in.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { KeptOffline } from '../views/kept-offline.tsx';
import { Layout } from '../views/layout.tsx';
import { NoChild } from '../views/no-child.tsx';
import { WeekPage } from '../views/week.tsx';

const FIVE_MINUTES = 300_000;
const KEPT_BYTES = 16 * 1024 * 1024;
const query = z.object({ week: z.string().max(10).optional() });

/** A family's own telephone may keep the week; a computer in the staff room may not, whosever child it is. */
const isKeptOffline = (actor: Actor, child: Child) =>
  actor.staffId === null && (actor.children.includes(child) || actor.selves.includes(child));

/**
 * `/diary?child=…&week=2026-W47`: one child's week. Two queries: who asks, and what the page is made of. A page that was
 * rendered for this session before is sent again only on the proof that it would be the same: either nothing at all was
 * written since, or nothing of what it is made of has changed.
 */
export function diaryRoutes(app: FastifyInstance, deps: WebDeps): void {
  const pages = keptPages(KEPT_BYTES);
  const notJustNow = onceIn(deps.clock, FIVE_MINUTES);
  const config = { access: { kind: 'may', action: 'readDiary', of: 'child' } } as const;

  app.get('/diary', { config }, async (request, reply) => {
    const { child } = request;
    const { actor, school } = request.visit!;
    if (!child && actor.staffId && !actor.roles.includes('guardian')) return reply.redirect('/desk', 303);
    const frame = await frameOf(deps, request, reply);
    if (!child) return sendPage(reply, <NoChild frame={frame} />);
    const week = query.safeParse(request.query).data?.week ?? weekOf(school.today);
    const days = daysOfWeek(week);
    if (!days) throw new HttpError(404, 'no-such-week');
    // before the week closes there is nothing to give evidence for; a visit afterwards counts
    if (actor.children.includes(child)) {
      for (const guardianId of actor.guardianIds) {
        const visit = { guardianId, studentId: child.studentId, week };
        if (notJustNow(Object.values(visit).join(' '))) await deps.services.diarySeen(visit);
      }
    }
    const plain = lacksStyle(deps.config, frame.look, request);
    const place = `${frame.csrf} ${child.studentId} ${week}`;
    const { told, stamp } = request.visit!;
    const madeOf = `${told} ${JSON.stringify(child)}`;
    const found = pages.get(place);
    const kept = found?.madeOf === madeOf ? found : undefined;
    if (kept?.stamp === stamp) return await sendKept(request, reply, kept, { plain });
    const nextAfter = week === weekOf(school.today) ? school.today : undefined;
    const span = { studentId: child.studentId, from: days.monday, to: days.sunday, nextAfter };
    const read = await markedDays(deps.db, span, kept?.mark ?? '');
    if (kept && read.days === 'known') {
      kept.stamp = read.stamp;
      return await sendKept(request, reply, kept, { plain });
    }
    const html = htmlOf(
      <Layout title={`${child.first}, ${WEEK.title.toLowerCase()}`} frame={frame} wide script={SCRIPT.diary}>
        {isKeptOffline(actor, child) && <KeptOffline account={accountMark(school.secret, actor.accountId)} />}
        <WeekPage
          frame={frame}
          child={child}
          days={read.days === 'known' ? null : read.days}
          week={week}
          monday={days.monday}
          today={school.today}
          pupil={child.self}
        />
      </Layout>,
    );
    const page = { madeOf, mark: read.mark, stamp: read.stamp, html: Buffer.from(html), encoded: new Map() };
    pages.set(place, page);
    return await sendKept(request, reply, page, { plain });
  });
}
