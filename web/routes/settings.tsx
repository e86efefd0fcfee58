import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type ChoiceView, choicesOf, saveChoices } from '../../src/access/choice-view.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import type { Child } from '../../src/access/relations.ts';
import { SETTINGS } from '../../src/texts/web/settings.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const KINDS = ['absence', 'mark', 'homework', 'message', 'periodMark'] as const;
const rhythm = z.enum(['now', 'evening', 'week', 'diary']);
const form = z.object({
  child: z.string().max(400),
  channel: z.enum(['telegram', 'email', 'paper']),
  absence: rhythm.optional(),
  mark: rhythm.optional(),
  homework: rhythm.optional(),
  message: rhythm.optional(),
  periodMark: rhythm.optional(),
});

/** `/settings`: where and when a guardian is told, for each child. */
export function settingsRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'changeChoices', of: 'guardian' } } as const;

  app.get('/settings', { config }, async (request, reply) => {
    const { actor } = request.visit!;
    const frame = await frameOf(deps, request, reply);
    const view = await choicesOf(deps.db, actor.guardianIds);
    const saved = (request.query as { saved?: unknown }).saved === '1';
    return sendPage(reply, <SettingsPage frame={frame} view={view} saved={saved} />);
  });

  app.post('/settings', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const filled = form.safeParse(request.body);
    const studentId = filled.success ? openId(school.secret, 'student', filled.data.child) : null;
    if (filled.success && !actor.children.some((child) => child.studentId === studentId)) {
      throw new HttpError(403, 'not-yours');
    }
    let fault: string | undefined = SETTINGS.bad;
    if (filled.success && studentId) {
      const { child: _, channel, ...rhythms } = filled.data;
      const who = { guardianIds: actor.guardianIds, byId: actor.guardianIds[0]!, studentId };
      if (await saveChoices(deps.db, deps.clock, who, { channel, rhythms }))
        return reply.redirect('/settings?saved=1', 303);
      fault = SETTINGS.unavailable;
    }
    const frame = await frameOf(deps, request, reply);
    const view = await choicesOf(deps.db, actor.guardianIds);
    return sendPage(reply, <SettingsPage frame={frame} view={view} saved={false} fault={fault} />, 422);
  });
}

function SettingsPage(props: { frame: Frame; view: ChoiceView; saved: boolean; fault?: string }) {
  const { frame, view } = props;
  const { actor, school } = frame.visit!;
  return (
    <Layout title={SETTINGS.title} frame={frame}>
      <h1>{SETTINGS.title}</h1>
      {props.saved && <output class="saved">{SETTINGS.saved}</output>}
      <Alert text={props.fault} />
      {actor.children.length === 0 && <p>{SETTINGS.nothing}</p>}
      {actor.children.map((child) => (
        <ChildSettings
          key={child.studentId}
          child={child}
          sealed={sealId(school.secret, 'student', child.studentId)}
          view={view}
          csrf={frame.csrf}
        />
      ))}
      <p class="muted">{SETTINGS.weekly}</p>
      <p class="muted">
        {SETTINGS.login}: <b>{actor.login}</b>
      </p>
    </Layout>
  );
}

function ChildSettings(props: { child: Child; sealed: string; view: ChoiceView; csrf: string }) {
  const { child, sealed, view } = props;
  const name = `${child.first}, ${child.className}`;
  const kinds = KINDS.filter((kind) => child.grade !== 1 || !['mark', 'homework', 'periodMark'].includes(kind));
  return (
    <form method="post" class="card" aria-label={name}>
      <h2>{name}</h2>
      <Csrf token={props.csrf} />
      <input type="hidden" name="child" value={sealed} />
      <fieldset>
        <legend>{SETTINGS.where}</legend>
        {(['telegram', 'email', 'paper'] as const).map((channel) => (
          <ChannelChoice key={channel} channel={channel} chosen={view.channels[child.studentId]?.[0]} view={view} />
        ))}
      </fieldset>
      <details>
        <summary>{SETTINGS.when}</summary>
        <div class="kinds">
          {kinds.map((kind) => (
            <label key={kind}>
              {SETTINGS.kinds[kind]}
              <select name={kind}>
                {rhythm.options.map((each) => (
                  <option key={each} value={each} selected={each === rhythmShown(view, child, kind)}>
                    {kind === 'absence' && each === 'now' ? SETTINGS.nowAbsence : SETTINGS.rhythms[each]}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </div>
      </details>
      <button type="submit">{SETTINGS.save}</button>
    </form>
  );
}

/** The guardian's choice, else what comes without one. */
function rhythmShown(view: ChoiceView, child: Child, kind: (typeof KINDS)[number]): string {
  const chosen = view.rhythms[child.studentId]?.[kind];
  if (chosen) return chosen;
  if (view.channels[child.studentId]?.[0] === 'email') return 'week';
  return kind === 'homework' ? 'evening' : 'now';
}

function ChannelChoice(props: {
  channel: 'telegram' | 'email' | 'paper';
  chosen: string | undefined;
  view: ChoiceView;
}) {
  const { channel, chosen, view } = props;
  const contact = view.contacts.find((each) => each.channel === channel);
  const address =
    channel === 'email' ? (contact?.address ?? SETTINGS.noEmail) : contact ? SETTINGS.chatLinked : SETTINGS.noChat;
  return (
    <label>
      <input
        type="radio"
        name="channel"
        value={channel}
        checked={channel === chosen}
        disabled={channel !== 'paper' && !contact && channel !== chosen}
        required
      />
      {SETTINGS.channels[channel]}
      {channel !== 'paper' && <small> {address}</small>}
      {contact && !contact.works && <mark>{SETTINGS.broken}</mark>}
    </label>
  );
}
