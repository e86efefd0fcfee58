import { setMaxListeners } from 'node:events';
import type { EmailChannel } from '../channels/email/channel.ts';
import { simulatedChannel } from '../channels/simulated.ts';
import { forgetRequests } from '../connectors/forget-requests.ts';
import { forgetDrafts } from '../connectors/school-file/draft.ts';
import type { Channel, EmailPayload, Payload, TelegramPayload } from '../delivery/channel.ts';
import { closeWeeks } from '../delivery/close-weeks.ts';
import { dropOldPrints } from '../delivery/due-runs.ts';
import { endLeases, type Worker } from '../delivery/lease.ts';
import { planDue } from '../delivery/planner.ts';
import type { Renderers } from '../delivery/render.ts';
import { sealLedger } from '../delivery/seal-ledger.ts';
import { sendEmails } from '../delivery/send-email.ts';
import { sendTelegram } from '../delivery/send-telegram.ts';
import { dropUnjoined } from '../journal/attachments.ts';
import { fillIllnesses } from '../journal/illness/fill.ts';
import { askForEvidence } from '../oversight/ask-teachers.ts';
import { forgetWords } from '../oversight/forget-words.ts';
import { watchChannels } from '../oversight/outages.ts';
import { remindTeachers } from '../oversight/remind.ts';
import { watchBots } from '../oversight/strange-bots.ts';
import { tellDayChanges } from '../oversight/tell-day-changes.ts';
import { tellOfSilence } from '../oversight/tell-of-silence.ts';
import { tellOverdueAccess } from '../oversight/tell-overdue-access.ts';
import { tellOfPrinted } from '../oversight/tell-printed.ts';
import { createWatch } from '../oversight/watch.ts';
import { openAttachments } from '../platform/attachments.ts';
import type { Sweep } from './loops.ts';
import type { App } from './open-app.ts';
import { printDue } from './print-runs.ts';

export type WorkParts = App & Worker & { render: Renderers; signal: AbortSignal };

/** Nothing is sent, so nothing needs pacing. */
const NO_PACE = { pausedUntil: () => null, chatWait: () => 0, slot: async () => undefined, pause: () => undefined };

/** What `work` does over and over: plan, close weeks, send letters, end what was left; a demo's messages besides. */
export function createSweeps(parts: WorkParts, mail: EmailChannel | null): Sweep[] {
  const { config, kind } = parts;
  const apart = parts.database.dialect === 'postgresql';
  const mailHost = mail ? new URL(config.publicUrl).hostname : undefined;
  const sweeps: Sweep[] = [
    { name: 'plan', everyMs: 500, vital: true, run: (goesOn) => planDue({ ...parts, goesOn }) },
    { name: 'weeks', everyMs: 15_000, run: () => closeWeeks(parts) },
    { name: 'paper', everyMs: 15_000, run: (goesOn) => printDue(parts, goesOn) },
    { name: 'printed', everyMs: 15_000, run: () => tellOfPrinted({ ...parts, publicUrl: config.publicUrl }) },
    { name: 'days', everyMs: 15_000, run: () => tellDayChanges(parts) },
    { name: 'leases', everyMs: 5_000, run: () => endLeases(parts) },
    { name: 'ledger', everyMs: 20_000, run: () => sealLedger(parts) },
    { name: 'outages', everyMs: 60_000, run: () => watchChannels(parts) },
    { name: 'bots', everyMs: 60_000, run: () => watchBots({ ...parts, mailHost }) },
    { name: 'evidence', everyMs: 5 * 60_000, run: () => askForEvidence(parts) },
    { name: 'silence', everyMs: 3_600_000, run: () => tellOfSilence(parts) },
    {
      name: 'applications',
      everyMs: 5 * 60_000,
      run: () => tellOverdueAccess({ ...parts, publicUrl: config.publicUrl }),
    },
    { name: 'illnesses', everyMs: 5 * 60_000, run: () => fillIllnesses(parts) },
    { name: 'watch', everyMs: 5 * 60_000, run: createWatch(parts) },
    { name: 'reminders', everyMs: 60_000, run: () => remindTeachers(parts) },
    { name: 'files', everyMs: 6 * 3_600_000, run: () => dropUnjoined(parts, openAttachments(config.DATA_DIR)) },
    { name: 'tidy', everyMs: 6 * 3_600_000, firstMs: 10 * 60_000, run: () => tidy(parts) },
  ];
  // each letter of a batch listens to it
  setMaxListeners(0, parts.signal);
  const letters = mail ?? (kind === 'demo' ? simulatedChannel<EmailPayload>() : null);
  if (letters)
    sweeps.push({
      name: 'email',
      everyMs: 1_000,
      vital: true,
      run: (goesOn) => sendEmails({ ...parts, channel: telling(letters, goesOn), apart }),
    });
  const simulated = simulatedChannel<TelegramPayload>();
  if (kind === 'demo')
    for (const bot of ['parents', 'teachers'] as const)
      if (!(bot === 'parents' ? config.PARENTS_BOT_TOKEN : config.TEACHERS_BOT_TOKEN))
        sweeps.push({
          name: `telegram ${bot} (shown only)`,
          everyMs: 1_000,
          vital: true,
          run: (goesOn) => sendTelegram({ ...parts, bot, channel: telling(simulated, goesOn), pace: NO_PACE }),
        });
  return sweeps;
}

/** Forgets what nobody asks for any more, then frees the room. */
async function tidy(parts: WorkParts): Promise<number> {
  await forgetRequests(parts);
  await forgetDrafts(parts);
  await forgetWords(parts);
  await dropOldPrints(parts);
  await parts.database.tidy();
  return 0;
}

/** The channel, telling with each message that the sender goes on. */
export function telling<P extends Payload>(channel: Channel<P>, goesOn: () => void): Channel<P> {
  return {
    ...channel,
    send: (...given) => {
      goesOn();
      return channel.send(...given);
    },
  };
}
