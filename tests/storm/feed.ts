/** Teachers at work: entries, corrections and withdrawals over the signed API, each sent until it is acknowledged. */
import { Webhook } from 'standardwebhooks';
import { classOf, pupilOf, teacherOf } from './school.ts';

export const SECRET = `whsec_${Buffer.from('a secret of the storm, long enough').toString('base64')}`;
const BATCH = 100;

/** What a teacher meant in the end: version of the text, or withdrawn. Versions count from 1. */
export interface Meant {
  guardians: [number, number];
  version: number;
  withdrawn: boolean;
  urgent: boolean;
}

/** Stands in the text of each entry and nowhere else. */
export const markerOf = (entry: number, version: number) => `[буря ${entry}.${version}]`;
export const MARKER = /\[буря\s(\d+)\.(\d+)\]/g;

export interface Feeder {
  meant: Map<number, Meant>;
  /** sends so many events, a fifth of them corrections or withdrawals of earlier entries unless `onlyNew` */
  send(count: number, how?: { onlyNew?: boolean; urgent?: boolean }): Promise<void>;
}

interface FeedParts {
  port: number;
  /** the storm's clock */
  now: () => Date;
  random: () => number;
  guardians: number;
}

interface Change {
  entry: number;
  meant: Meant;
  body: object;
}

export function createFeeder(parts: FeedParts): Feeder {
  const meant = new Map<number, Meant>();
  let next = 0;
  let request = 0;
  const fresh = (urgent: boolean): Change => {
    const entry = next++;
    const pupil = Math.floor(parts.random() * pupilOf(parts.guardians));
    const now: Meant = { guardians: [pupil * 2, pupil * 2 + 1], version: 1, withdrawn: false, urgent };
    return { entry, meant: now, body: bodyOf(entry, now) };
  };
  const changed = (touched: Set<number>): Change | null => {
    const entry = Math.floor(parts.random() * next);
    const before = meant.get(entry);
    if (!before || before.withdrawn || touched.has(entry)) return null;
    const at = parts.now().toISOString();
    const withdrawn = parts.random() < 0.2;
    const now = { ...before, withdrawn, version: before.version + (withdrawn ? 0 : 1) };
    const body = withdrawn
      ? { kind: 'withdraw', key: `storm-${entry}`, by: teacherOf(pupilOf(now.guardians[0])), at }
      : { ...bodyOf(entry, now), at };
    return { entry, meant: now, body };
  };
  return {
    meant,
    send: async (count, { onlyNew = false, urgent = false } = {}) => {
      for (let left = count; left > 0; left -= BATCH) {
        const touched = new Set<number>();
        const changes: Change[] = [];
        while (changes.length < Math.min(BATCH, left)) {
          const change = (onlyNew || parts.random() < 0.8 ? null : changed(touched)) ?? fresh(urgent);
          touched.add(change.entry);
          changes.push(change);
        }
        await post(parts, `storm-${request++}`, changes);
        for (const change of changes) meant.set(change.entry, change.meant);
      }
    },
  };
}

function bodyOf(entry: number, { guardians: [first], version, urgent }: Meant): object {
  const pupil = pupilOf(first);
  return {
    kind: 'message',
    class: classOf(pupil),
    student: `s${pupil}`,
    text: markerOf(entry, version),
    ...(urgent && { urgent }),
    by: teacherOf(pupil),
    key: `storm-${entry}`,
  };
}

const GIVE_UP_MS = 300_000;

/** A request that got no answer goes again as it was, until it is answered. */
async function post({ port, now }: FeedParts, id: string, changes: Change[]): Promise<void> {
  const webhook = new Webhook(SECRET);
  const body = JSON.stringify({ entries: changes.map((change) => change.body) });
  const deadline = performance.now() + GIVE_UP_MS;
  while (performance.now() < deadline) {
    const at = now();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': webhook.sign(id, at, body),
    };
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/entries`, { method: 'POST', headers, body }).catch(
      () => null,
    );
    const results = answer?.ok ? await answer.json().then(resultsOf, () => null) : null;
    if (results) {
      const refused = results.filter(({ status }) => status === 'refused');
      if (refused.length) throw new Error(`refused: ${JSON.stringify(refused.slice(0, 3))}`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`request ${id} was never answered`);
}

const resultsOf = (body: unknown) => (body as { results: { key: string; status: string }[] }).results;
