import { bringBack, type OwnAccount, type PasswordChange } from '../../src/access/own-account.ts';
import { PASSWORD_LENGTH } from '../../src/access/passwords.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { JOIN, MAILBOX_FAULTS, PASSWORD_FAULTS } from '../../src/texts/web/access.ts';
import { CURRENT_FAULTS, ACCOUNT as SAY, waysWords } from '../../src/texts/web/account.ts';
import type { Frame } from '../page.ts';
import { Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { SessionList } from './sessions.tsx';

/** Which form was refused, and why. */
export type Refused =
  | ({ part: 'password' | 'noPassword' } & Extract<PasswordChange, { ok: false }>)
  | ({ part: 'mailbox'; mailbox: string } & MailboxFault);

export type MailboxFault =
  | { field: 'mailbox'; code: keyof typeof MAILBOX_FAULTS }
  | { field: 'current'; code: keyof typeof CURRENT_FAULTS };

interface PageProps {
  frame: Frame;
  account: OwnAccount;
  /** the school sends letters */
  mail: boolean;
  done: string | undefined;
  refused: Refused | undefined;
}

/** Login and ways in, where one is signed in, password, mailbox, «это был не я». */
export function AccountPage({ frame, account, mail, done, refused }: PageProps) {
  const { actor, school, session } = frame.visit!;
  const { last, first, patronymic } = actor.name;
  const seal = (id: number) => sealId(school.secret, 'session', String(id));
  return (
    <Layout title={SAY.title} frame={frame}>
      <h1>
        {SAY.title}
        <small>{[last, first, patronymic].filter(Boolean).join(' ')}</small>
      </h1>
      {done && <output class="saved">{done}</output>}
      {account.reported && done !== SAY.reported && <p class="alert">{SAY.waits}</p>}
      <dl class="glance">
        <div>
          <dt>{SAY.login}</dt>
          <dd>
            <b>{account.login}</b>
          </dd>
        </div>
        <div>
          <dt>{SAY.ways}</dt>
          <dd>{waysWords({ ...account, password: account.hasPassword })}</dd>
        </div>
      </dl>
      <section class="card">
        <h2>{SAY.sessions}</h2>
        <p class="muted">{SAY.sessionsLead}</p>
        <SessionList sessions={account.sessions} own={session.id} seal={seal} zone={school.zone} csrf={frame.csrf} />
        {account.sessions.length > 1 && (
          <form method="post">
            <Csrf token={frame.csrf} />
            <button type="submit" name="part" value="others" class="outline">
              {SAY.endOthers}
            </button>
          </form>
        )}
      </section>
      <PasswordForm frame={frame} account={account} refused={refused} />
      {account.hasPassword && <RemovePassword frame={frame} account={account} refused={refused} />}
      {mail && <Mailbox frame={frame} account={account} refused={refused} />}
      {!account.reported && <Theft frame={frame} />}
    </Layout>
  );
}

type PartProps = Pick<PageProps, 'frame' | 'account' | 'refused'>;

function PasswordForm({ frame, account, refused: all }: PartProps) {
  const { hasPassword, login } = account;
  const refused = all?.part === 'password' ? all : undefined;
  const currentFault = refused?.field === 'current' ? CURRENT_FAULTS[refused.code] : undefined;
  return (
    <form method="post" class="card">
      <h2>{hasPassword ? SAY.change : SAY.set}</h2>
      <p class="muted">{hasPassword ? SAY.changeNote : SAY.setNote}</p>
      <Csrf token={frame.csrf} />
      {/* for the browser's own keeper of passwords */}
      <input type="text" name="login" value={login} autocomplete="username" hidden readonly />
      {hasPassword && (
        <Field
          name="current"
          label={SAY.current}
          type="password"
          autocomplete="current-password"
          fault={currentFault}
          required
        />
      )}
      <Field
        name="password"
        label={SAY.next}
        hint={JOIN.passwordHint}
        type="password"
        autocomplete="new-password"
        minLength={PASSWORD_LENGTH.least}
        fault={refused?.field === 'password' ? PASSWORD_FAULTS[refused.code] : hasPassword ? undefined : currentFault}
        required
      />
      <button type="submit" name="part" value="password">
        {hasPassword ? SAY.change : SAY.set}
      </button>
    </form>
  );
}

function RemovePassword({ frame, account, refused }: PartProps) {
  const fault = refused?.part === 'noPassword' && refused.field === 'current' ? refused : undefined;
  // where the school sends no letters no mailbox stands here
  if (!fault && !bringBack(account, true)) return null;
  return (
    <details class="card" open={fault !== undefined}>
      <summary>{SAY.remove}</summary>
      <p>{SAY.removeLead}</p>
      <form method="post">
        <Csrf token={frame.csrf} />
        <CurrentPassword id="present" fault={fault && CURRENT_FAULTS[fault.code]} />
        <button type="submit" name="part" value="noPassword" class="outline">
          {SAY.remove}
        </button>
      </form>
    </details>
  );
}

/** Once more on the page. */
function CurrentPassword({ id, fault }: { id: string; fault: string | undefined }) {
  const field = { id, name: 'current', label: SAY.current, fault } as const;
  return <Field {...field} type="password" autocomplete="current-password" required />;
}

function Mailbox({ frame, account, refused }: PartProps) {
  const fault = refused?.part === 'mailbox' ? refused : undefined;
  const currentFault = fault?.field === 'current' ? CURRENT_FAULTS[fault.code] : undefined;
  return (
    <form method="post" class="card">
      <h2>{SAY.mail}</h2>
      <p class="muted">{SAY.mailLead}</p>
      {account.pending.length > 0 && (
        <p>
          {SAY.mailPending}: <b>{account.pending.join(', ')}</b>
        </p>
      )}
      <Csrf token={frame.csrf} />
      <Field
        name="mailbox"
        label={SAY.mailAddress}
        type="email"
        value={fault?.mailbox ?? ''}
        fault={fault?.field === 'mailbox' ? MAILBOX_FAULTS[fault.code] : account.hasPassword ? undefined : currentFault}
        autocomplete="email"
        required
      />
      {account.hasPassword && <CurrentPassword id="present-mail" fault={currentFault} />}
      <button type="submit" name="part" value="mailbox" class="outline">
        {SAY.mailSend}
      </button>
    </form>
  );
}

function Theft({ frame }: { frame: Frame }) {
  return (
    <details class="card">
      <summary>{SAY.theft}</summary>
      <p>{SAY.theftLead}</p>
      {frame.visit!.actor.staffId && <p>{SAY.theftStaff}</p>}
      <p>{SAY.theftPassword}</p>
      <form method="post">
        <Csrf token={frame.csrf} />
        <button type="submit" name="part" value="theft">
          {SAY.report}
        </button>
      </form>
    </details>
  );
}
