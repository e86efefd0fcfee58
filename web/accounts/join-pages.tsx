import type { JoinFault } from '../../src/access/joining.ts';
import type { OwnAccount } from '../../src/access/own-account.ts';
import { PASSWORD_LENGTH } from '../../src/access/passwords.ts';
import {
  CLASS_MISSING,
  CODE_FAULTS,
  JOIN,
  JOINED,
  LINK_FAULTS,
  MAILBOX_FAULTS,
  PASSWORD_FAULTS,
  wrongClass,
} from '../../src/texts/web/access.ts';
import type { Frame } from '../page.ts';
import { Alert, Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

/** What the form brought. */
export interface JoinForm {
  code: string;
  class: string;
  way: 'password' | 'links';
  password: string;
  mailbox: string;
}

export interface BadMailbox {
  ok: false;
  field: 'mailbox';
  code: 'badMailbox';
}
type Fault = JoinFault | BadMailbox;

function faultWords(fault: Fault, mail: boolean): string {
  if (fault.field === 'code') return CODE_FAULTS[fault.code];
  if (fault.field === 'mailbox') return MAILBOX_FAULTS[fault.code === 'noWay' && !mail ? 'noWayNoMail' : fault.code];
  if (fault.field === 'password') return PASSWORD_FAULTS[fault.code];
  return fault.code === 'missing' ? CLASS_MISSING : wrongClass(fault.left);
}

/** How to come back: by the login, or by whatever brings links. */
export function JoinedPage({ frame, account, mail }: { frame: Frame; account: OwnAccount; mail: boolean }) {
  const { login, hasPassword, bots, mailboxes, pending } = account;
  return (
    <Layout title={JOINED.title} frame={frame}>
      <h1>{JOINED.title}</h1>
      <p>{hasPassword ? JOINED.lead : JOINED.leadLinks}</p>
      {hasPassword ? (
        <>
          <p class="login-name">
            <strong>{login}</strong>
          </p>
          <p class="muted">{JOINED.also}</p>
        </>
      ) : (
        <>
          {bots.length > 0 && <p>{JOINED.byBot}</p>}
          {mail && mailboxes.length > 0 && (
            <p>
              {JOINED.byMail} <strong>{mailboxes.join(', ')}</strong>.
            </p>
          )}
          {pending.length > 0 && (
            <p>
              {JOINED.confirm} <strong>{pending.join(', ')}</strong>.
            </p>
          )}
          <p class="muted">{JOINED.later}</p>
        </>
      )}
      <p>
        <a class="button" href="/">
          {JOINED.open}
        </a>
      </p>
    </Layout>
  );
}

export function DeadLink({ frame, code }: { frame: Frame; code: keyof typeof LINK_FAULTS }) {
  return (
    <Layout title={JOIN.title} frame={frame}>
      <h1>{JOIN.title}</h1>
      <Alert text={LINK_FAULTS[code]} />
      <p>
        <a href="/login">{JOIN.haveAccount}</a>
      </p>
    </Layout>
  );
}

interface JoinProps {
  frame: Frame;
  byLink: boolean;
  asksClass: boolean;
  /** the link is a pupil's own */
  pupil?: boolean;
  /** the school sends letters */
  mail: boolean;
  filled?: Pick<JoinForm, 'way' | 'code' | 'class' | 'mailbox'>;
  fault?: Fault;
}

export function JoinPage({ frame, byLink, asksClass, pupil, mail, filled, fault }: JoinProps) {
  const of = (field: Fault['field']) => (fault?.field === field ? faultWords(fault, mail) : undefined);
  const way = filled?.way ?? 'password';
  return (
    <Layout title={JOIN.title} frame={frame}>
      <h1>{JOIN.title}</h1>
      <p>{byLink ? JOIN.leadLink : JOIN.lead}</p>
      <form method="post">
        <Csrf token={frame.csrf} />
        {!byLink && (
          <Field
            name="code"
            label={JOIN.code}
            hint={JOIN.codeHint}
            fault={of('code')}
            value={filled?.code ?? ''}
            inputMode="numeric"
            autocomplete="one-time-code"
            required
          />
        )}
        {asksClass && (
          <Field
            name="class"
            label={pupil ? JOIN.classPupil : JOIN.class}
            hint={pupil ? JOIN.classHintPupil : byLink ? JOIN.classHintLink : JOIN.classHint}
            fault={of('class')}
            value={filled?.class ?? ''}
            autocomplete="off"
            required={byLink}
          />
        )}
        <fieldset>
          <legend>{JOIN.how}</legend>
          <label>
            <input type="radio" name="way" value="password" checked={way === 'password'} />
            {JOIN.byPassword}
          </label>
          <Field
            name="password"
            label={JOIN.password}
            hint={JOIN.passwordHint}
            fault={of('password')}
            type="password"
            autocomplete="new-password"
            minLength={PASSWORD_LENGTH.least}
          />
          <label>
            <input type="radio" name="way" value="links" checked={way === 'links'} aria-describedby="links-hint" />
            {JOIN.byLinks}
          </label>
          <p>
            <small id="links-hint">{mail ? JOIN.byLinksMailHint : JOIN.byLinksHint}</small>
          </p>
          {mail ? (
            <Field
              name="mailbox"
              label={JOIN.mailbox}
              hint={JOIN.mailboxHint}
              fault={of('mailbox')}
              type="email"
              value={filled?.mailbox ?? ''}
              autocomplete="email"
            />
          ) : (
            <Alert text={of('mailbox')} />
          )}
        </fieldset>
        <button type="submit">{JOIN.submit}</button>
      </form>
      <p>
        <a href="/login">{JOIN.haveAccount}</a>
      </p>
      {!byLink && <p class="muted">{JOIN.noCode}</p>}
    </Layout>
  );
}
