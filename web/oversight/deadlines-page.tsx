import { sealId } from '../../src/access/public-ids.ts';
import { fullName, type Roster } from '../../src/journal/roster.ts';
import type { PartKept, TeacherDeadlines } from '../../src/oversight/deadlines.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import { type SchoolDate, schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { dateRange } from '../../src/texts/russian/dates.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import {
  DEADLINES,
  keptFigures,
  lessonPlace,
  missedLine,
  PART_NAMES,
  rulesLine,
} from '../../src/texts/web/deadlines.ts';
import { OVERSIGHT } from '../../src/texts/web/oversight.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Alert } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';
import { ScrollTable } from './table.tsx';

export interface DeadlinesProps {
  frame: Frame;
  secret: string;
  roster: Roster;
  from: SchoolDate;
  to: SchoolDate;
  fault: boolean;
  counts: TeacherDeadlines[];
  /** of one teacher: what came late or not at all */
  teacher: { id: string; missed: PartKept[] } | null;
}

const PARTS = ['attendance', 'topic', 'homework'] as const;

export function DeadlinesPage(props: DeadlinesProps) {
  const { frame, roster, from, to, teacher, counts, fault } = props;
  const who = teacher && roster.staff.get(teacher.id);
  return (
    <Layout title={DEADLINES.title} frame={frame} wide={!teacher}>
      <h1>
        {DEADLINES.title}
        <small>
          {dateRange(from, to)}
          {who && ` · ${fullName(who)}`}
        </small>
      </h1>
      <Alert text={fault ? DEADLINES.badDays : undefined} />
      <p>{rulesLine(roster.rules)}</p>
      <Days {...props} />
      {teacher ? <Missed {...props} missed={teacher.missed} /> : <ByTeacher {...props} counts={counts} />}
      <ToDesk>{teacher && <a href={withQuery('/desk/deadlines', { from, to })}>{DEADLINES.allTeachers}</a>}</ToDesk>
    </Layout>
  );
}

function Days({ secret, from, to, teacher }: DeadlinesProps) {
  return (
    <form method="get" action="/desk/deadlines" class="card filter">
      {teacher && <input type="hidden" name="teacher" value={sealId(secret, 'staff', teacher.id)} />}
      <div class="hours">
        <label>
          {DEADLINES.from}
          <input name="from" type="date" value={from} required />
        </label>
        <label>
          {DEADLINES.to}
          <input name="to" type="date" value={to} required />
        </label>
      </div>
      <button type="submit" class="outline">
        {OVERSIGHT.show}
      </button>
    </form>
  );
}

function ByTeacher({ secret, roster, from, to, counts }: DeadlinesProps) {
  if (counts.length === 0) return <p>{DEADLINES.none}</p>;
  const named = counts.flatMap((one) => {
    const who = roster.staff.get(one.teacherId);
    return who ? [{ ...one, who }] : [];
  });
  return (
    <>
      <p class="muted">{DEADLINES.legend}</p>
      <ScrollTable
        label={DEADLINES.title}
        head={[DEADLINES.teacher, DEADLINES.lessons, ...PARTS.map((part) => PART_NAMES[part])]}
      >
        {named
          .sort((a, b) => fullName(a.who).localeCompare(fullName(b.who), 'ru'))
          .map(({ teacherId, who, lessons, parts }) => (
            <tr key={teacherId}>
              <th scope="row">
                <a href={withQuery('/desk/deadlines', { from, to, teacher: sealId(secret, 'staff', teacherId) })}>
                  {shortName(who)}
                </a>
              </th>
              <td>{lessons}</td>
              {PARTS.map((part) => (
                <td key={part} class={parts[part].late + parts[part].missing > 0 ? 'missed' : undefined}>
                  {keptFigures(parts[part])}
                </td>
              ))}
            </tr>
          ))}
      </ScrollTable>
    </>
  );
}

function Missed({ roster, missed }: DeadlinesProps & { missed: PartKept[] }) {
  const moment = (at: Date) => ({ date: schoolDate(at, roster.zone), time: schoolTime(at, roster.zone) });
  if (missed.length === 0) return <p>{DEADLINES.allKept}</p>;
  return (
    <section>
      <h2>{DEADLINES.missedTitle}</h2>
      <ul class="applications">
        {[...groupBy(missed, ({ lesson }) => lesson)].map(([{ course, date, number }, parts]) => (
          <li key={`${course.id} ${date} ${number}`}>
            {lessonPlace({
              date,
              class: roster.classes.get(course.classId)?.name ?? '',
              number,
              subject: course.subject.name,
            })}
            {parts.map(({ part, deadline, at }) => (
              <small key={part}>{missedLine({ date, part, deadline: moment(deadline), at: at && moment(at) })}</small>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
