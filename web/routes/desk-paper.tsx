import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { type ClassCounts, countsByClass, type PrintedWeek, printedWeeks } from '../../src/delivery/sheets-view.ts';
import { PAPER, weekLink, weekTitle } from '../../src/texts/web/paper.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { type Frame, frameOf } from '../page.ts';
import { runsPath } from '../paper/deeds.tsx';
import { sendPdf } from '../paper/pdf.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';

const asked = z.object({ week: z.string().max(10).optional().catch(undefined) });
const WEEKS_SHOWN = 12;

/** `/desk/paper?week=…`: the school's sheets of a week by class; `/desk/paper.pdf`: all of them to print. */
export function deskPaperRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'printRuns', of: 'school' } } as const;

  const open = async (request: FastifyRequest): Promise<{ weeks: PrintedWeek[]; shown: PrintedWeek | null }> => {
    const { week } = asked.parse(request.query);
    const weeks = await printedWeeks(deps.db, WEEKS_SHOWN);
    const shown = week === undefined ? weeks[0] : weeks.find((one) => one.week === week);
    if (week !== undefined && !shown) throw new HttpError(404, 'nothing-printed');
    return { weeks, shown: shown ?? null };
  };

  app.get('/desk/paper', { config }, async (request, reply) => {
    const { weeks, shown } = await open(request);
    const classes = shown ? await countsByClass(deps.db, { week: shown.week }) : [];
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <SchoolPage frame={frame} weeks={weeks} shown={shown} classes={classes} />);
  });

  app.get('/desk/paper.pdf', { config }, async (request, reply) => {
    const { shown } = await open(request);
    if (!shown) throw new HttpError(404, 'nothing-printed');
    const { actor } = request.visit!;
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'printRuns', object: `school ${shown.week}` });
    const pdf = await deps.services.weekPdf({ className: null, week: shown.week });
    return sendPdf(reply, pdf, shown.week);
  });
}

function SchoolPage(props: { frame: Frame; weeks: PrintedWeek[]; shown: PrintedWeek | null; classes: ClassCounts[] }) {
  const { frame, weeks, shown, classes } = props;
  return (
    <Layout title={PAPER.school} frame={frame}>
      <h1>
        {PAPER.school}
        {shown && <small>{weekTitle(shown.starts, shown.ends)}</small>}
      </h1>
      {!shown && <p>{PAPER.none}</p>}
      {weeks.length > 1 && (
        <nav aria-label={PAPER.weeks} class="weeks">
          {weeks.map(({ week, starts, ends }) => (
            <a
              key={week}
              href={withQuery('/desk/paper', { week })}
              aria-current={week === shown?.week ? 'page' : undefined}
            >
              {weekLink(starts, ends, 0)}
            </a>
          ))}
        </nav>
      )}
      {shown && (
        <>
          <p>
            <a class="button" href={withQuery('/desk/paper.pdf', { week: shown.week })}>
              {PAPER.printSchool}
            </a>
          </p>
          <Table classes={classes} secret={frame.visit?.school.secret ?? ''} />
        </>
      )}
      <ToDesk />
    </Layout>
  );
}

const COLUMNS = [
  ['total', PAPER.total],
  ['handedOver', PAPER.handed],
  ['awaitingStub', PAPER.awaiting],
  ['open', PAPER.open],
] as const;

function Table({ classes, secret }: { classes: ClassCounts[]; secret: string }) {
  return (
    <table class="by-subject">
      <thead>
        <tr>
          <th scope="col">{PAPER.class}</th>
          {COLUMNS.map(([key, label]) => (
            <th key={key} scope="col" class="number">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {classes.map((one) => (
          <tr key={one.classId}>
            <th scope="row">
              <a href={runsPath(secret, one)}>{one.className}</a>
            </th>
            {COLUMNS.map(([key, label]) => (
              <td key={key} class="number" data-label={label}>
                {one[key]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
