import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addMailbox, changePassword, ownAccount, removePassword } from '../../src/access/own-account.ts';
import { openId } from '../../src/access/public-ids.ts';
import { reportTheft } from '../../src/access/report-theft.ts';
import { endSessionsOf } from '../../src/access/sessions.ts';
import { isMailbox } from '../../src/channels/email/message.ts';
import { tellTheft } from '../../src/oversight/tell-theft.ts';
import { changedWords, endedWords, removedWords, ACCOUNT as SAY } from '../../src/texts/web/account.ts';
import { AccountPage, type MailboxFault, type Refused } from '../accounts/own-page.tsx';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { frameOf } from '../page.ts';
import { sendLater } from '../send-mailbox-letter.ts';
import type { WebDeps } from '../services.ts';

const form = z.discriminatedUnion('part', [
  z.object({ part: z.literal('session'), session: z.string().max(200) }),
  z.object({ part: z.literal('others') }),
  z.object({
    part: z.literal('password'),
    current: z.string().max(1000).default(''),
    password: z.string().max(1000).default(''),
  }),
  z.object({ part: z.literal('noPassword'), current: z.string().max(1000).default('') }),
  z.object({
    part: z.literal('mailbox'),
    current: z.string().max(1000).default(''),
    mailbox: z.string().max(300).default(''),
  }),
  z.object({ part: z.literal('theft') }),
]);
const query = z.object({
  done: z.enum(['session', 'others', 'password', 'noPassword', 'mailbox', 'theft']).optional(),
  ended: z.coerce.number().int().min(0).max(999).default(0),
});

/** `/account`: login and ways in, where one is signed in, another password, «это был не я»; for families, pupils and staff. */
export function accountRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'signedIn' } } as const;
  const { db, clock, config: settings } = deps;

  const show = async (request: FastifyRequest, reply: FastifyReply, refused?: Refused) => {
    const frame = await frameOf(deps, request, reply);
    const found = await ownAccount(db, clock, request.visit!.actor.accountId);
    const mail = deps.services.mailSignInLink !== undefined;
    const account = mail ? found : { ...found, mailboxes: [] };
    const done = refused ? {} : (query.safeParse(request.query).data ?? {});
    const page = <AccountPage {...{ frame, account, mail, refused }} done={doneWords(done)} />;
    return sendPage(reply, page, refused ? 422 : 200);
  };

  app.get('/account', { config }, (request, reply) => show(request, reply));

  app.post('/account', { config }, async (request, reply) => {
    const { actor, session, school } = request.visit!;
    const { accountId } = actor;
    const parsed = form.safeParse(request.body);
    if (!parsed.success) throw new HttpError(400, 'no-such-form');
    const asked = parsed.data;
    const ready = (ended: number) => reply.redirect(`/account?done=${asked.part}&ended=${ended}`, 303);
    switch (asked.part) {
      case 'session': {
        const id = openId(school.secret, 'session', asked.session);
        return ready(id ? await endSessionsOf(db, clock, accountId, { only: Number(id) }) : 0);
      }
      case 'others':
        return ready(await endSessionsOf(db, clock, accountId, { but: session.id }));
      case 'password': {
        const changed = await changePassword(deps, { accountId, session }, asked);
        return changed.ok ? ready(changed.ended) : show(request, reply, { part: 'password', ...changed });
      }
      case 'noPassword': {
        const mail = deps.services.mailSignInLink !== undefined;
        const removed = await removePassword(deps, { accountId, session }, { current: asked.current, mail });
        return removed.ok ? ready(removed.ended) : show(request, reply, { part: 'noPassword', ...removed });
      }
      case 'mailbox': {
        const mailbox = asked.mailbox.trim();
        const refuse = (fault: MailboxFault) => show(request, reply, { part: 'mailbox', mailbox, ...fault });
        if (!deps.services.mailMailboxLink) throw new HttpError(404, 'no-mail');
        if (!isMailbox(mailbox)) return refuse({ field: 'mailbox', code: 'badMailbox' });
        const personId = actor.staffId ?? actor.personIds[0]!;
        const owner = { accountId, session, personId };
        const { publicUrl } = settings;
        const claimed = await addMailbox({ db, clock, publicUrl }, owner, { current: asked.current, mailbox });
        if (!claimed.ok) return refuse(claimed);
        sendLater(deps, claimed.letter);
        return ready(0);
      }
      case 'theft': {
        const { first, ended } = await reportTheft(deps, actor, session.id);
        if (first) await tellTheft({ db, clock, publicUrl: settings.publicUrl.replace(/\/+$/, '') });
        return ready(ended);
      }
    }
  });
}

function doneWords({ done, ended = 0 }: Partial<z.infer<typeof query>>): string | undefined {
  if (done === 'session') return ended > 0 ? SAY.ended : SAY.endedBefore;
  if (done === 'others') return endedWords(ended);
  if (done === 'password') return changedWords(ended);
  if (done === 'noPassword') return removedWords(ended);
  if (done === 'mailbox') return SAY.mailSent;
  return done === 'theft' ? SAY.reported : undefined;
}
