import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { type IllnessWish, previewIllness, saveIllness } from '../../src/journal/illness/change.ts';
import { illnessesOf } from '../../src/journal/illness/read.ts';
import { illnessFault, illnessTakenBack, illnessTold, ILLNESS as SAY } from '../../src/texts/web/attendance.ts';
import { childNamed } from '../child-named.ts';
import { IllnessPage, type ShownIllness, type Trial } from '../class/illness-page.tsx';
import { sendPage } from '../html.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';

const form = z.object({
  /** preview, save: the days as they are filled in; ask, back: the illness is taken back, once it was looked at */
  part: z.enum(['preview', 'edit', 'save', 'ask', 'back']),
  illness: z.string().max(200).default(''),
  revision: z.coerce.number().int().min(0).max(1_000_000).catch(0),
  starts: z.string().max(10).default(''),
  ends: z.string().max(10).default(''),
  note: z.string().trim().max(200).default(''),
});
type Filled = z.infer<typeof form>;

/**
 * `/desk/illness?child=…`: an illness from–to of a pupil, shown lesson by lesson before it is written; those written before, to be
 * shortened, prolonged or taken back (Б 4.2; Д 3.2.2; Ш 7.3).
 */
export function deskIllnessRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'keepAttendance', of: 'child' } } as const;

  const show = async (request: FastifyRequest, reply: FastifyReply, trial?: Trial, status = 200) => {
    const child = childNamed(request);
    const { school } = request.visit!;
    const rows = await illnessesOf(deps.db, child.studentId);
    const illnesses = rows.map(
      (row): ShownIllness => ({ ...row, key: sealId(school.secret, 'illness', String(row.id)) }),
    );
    const frame = await frameOf(deps, request, reply);
    const { saved } = request.query as { saved?: unknown };
    const done = saved === 'kept' ? SAY.saved : saved === 'back' ? SAY.takenBack : null;
    return sendPage(
      reply,
      <IllnessPage
        frame={frame}
        child={child}
        illnesses={illnesses}
        today={school.today}
        trial={trial}
        saved={trial ? null : done}
      />,
      status,
    );
  };

  app.get('/desk/illness', { config }, (request, reply) => show(request, reply));

  app.post('/desk/illness', { config }, async (request, reply) => {
    const child = childNamed(request);
    const parsed = form.safeParse(request.body);
    if (!parsed.success) return show(request, reply, { filled: {}, fault: illnessFault('') }, 422);
    const filled = parsed.data;
    const wish = wishOf(request, child.studentId, filled);
    if (filled.part === 'edit') return show(request, reply, { filled });
    const saving = filled.part === 'save' || filled.part === 'back';
    const words = { told: illnessTold, takenBack: illnessTakenBack };
    const plan = saving ? await saveIllness(deps, wish, words) : await previewIllness(deps, wish);
    if (!plan.ok) {
      const changed = plan.code === 'changed';
      const trial = { filled: changed ? {} : filled, fault: illnessFault(plan.code), field: plan.field };
      return show(request, reply, trial, 422);
    }
    if (!saving) return show(request, reply, { filled, preview: { deeds: plan.deeds, before: plan.before } });
    const frame = await frameOf(deps, request, reply);
    const saved = filled.part === 'save' ? 'kept' : 'back';
    return reply.redirect(frame.childPath('/desk/illness', child, { saved }), 303);
  });

  function wishOf(request: FastifyRequest, studentId: string, filled: Filled): IllnessWish {
    const { actor, school } = request.visit!;
    const { starts, ends, note, revision } = filled;
    const id = filled.illness ? Number(openId(school.secret, 'illness', filled.illness) ?? 0) : null;
    const back = filled.part === 'ask' || filled.part === 'back';
    return {
      studentId,
      // nothing to take back is as good as changed meanwhile
      known: id === null ? (back ? { id: 0, revision: 0 } : null) : { id, revision },
      span: back ? null : { starts, ends },
      note,
      by: actor.staffId!,
    };
  }
}
