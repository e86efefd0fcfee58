import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { may } from '../../src/access/may.ts';
import { countFailure, type Limit, withinLimits } from '../../src/access/rate-limit.ts';
import { handOver, takeBack } from '../../src/delivery/hand-over.ts';
import { type SheetOnHand, sheetByCode, sheetsOnHand } from '../../src/delivery/sheets-view.ts';
import { dateRange } from '../../src/texts/russian/dates.ts';
import { PAPER_FAULTS, STUB, sheetTitle } from '../../src/texts/web/paper.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { type Frame, frameOf } from '../page.ts';
import { DeedButtons, deedForm, JustDone, sheetPath, UndoButton } from '../paper/deeds.tsx';
import { SheetFacts } from '../paper/sheet-page.tsx';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Alert } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const params = z.object({ code: z.string().max(200) });
const asked = z.object({ done: z.string().max(40).optional().catch(undefined) });
const MINUTES = 15;

/**
 * `/s/CODE`: what the QR code of a stub leads to. Looking changes nothing. Who may note nothing of the sheet, and whoever
 * brings a code that is none, reads the same friendly page.
 */
export function stubRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'public', visit: true } } as const;

  app.get('/s/:code', { config }, async (request, reply) => {
    const { code } = params.parse(request.params);
    const sheet = await permitted(deps, request, code);
    const frame = await frameOf(deps, request, reply);
    if (!sheet) return sendPage(reply, <FamilyPage frame={frame} code={code} />);
    const { id, studentId } = sheet;
    const actorId = request.visit!.actor.staffId!;
    await audit(deps.db, deps.clock, { actorId, action: 'readSheet', object: `sheet:${id}`, studentId });
    return sendPage(reply, <StubPage frame={frame} sheet={sheet} code={code} done={asked.parse(request.query).done} />);
  });

  app.post('/s/:code', { config }, async (request, reply) => {
    if (!request.visit) throw new HttpError(401, 'sign-in');
    const { code } = params.parse(request.params);
    const sheet = await permitted(deps, request, code);
    if (!sheet) return familyPage(request, reply, code);
    const { deed, undo } = deedForm.parse(request.body);
    const { actor, school } = request.visit;
    const byId = actor.staffId!;
    const sheetIds = [sheet.id];
    const result = undo
      ? await takeBack(deps, { batch: undo, sheetIds, byId })
      : deed
        ? await handOver(deps, { sheetIds, deed, date: school.today, byId })
        : ({ ok: false, code: 'unknownDeed' } as const);
    if (result.ok)
      return reply.redirect(
        withQuery(`/s/${code}`, { done: 'batch' in result ? (result.batch ?? undefined) : undefined }),
        303,
      );
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <StubPage frame={frame} sheet={sheet} code={code} fault={PAPER_FAULTS[result.code]} />, 422);
  });

  const familyPage = async (request: FastifyRequest, reply: FastifyReply, code: string) =>
    sendPage(reply, <FamilyPage frame={await frameOf(deps, request, reply)} code={code} />);
}

/** The sheet, for whoever may hand it over; else null, whether there is none or it is not theirs. Tries are counted. */
async function permitted({ db, clock }: WebDeps, request: FastifyRequest, code: string): Promise<SheetOnHand | null> {
  const { visit } = request;
  // nothing is looked up for a family
  if (!visit?.actor.staffId) return null;
  const limits: Limit[] = [
    { key: `stub:account:${visit.actor.accountId}`, failures: 30, minutes: MINUTES },
    { key: `stub:address:${request.ip}`, failures: 100, minutes: MINUTES },
  ];
  if (!(await withinLimits(db, clock, limits))) throw new HttpError(429, 'too-many');
  const id = await sheetByCode(db, code);
  const [sheet] = id === null ? [] : await sheetsOnHand(db, { ids: [id] });
  if (sheet && may(visit.actor, 'handOver', { kind: 'student', studentId: sheet.studentId, classId: sheet.classId }))
    return sheet;
  await countFailure(db, clock, limits);
  return null;
}

function StubPage(props: {
  frame: Frame;
  sheet: SheetOnHand;
  code: string;
  done?: string | undefined;
  fault?: string | undefined;
}) {
  const { frame, sheet, code, done, fault } = props;
  const action = `/s/${code}`;
  const secret = frame.visit?.school.secret ?? '';
  return (
    <Layout title={sheetTitle(sheet.id)} frame={frame}>
      <h1>
        {sheet.child.last} {sheet.child.first}, {sheet.className}
        <small>
          {sheetTitle(sheet.id)} · {dateRange(sheet.starts, sheet.ends)}
        </small>
      </h1>
      <Alert text={fault} />
      {done && done === sheet.batch && <JustDone sheets={[sheet]} batch={done} csrf={frame.csrf} action={action} />}
      <SheetFacts sheet={sheet} />
      <DeedButtons sheet={sheet} csrf={frame.csrf} action={action} />
      {sheet.batch && done !== sheet.batch && <UndoButton batch={sheet.batch} csrf={frame.csrf} action={action} />}
      <p>
        <a href={sheetPath(secret, sheet.id)}>{STUB.more}</a>
      </p>
    </Layout>
  );
}

/** No word of any child; the same for every code. */
function FamilyPage({ frame, code }: { frame: Frame; code: string }) {
  const staff = frame.visit?.actor.staffId;
  return (
    <Layout title={STUB.title} frame={frame}>
      <h1>{STUB.title}</h1>
      {staff ? (
        <p>{STUB.notYours}</p>
      ) : (
        <>
          <p>{STUB.thanks}</p>
          <p>{STUB.text}</p>
          <p>
            {STUB.diary} <a href="/">{STUB.toDiary}</a>
          </p>
        </>
      )}
      {!frame.visit && (
        <>
          <p class="muted">{STUB.staff}</p>
          <p>
            <a class="button" href={withQuery('/login', { next: `/s/${code}` })}>
              {STUB.signIn}
            </a>
          </p>
        </>
      )}
    </Layout>
  );
}
