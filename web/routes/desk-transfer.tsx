import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { type KnownGuardian, knownGuardians } from '../../src/access/known-guardians.ts';
import { openId } from '../../src/access/public-ids.ts';
import {
  carryOut,
  previewTransfer,
  type TransferPreview,
  undoTransfer,
} from '../../src/connectors/school-file/transfer/carry-out.ts';
import type { NewGuardian, Transfer } from '../../src/connectors/school-file/transfer/deed.ts';
import { classesOn } from '../../src/journal/membership.ts';
import type { Roster } from '../../src/journal/roster.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { CONSEQUENCES, classesWords, ENTER, TRANSFER, transferLine } from '../../src/texts/web/transfer.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { EnterPage, type Looked, whoIs } from '../office/enter-page.tsx';
import { nameOf, personPath } from '../office/people-pages.tsx';
import type { Fault } from '../office/transfer-fields.tsx';
import {
  type EnterForm,
  enterForm,
  entryOf,
  knownIn,
  NTH,
  type TransferForm,
  transferForm,
  transferOf,
} from '../office/transfer-form.ts';
import { TransferPage, TransferPreviewPage } from '../office/transfer-pages.tsx';
import { frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';

const asked = z.object({ person: z.string().max(400).catch(''), done: z.string().max(10).optional().catch(undefined) });

/**
 * `/desk/transfer?person=…` and `/desk/transfer/new`: a pupil changes class, leaves or comes; shown first, undone in one click
 * where that is still true (docs/design.md, «Transfers»).
 */
export function deskTransferRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'transferPupils', of: 'school' } } as const;

  const open = async (request: FastifyRequest) => {
    const { secret } = request.visit!.school;
    const roster = await currentRoster(deps.db);
    const id = openId(secret, 'person', asked.parse(request.query).person);
    const student = id ? roster.students.get(id) : undefined;
    if (!student) throw new HttpError(404, 'no-such-person');
    return { roster, student };
  };
  const pathOf = (request: FastifyRequest, id: string, query: { done?: string } = {}) =>
    withQuery('/desk/transfer', {
      person: new URL(personPath(request.visit!.school.secret, id), 'http://x').searchParams.get('person') ?? '',
      ...query,
    });

  const show = async (request: FastifyRequest, reply: FastifyReply, form: TransferForm, fault?: Fault) => {
    const { roster, student } = await open(request);
    const { secret, today } = request.visit!.school;
    const { done } = asked.parse(request.query);
    const row = await deps.db.transfer.findFirst({
      where: { studentId: student.id, undoneAt: null },
      orderBy: { id: 'desc' },
    });
    const line = row && {
      line: transferLine(row.kind, classNameOf(roster, row.classId), row.date.toISOString().slice(0, 10), row.ground),
      undoable: row.kind !== 'enter' && row.settledAt === null,
    };
    const frame = await frameOf(deps, request, reply);
    const shown = { frame, form: { ...form, date: form.date || today }, fault, last: line };
    const notice = done === 'saved' ? TRANSFER.done : done === 'undone' ? TRANSFER.undone : undefined;
    return sendPage(
      reply,
      <TransferPage
        {...shown}
        name={nameOf(student)}
        classes={classesOn(roster, today)}
        action={pathOf(request, student.id)}
        back={personPath(secret, student.id)}
        notice={fault ? undefined : notice}
      />,
      fault ? 422 : 200,
    );
  };

  app.get('/desk/transfer', { config }, (request, reply) => show(request, reply, transferForm.parse({})));

  app.post('/desk/transfer', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const { roster, student } = await open(request);
    const form = transferForm.parse(request.body ?? {});
    if (form.undo) {
      const undone = await undoTransfer(deps, {
        studentId: student.id,
        by: actor.staffId!,
        ground: TRANSFER.undoGround,
      });
      if (!undone.ok) return show(request, reply, form, undone);
      return reply.redirect(pathOf(request, student.id, { done: 'undone' }), 303);
    }
    if (form.step === 'edit') return show(request, reply, form);
    const deed = transferOf(school.secret, form, student.id);
    if (!deed) return show(request, reply, form, { code: 'what', field: 'what' });
    const { step: _, undo: __, ...kept } = form;
    const page = { title: nameOf(student), action: pathOf(request, student.id), kept, roster };
    return settle(request, reply, {
      deed,
      saving: form.step === 'save',
      page,
      again: (fault) => show(request, reply, form, fault),
    });
  });

  const enter = async (request: FastifyRequest, reply: FastifyReply, form: EnterForm, fault?: Fault) => {
    const roster = await currentRoster(deps.db);
    const { today } = request.visit!.school;
    const looked = await lookedFor(request, form);
    const frame = await frameOf(deps, request, reply);
    const filled = { ...form, date: form.date || today };
    const classes = classesOn(roster, today);
    return sendPage(reply, <EnterPage {...{ frame, classes, looked, fault }} form={filled} />, fault ? 422 : 200);
  };

  /** Who was chosen as known, and who bears the name that was looked for; a search is audited. */
  async function lookedFor(request: FastifyRequest, form: EnterForm): Promise<Record<0 | 1, Looked>> {
    const { actor, school } = request.visit!;
    const looked: Record<0 | 1, Looked> = { 0: {}, 1: {} };
    const ids = NTH.map((nth) => knownIn(school.secret, form, nth));
    const chosen = await knownGuardians(deps.db, { ids: ids.filter((id) => id !== null) }, school.today);
    for (const nth of NTH) {
      looked[nth].chosen = chosen.find(({ id }) => id === ids[nth]);
      if (form.step !== `find-${nth}`) continue;
      looked[nth].found = await knownGuardians(deps.db, { name: form[`guardian-${nth}`] }, school.today);
      await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'findPeople', object: request.url });
    }
    return looked;
  }

  app.get('/desk/transfer/new', { config }, (request, reply) => enter(request, reply, enterForm.parse({})));

  app.post('/desk/transfer/new', { config }, async (request, reply) => {
    const form = enterForm.parse(request.body ?? {});
    for (const nth of NTH)
      if (form.step === `other-${nth}`) return enter(request, reply, { ...form, [`known-${nth}`]: '' });
    if (form.step !== 'preview' && form.step !== 'save') return enter(request, reply, form);
    const deed = entryOf(request.visit!.school.secret, form);
    const { step: _, ...kept } = form;
    const page = {
      title: `${ENTER.title}: ${form.name}`,
      action: '/desk/transfer/new',
      kept,
      roster: await currentRoster(deps.db),
    };
    return settle(request, reply, {
      deed,
      saving: form.step === 'save',
      page,
      again: (fault) => enter(request, reply, form, fault),
    });
  });

  interface Settling {
    deed: Transfer;
    saving: boolean;
    page: { title: string; action: string; kept: Record<string, string | string[] | undefined>; roster: Roster };
    again(fault: Fault): Promise<FastifyReply>;
  }

  /** Writes the deed, or shows what it will do; where it is refused, the form again. */
  async function settle(request: FastifyRequest, reply: FastifyReply, { deed, saving, page, again }: Settling) {
    const { actor, school } = request.visit!;
    if (saving) {
      const saved = await carryOut(deps, deed, actor.staffId!);
      if (saved.ok)
        return reply.redirect(
          deed.kind === 'enter'
            ? personPath(school.secret, saved.studentId)
            : pathOf(request, saved.studentId, { done: 'saved' }),
          303,
        );
      if (saved.field !== 'group') return again(saved);
      const shown = await previewTransfer(deps, { ...deed, courseIds: [] } as Transfer);
      return shown.ok ? sendPreview(request, reply, { deed, shown, page, fault: saved }) : again(shown);
    }
    const shown = await previewTransfer(deps, deed);
    return shown.ok ? sendPreview(request, reply, { deed, shown, page }) : again(shown);
  }

  async function sendPreview(
    request: FastifyRequest,
    reply: FastifyReply,
    { deed, shown, page, fault }: Pick<Settling, 'deed' | 'page'> & { shown: TransferPreview; fault?: Fault },
  ) {
    const people = await deps.db.person.findMany({ where: { id: { in: shown.shut } } });
    const frame = await frameOf(deps, request, reply);
    const to = page.roster.classes.get(shown.to?.id ?? 0) ?? null;
    const known = deed.kind === 'enter' ? deed.guardians.flatMap((one) => one.known ?? []) : [];
    const guardians = await knownGuardians(deps.db, { ids: known }, request.visit!.school.today);
    const lines = linesOf(deed, shown, people.map(nameOf), guardians);
    return sendPage(reply, <TransferPreviewPage {...{ frame, ...page, to, lines, fault }} />, fault ? 422 : 200);
  }
}

function linesOf(deed: Transfer, shown: TransferPreview, shut: string[], known: KnownGuardian[]): string[] {
  const { entriesBehind, illUntil, from, to, plan } = shown;
  const groups = plan.writes.groupMember.update.length + plan.writes.groupMember.remove.length;
  const bare = deed.kind === 'enter' ? deed.guardians.filter(({ consentDate }) => consentDate === null) : [];
  const named = (one: NewGuardian) => {
    const found = known.find(({ id }) => id === one.known);
    return found ? nameOf(found) : one.name;
  };
  return [
    classesWords(from?.name ?? null, to?.name ?? null, deed.date),
    groups > 0 ? CONSEQUENCES.groups(groups) : '',
    entriesBehind > 0 ? CONSEQUENCES.behind(entriesBehind) : '',
    illUntil ? (deed.kind === 'leave' ? CONSEQUENCES.illLeft(illUntil) : CONSEQUENCES.ill(illUntil)) : '',
    { move: CONSEQUENCES.moved, leave: CONSEQUENCES.left, enter: CONSEQUENCES.entered }[deed.kind],
    shut.length > 0 ? CONSEQUENCES.shut(shut.join(', ')) : '',
    ...known.map((one) => CONSEQUENCES.known(nameOf(one), whoIs(one))),
    bare.length > 0 ? CONSEQUENCES.paper(bare.map(named).join(', ')) : '',
    CONSEQUENCES.file,
  ].filter(Boolean);
}

const classNameOf = (roster: Roster, id: number | null) =>
  id === null ? null : (roster.classes.get(id)?.name ?? null);
