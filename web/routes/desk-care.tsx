import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { countFailure, withinLimits } from '../../src/access/rate-limit.ts';
import { readBots } from '../../src/oversight/bot-troubles.ts';
import { BACKUP_WITHIN_MS } from '../../src/oversight/doctor/backups.ts';
import { schoolDate } from '../../src/platform/school-time.ts';
import { outcomeWords, TEST } from '../../src/texts/web/care.ts';
import { sendPage } from '../html.ts';
import { BackupsPage, HealthPage, type TestForm, TestPage } from '../office/care-pages.tsx';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';

const LISTED = 10;
const testForm = z.object({
  where: z.enum(['parents', 'teachers', 'email']).optional().catch(undefined),
  address: z.string().max(254).default('').catch(''),
});
const MAILBOX = /^[^\s@<>()"',;:\\]+@[^\s@<>()"',;:\\]+\.[^\s@<>()"',;:\\.]{2,}$/;

/** `/desk/health`, `/desk/send-test`, `/desk/backups`: for whoever looks after Vestnik itself. No page shows a setting's value. */
export function deskCareRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'lookAfter', of: 'school' } } as const;
  const { db, clock, services } = deps;

  app.get('/desk/health', { config }, async (request, reply) => {
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <HealthPage frame={frame} findings={null} bots={await readBots(db)} />);
  });

  app.post('/desk/health', { config }, async (request, reply) => {
    const findings = await services.health();
    return sendPage(reply, <HealthPage frame={await frameOf(deps, request, reply)} findings={findings} bots={[]} />);
  });

  /** The chats of whoever asks, by bot. */
  const chatsOf = async (personIds: string[]) => {
    const held = await db.contact.findMany({
      where: {
        channel: 'telegram',
        state: 'confirmed',
        holders: { some: { personId: { in: personIds }, endedAt: null } },
      },
      orderBy: { id: 'asc' },
    });
    const of = (bot: string) => held.find((contact) => contact.bot === bot)?.address ?? null;
    return { parents: of('parents'), teachers: of('teachers') };
  };

  const showTest = async (
    request: FastifyRequest,
    reply: FastifyReply,
    said: { form: TestForm; result?: string; fault?: { field: 'where' | 'address'; text: string } },
  ) => {
    const chats = await chatsOf(request.visit!.actor.personIds);
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <TestPage frame={frame} chats={chats} {...said} />, said.fault ? 422 : 200);
  };

  app.get('/desk/send-test', { config }, (request, reply) => showTest(request, reply, { form: testForm.parse({}) }));

  app.post('/desk/send-test', { config }, async (request, reply) => {
    const { actor } = request.visit!;
    const form = testForm.parse(request.body ?? {});
    const refuse = (field: 'where' | 'address', text: string) =>
      showTest(request, reply, { form, fault: { field, text } });
    const address = form.address.trim();
    if (!form.where) return refuse('where', TEST.faults.where);
    if (form.where === 'email' && !MAILBOX.test(address)) return refuse('address', TEST.faults.address);
    const chatId = form.where === 'email' ? null : (await chatsOf(actor.personIds))[form.where];
    if (form.where !== 'email' && !chatId) return refuse('where', TEST.noChat);
    if (!(await mayTry(actor.accountId))) return refuse('where', TEST.faults.often);
    await audit(db, clock, { actorId: actor.staffId!, action: 'sendTest', object: `channel:${form.where}` });
    const outcome = await services.sendTest(
      form.where === 'email'
        ? { channel: 'email', to: address }
        : { channel: 'telegram', bot: form.where, chatId: chatId! },
    );
    const result = !outcome ? TEST.off : outcome.kind === 'accepted' ? TEST.accepted : outcomeWords(outcome);
    return showTest(request, reply, { form, result });
  });

  /** Ten an hour: a mail server that takes tests for spam takes the school's letters for spam too. */
  const mayTry = async (accountId: number) => {
    const limits = [{ key: `send-test:${accountId}`, failures: 10, minutes: 60 }];
    if (!(await withinLimits(db, clock, limits))) return false;
    await countFailure(db, clock, limits);
    return true;
  };

  app.get('/desk/backups', { config }, async (request, reply) => {
    const { zone } = request.visit!.school;
    const rows = await db.auditRecord.findMany({ where: { action: 'backup' }, orderBy: { id: 'desc' }, take: LISTED });
    const people = await db.person.findMany({ where: { id: { in: rows.flatMap(({ actorId }) => actorId ?? []) } } });
    const age = rows[0] ? clock.now().getTime() - rows[0].at.getTime() : null;
    const frame = await frameOf(deps, request, reply);
    const copies = rows.map(({ at, actorId }) => ({ at, by: people.find(({ id }) => id === actorId) ?? null }));
    return sendPage(
      reply,
      <BackupsPage {...{ frame, copies, zone, age }} fresh={age !== null && age < BACKUP_WITHIN_MS} />,
    );
  });

  app.post('/desk/backups', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const stream = await services.backup(actor.staffId!);
    const name = `vestnik-${schoolDate(clock.now(), school.zone)}.backup`;
    return reply
      .type('application/octet-stream')
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(stream);
  });
}
