/** What comes back or is handed over though no duty of a week hangs on it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordBounce } from '../../src/delivery/bounce.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { handOver } from '../../src/delivery/hand-over.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { printWeek } from '../../src/delivery/print-week.ts';
import { openSchool, type School } from '../school.ts';

let school: School;
beforeEach(async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
});
afterEach(() => school.close());

it('a mailbox that was never written to is given up by its bounce, once', async () => {
  const bounced = () =>
    school.db.$transaction((tx) =>
      recordBounce(
        tx,
        school.clock.now(),
        { address: 'Ivanova@mail.example', permanent: true, code: '5.1.1', detail: '', at: school.clock.now() },
        'addressGone',
      ),
    );
  const mailbox = () => school.db.contact.findFirstOrThrow({ where: { address: 'ivanova@mail.example' } });
  expect((await mailbox()).state).toBe('confirmed');
  expect(await bounced()).toBe('recorded');
  expect(await mailbox()).toMatchObject({ state: 'unreachable' });
  expect(await bounced()).toBe('duplicate');
});

it('a sheet that was printed on request is handed over without changing the ledger', async () => {
  school.clock.set('2026-09-20T10:00:00+03:00');
  await closeWeeks(school);
  const printed = await printWeek({ ...school, publicUrl: 'https://diary.example' }, { all: true });
  expect(printed.ok).toBe(true);
  const before = await readLedger(school, '2026-W38');
  const sheet = await school.db.sheet.findFirstOrThrow({ where: { deliveryId: null, studentId: 's22' } });
  const handed = await handOver(school, { sheetIds: [sheet.id], deed: 'person', date: '2026-09-20', byId: 't2' });
  expect(handed).toMatchObject({ ok: true });
  expect(await school.db.handover.count({ where: { sheetId: sheet.id, state: 'handedOver' } })).toBe(1);
  expect(await readLedger(school, '2026-W38')).toEqual(before);
});
