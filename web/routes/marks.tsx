import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Child } from '../../src/access/relations.ts';
import { type ChildMarks, childMarks, type SubjectMarks } from '../../src/journal/read/child-marks.ts';
import { shortDate } from '../../src/texts/russian/dates.ts';
import { averageWords, MARKS, printPeriod, workWords } from '../../src/texts/web/diary.ts';
import { sendPage } from '../html.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Children } from '../views/children.tsx';
import { Layout } from '../views/layout.tsx';
import { NoChild } from '../views/no-child.tsx';

const query = z.object({ period: z.string().max(100).optional() });
const YEAR = 'год';
/** as for an average: fewer are no course */
const COURSE_FROM = 3;
const COURSE_SHOWN = 40;

/** `/diary/marks?child=…&period=…`: marks by subject with averages and period marks. */
export function marksRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'readDiary', of: 'child' } } as const;
  app.get('/diary/marks', { config }, async (request, reply) => {
    const { child } = request;
    const frame = await frameOf(deps, request, reply);
    if (!child) return sendPage(reply, <NoChild frame={frame} />);
    const period = query.safeParse(request.query).data?.period;
    const marks = await childMarks(deps.db, child.studentId, request.visit!.school.today, period);
    return sendPage(
      reply,
      <Layout title={MARKS.title} frame={frame} wide>
        <Children frame={frame} path="/diary/marks" />
        <div class="week-head">
          <h1>
            {MARKS.title}
            <small>
              {child.last} {child.first}, {child.className}
            </small>
          </h1>
          <Periods frame={frame} child={child} marks={marks} />
        </div>
        {child.grade === 1 ? <p>{MARKS.gradeOne}</p> : <Table marks={marks} />}
        <Print frame={frame} child={child} marks={marks} />
      </Layout>,
    );
  });
}

function Periods({ frame, child, marks }: { frame: Frame; child: Child; marks: ChildMarks }) {
  if (child.grade === 1 || marks.periods.length < 2) return null;
  return (
    <nav aria-label={MARKS.periods} class="weeks">
      {marks.periods.map(({ name }) => (
        <a
          key={name}
          href={frame.childPath('/diary/marks', child, { period: name })}
          aria-current={name === marks.period?.name ? 'true' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

/** The whole period as a PDF; a pupil only reads. */
function Print({ frame, child, marks }: { frame: Frame; child: Child; marks: ChildMarks }) {
  if (!marks.period || child.self) return null;
  const { name } = marks.period;
  return (
    <p>
      <a href={frame.childPath('/diary/sheet.pdf', child, { period: name })}>{printPeriod(name)}</a>
    </p>
  );
}

function Table({ marks }: { marks: ChildMarks }) {
  if (!marks.period) return <p>{MARKS.noPeriods}</p>;
  const { name } = marks.period;
  const shown = marks.subjects.filter((subject) => subject.marks.length > 0 || subject.periodMarks[name]);
  const withYear = marks.subjects.some((subject) => subject.periodMarks[YEAR]);
  if (shown.length === 0) return <p>{MARKS.none}</p>;
  return (
    <>
      <table class="by-subject">
        <thead>
          <tr>
            <th scope="col">{MARKS.subject}</th>
            <th scope="col">{MARKS.marks}</th>
            <th scope="col" class="number">
              {MARKS.average}
            </th>
            <th scope="col" class="number">
              {MARKS.periodMark}
            </th>
            {withYear && (
              <th scope="col" class="number">
                {MARKS.year}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((subject) => (
            <Row key={subject.subject} subject={subject} period={name} withYear={withYear} />
          ))}
        </tbody>
      </table>
      <p class="muted">{MARKS.hint}</p>
    </>
  );
}

function Row({ subject, period, withYear }: { subject: SubjectMarks; period: string; withYear: boolean }) {
  return (
    <tr>
      <th scope="row">{subject.subject}</th>
      <td>
        <ul class="marks-row">
          {subject.marks.map((mark) => (
            <li key={mark.entryId}>
              <b class="value">{mark.value}</b>
              <small>
                {shortDate(mark.date)}
                {workWords(mark.work) && <span>{workWords(mark.work)}</span>}
              </small>
            </li>
          ))}
        </ul>
        <Course marks={subject.marks} />
      </td>
      <Cell label={MARKS.average} value={subject.average === undefined ? undefined : averageWords(subject.average)} />
      <Cell label={MARKS.periodMark} value={subject.periodMarks[period]} />
      {withYear && <Cell label={MARKS.year} value={subject.periodMarks[YEAR]} />}
    </tr>
  );
}

/** How the marks went, as bars in their order; the list above says the same in words. */
function Course({ marks }: { marks: SubjectMarks['marks'] }) {
  const digits = marks.filter(({ value }) => /^[1-5]$/.test(value));
  if (digits.length < COURSE_FROM) return null;
  return (
    <div class="course" aria-hidden="true">
      {digits.slice(-COURSE_SHOWN).map(({ entryId, value }) => (
        <span key={entryId} class={`mark-${value}`} />
      ))}
    </div>
  );
}

function Cell({ label, value }: { label: string; value: string | undefined }) {
  return (
    <td class={value ? 'number' : 'number none'} data-label={label}>
      {value ? <b>{value}</b> : '—'}
    </td>
  );
}
