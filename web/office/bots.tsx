/** What is said at the desk of a bot that cannot work. */
import type { Actor } from '../../src/access/actor.ts';
import { may } from '../../src/access/may.ts';
import type { BotSeen } from '../../src/oversight/bot-troubles.ts';
import { botTrouble } from '../../src/texts/bot/staff-watch.ts';
import { CARE_DESK } from '../../src/texts/web/care.ts';
import { DESK } from '../../src/texts/web/desk.ts';

/** Each bot in trouble with its remedy, for those who look after the school's channels. */
export function BotTroubles({ bots, toHealth = false }: { bots: BotSeen[]; toHealth?: boolean }) {
  return bots.map(({ bot, trouble }) => {
    const words = trouble && botTrouble(bot, trouble);
    return words ? (
      <p key={bot} class="alert" role="alert">
        {words.what}
        <br />
        {words.remedy}
        {toHealth && (
          <>
            <br />
            <a href="/desk/health">{CARE_DESK.health}</a>
          </>
        )}
      </p>
    ) : null;
  });
}

/** The way to the teachers' bot, or, for whoever gives lessons, why it is none now. */
export function ToBots({ bots, actor, gives }: { bots: BotSeen[]; actor: Actor; gives: boolean }) {
  const teachers = bots.find(({ bot }) => bot === 'teachers');
  const looksAfter = may(actor, 'lookAfter', { kind: 'school' });
  const cares = looksAfter || may(actor, 'oversee', { kind: 'school' });
  return (
    <>
      {cares && <BotTroubles bots={bots} toHealth={looksAfter} />}
      {!cares && teachers?.trouble && <p class="alert">{DESK.botRests}</p>}
      {!teachers?.username && gives && <p class="muted">{DESK.noBot}</p>}
      {teachers?.username && !teachers.trouble && (
        <p>
          <a class="button outline" href={`https://t.me/${encodeURIComponent(teachers.username)}`} rel="noreferrer">
            {DESK.openBot}
          </a>
        </p>
      )}
    </>
  );
}
