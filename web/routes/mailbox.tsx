import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { confirmMailbox, type MailboxConfirmed, peekMailbox } from '../../src/access/mailboxes.ts';
import { MAILBOX as SAY } from '../../src/texts/web/access.ts';
import { sendPage } from '../html.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const params = z.object({ token: z.string().max(100) });

/** `/mailbox/TOKEN`: the link of the letter that confirms a mailbox. Looking uses nothing up, for mail servers look too. */
export function mailboxRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'public', visit: true } } as const;

  app.get('/mailbox/:token', { config }, async (request, reply) => {
    const seen = await peekMailbox(deps.db, deps.clock, params.parse(request.params).token);
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <MailboxPage frame={frame} outcome={seen} done={false} />, seen.ok ? 200 : 410);
  });

  app.post('/mailbox/:token', { config }, async (request, reply) => {
    const confirmed = await confirmMailbox(deps, params.parse(request.params).token);
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <MailboxPage frame={frame} outcome={confirmed} done={true} />, confirmed.ok ? 200 : 410);
  });
}

function MailboxPage({ frame, outcome, done }: { frame: Frame; outcome: MailboxConfirmed; done: boolean }) {
  return (
    <Layout title={SAY.title} frame={frame}>
      <h1>{SAY.title}</h1>
      {!outcome.ok && <Alert text={SAY.faults[outcome.code]} />}
      {outcome.ok && done && <output class="saved">{SAY.done(outcome.mailbox)}</output>}
      {outcome.ok && !done ? (
        <form method="post">
          <Csrf token={frame.csrf} />
          <p>{SAY.lead(outcome.mailbox)}</p>
          <button type="submit">{SAY.submit}</button>
        </form>
      ) : (
        <p>
          <a class="button" href="/">
            {SAY.open}
          </a>
        </p>
      )}
    </Layout>
  );
}
