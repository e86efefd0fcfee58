import type { Child } from '../../src/access/relations.ts';
import type { ChildDay, ChildHomework, ChildLesson } from '../../src/journal/read/child-day.ts';
import type { PlainDays } from '../../src/journal/read/child-week.ts';
import { addDays, weekOf } from '../../src/platform/school-time.ts';
import { clockTime, dayMonth } from '../../src/texts/russian/dates.ts';
import { shortFullName } from '../../src/texts/russian/names.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { absenceWords, dayName, periodMarkWords, WEEK, weekSpan, workWords } from '../../src/texts/web/diary.ts';
import type { Frame } from '../page.ts';
import { Children } from './children.tsx';
import { type FileAddress, Files } from './homework-files.tsx';
import { Messages } from './messages.tsx';
import { Today } from './today.tsx';

interface Props {
  frame: Frame;
  child: Child;
  days: PlainDays | null;
  week: string;
  monday: string;
  today: string;
  /** the reader is the pupil: of messages only those meant for pupils */
  pupil: boolean;
}

/** One child's week as the spread of a paper diary. */
export function WeekPage({ frame, child, days, week, monday, today, pupil }: Props) {
  const shown = (days?.days ?? []).slice(0, 7).filter((day, index) => index < 5 || hasContent(day));
  const file = (id: string) => frame.childPath(`/diary/file/${id}`, child);
  const last = shown.at(-1)?.date ?? addDays(monday, 5);
  return (
    <>
      <Children frame={frame} path="/diary" />
      <div class="week-head">
        <h1>
          {weekSpan(monday, last)}
          <small>
            {child.last} {child.first}, {days?.class ?? child.className}
          </small>
        </h1>
        <WeekLinks
          frame={frame}
          child={child}
          week={week}
          monday={monday}
          today={today}
          toToday={shown.some(({ date }) => date === today)}
        />
      </div>
      {days && week === weekOf(today) && <Today days={days.days} today={today} file={file} />}
      {days ? (
        <div class="days">
          {shown.map((day) => (
            <Day key={day.date} day={day} today={today} pupil={pupil} file={file} />
          ))}
        </div>
      ) : (
        <section class="day">
          <h2>{WEEK.noClass}</h2>
          <p>{WEEK.noClassWhy}</p>
        </section>
      )}
      <p class="foot">
        {days?.classTeacher.name && (
          <span>
            {WEEK.classTeacher}: {days.classTeacher.name}
            {days.classTeacher.phone && `, ${days.classTeacher.phone}`}
          </span>
        )}
        {!pupil && weekOf(today) > week && (
          <a href={frame.childPath('/diary/sheet.pdf', child, { week })}>{WEEK.print}</a>
        )}
      </p>
    </>
  );
}

function WeekLinks({
  frame,
  child,
  week,
  monday,
  today,
  toToday,
}: Pick<Props, 'frame' | 'child' | 'week' | 'monday' | 'today'> & { toToday: boolean }) {
  const to = (date: string) => frame.childPath('/diary', child, { week: weekOf(date) });
  return (
    <nav aria-label={WEEK.title} class="weeks">
      <a href={to(addDays(monday, -7))} aria-label={WEEK.previous} rel="prev">
        ‹
      </a>
      {week !== weekOf(today) && <a href={frame.childPath('/diary', child)}>{WEEK.current}</a>}
      {toToday && <a href={`#d${today}`}>{capital(WEEK.today)}</a>}
      <a href={to(addDays(monday, 7))} aria-label={WEEK.next} rel="next">
        ›
      </a>
    </nav>
  );
}

function hasContent(day: ChildDay): boolean {
  return (
    day.lessons.length > 0 || day.messages.length > 0 || day.otherHomework.length > 0 || day.periodMarks.length > 0
  );
}

interface DayProps {
  day: ChildDay;
  today: string;
  pupil: boolean;
  file: FileAddress;
}

function Day({ day, today, pupil, file }: DayProps) {
  const isToday = day.date === today;
  const messages = day.messages.filter((message) => !pupil || message.toStudent);
  return (
    <section class={isToday ? 'day today' : 'day'} id={`d${day.date}`} aria-current={isToday ? 'date' : undefined}>
      <h2>
        {dayName(day.date)}, <span class="date">{dayMonth(day.date)}</span>
        {isToday && <mark>{WEEK.today}</mark>}
        {day.kind === 'remote' && <mark class="plain">{WEEK.remote}</mark>}
      </h2>
      {day.lessons.length === 0 && day.otherHomework.length === 0 && <p class="muted">{WEEK.off}</p>}
      {day.lessons.length > 0 && (
        <ol class="lessons">
          {day.lessons.map((lesson) => (
            <Lesson key={`${lesson.number} ${lesson.courseId}`} lesson={lesson} file={file} />
          ))}
        </ol>
      )}
      {day.otherHomework.length > 0 && (
        <div class="other">
          <h3>{WEEK.otherHomework}</h3>
          <ul>
            {day.otherHomework.map((homework) => (
              <li key={homework.entryId}>
                {homework.subject && <b>{homework.subject}: </b>}
                <span class="written">{homework.text}</span>
                <Files homework={homework} file={file} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {day.periodMarks.map((mark) => (
        <p key={mark.entryId} class="period-mark">
          <b>{mark.subject}</b>, {periodMarkWords(mark.period, mark.value)}
        </p>
      ))}
      {messages.length > 0 && <Messages messages={messages} heading={WEEK.messages} />}
    </section>
  );
}

function Lesson({ lesson, file }: { lesson: ChildLesson; file: FileAddress }) {
  return (
    <li class={lesson.cancelled ? 'cancelled' : undefined} value={lesson.number}>
      <div class="lesson">
        <p class="subject">
          {lesson.subject}
          {lesson.starts && <time>{clockTime(lesson.starts)}</time>}
        </p>
        <LessonMarks lesson={lesson} />
        <div class="about">
          {lesson.cancelled && <p>{capital(WEEK.cancelled)}</p>}
          {lesson.substituted && (
            <p class="muted">
              {WEEK.substituted}: {shortFullName(lesson.teacher)}
            </p>
          )}
          {lesson.topic && (
            <p class="muted">
              {WEEK.topic}: <span class="written">{lesson.topic}</span>
            </p>
          )}
          {lesson.homework.map((homework) => (
            <Homework key={homework.entryId} homework={homework} file={file} />
          ))}
        </div>
      </div>
    </li>
  );
}

/** At the right: marks with their works, an absence with its reason in words. */
function LessonMarks({ lesson: { marks, absence } }: { lesson: ChildLesson }) {
  if (marks.length === 0 && !absence) return null;
  const works = [...new Set(marks.map((mark) => workWords(mark.work)).filter(Boolean))];
  return (
    <div class="marks">
      {absence && (
        <>
          <b class="absence" aria-hidden="true">
            {absence}
          </b>
          <small>{absenceWords(absence)}</small>
        </>
      )}
      {marks.map((mark) => (
        <b key={mark.entryId} class="value">
          {mark.value}
        </b>
      ))}
      {works.length > 0 && <small>{works.join(', ')}</small>}
    </div>
  );
}

function Homework({ homework, file }: { homework: ChildHomework; file: FileAddress }) {
  return (
    <p class="homework">
      <span class="label">{homework.personal ? WEEK.personalHomework : WEEK.homework}: </span>
      <span class="written">{homework.text}</span>
      <Files homework={homework} file={file} />
    </p>
  );
}
