import { afterEach, expect, it } from 'vitest';
import { handOver } from '../../src/delivery/hand-over.ts';
import { outgoing, outgoingOne } from '../../src/delivery/outgoing.ts';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const states = async (channel?: 'telegram' | 'email' | 'paper') =>
  (await outgoing(school.db, { limit: 50, ...(channel && { channel }) })).map(({ state }) => state);

it('a message is on its way until its channel answers, then what the answer was', async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
  await school.link('g1');
  const during: string[][] = [];
  school.telegram.script.push(async () => {
    during.push(await states('telegram'));
    return { kind: 'unknown', code: 'timeout', detail: '' };
  });
  await school.record(mark());
  await school.work();
  expect(await states()).toEqual([]);
  school.clock.advance({ minutes: 3 });
  await school.work();
  expect(during).toEqual([['started']]);
  expect(await states()).toEqual(['unknown']);
  school.clock.advance({ minutes: 1 });
  await school.work();
  const [message] = await outgoing(school.db, { limit: 50 });
  expect(message).toMatchObject({ state: 'accepted', address: 'chat-g1', to: ['Иванова Мария Петровна'] });
  expect(await outgoingOne(school.db, message?.deliveryId ?? 0)).toEqual(message);
  expect(await outgoingOne(school.db, 404)).toBeNull();
});

it('a sheet is to be handed over until it was', async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
  school.clock.set('2026-09-20T10:00:00+03:00');
  await school.work();
  const sheets = await outgoing(school.db, { channel: 'paper', limit: 50 });
  expect(new Set(sheets.map(({ state }) => state))).toEqual(new Set(['toHandOver']));
  const ofS4 = sheets.find(({ sheet }) => sheet?.studentId === 's4');
  expect(ofS4).toMatchObject({ to: ['Цой Елена'], parts: [], sheet: { child: 'Цой Вера', week: '2026-W38' } });
  const { id } = await school.db.sheet.findFirstOrThrow({ where: { studentId: 's4' } });
  await handOver(school, { sheetIds: [id], deed: 'person', date: '2026-09-20', byId: 't1' });
  expect((await outgoingOne(school.db, ofS4?.deliveryId ?? 0))?.state).toBe('handedOver');
});
