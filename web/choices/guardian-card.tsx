import type { ChildGuardian } from '../../src/access/choice-view.ts';
import { DESK_CHOICES as SAY } from '../../src/texts/web/settings.ts';
import { Glance, RestGlance } from './glance.tsx';
import { History } from './history.tsx';
import type { Choices } from './load.ts';

/** One guardian of a child at the desk: what comes how, where they can be reached, who chose it when. */
export function GuardianCard({
  guardian,
  choices,
  record,
}: {
  guardian: ChildGuardian;
  choices: Choices;
  record: string;
}) {
  const { last, first, patronymic, relation, rights, consent } = guardian;
  const [one] = choices.children;
  return (
    <section class="card">
      <h2>
        {[last, first, patronymic].filter(Boolean).join(' ')}
        {relation && <small> {relation}</small>}
      </h2>
      {rights === 'paper' ? (
        <p>{SAY.proxy}</p>
      ) : (
        <>
          <p>{consent ? `${SAY.consent} ${reached(choices)}` : SAY.noConsent}</p>
          {one && consent && <Glance one={one} />}
          {consent && <RestGlance choices={choices} />}
          <p>
            <a class="button outline" href={record}>
              {SAY.record}
            </a>
          </p>
        </>
      )}
      <History entries={choices.history} zone={choices.zone} nameOf={() => ''} />
    </section>
  );
}

/** «Чат подключён. Почта: …» */
function reached({ addresses }: Choices): string {
  const find = (channel: string) => addresses.find((address) => address.channel === channel);
  const [chat, mailbox] = [find('telegram'), find('email')];
  const broken = (works: boolean) => (works ? '' : ` (${SAY.broken})`);
  return [
    chat ? `${SAY.chat}${broken(chat.works)}.` : `${SAY.noChat}.`,
    mailbox ? `${SAY.mailbox}: ${mailbox.address}${broken(mailbox.works)}.` : `${SAY.noMail}.`,
  ].join(' ');
}
