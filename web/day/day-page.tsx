import { sealId } from '../../src/access/public-ids.ts';
import { lessonsOfClass } from '../../src/journal/lessons.ts';
import { classesOn } from '../../src/journal/membership.ts';
import { fullName } from '../../src/journal/roster.ts';
import { addDays } from '../../src/platform/school-time.ts';
import { longDate } from '../../src/texts/russian/dates.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { DAY, FAULTS } from '../../src/texts/web/day.ts';
import { Alert } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';
import { type ClassLessons, type DayPageProps, dayPath, stateOf } from './day-view.ts';
import { lessonWords } from './day-words.ts';
import { DeedForm } from './deed-form.tsx';
import { DeedHistory } from './history.tsx';

export function DayPage(props: DayPageProps) {
  const { frame, secret, roster, date, schoolClass, teacherId, refused } = props;
  const shown = classesOn(roster, date).filter((one) => !schoolClass || one.id === schoolClass.id);
  const lists = shown.map((one) => ({
    schoolClass: one,
    lessons: lessonsOfClass(roster, one.id, date).filter((l) => !teacherId || l.teacherId === teacherId),
  }));
  const action = dayPath(secret, { date, classId: schoolClass?.id ?? null, teacherId });
  const chosen = Boolean(schoolClass || teacherId);
  const history = <DeedHistory {...props.history} roster={roster} secret={secret} csrf={frame.csrf} action={action} />;
  return (
    <Layout title={DAY.title} frame={frame} wide={!chosen}>
      <h1>
        {DAY.title}
        <small>{longDate(date)}</small>
      </h1>
      {props.notice && <output class="saved">{props.notice}</output>}
      <Alert text={refused && FAULTS[refused.code]} />
      {props.notice && history}
      <p class="no-print">{DAY.lead}</p>
      <Days {...props} />
      <Filter {...props} />
      {chosen ? (
        <DeedForm {...props} action={action} lists={lists} />
      ) : (
        <>
          <Overview {...props} lists={lists} />
          <DeedForm {...props} action={action} lists={[]} />
        </>
      )}
      {!props.notice && history}
      <ToDesk />
    </Layout>
  );
}

function Days({ frame, secret, date, schoolClass, teacherId }: DayPageProps) {
  const to = (day: string) => dayPath(secret, { date: day, classId: schoolClass?.id ?? null, teacherId });
  const today = frame.visit?.school.today ?? date;
  return (
    <nav aria-label={DAY.days} class="weeks">
      <a href={to(addDays(date, -1))}>{DAY.previous}</a>
      <a href={to(today)} aria-current={date === today ? 'page' : undefined}>
        {DAY.today}
      </a>
      <a href={to(addDays(date, 1))}>{DAY.next}</a>
    </nav>
  );
}

function Filter({ secret, roster, date, schoolClass, teacherId }: DayPageProps) {
  const staff = [...roster.staff.values()]
    .filter(({ leftAt }) => leftAt === null || date < leftAt)
    .sort((a, b) => fullName(a).localeCompare(fullName(b), 'ru'));
  return (
    <form method="get" action="/desk/day" class="card filter">
      <div class="hours">
        <label>
          {DAY.date}
          <input name="date" type="date" value={date} required />
        </label>
        <label>
          {DAY.class}
          <select name="class">
            <option value="">{DAY.allClasses}</option>
            {classesOn(roster, date).map(({ id, name }) => (
              <option key={id} value={sealId(secret, 'class', String(id))} selected={id === schoolClass?.id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {DAY.teacher}
          <select name="teacher">
            <option value="">{DAY.allTeachers}</option>
            {staff.map((one) => (
              <option key={one.id} value={sealId(secret, 'staff', one.id)} selected={one.id === teacherId}>
                {shortName(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <button type="submit" class="outline">
        {DAY.choose}
      </button>
    </form>
  );
}

function Overview({ secret, roster, date, lists }: DayPageProps & { lists: ClassLessons[] }) {
  return (
    <div class="by-class">
      {lists.map(({ schoolClass: { id, name }, lessons }) => (
        <section key={id} class="card">
          <h2>
            <a href={dayPath(secret, { date, classId: id })} aria-label={`${DAY.editClass} ${name}`}>
              {name}
            </a>
          </h2>
          {lessons.length === 0 && <p class="muted">{DAY.dayFree}</p>}
          <ul class="plain">
            {lessons.map((lesson) => (
              <li key={`${lesson.course.id} ${lesson.number}`} class={stateOf(lesson)}>
                {lessonWords(roster, lesson)}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
