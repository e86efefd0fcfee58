import { sealId } from '../../src/access/public-ids.ts';
import {
  type ClassPromise,
  countPromise,
  type PromiseLine,
  type PromiseWeek,
  WAYS,
} from '../../src/delivery/promise.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { familyTask } from '../../src/texts/bot/teachers-unproven.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import {
  informedWords,
  OVERSIGHT,
  openCount,
  PROMISE,
  STILL,
  WAY_NAMES,
  weekName,
} from '../../src/texts/web/oversight.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';
import { figure, ScrollTable } from './table.tsx';

export interface PromiseProps {
  frame: Frame;
  secret: string;
  zone: string;
  weeks: PromiseWeek[];
  shown: PromiseWeek | null;
  lines: PromiseLine[];
  schoolClass: { id: number; name: string } | null;
}

export function promisePath(
  secret: string,
  { week, classId, path = '/desk/promise' }: { week?: string | undefined; classId?: number | undefined; path?: string },
): string {
  return withQuery(path, { week, class: classId === undefined ? undefined : sealId(secret, 'class', String(classId)) });
}

/** What is to be done for a pair that is not informed; empty: it is. */
export const taskOf = ({ next, sheet }: PromiseLine): string => (next ? (STILL[next] ?? familyTask(next, sheet)) : '');

export function PromisePage(props: PromiseProps) {
  const { frame, secret, weeks, shown, lines, schoolClass } = props;
  const classId = schoolClass?.id;
  return (
    <Layout title={PROMISE.title} frame={frame} wide={!schoolClass}>
      <h1>
        {PROMISE.title}
        {shown && (
          <small>
            {weekName(shown.starts, shown.ends)}
            {schoolClass && ` · ${schoolClass.name}`}
          </small>
        )}
      </h1>
      <p>{PROMISE.lead}</p>
      {!shown && <p>{PROMISE.none}</p>}
      {weeks.length > 1 && (
        <nav aria-label={PROMISE.weeks} class="weeks">
          {weeks.map(({ week, starts, ends }) => (
            <a
              key={week}
              href={promisePath(secret, { week, classId })}
              aria-current={week === shown?.week ? 'page' : undefined}
            >
              {weekName(starts, ends)}
            </a>
          ))}
        </nav>
      )}
      {shown && (
        <>
          <p class="no-print">
            <a href={promisePath(secret, { week: shown.week, classId, path: '/desk/promise.csv' })}>{OVERSIGHT.csv}</a>
          </p>
          {schoolClass ? <OfClass {...props} /> : <ByClass {...props} week={shown.week} counts={countPromise(lines)} />}
        </>
      )}
      <ToDesk>{schoolClass && <a href={promisePath(secret, { week: shown?.week })}>{PROMISE.allClasses}</a>}</ToDesk>
    </Layout>
  );
}

function ByClass({ secret, week, counts }: PromiseProps & { week: string; counts: ClassPromise[] }) {
  const sum = (of: (one: ClassPromise) => number) => counts.reduce((total, one) => total + of(one), 0);
  return (
    <>
      <p>
        <strong>{openCount(sum(({ open }) => open))}</strong>
      </p>
      <ScrollTable
        label={PROMISE.title}
        head={[OVERSIGHT.class, PROMISE.open, PROMISE.pairs, ...WAYS.map((way) => capital(WAY_NAMES[way]))]}
      >
        {counts.map(({ classId, className, open, pairs, by }) => (
          <tr key={classId}>
            <th scope="row">
              <a href={promisePath(secret, { week, classId })}>{className}</a>
            </th>
            <td class={open > 0 ? 'missed' : undefined}>{figure(open)}</td>
            <td>{figure(pairs)}</td>
            {WAYS.map((way) => (
              <td key={way}>{figure(by[way])}</td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">{OVERSIGHT.total}</th>
          <td>{figure(sum(({ open }) => open))}</td>
          <td>{figure(sum(({ pairs }) => pairs))}</td>
          {WAYS.map((way) => (
            <td key={way}>{figure(sum(({ by }) => by[way]))}</td>
          ))}
        </tr>
      </ScrollTable>
    </>
  );
}

function OfClass({ secret, zone, lines }: PromiseProps) {
  const open = lines.filter(({ by }) => by === null);
  const informed = lines.filter(({ by }) => by !== null);
  const who = ({ studentId, student, guardian }: PromiseLine) => (
    <span>
      <a href={withQuery('/desk/pupil', { child: sealId(secret, 'student', studentId) })}>
        {student.last} {student.first}
      </a>{' '}
      ({shortName(guardian)})
    </span>
  );
  const keyOf = (line: PromiseLine) => `${line.studentId} ${shortName(line.guardian)} ${line.guardian.first}`;
  return (
    <>
      <section>
        <h2>{PROMISE.openTitle}</h2>
        {open.length === 0 && <p>{PROMISE.allInformed}</p>}
        <ul class="applications">
          {open.map((line) => (
            <li key={keyOf(line)}>
              {who(line)}
              <small>{taskOf(line)}</small>
            </li>
          ))}
        </ul>
      </section>
      {informed.length > 0 && (
        <section>
          <h2>{PROMISE.informed}</h2>
          <ul class="applications">
            {informed.map((line) => (
              <li key={keyOf(line)}>
                {who(line)}
                <small>
                  {line.by &&
                    informedWords(
                      line.by,
                      line.evidence,
                      line.at && { date: schoolDate(line.at, zone), time: schoolTime(line.at, zone) },
                    )}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
