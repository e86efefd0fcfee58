import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { openId } from '../../src/access/public-ids.ts';
import { changeDay, previewDay } from '../../src/journal/day/change-day.ts';
import { undoDay } from '../../src/journal/day/undo-day.ts';
import { deedsOn } from '../../src/journal/read/day-deeds.ts';
import type { Roster, RosterClass } from '../../src/journal/roster.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { DAY } from '../../src/texts/web/day.ts';
import { type DayForm, dateOf, dayForm, deedOf } from '../day/day-form.ts';
import { DayPage } from '../day/day-page.tsx';
import { type DayRefused, dayPath } from '../day/day-view.ts';
import { deedWords, previewWords } from '../day/day-words.ts';
import { PreviewPage } from '../day/preview-page.tsx';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';

const word = z.string().max(100).optional().catch(undefined);
const asked = z.object({ date: word, class: word, teacher: word, done: word });

interface Opened {
  roster: Roster;
  date: string;
  schoolClass: RosterClass | null;
  teacherId: string | null;
}

/** `/desk/day?date=…&class=…&teacher=…`: a day's lessons, and what deputy and director change of them (Ш 2; К-Р 2.10). */
export function deskDayRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'changeDay', of: 'school' } } as const;

  const open = async (request: FastifyRequest): Promise<Opened> => {
    const { school } = request.visit!;
    const query = asked.parse(request.query);
    const roster = await currentRoster(deps.db);
    const date = query.date ? dateOf(query.date) : school.today;
    if (!date) throw new HttpError(404, 'no-such-day');
    const schoolClass = query.class
      ? roster.classes.get(Number(openId(school.secret, 'class', query.class) ?? 0))
      : null;
    const teacherId = query.teacher ? openId(school.secret, 'staff', query.teacher) : null;
    if (schoolClass === undefined || (query.teacher && !roster.staff.has(teacherId ?? '')))
      throw new HttpError(404, 'no-such-class');
    return { roster, date, schoolClass, teacherId };
  };

  const show = async (request: FastifyRequest, reply: FastifyReply, opened: Opened, refused?: DayRefused) => {
    const { school } = request.visit!;
    const { done } = asked.parse(request.query);
    const deeds = await deedsOn(deps.db, opened.date);
    const frame = await frameOf(deps, request, reply);
    const notice = done === 'saved' ? DAY.done : done === 'undone' ? DAY.undone : undefined;
    const history = { deeds, zone: school.zone };
    const page = <DayPage {...opened} {...{ frame, history, notice, refused }} secret={school.secret} />;
    return sendPage(reply, page, refused ? 422 : 200);
  };

  app.get('/desk/day', { config }, async (request, reply) => show(request, reply, await open(request)));

  app.post('/desk/day', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const form = dayForm.parse(request.body);
    const opened = await open(request);
    const { date, schoolClass, teacherId } = opened;
    const back = (done: string) =>
      reply.redirect(dayPath(school.secret, { date, classId: schoolClass?.id ?? null, teacherId }, { done }), 303);
    if (form.undo) {
      const deedId = Number(openId(school.secret, 'day-deed', form.undo) ?? 0);
      const undone = await undoDay(deps, { deedId, by: actor.staffId! });
      return undone.ok ? back('undone') : show(request, reply, opened, { ...undone, form });
    }
    const deed = deedOf(school.secret, form, date, actor.staffId!);
    if (!deed) return show(request, reply, opened, { code: 'unknown-what', field: 'what', form });
    if (form.step === 'save') {
      const saved = await changeDay(deps, deed);
      return saved.ok ? back('saved') : show(request, reply, opened, { ...saved, form });
    }
    const preview = await previewDay(deps, deed);
    if (!preview.ok) return show(request, reply, opened, { ...preview, form });
    return sendPreview(request, reply, { ...opened, form, preview, deed });
  });

  async function sendPreview(
    request: FastifyRequest,
    reply: FastifyReply,
    asks: Opened & {
      form: DayForm;
      deed: NonNullable<ReturnType<typeof deedOf>>;
      preview: Extract<Awaited<ReturnType<typeof previewDay>>, { ok: true }>;
    },
  ) {
    const { preview, deed, form, date, schoolClass, teacherId } = asks;
    const { secret } = request.visit!.school;
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <PreviewPage
        frame={frame}
        date={date}
        action={dayPath(secret, { date, classId: schoolClass?.id ?? null, teacherId })}
        deed={deedWords(preview.before, date, deed.what)}
        words={previewWords(preview.before, preview.after, preview.consequences)}
        form={form}
      />,
    );
  }
}
