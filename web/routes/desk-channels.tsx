import type { FastifyInstance } from 'fastify';
import { audit } from '../../src/access/audit.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { channelFailures, channelsByClass } from '../../src/oversight/channels-report.ts';
import { sendPage } from '../html.ts';
import { ChannelsPage } from '../oversight/channels-page.tsx';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';

const DEAD_SHOWN = 200;
const LOOK_BACK_MS = 30 * 86_400_000;

/** `/desk/channels-report`: families by channel and class, addresses that take nothing, outages, and what to do. */
export function deskChannelsRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'oversee', of: 'school' } } as const;

  app.get('/desk/channels-report', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const roster = await currentRoster(deps.db);
    const since = new Date(deps.clock.now().getTime() - LOOK_BACK_MS);
    const today = school.today;
    const failed = await channelFailures(deps.db, { today, since, limit: DEAD_SHOWN + 1 });
    const standing = failed.outages.filter(({ endedAt, bot }) => endedAt === null && bot !== 'teachers');
    const down = new Set(standing.map(({ channel }) => channel));
    const classes = await channelsByClass(deps.db, roster, today, down);
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readChannels', object: 'school' });
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <ChannelsPage
        {...{ frame, classes, ...failed }}
        secret={school.secret}
        zone={school.zone}
        dead={failed.dead.slice(0, DEAD_SHOWN)}
        more={failed.dead.length > DEAD_SHOWN}
      />,
    );
  });
}
