/** From a teacher's message to the preview that Telegram is asked to show: long polling, a school of the demo's size. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schoolAt } from '../../bots/teachers/desk.ts';
import { demoSchool } from '../../prisma/demo/school.ts';
import { linkChat } from '../../src/access/contacts.ts';
import { createPacer } from '../../src/channels/telegram/pacer.ts';
import { writeSchool } from '../../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../../src/connectors/school-file/read.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { type Db, openDatabase } from '../../src/platform/database/open.ts';
import { suggestForm } from '../../src/quick-entry/suggest.ts';
import { runTeachersBot } from '../bots/teachers/run-bot.ts';
import { silent } from '../silent.ts';
import { type BotApi, type Person, startBotApi } from '../stand-ins/bot-api.ts';

interface Line {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

/** A school day, lessons being over. */
const START = '2026-11-24T15:00:00+03:00';
const FLOOR_MS = 50;
const TEACHERS = 12;
/** A chat may hear one message a second: the rounds keep that apart. */
const BETWEEN_MS = 1_100;
const PAUSE_MS = 50;

export async function bench(rounds = 8): Promise<Line[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-bench-'));
  const { prisma: db, close } = await openDatabase({ dataDir, log: silent });
  const started = performance.now();
  const now = () => Date.parse(START) + performance.now() - started;
  const clock = systemClock(new Date(START));
  const api = await startBotApi({ limits: { perSecond: 10_000, perChatMs: 0 }, now });
  const running = runTeachersBot({ db, clock, api, dataDir, offset: { next: 0 }, pacer: createPacer({ clock }) });
  try {
    await putDemoSchool(db, new Date(START));
    const teachers = await linkTeachers(db, api, new Date(START));
    const times: number[] = [];
    // the first round makes what is made once
    for (let round = 0; round <= rounds; round += 1) {
      for (const { person, line } of teachers) {
        const took = await previewTime(api, person, line);
        if (round > 0) times.push(took);
        // past the bot's own pace, which is measured elsewhere
        await clock.sleep(PAUSE_MS);
      }
      await clock.sleep(BETWEEN_MS);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
    return [
      {
        name: `teacher's message to preview, ${times.length} messages`,
        figure: `median ${at(0.5).toFixed(1)} ms, 95% ${at(0.95).toFixed(1)} ms`,
        floor: `median ${FLOOR_MS} ms`,
        ratio: (FLOOR_MS / at(0.5)).toFixed(2),
      },
    ];
  } finally {
    await running.stop();
    await api.close();
    await close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function previewTime(api: BotApi, person: Person, line: string): Promise<number> {
  const sent = person.sends(line);
  const shown = await person.hears();
  if (!shown.text?.startsWith('Записать?')) throw new Error(`no preview of ${line}: ${shown.text}`);
  const call = api.calls.findLast(({ method, chat }) => method === 'sendMessage' && chat === String(person.chatId));
  return (call?.at ?? Number.NaN) - sent.at;
}

async function putDemoSchool(db: Db, at: Date): Promise<void> {
  await db.school.upsert({
    where: { id: 1 },
    create: { kind: 'rehearsal', madeAt: at, secret: 'secret-of-the-bench' },
    update: {},
  });
  const bytes = Buffer.from(JSON.stringify(demoSchool(1, '2026-11-24').file));
  const read = readSchoolFile(bytes, at);
  if (!read.ok) throw new Error('the demo school has faults');
  const clock = { now: () => at, sleep: async () => undefined };
  await writeSchool({ db, clock, log: silent }, read.file, createHash('sha256').update(bytes).digest('hex'));
}

/** Teachers with a chat each, and a line of theirs that is understood. */
async function linkTeachers(db: Db, api: BotApi, at: Date): Promise<{ person: Person; line: string }[]> {
  const { quick, date, time } = await schoolAt(db, at);
  const linked: { person: Person; line: string }[] = [];
  for (const { id } of quick.view.teachers) {
    const line = suggestForm(quick, { teacher: id, now: `${date}T${time}`, text: 'дз' });
    if (line === null || !line.startsWith('дз') || linked.length === TEACHERS) continue;
    const person = api.person('teachers', { begun: true });
    await db.$transaction((tx) => linkChat(tx, at, id, 'teachers', String(person.chatId)));
    linked.push({ person, line });
  }
  return linked;
}
