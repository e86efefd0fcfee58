import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { may } from '../../src/access/may.ts';
import { findPeople, personCard } from '../../src/access/people.ts';
import { openId } from '../../src/access/public-ids.ts';
import { studentsOf } from '../../src/journal/membership.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { channelsByClass } from '../../src/oversight/channels-report.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { ClassesPage } from '../office/classes-page.tsx';
import { PeoplePage } from '../office/people-pages.tsx';
import { PersonPage } from '../office/person-page.tsx';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';

const searched = z.object({ asked: z.string().max(100).catch('') });
const named = z.object({ person: z.string().max(400).catch('') });

/** `/desk/people`, `/desk/person?person=…`, `/desk/classes`: the school as the office keeps it (К-И 4.9). Reading is audited. */
export function deskPeopleRoutes(app: FastifyInstance, deps: WebDeps): void {
  const mayFind = { access: { kind: 'may', action: 'findPeople', of: 'school' } } as const;
  const mayRead = { access: { kind: 'may', action: 'readPeople', of: 'school' } } as const;

  const show = async (request: FastifyRequest, reply: FastifyReply, asked: string | null) => {
    const { actor, school } = request.visit!;
    const found = asked === null ? null : await findPeople(deps.db, asked, school.today);
    const opens = may(actor, 'readPeople', { kind: 'school' });
    const frame = await frameOf(deps, request, reply);
    const enters = may(actor, 'transferPupils', { kind: 'school' });
    return sendPage(reply, <PeoplePage {...{ frame, found, opens, enters }} asked={asked ?? ''} />);
  };

  app.get('/desk/people', { config: mayFind }, (request, reply) => show(request, reply, null));

  app.post('/desk/people', { config: mayFind }, async (request, reply) => {
    await audit(deps.db, deps.clock, {
      actorId: request.visit!.actor.staffId!,
      action: 'findPeople',
      object: 'people',
    });
    return show(request, reply, searched.parse(request.body ?? {}).asked);
  });

  app.get('/desk/person', { config: mayRead }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const id = openId(school.secret, 'person', named.parse(request.query).person);
    const card = id && (await personCard(deps.db, id, { today: school.today, now: deps.clock.now() }));
    if (!card) throw new HttpError(404, 'no-such-person');
    const studentId = card.student ? { studentId: card.id } : {};
    await audit(deps.db, deps.clock, {
      ...{ actorId: actor.staffId!, action: 'readPerson', object: `person:${card.id}` },
      ...studentId,
    });
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <PersonPage frame={frame} card={card} />);
  });

  app.get('/desk/classes', { config: mayRead }, async (request, reply) => {
    const { today } = request.visit!.school;
    const roster = await currentRoster(deps.db);
    const classes = await channelsByClass(deps.db, roster, today, new Set());
    const counted = classes.map((one) => ({ ...one, pupils: studentsOf(roster, one.classId, today).length }));
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <ClassesPage frame={frame} roster={roster} classes={counted} />);
  });
}
