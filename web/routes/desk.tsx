import type { FastifyInstance } from 'fastify';
import type { Actor } from '../../src/access/actor.ts';
import { may, type Role } from '../../src/access/may.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { teaches } from '../../src/journal/lessons.ts';
import { standingClasses } from '../../src/journal/membership.ts';
import type { Roster } from '../../src/journal/roster.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { type BotSeen, readBots } from '../../src/oversight/bot-troubles.ts';
import type { SchoolDate } from '../../src/platform/school-time.ts';
import { DESK } from '../../src/texts/web/desk.ts';
import { LESSONS } from '../../src/texts/web/lesson.ts';
import { RIGHTS } from '../../src/texts/web/rights.ts';
import { ToAccounts, theftsFor } from '../accounts/at-desk.tsx';
import { overdueFor, ToApplications } from '../applications/at-desk.tsx';
import { sendPage } from '../html.ts';
import { readableJournals } from '../journal/readable.ts';
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
      const roster = await currentRoster(deps.db);
      const classes = standingClasses(roster)
        .filter(({ id }) => may(actor, 'readClass', { kind: 'class', classId: id }))
        .map(({ id, name }) => ({ id, name, mine: actor.ledClasses.some((led) => led.id === id) }));
      const overdue = await overdueFor(deps, { actor, roster, today: school.today });
      const thefts = await theftsFor(deps, actor);
      const journals = readableJournals(actor, roster, school.today).length > 0;
      const gives = givesLessons(roster, actor, school.today);
      const shown = { bots, classes, secret: school.secret, overdue, thefts, journals, gives };
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
  /** there are journals of subjects to read */
  journals: boolean;
  gives: boolean;
}

const OFFICES: readonly Role[] = ['deputy', 'director', 'secretary', 'admin'];

/** Whoever holds an office may give no lessons at all; all other staff do, or may from tomorrow. */
function givesLessons(roster: Roster, { roles, personIds }: Actor, today: SchoolDate): boolean {
  if (!roles.some((role) => OFFICES.includes(role))) return true;
  return personIds.some((id) => teaches(roster, id, today));
}

function DeskPage(props: DeskProps) {
  const { frame, bots, classes, gives } = props;
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
      {gives && (
        <>
          <p>
            <a class="button" href="/desk/lessons">
              {LESSONS.title}
            </a>
          </p>
          <p>{DESK.lead}</p>
        </>
      )}
      <ToBots bots={bots} actor={frame.visit!.actor} gives={gives} />
      <ToApplications overdue={props.overdue} />
      <ToAccounts thefts={props.thefts} />
      <OversightLinks frame={frame} journals={props.journals} />
      <OfficeLinks frame={frame} />
      {groups.length === 0 && gives && <p class="muted">{DESK.noClasses}</p>}
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
