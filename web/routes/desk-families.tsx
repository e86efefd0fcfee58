import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { familiesOf } from '../../src/access/class-families.ts';
import { RIGHTS_GROUNDS, type RightsGround } from '../../src/access/grounds.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import {
  changeHouseholds,
  changeRights,
  type HouseholdWish,
  type RightsWish,
  rightsFault,
} from '../../src/access/rights.ts';
import { studentsOf } from '../../src/journal/membership.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import { className } from '../../src/texts/web/desk.ts';
import { rightsFaultWords, FAMILIES as SAY } from '../../src/texts/web/families.ts';
import { childNamed } from '../child-named.ts';
import { filledIn } from '../choices/save.ts';
import { Family } from '../class/family.tsx';
import { FamilyPage, type Filled } from '../class/family-page.tsx';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { classPath } from '../letters/class-asked.ts';
import { frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

const rights = z.enum(['full', 'paper', 'none']);
const form = z.discriminatedUnion('part', [
  z.object({
    part: z.enum(['preview', 'save']),
    guardian: z.string().max(400),
    was: rights,
    rights,
    ground: z.enum(Object.keys(RIGHTS_GROUNDS) as [RightsGround, ...RightsGround[]]),
    number: z.string().trim().max(40).default(''),
    date: z.string().max(10),
  }),
  z.object({ part: z.literal('households'), date: z.string().max(10) }),
]);

/**
 * `/desk/families?class=…`: the guardians of each pupil of a class; `/desk/family?child=…`: rights of one, changed with a ground and
 * confirmed, and which guardians are one family.
 */
export function deskFamiliesRoutes(app: FastifyInstance, deps: WebDeps): void {
  const ofClass = { access: { kind: 'may', action: 'changeRights', of: 'class' } } as const;
  const ofChild = { access: { kind: 'may', action: 'changeRights', of: 'child' } } as const;

  app.get('/desk/families', { config: ofClass }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const classId = Number(openId(school.secret, 'class', (request.query as { class: string }).class));
    const roster = await currentRoster(deps.db);
    const schoolClass = roster.classes.get(classId);
    if (!schoolClass) throw new HttpError(404, 'no-such-class');
    const families = groupBy(await familiesOf(deps.db, { classId, today: school.today }), ({ studentId }) => studentId);
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readFamilies', object: `class:${classId}` });
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <Layout title={SAY.title} frame={frame}>
        <h1>
          {SAY.title}
          <small>{className(schoolClass.name)}</small>
        </h1>
        <p>{SAY.lead}</p>
        {studentsOf(roster, classId, school.today).map(({ id, last, first }) => (
          <section key={id} class="card">
            <h2>
              {last} {first}
            </h2>
            {!families.has(id) && <p>{SAY.nobody}</p>}
            <Family members={families.get(id) ?? []} />
            <a
              href={withQuery('/desk/family', { child: sealId(school.secret, 'student', id) })}
              aria-label={`${SAY.edit}: ${last} ${first}`}
            >
              {SAY.edit}
            </a>
          </section>
        ))}
        <p>
          <a href={classPath(request, classId)}>{SAY.toClass}</a>
        </p>
      </Layout>,
    );
  });

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    more: { refused?: { filled: Filled; fault: string }; asked?: { filled: Filled; guardianId: string } } = {},
  ) => {
    const child = childNamed(request);
    const { secret, today } = request.visit!.school;
    const members = await familiesOf(deps.db, { studentId: child.studentId });
    const member = members.find(({ guardianId }) => guardianId === more.asked?.guardianId);
    const filled = more.asked?.filled;
    const last = filled?.rights !== 'full' && members.every((one) => one === member || one.rights !== 'full');
    const frame = await frameOf(deps, request, reply);
    const { saved } = request.query as { saved?: unknown };
    const fresh = !more.refused && !more.asked;
    return sendPage(
      reply,
      <FamilyPage
        frame={frame}
        child={child}
        members={members}
        today={today}
        seal={(id) => sealId(secret, 'guardian', id)}
        saved={fresh && typeof saved === 'string' ? (saved === '0' ? SAY.unchanged : SAY.saved) : null}
        refused={more.refused}
        asked={filled && member ? { filled, member, last } : undefined}
      />,
      more.refused ? 422 : 200,
    );
  };

  app.get('/desk/family', { config: ofChild }, (request, reply) => show(request, reply));

  app.post('/desk/family', { config: ofChild }, async (request, reply) => {
    const { studentId, classId } = childNamed(request);
    const { actor, school } = request.visit!;
    const filled = filledIn(request.body);
    const parsed = form.safeParse(request.body);
    const refuse = (code: string, field: string) =>
      show(request, reply, { refused: { filled, fault: rightsFaultWords(code, field) } });
    if (!parsed.success) return refuse('', '');
    const child = { studentId, classId };
    const open = (sealed: string) => openId(school.secret, 'guardian', sealed) ?? '';
    const done = async (changed: number) => {
      const frame = await frameOf(deps, request, reply);
      return reply.redirect(frame.childPath('/desk/family', childNamed(request), { saved: String(changed) }), 303);
    };
    if (parsed.data.part === 'households') {
      const wishes = householdWishes(filled, open);
      const decided = await changeHouseholds(deps, actor, { child, date: parsed.data.date }, wishes);
      return decided.ok ? done(decided.changed) : refuse(decided.code, decided.field);
    }
    const { guardian, was, rights: becomes, ground: kind, number, date, part } = parsed.data;
    const wish: RightsWish = { child, guardianId: open(guardian), was, becomes, ground: { kind, number, date } };
    const fault = await rightsFault(deps, actor, wish);
    if (fault && !fault.ok) return refuse(fault.code, fault.field);
    if (was === becomes) return done(0);
    if (part === 'preview') return show(request, reply, { asked: { filled, guardianId: wish.guardianId } });
    const decided = await changeRights(deps, actor, wish);
    return decided.ok ? done(decided.changed) : refuse(decided.code, decided.field);
  });
}

/** What is chosen for each guardian, against what the form showed. */
function householdWishes(filled: Filled, open: (sealed: string) => string): HouseholdWish[] {
  const number = (text: string | undefined) => (/^[1-9]$/.test(text ?? '') ? Number(text) : null);
  return Object.keys(filled).flatMap((name) => {
    if (!name.startsWith('w-')) return [];
    const key = name.slice(2);
    const [was, becomes] = [number(filled[name]), number(filled[`h-${key}`])];
    return was === null || becomes === null ? [] : [{ guardianId: open(key), was, becomes }];
  });
}
