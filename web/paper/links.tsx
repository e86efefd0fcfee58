import { may } from '../../src/access/may.ts';
import { classTitle, PAPER } from '../../src/texts/web/paper.ts';
import type { Frame } from '../page.ts';
import { runsPath } from './deeds.tsx';

/** On the desk: to the sheets of one's own classes, and of the school for whoever hands over any. */
export function PaperLinks({ frame }: { frame: Frame }) {
  if (!frame.visit) return null;
  const { actor, school } = frame.visit;
  const own = actor.ledClasses.filter(({ id }) => may(actor, 'printRuns', { kind: 'class', classId: id }));
  const all = may(actor, 'printRuns', { kind: 'school' });
  if (!all && own.length === 0) return null;
  return (
    <section>
      <h2>{PAPER.title}</h2>
      <ul class="tiles">
        {own.map(({ id, name }) => (
          <li key={id}>
            <a href={runsPath(school.secret, { classId: id })}>{classTitle(name)}</a>
          </li>
        ))}
        {all && (
          <li>
            <a href="/desk/paper">{PAPER.school}</a>
          </li>
        )}
      </ul>
    </section>
  );
}
