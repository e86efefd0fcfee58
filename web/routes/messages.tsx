import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { childMessages } from '../../src/journal/read/child-messages.ts';
import { MESSAGES } from '../../src/texts/web/diary.ts';
import { sendPage } from '../html.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Children } from '../views/children.tsx';
import { Layout } from '../views/layout.tsx';
import { Messages } from '../views/messages.tsx';
import { NoChild } from '../views/no-child.tsx';

const query = z.object({ before: z.coerce.number().int().positive().max(2_147_483_647).optional() });
const SHOWN = 20;

/** `/diary/messages?child=…`: what the school wrote to the family, the newest first. */
export function messagesRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'readDiary', of: 'child' } } as const;
  app.get('/diary/messages', { config }, async (request, reply) => {
    const { child } = request;
    const frame = await frameOf(deps, request, reply);
    if (!child) return sendPage(reply, <NoChild frame={frame} />);
    const before = query.safeParse(request.query).data?.before;
    const options = { toStudent: child.self, limit: SHOWN + 1, ...(before ? { before } : {}) };
    const found = await childMessages(deps.db, child.studentId, options);
    const messages = found.slice(0, SHOWN);
    const oldest = messages.at(-1)?.entryId;
    return sendPage(
      reply,
      <Layout title={MESSAGES.title} frame={frame}>
        <Children frame={frame} path="/diary/messages" />
        <h1>
          {MESSAGES.title}
          <small>
            {child.last} {child.first}, {child.className}
          </small>
        </h1>
        {messages.length === 0 ? <p>{MESSAGES.none}</p> : <Messages messages={messages} />}
        {found.length > SHOWN && oldest !== undefined && (
          <p>
            <a href={frame.childPath('/diary/messages', child, { before: String(oldest) })}>{MESSAGES.older}</a>
          </p>
        )}
      </Layout>,
    );
  });
}
