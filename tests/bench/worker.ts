/** A process that plans and sends letters until nothing waits: `worker.ts DATABASE_URL OFFSET`; says «ready», begins at «go». */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel, EmailPayload } from '../../src/delivery/channel.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { sendEmails } from '../../src/delivery/send-email.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { createRenderers } from '../../src/main/render.ts';
import { openDatabase } from '../../src/platform/database/open.ts';
import { silent } from '../silent.ts';
import { movedClock } from './district.ts';

/** A mail server near by. */
const ANSWERS_AFTER_MS = 20;

const [databaseUrl = '', offset = '0'] = process.argv.slice(2);
const { prisma: db, close } = await openDatabase({ databaseUrl, dataDir: '/nowhere', log: silent });
const channel: Channel<EmailPayload> = {
  send: async () => {
    await pause(ANSWERS_AFTER_MS);
    return { kind: 'accepted', providerId: 'bench' };
  },
};
const render = createRenderers({ secret: 'a-secret-of-the-bench', publicUrl: 'https://diary.bench.example' });
const worker = { db, clock: movedClock(Number(offset)), holder: `worker ${process.pid}`, render };
await currentRoster(db);
console.log('ready');
await once(process.stdin, 'data');
let [planned, sent] = [0, 0];
for (;;) {
  const events = await planDue(worker);
  const letters = await sendEmails({ ...worker, channel, apart: true });
  planned += events;
  sent += letters;
  if (!events && !letters && !(await db.delivery.count({ where: { state: { in: ['gathering', 'due', 'started'] } } })))
    break;
}
console.log(JSON.stringify({ planned, sent }));
await close();
process.exit(0);
