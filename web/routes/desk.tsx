import type { FastifyInstance } from 'fastify';
import { audit } from '../../src/access/audit.ts';
import { may } from '../../src/access/may.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { type Child, pupilsOf } from '../../src/access/relations.ts';
import { familiesSilentFor, type SilentFamily } from '../../src/oversight/silent-families.ts';
import { type UnprovenFamily, unprovenFamilies } from '../../src/oversight/unproven.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import { schoolDate } from '../../src/platform/school-time.ts';
import { silentLine } from '../../src/texts/bot/teachers-silent.ts';
import { familyLine } from '../../src/texts/bot/teachers-unproven.ts';
import { applicationsOf, REGISTER_PAGE } from '../../src/texts/web/applications.ts';
import { className, DESK, weekOf } from '../../src/texts/web/desk.ts';
import { PAPER } from '../../src/texts/web/paper.ts';
import { choicesOf, DESK_CHOICES } from '../../src/texts/web/settings.ts';
import { ClassPapers, overdueFor, ToApplications } from '../applications/at-desk.tsx';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { type Frame, frameOf } from '../page.ts';
import { runsPath } from '../paper/deeds.tsx';
import { PaperLinks } from '../paper/links.tsx';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

interface ClassLink {
  id: number;
  name: string;
  mine: boolean;
}

/** `/desk`: classes to read for whom the table allows it; `/desk/class`: a class's pupils, each leading to the diary. */
export function deskRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.get(
    '/desk',
    { config: { access: { kind: 'may', action: 'readDesk', of: 'school' } } },
    async (request, reply) => {
      const { actor, school } = request.visit!;
      const frame = await frameOf(deps, request, reply);
      const bot = await deps.db.botTurn.findUnique({ where: { bot: 'teachers' }, select: { username: true } });
      const all = await deps.db.schoolClass.findMany({
        where: { leftAt: null },
        orderBy: [{ grade: 'asc' }, { name: 'asc' }],
      });
      const classes = all
        .filter(({ id }) => may(actor, 'readClass', { kind: 'class', classId: id }))
        .map(({ id, name }) => ({ id, name, mine: actor.ledClasses.some((led) => led.id === id) }));
      const overdue = await overdueFor(deps, actor, school.today);
      const shown = { bot: bot?.username ?? null, classes, secret: school.secret, overdue };
      return sendPage(reply, <DeskPage frame={frame} {...shown} />);
    },
  );

  const config = { access: { kind: 'may', action: 'readClass', of: 'class' } } as const;
  app.get('/desk/class', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const classId = Number(openId(school.secret, 'class', (request.query as { class: string }).class));
    const found = await deps.db.schoolClass.findUnique({ where: { id: classId } });
    if (!found) throw new HttpError(404, 'no-such-class');
    const pupils = await pupilsOf(deps.db, classId, school.today);
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readClass', object: `class:${classId}` });
    const families = await unprovenFamilies(deps.db, deps.clock.now(), classId);
    const silent = (await familiesSilentFor(deps.db, deps.clock.now(), classId)).map((family) => ({
      ...family,
      since: schoolDate(family.since, school.zone),
    }));
    const frame = await frameOf(deps, request, reply);
    const lists = { families, silent, sealed: sealId(school.secret, 'class', String(classId)) };
    const runs = runsPath(school.secret, { classId });
    return sendPage(reply, <ClassPage frame={frame} name={found.name} pupils={pupils} runs={runs} {...lists} />);
  });
}

interface DeskProps {
  frame: Frame;
  bot: string | null;
  classes: ClassLink[];
  secret: string;
  overdue: number | null;
}

function DeskPage(props: DeskProps) {
  const { frame, bot, classes } = props;
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
      <p>{DESK.lead}</p>
      {bot ? (
        <p>
          <a class="button" href={`https://t.me/${encodeURIComponent(bot)}`} rel="noreferrer">
            {DESK.openBot}
          </a>
        </p>
      ) : (
        <p class="muted">{DESK.noBot}</p>
      )}
      <ToApplications overdue={props.overdue} />
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
    </Layout>
  );
}

interface ClassProps {
  frame: Frame;
  name: string;
  pupils: Child[];
  families: UnprovenFamily[];
  silent: Silent[];
  /** the class */
  sealed: string;
  /** address of the class's printed sheets */
  runs: string;
}

type Silent = Omit<SilentFamily, 'since'> & { since: string };

function ClassPage({ frame, name, pupils, families, silent, sealed, runs }: ClassProps) {
  return (
    <Layout title={className(name)} frame={frame}>
      <h1>{className(name)}</h1>
      <p class="muted">{DESK.readOnly}</p>
      <ol class="pupils">
        {pupils.map((pupil) => (
          <li key={pupil.studentId}>
            <a href={frame.childPath('/diary', pupil)}>
              {pupil.last} {pupil.first}
            </a>
            <a class="beside" href={frame.childPath('/desk/choices', pupil)} aria-label={choicesOf(pupil)}>
              {DESK_CHOICES.link}
            </a>
            <a
              class="beside"
              href={frame.childPath('/desk/applications/new', pupil)}
              aria-label={applicationsOf(pupil)}
            >
              {REGISTER_PAGE.linkChild}
            </a>
          </li>
        ))}
      </ol>
      <p>
        <a class="button outline" href={runs}>
          {PAPER.title}
        </a>
      </p>
      <Unproven families={families} />
      <Unanswering families={silent} />
      <ClassPapers sealed={sealed} />
      <p>
        <a href="/desk">{DESK.back}</a>
      </p>
    </Layout>
  );
}

/** Families without evidence of a closed week, and what the class teacher does. On a page of the school all have names. */
function Unproven({ families }: { families: UnprovenFamily[] }) {
  if (families.length === 0) return <p class="muted">{DESK.allProven}</p>;
  return (
    <section>
      <h2>{DESK.unproven}</h2>
      {[...groupBy(families, ({ starts, ends }) => weekOf(starts, ends))].map(([week, ofWeek]) => (
        <section key={week}>
          <h3>{week}</h3>
          <ul>
            {ofWeek.map((family) => (
              <li key={family.obligationIds[0]}>{familyLine({ ...family, nameless: false })}</li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

/** Families whose summaries are accepted and whom nobody has heard of for three weeks. */
function Unanswering({ families }: { families: Silent[] }) {
  if (families.length === 0) return null;
  return (
    <section>
      <h2>{DESK.silent}</h2>
      <p class="muted">{DESK.silentLead}</p>
      <ul>
        {families.map((family) => (
          <li key={family.studentId}>{silentLine(family)}</li>
        ))}
      </ul>
    </section>
  );
}
