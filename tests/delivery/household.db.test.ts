/** One informed guardian covers the household, as long as the word of that one stands. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../src/delivery/channel.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { type EXAMPLE, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const WEEK = '2026-W38';
const CLOSE = '2026-09-20T10:00:00+03:00';
const BLOCKED: SendOutcome = { kind: 'unreachable', code: '403', detail: 'blocked: bot was blocked by the user' };

/** s1 has two guardians: g0, whom nothing reaches, and g1 with a chat. The week closes while Telegram answers `answer`. */
async function close(answer: SendOutcome | null, rules: object = {}): Promise<void> {
  const g0 = { id: 'g0', name: 'Иванова Ольга Львовна', delivery: 'telegram', consent: true, children: ['s1'] };
  const g1 = { ...g0, id: 'g1', name: 'Иванова Мария Петровна' };
  const change = (file: typeof EXAMPLE) => ({
    ...file,
    guardians: [g0, g1, ...(file.guardians as { id: string }[]).filter(({ id }) => id !== 'g1' && id !== 'g2')],
  });
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', change, rules });
  await school.link('g1');
  school.clock.set(CLOSE);
  if (answer) school.telegram.script.push(answer);
  await school.work();
}

async function lines(): Promise<string[]> {
  const own = (await readLedger(school, WEEK)).filter(({ student }) => student === 's1');
  return own.map(({ guardian, by, next }) => `${guardian} ${by ?? next?.code}`);
}
const sheets = () => school.db.sheet.findMany({ where: { studentId: 's1' }, select: { guardianId: true } });

describe('another of the family is informed', () => {
  it('stands while the summary of that one was taken: no sheet besides', async () => {
    await close(null, { paperFor: 'unreached' });
    expect(await lines()).toEqual(['g0 family', 'g1 telegram']);
    expect(await sheets()).toEqual([]);
  });

  it('is looked at again when that one blocks the bot: one sheet for the household where the school has it so', async () => {
    await close(BLOCKED, { paperFor: 'unreached' });
    expect(await lines()).toEqual(['g0 handOver', 'g1 family']);
    expect(await sheets()).toEqual([{ guardianId: 'g0' }]);
  });

  it('else the class teacher is to act; who has linked meanwhile reads the summary', async () => {
    await close(BLOCKED);
    expect(await lines()).toEqual(['g0 unreached', 'g1 family']);
    await school.close();

    await close({ kind: 'retryLater', at: new Date('2026-09-20T07:05:00Z'), code: '502', detail: '' });
    await school.link('g0');
    school.clock.advance({ minutes: 10 });
    school.telegram.script.push(BLOCKED);
    await school.work();
    expect(await lines()).toEqual(['g0 telegram', 'g1 family']);
  });
});
