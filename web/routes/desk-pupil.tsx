import type { FastifyInstance } from 'fastify';
import { type FamilyMember, familiesOf } from '../../src/access/class-families.ts';
import { may } from '../../src/access/may.ts';
import type { Child } from '../../src/access/relations.ts';
import { addDays, weekOf } from '../../src/platform/school-time.ts';
import { PUPIL_PAGE as SAY } from '../../src/texts/web/class.ts';
import { childNamed } from '../child-named.ts';
import { Family } from '../class/family.tsx';
import { sendPage } from '../html.ts';
import { classPath } from '../letters/class-asked.ts';
import { type Frame, frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

/** `/desk/pupil?child=…`: all that the school keeps at hand of one pupil, each with its own page. Reading is audited. */
export function deskPupilRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'readClass', of: 'child' } } as const;

  app.get('/desk/pupil', { config }, async (request, reply) => {
    const child = childNamed(request);
    const members = await familiesOf(deps.db, { studentId: child.studentId });
    const frame = await frameOf(deps, request, reply);
    const toClass = child.classId === null ? '/desk' : classPath(request, child.classId);
    return sendPage(reply, <PupilPage frame={frame} child={child} members={members} toClass={toClass} />);
  });
}

interface Props {
  frame: Frame;
  child: Child;
  members: FamilyMember[];
  toClass: string;
}

function PupilPage({ frame, child, members, toClass }: Props) {
  const { actor, school } = frame.visit!;
  const sealedClass = new URLSearchParams(toClass.split('?')[1]).get('class') ?? undefined;
  const lastWeek = weekOf(addDays(school.today, -7));
  const ofClass = (path: string) => withQuery(path, { class: sealedClass });
  const letters = child.classId !== null && may(actor, 'issueLetters', { kind: 'class', classId: child.classId });
  return (
    <Layout title={`${child.last} ${child.first}`} frame={frame}>
      <h1>
        {child.last} {child.first}
        <small>{child.className}</small>
      </h1>
      <section>
        <h2>{SAY.diary}</h2>
        <Tiles
          links={[
            [frame.childPath('/diary', child), SAY.week],
            ...(child.grade === 1 ? [] : [[frame.childPath('/diary/marks', child), SAY.marks] as const]),
            [frame.childPath('/diary/messages', child), SAY.messages],
            [frame.childPath('/desk/illness', child), SAY.illness],
          ]}
        />
      </section>
      <section class="card">
        <h2>{SAY.family}</h2>
        {members.every(({ rights }) => rights === 'none') && <p>{SAY.nobody}</p>}
        <Family members={members} />
        <a href={frame.childPath('/desk/family', child)}>{SAY.rights}</a>
      </section>
      <section>
        <h2>{SAY.papers}</h2>
        <Tiles
          links={[
            [frame.childPath('/desk/choices', child), SAY.choices],
            [frame.childPath('/desk/applications/new', child), SAY.applications],
            ...(letters ? [[ofClass('/desk/letters'), SAY.letters] as const] : []),
            [ofClass('/desk/risk'), SAY.risk],
            [frame.childPath('/diary/sheet.pdf', child, { week: lastWeek }), SAY.sheet],
            [ofClass('/desk/runs'), SAY.handing],
          ]}
        />
      </section>
      <p>
        <a href={toClass}>{SAY.back}</a>
      </p>
    </Layout>
  );
}

function Tiles({ links }: { links: (readonly [href: string, text: string])[] }) {
  return (
    <ul class="tiles">
      {links.map(([href, text]) => (
        <li key={href}>
          <a href={href}>{text}</a>
        </li>
      ))}
    </ul>
  );
}
