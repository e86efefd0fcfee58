import { readUnknownChats } from '../../delivery/unknown-chats.ts';
import { schoolDate, schoolTime } from '../../platform/school-time.ts';
import { channelName } from '../../texts/bot/staff-watch.ts';
import { DOCTOR as say } from '../../texts/doctor.ts';
import type { Check, DoctorParts, Finding } from './check.ts';

/** Telegram's usual pauses last seconds; so long a one asks why. */
const LONG_PAUSE_S = 3_600;

interface TurnRow {
  bot: string;
  strange: boolean;
  held: boolean;
  paused: number;
}

/** Bots and mail as their rows tell: who answers for a bot, whether Telegram lets it wait, what was accepted last. */
export const checkBots: Check = async (parts) => {
  const { db, config } = parts;
  const { timeZone } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
  const turns = await db.$queryRaw<TurnRow[]>`
    SELECT bot, stranger_id IS NOT NULL AS strange, coalesce(until > clock_timestamp(), false) AS held,
           greatest(0, coalesce(extract(epoch FROM paused_until - clock_timestamp()), 0))::float8 AS paused FROM bot_turn`;
  const unknown = (await readUnknownChats(db)).filter(({ over }) => !over).map(({ bot }) => bot);
  const findings: Finding[] = [];
  for (const [bot, token] of [
    ['parents', config.PARENTS_BOT_TOKEN],
    ['teachers', config.TEACHERS_BOT_TOKEN],
  ] as const)
    if (token)
      findings.push(
        botFinding(
          bot,
          unknown.includes(bot),
          turns.find((turn) => turn.bot === bot),
          await lastAccepted(parts, 'telegram', bot, timeZone),
        ),
      );
  if (config.SMTP_URL) {
    const last = await lastAccepted(parts, 'email', '', timeZone);
    findings.push({ part: 'email', ok: true, text: last ? say.lastLetter(last.day, last.time) : say.noLetterYet });
  }
  return findings;
};

interface Moment {
  day: string;
  time: string;
}

function botFinding(bot: string, unknown: boolean, turn: TurnRow | undefined, last: Moment | null): Finding {
  const name = channelName('telegram', bot);
  const part = `telegram ${bot}`;
  if (turn?.strange) return { part, ok: false, text: say.botStrange(name, bot) };
  if (unknown) return { part, ok: false, text: say.chatsUnknown(name) };
  if (turn && turn.paused > 0)
    return { part, ok: turn.paused < LONG_PAUSE_S, text: say.botPaused(name, Math.ceil(turn.paused / 60)) };
  const accepted = last ? say.lastAccepted(last.day, last.time) : say.nothingAccepted;
  return { part, ok: true, text: turn?.held ? say.botHeld(name, accepted) : say.botIdle(name, accepted) };
}

async function lastAccepted(
  { db }: DoctorParts,
  channel: 'telegram' | 'email',
  bot: string,
  zone: string,
): Promise<Moment | null> {
  const { _max } = await db.contact.aggregate({ where: { channel, bot }, _max: { lastAcceptedAt: true } });
  const at = _max.lastAcceptedAt;
  return at && { day: schoolDate(at, zone), time: schoolTime(at, zone) };
}
