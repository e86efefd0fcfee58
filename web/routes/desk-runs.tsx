import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { openId } from '../../src/access/public-ids.ts';
import { handOver, takeBack } from '../../src/delivery/hand-over.ts';
import {
  type ClassCounts,
  countsByClass,
  type RunOfWeek,
  runsOfWeek,
  type SheetOnHand,
  sheetsOnHand,
} from '../../src/delivery/sheets-view.ts';
import { schoolDate } from '../../src/platform/school-time.ts';
import { PAPER_FAULTS, stoodLine } from '../../src/texts/web/paper.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { frameOf } from '../page.ts';
import { chosenSheets } from '../paper/choose-sheets.ts';
import { type DeedForm, deedForm, runsPath } from '../paper/deeds.tsx';
import { sendPdf } from '../paper/pdf.ts';
import { RunsPage } from '../paper/runs-page.tsx';
import type { WebDeps } from '../services.ts';

const asked = z.object({
  class: z.string(),
  week: z
    .string()
    .regex(/^\d{4}-W\d{2}$/)
    .optional()
    .catch(undefined),
  done: z.string().max(40).optional().catch(undefined),
  stood: z.coerce.number().int().min(1).max(1000).optional().catch(undefined),
  undone: z.string().optional().catch(undefined),
  run: z.string().max(100).optional().catch(undefined),
});

interface Opened {
  classId: number;
  name: string;
  weeks: ClassCounts[];
  /** the week that is shown; null: nothing was ever printed for this class */
  shown: ClassCounts | null;
  sheets: SheetOnHand[];
  runs: RunOfWeek[];
}

/**
 * `/desk/runs?class=…&week=…`: a class's sheets of a week, what became of each, and one form for many of them;
 * `/desk/runs.pdf`: the file to print.
 */
export function deskRunsRoutes(app: FastifyInstance, deps: WebDeps): void {
  const may = { access: { kind: 'may', action: 'printRuns', of: 'class' } } as const;
  const mayHandOver = { access: { kind: 'may', action: 'handOver', of: 'class' } } as const;

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    opened: Opened,
    refused?: { fault: string; filled: DeedForm },
  ) => {
    const { school } = request.visit!;
    const { done, stood, undone } = asked.parse(request.query);
    const frame = await frameOf(deps, request, reply);
    const printed = opened.sheets.map(({ printedAt }) => schoolDate(printedAt, school.zone)).sort()[0] ?? school.today;
    return sendPage(
      reply,
      <RunsPage
        {...opened}
        frame={frame}
        secret={school.secret}
        today={school.today}
        printed={printed}
        done={done}
        stood={stood === undefined ? undefined : stoodLine(stood)}
        undone={undone !== undefined}
        refused={refused}
      />,
      refused ? 422 : 200,
    );
  };

  app.get('/desk/runs', { config: may }, async (request, reply) => {
    const opened = await open(deps, request);
    const { actor } = request.visit!;
    const object = `class:${opened.classId}`;
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readRuns', object });
    return show(request, reply, opened);
  });

  app.post('/desk/runs', { config: mayHandOver }, async (request, reply) => {
    const opened = await open(deps, request);
    const { actor, school } = request.visit!;
    const byId = actor.staffId!;
    const form = deedForm.parse(request.body);
    const to = (query: Record<string, string | undefined>) =>
      reply.redirect(runsPath(school.secret, { classId: opened.classId, week: opened.shown?.week }, query), 303);
    const refuse = (code: string) => show(request, reply, opened, { fault: PAPER_FAULTS[code] ?? '', filled: form });
    if (form.undo) {
      const taken = await takeBack(deps, { batch: form.undo, sheetIds: opened.sheets.map(({ id }) => id), byId });
      return taken.ok ? to({ undone: '1' }) : refuse(taken.code);
    }
    if (!form.deed) return refuse('unknownDeed');
    const sheetIds = chosenSheets(school.secret, opened.sheets, { ...form, deed: form.deed });
    if (!sheetIds) return refuse('unknownSheet');
    const { deed, date = '', note = '' } = form;
    const handed = await handOver(deps, { sheetIds, deed, date, note, byId });
    if (!handed.ok) return refuse(handed.code);
    return to({
      done: handed.batch ?? undefined,
      stood: handed.stood.length ? String(handed.stood.length) : undefined,
    });
  });

  app.get('/desk/runs.pdf', { config: may }, async (request, reply) => {
    const { classId, name, shown, runs } = await open(deps, request);
    const { actor, school } = request.visit!;
    const { run: sealed } = asked.parse(request.query);
    const run =
      sealed === undefined ? null : runs.find(({ id }) => openId(school.secret, 'run', sealed) === String(id));
    if (!shown || run === undefined) throw new HttpError(404, 'nothing-printed');
    const object = `class:${classId} ${shown.week}`;
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'printRuns', object });
    const pdf = await deps.services.weekPdf(run ? { runId: run.id } : { className: name, week: shown.week });
    return sendPdf(reply, pdf, `${name} ${shown.week}`);
  });
}

/** The class and week of the address; without a week the newest that waits for something, else the newest. */
async function open({ db }: WebDeps, request: FastifyRequest): Promise<Opened> {
  const { class: sealed, week } = asked.parse(request.query);
  const classId = Number(openId(request.visit!.school.secret, 'class', sealed));
  const found = await db.schoolClass.findUnique({ where: { id: classId } });
  if (!found) throw new HttpError(404, 'no-such-class');
  const weeks = await countsByClass(db, { classId });
  const waits = weeks.find(({ open, awaitingStub }) => open + awaitingStub > 0);
  const shown = week === undefined ? (waits ?? weeks[0]) : weeks.find((one) => one.week === week);
  if (week !== undefined && !shown) throw new HttpError(404, 'nothing-printed');
  const sheets = shown ? await sheetsOnHand(db, { classId, week: shown.week, onPaper: true }) : [];
  const runs = shown ? await runsOfWeek(db, { classId, week: shown.week }) : [];
  return { classId, name: found.name, weeks, shown: shown ?? null, sheets, runs };
}
