import type { OpenSession } from '../../src/access/sessions.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { deviceWords } from '../../src/texts/device.ts';
import { endOf, ACCOUNT as SAY, sessionTimes } from '../../src/texts/web/account.ts';
import { moment } from '../../src/texts/web/settings.ts';
import { Csrf } from '../views/form.tsx';

interface SessionListProps {
  sessions: readonly OpenSession[];
  /** the session of whoever looks; it is ended by signing out */
  own: number;
  seal(id: number): string;
  zone: string;
  csrf: string;
  /** nothing to end: whoever looks may not */
  readOnly?: boolean;
}

/** Where an account is signed in: device, since when, last seen; each may be ended. */
export function SessionList({ sessions, own, seal, zone, csrf, readOnly }: SessionListProps) {
  const at = (instant: Date) => moment(schoolDate(instant, zone), schoolTime(instant, zone));
  return (
    <ul class="sheets">
      {sessions.map(({ id, agent, createdAt, lastSeenAt }) => (
        <li key={id} class="done">
          <span>
            {deviceWords(agent)}
            {id === own && <mark class="plain">{SAY.here}</mark>}
            <small>{sessionTimes(at(createdAt), at(lastSeenAt))}</small>
          </span>
          {id !== own && !readOnly && (
            <form method="post" class="inline">
              <Csrf token={csrf} />
              <input type="hidden" name="session" value={seal(id)} />
              <button
                type="submit"
                name="part"
                value="session"
                class="quiet"
                aria-label={endOf(deviceWords(agent), at(createdAt))}
              >
                {SAY.end}
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}
