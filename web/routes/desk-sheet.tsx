import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { may } from '../../src/access/may.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { handOver, takeBack } from '../../src/delivery/hand-over.ts';
import { makeCopy } from '../../src/delivery/sheet-copy.ts';
import { sheetHistory } from '../../src/delivery/sheets-view.ts';
import { stubPhotos } from '../../src/delivery/stub-photos.ts';
import { PAPER_FAULTS, sheetTitle } from '../../src/texts/web/paper.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { frameOf } from '../page.ts';
import { type DeedForm, deedForm, sheetPath } from '../paper/deeds.tsx';
import { sendPdf } from '../paper/pdf.ts';
import { SheetPage } from '../paper/sheet-page.tsx';
import type { WebDeps } from '../services.ts';

const asked = z.object({
  done: z.string().max(40).optional().catch(undefined),
  undone: z.string().optional().catch(undefined),
  photo: z.string().max(20).optional().catch(undefined),
  copy: z.string().max(100).optional().catch(undefined),
});

/** `/desk/sheet?sheet=…`: one sheet with its history, what may be noted of it, its stub's photos, and a copy of it. */
export function deskSheetRoutes(app: FastifyInstance, deps: WebDeps): void {
  const mayHandOver = { access: { kind: 'may', action: 'handOver', of: 'sheet' } } as const;
  const mayPrint = { access: { kind: 'may', action: 'printRuns', of: 'sheet' } } as const;

  const show = async (request: FastifyRequest, reply: FastifyReply, refused?: { fault: string; filled: DeedForm }) => {
    const { actor, school } = request.visit!;
    const sheet = request.sheet!;
    const { done, undone, photo, copy } = asked.parse(request.query);
    const seesPhotos = may(actor, 'readClass', { kind: 'class', classId: sheet.classId });
    const frame = await frameOf(deps, request, reply);
    const photoFault = photo !== undefined && photo !== 'saved' ? PAPER_FAULTS[photo] : undefined;
    return sendPage(
      reply,
      <SheetPage
        frame={frame}
        sheet={sheet}
        history={await sheetHistory(deps.db, sheet.id)}
        photos={seesPhotos ? await stubPhotos(deps.db, sheet.id) : null}
        school={school}
        done={done}
        undone={undone !== undefined}
        photo={{ saved: photo === 'saved', fault: photoFault }}
        copy={copy}
        refused={refused}
      />,
      refused || photoFault ? 422 : 200,
    );
  };

  app.get('/desk/sheet', { config: mayHandOver }, (request, reply) => show(request, reply));

  app.post('/desk/sheet', { config: mayHandOver }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const { id } = request.sheet!;
    const byId = actor.staffId!;
    const form = deedForm.parse(request.body);
    const to = (query: Record<string, string | undefined>) => reply.redirect(sheetPath(school.secret, id, query), 303);
    const refuse = (code: string) => show(request, reply, { fault: PAPER_FAULTS[code] ?? '', filled: form });
    if (form.undo) {
      const taken = await takeBack(deps, { batch: form.undo, sheetIds: [id], byId });
      return taken.ok ? to({ undone: '1' }) : refuse(taken.code);
    }
    if (!form.deed) return refuse('unknownDeed');
    const { deed, date = '', note = '' } = form;
    const handed = await handOver(deps, { sheetIds: [id], deed, date, note, byId });
    return handed.ok ? to({ done: handed.batch ?? undefined }) : refuse(handed.code);
  });

  app.post('/desk/sheet/copy', { config: mayPrint }, async (request, reply) => {
    const { secret } = request.visit!.school;
    const { id } = request.sheet!;
    const copyId = await makeCopy(deps, id);
    return reply.redirect(sheetPath(secret, id, { copy: sealId(secret, 'sheet-copy', String(copyId)) }), 303);
  });

  app.get('/desk/copy.pdf', { config: mayPrint }, async (request, reply) => {
    const { secret } = request.visit!.school;
    const { id } = request.sheet!;
    const copyId = Number(openId(secret, 'sheet-copy', asked.parse(request.query).copy ?? ''));
    if (!copyId) throw new HttpError(404, 'no-such-copy');
    return sendPdf(reply, await deps.services.copyPdf({ number: id, copyId }), sheetTitle(id));
  });
}
