import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Joined, join, type Key, peekJoin } from '../../src/access/joining.ts';
import { ownAccount } from '../../src/access/own-account.ts';
import { isMailbox } from '../../src/channels/email/message.ts';
import { type BadMailbox, DeadLink, JoinedPage, type JoinForm, JoinPage } from '../accounts/join-pages.tsx';
import { sendPage } from '../html.ts';
import { frameOf } from '../page.ts';
import { sendLater } from '../send-mailbox-letter.ts';
import type { WebDeps } from '../services.ts';
import { signInAs } from '../signing-in.ts';

const form = z.object({
  code: z.string().max(100).default(''),
  class: z.string().max(100).default(''),
  way: z.enum(['password', 'links']).catch('password'),
  password: z.string().max(1000).default(''),
  mailbox: z.string().max(300).default(''),
});
const token = z.object({ token: z.string().max(100) });

/** `/join` by a typed code, `/join/TOKEN` by the link of the letter. Looking uses nothing up; the form does. */
export function joinRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'public', visit: true } } as const;
  const mail = () => deps.services.mailMailboxLink !== undefined;

  app.get('/join', { config }, async (request, reply) => {
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <JoinPage frame={frame} byLink={false} asksClass={true} mail={mail()} />);
  });

  app.get('/join/:token', { config }, async (request, reply) => {
    const seen = await peekJoin(deps.db, deps.clock, token.parse(request.params).token);
    const frame = await frameOf(deps, request, reply);
    if (!seen.ok) return sendPage(reply, <DeadLink frame={frame} code={seen.code} />, 410);
    const { asksClass, pupil } = seen;
    return sendPage(reply, <JoinPage {...{ frame, asksClass, pupil }} byLink={true} mail={mail()} />);
  });

  app.post('/join', { config }, async (request, reply) => {
    const filled = form.parse(request.body);
    return await answer({ code: filled.code }, filled, request, reply);
  });

  app.post('/join/:token', { config }, async (request, reply) =>
    answer(token.parse(request.params), form.parse(request.body), request, reply),
  );

  async function answer(
    by: Key,
    filled: JoinForm,
    request: Parameters<typeof frameOf>[1],
    reply: Parameters<typeof frameOf>[2],
  ) {
    const mailbox = filled.mailbox.trim();
    const { mailMailboxLink: send } = deps.services;
    const how =
      filled.way === 'password'
        ? { password: filled.password }
        : { links: { mailbox: mailbox === '' ? null : mailbox, mail: send !== undefined } };
    const joined: Joined | BadMailbox =
      filled.way === 'links' && mailbox !== '' && !isMailbox(mailbox)
        ? { ok: false, field: 'mailbox', code: 'badMailbox' }
        : await join(
            deps.db,
            deps.clock,
            { by, className: filled.class, how },
            { address: request.ip, publicUrl: deps.config.publicUrl },
          );
    if (joined.ok) {
      await signInAs(deps, request, reply, joined);
      if (joined.letter) sendLater(deps, joined.letter);
      return reply.redirect('/joined', 303);
    }
    const frame = await frameOf(deps, request, reply);
    const byLink = 'token' in by;
    const status = joined.code === 'tooMany' ? 429 : 422;
    if (byLink && joined.field === 'code') return sendPage(reply, <DeadLink frame={frame} code={joined.code} />, 410);
    const page = <JoinPage frame={frame} byLink={byLink} asksClass filled={filled} fault={joined} mail={mail()} />;
    return sendPage(reply, page, status);
  }

  app.get('/joined', { config: { access: { kind: 'signedIn' } } }, async (request, reply) => {
    const frame = await frameOf(deps, request, reply);
    const account = await ownAccount(deps.db, deps.clock, request.visit!.actor.accountId);
    return sendPage(reply, <JoinedPage frame={frame} account={account} mail={mail()} />);
  });
}
