import type { Roster } from '../../src/journal/roster.ts';
import { type ClassChannels, REACHED } from '../../src/oversight/channels-report.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { REACHED_NAMES } from '../../src/texts/web/channels.ts';
import { CLASSES } from '../../src/texts/web/people.ts';
import type { Frame } from '../page.ts';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';
import { personPath } from './people-pages.tsx';

interface ClassesProps {
  frame: Frame;
  roster: Roster;
  classes: (ClassChannels & { pupils: number })[];
}

/** Each class with who leads it, how many are in it, and how its families are told. */
export function ClassesPage({ frame, roster, classes }: ClassesProps) {
  const ways = REACHED.filter((way) => classes.some(({ by }) => by[way] > 0));
  const all = (pick: (one: ClassesProps['classes'][number]) => number) =>
    classes.reduce((sum, one) => sum + pick(one), 0);
  return (
    <Layout title={CLASSES.title} frame={frame} wide>
      <h1>{CLASSES.title}</h1>
      <p>{CLASSES.lead}</p>
      {classes.length === 0 ? (
        <p>{CLASSES.none}</p>
      ) : (
        <table class="by-subject">
          <thead>
            <tr>
              <th scope="col">{CLASSES.class}</th>
              <th scope="col">{CLASSES.teacher}</th>
              {[CLASSES.pupils, CLASSES.pairs, ...ways.map((way) => capital(REACHED_NAMES[way]))].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((one) => (
              <tr key={one.classId}>
                <th scope="row">{one.className}</th>
                <td>
                  <Leader frame={frame} roster={roster} classId={one.classId} />
                </td>
                <Figure label={CLASSES.pupils} n={one.pupils} />
                <Figure label={CLASSES.pairs} n={one.pairs} />
                {ways.map((way) => (
                  <Figure key={way} label={capital(REACHED_NAMES[way])} n={one.by[way]} />
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{CLASSES.all}</th>
              <td />
              <Figure label={CLASSES.pupils} n={all(({ pupils }) => pupils)} />
              <Figure label={CLASSES.pairs} n={all(({ pairs }) => pairs)} />
              {ways.map((way) => (
                <Figure key={way} label={capital(REACHED_NAMES[way])} n={all(({ by }) => by[way])} />
              ))}
            </tr>
          </tbody>
        </table>
      )}
      <ToDesk />
    </Layout>
  );
}

function Figure({ label, n }: { label: string; n: number }) {
  return (
    <td class={n === 0 ? 'number none' : 'number'} data-label={label}>
      {n === 0 ? '—' : n}
    </td>
  );
}

function Leader({ frame, roster, classId }: { frame: Frame; roster: Roster; classId: number }) {
  const id = roster.classes.get(classId)?.classTeacherId;
  const person = id ? roster.staff.get(id) : undefined;
  if (!id || !person) return <span class="muted">{CLASSES.noTeacher}</span>;
  return <a href={personPath(frame.visit!.school.secret, id)}>{shortName(person)}</a>;
}
