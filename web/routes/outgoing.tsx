import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { EmailPayload, Payload, TelegramPayload } from '../../src/delivery/channel.ts';
import { type Outgoing, type OutgoingChannel, outgoing, outgoingOne } from '../../src/delivery/outgoing.ts';
import { daysOfWeek, schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { clockTime, dayMonth } from '../../src/texts/russian/dates.ts';
import { OUTGOING, sheetHeading } from '../../src/texts/web/outgoing.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { type Frame, frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';
import { TelegramText } from '../views/telegram-text.tsx';

const SHOWN = 30;
const CHANNELS = ['telegram', 'email', 'paper'] as const;
const query = z.object({
  channel: z.enum(CHANNELS).optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
const params = z.object({ id: z.coerce.number().int().positive().max(2_147_483_646) });
/** A letter is shown as mail programs do: no script, nothing loaded from anywhere, styles of its own. */
const LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";

/** `/outgoing`, on demo databases alone: every message, letter and sheet as its reader sees it, the newest first. */
export function outgoingRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'demo' } } as const;

  app.get('/outgoing', { config }, async (request, reply) => {
    const { channel, page } = query.safeParse(request.query).data ?? { page: 1 };
    const found = await outgoing(deps.db, {
      ...(channel ? { channel } : {}),
      skip: (page - 1) * SHOWN,
      limit: SHOWN + 1,
    });
    const { timeZone } = await deps.db.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
    const frame = await frameOf(deps, request, reply);
    const shown = { found, channel, page, zone: timeZone };
    return sendPage(reply, <OutgoingPage frame={frame} {...shown} />);
  });

  app.get('/outgoing/:id/letter', { config }, async (request, reply) => {
    const one = await outgoingOne(deps.db, params.parse(request.params).id);
    const letter = one?.parts.find((part): part is EmailPayload => part.channel === 'email');
    if (!letter) throw new HttpError(404, 'no-letter');
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', LETTER_POLICY)
      .header('x-frame-options', 'SAMEORIGIN')
      .send(letter.html);
  });

  app.get('/outgoing/:id/sheet.pdf', { config }, async (request, reply) => {
    const one = await outgoingOne(deps.db, params.parse(request.params).id);
    const pdf = one?.sheet ? await deps.services.sheetPdf(one.sheet) : null;
    if (!pdf) throw new HttpError(404, 'no-sheet');
    return reply.type('application/pdf').send(Buffer.from(pdf));
  });
}

function OutgoingPage(props: {
  frame: Frame;
  found: Outgoing[];
  channel: OutgoingChannel | undefined;
  page: number;
  zone: string;
}) {
  const { frame, found, channel, page, zone } = props;
  const shown = found.slice(0, SHOWN);
  return (
    <Layout title={OUTGOING.title} frame={frame}>
      <h1>{OUTGOING.title}</h1>
      <p>{shown.every(({ state }) => state !== 'accepted') ? OUTGOING.lead : OUTGOING.leadPartly}</p>
      <nav aria-label={OUTGOING.filter} class="weeks">
        {([undefined, ...CHANNELS] as const).map((each) => (
          <a
            key={each ?? 'all'}
            href={withQuery('/outgoing', { channel: each })}
            aria-current={each === channel ? 'true' : undefined}
          >
            {each ? OUTGOING.channels[each] : OUTGOING.all}
          </a>
        ))}
      </nav>
      {shown.length === 0 && <p>{OUTGOING.none}</p>}
      {shown.map((each) => (
        <One key={each.deliveryId} one={each} zone={zone} />
      ))}
      {found.length > SHOWN && (
        <p>
          <a href={withQuery('/outgoing', { channel, page: String(page + 1) })}>{OUTGOING.older}</a>
        </p>
      )}
    </Layout>
  );
}

function One({ one, zone }: { one: Outgoing; zone: string }) {
  return (
    <article class={`outgoing ${one.channel}`}>
      <header>
        <b>{OUTGOING.channels[one.channel]}</b>
        <span>
          {OUTGOING.to}: {one.to.join(', ') || '—'}
        </span>
        <small>
          <time dateTime={one.at.toISOString()}>
            {dayMonth(schoolDate(one.at, zone))}, {clockTime(schoolTime(one.at, zone))}
          </time>{' '}
          · {OUTGOING.states[one.state]}
        </small>
      </header>
      {one.parts.map((part, index) => (
        // parts of one message never change their order
        <Part key={index} part={part} id={one.deliveryId} />
      ))}
      {one.sheet && (
        <p>
          {sheetHeading(one.sheet.child, daysOfWeek(one.sheet.week))}
          <br />
          <a href={`/outgoing/${one.deliveryId}/sheet.pdf`}>{OUTGOING.open}</a>
        </p>
      )}
    </article>
  );
}

function Part({ part, id }: { part: Payload; id: number }) {
  return part.channel === 'telegram' ? <Bubble payload={part} /> : <Letter payload={part} id={id} />;
}

function Bubble({ payload }: { payload: TelegramPayload }) {
  const notes = [payload.silent ? OUTGOING.silent : '', payload.replyTo ? OUTGOING.reply : ''].filter(Boolean);
  return (
    <div class="chat">
      <div class="bubble">
        <TelegramText payload={payload} />
      </div>
      {payload.buttons?.map((row) => (
        <div class="keys" key={row.map(({ text }) => text).join()}>
          {row.map(({ text }) => (
            <span key={text}>{text}</span>
          ))}
        </div>
      ))}
      {notes.length > 0 && <small>{notes.join(', ')}</small>}
    </div>
  );
}

function Letter({ payload, id }: { payload: EmailPayload; id: number }) {
  return (
    <div class="letter">
      <p>
        <span class="muted">{payload.to}</span>
        <br />
        <b>{payload.subject}</b>
      </p>
      <iframe
        src={`/outgoing/${id}/letter`}
        title={`${OUTGOING.frame}: ${payload.subject}`}
        sandbox=""
        loading="lazy"
      />
      <details>
        <summary>{OUTGOING.asText}</summary>
        <pre tabindex={0}>{payload.text}</pre>
      </details>
    </div>
  );
}
