import type { FastifyInstance } from 'fastify';
import { may } from '../../src/access/may.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { type BotSeen, readBots } from '../../src/oversight/bot-troubles.ts';
import { DESK } from '../../src/texts/web/desk.ts';
import { LESSONS } from '../../src/texts/web/lesson.ts';
import { RIGHTS } from '../../src/texts/web/rights.ts';
import { ToAccounts, theftsFor } from '../accounts/at-desk.tsx';
import { overdueFor, ToApplications } from '../applications/at-desk.tsx';
import { sendPage } from '../html.ts';
import { ToBots } from '../office/bots.tsx';
import { OfficeLinks } from '../office/links.tsx';
import { OversightLinks } from '../oversight/links.tsx';
import { type Frame, frameOf } from '../page.ts';
import { PaperLinks } from '../paper/links.tsx';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

interface ClassLink {
  id: number;
  name: string;
  mine: boolean;
}

/** `/desk`: what each role begins with; classes to read for whom the table allows it. */
export function deskRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.get(
    '/desk',
    { config: { access: { kind: 'may', action: 'readDesk', of: 'school' } } },
    async (request, reply) => {
      const { actor, school } = request.visit!;
      const frame = await frameOf(deps, request, reply);
      const bots = await readBots(deps.db);
      const all = await deps.db.schoolClass.findMany({
        where: { leftAt: null },
        orderBy: [{ grade: 'asc' }, { name: 'asc' }],
      });
      const classes = all
        .filter(({ id }) => may(actor, 'readClass', { kind: 'class', classId: id }))
        .map(({ id, name }) => ({ id, name, mine: actor.ledClasses.some((led) => led.id === id) }));
      const overdue = await overdueFor(deps, actor, school.today);
      const thefts = await theftsFor(deps, actor);
      const shown = { bots, classes, secret: school.secret, overdue, thefts };
      return sendPage(reply, <DeskPage frame={frame} {...shown} />);
    },
  );
}

interface DeskProps {
  frame: Frame;
  bots: BotSeen[];
  classes: ClassLink[];
  secret: string;
  overdue: number | null;
  thefts: number | null;
}

function DeskPage(props: DeskProps) {
  const { frame, bots, classes } = props;
  const { first, patronymic, last } = frame.visit!.actor.name;
  const groups = [
    { title: DESK.myClass, list: classes.filter((each) => each.mine) },
    { title: DESK.classes, list: classes.filter((each) => !each.mine) },
  ].filter((group) => group.list.length > 0);
  return (
    <Layout title={DESK.title} frame={frame}>
      <h1>
        {DESK.title}
        <small>
          {last} {first} {patronymic}
        </small>
      </h1>
      <p>
        <a class="button" href="/desk/lessons">
          {LESSONS.title}
        </a>
      </p>
      <p>{DESK.lead}</p>
      <ToBots bots={bots} actor={frame.visit!.actor} />
      <ToApplications overdue={props.overdue} />
      <ToAccounts thefts={props.thefts} />
      <OversightLinks frame={frame} />
      <OfficeLinks frame={frame} />
      {groups.length === 0 && <p class="muted">{DESK.noClasses}</p>}
      {groups.map((group) => (
        <section key={group.title}>
          <h2>{group.title}</h2>
          <ul class="tiles">
            {group.list.map(({ id, name }) => (
              <li key={id}>
                <a href={withQuery('/desk/class', { class: sealId(props.secret, 'class', String(id)) })}>{name}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <PaperLinks frame={frame} />
      <p class="muted">
        <a href="/desk/rights">{RIGHTS.link}</a>
      </p>
    </Layout>
  );
}
