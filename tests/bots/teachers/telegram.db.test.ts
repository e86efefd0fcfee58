/** The teachers' bot as Telegram sees it: real polling against the stand-in, under the fake clock. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const said = (text: string | undefined) => (text ?? '').replaceAll('\u00a0', ' ');
const entries = () => rig.db.journalEntry.findMany({ where: { withdrawnAt: null }, orderBy: { id: 'asc' } });

test('from the code to a recorded line', async () => {
  const anna = rig.person('Анна');
  anna.sends('/start');
  expect(said((await anna.hears()).text)).toContain('Пришлите код');
  const code = await rig.code('t1');
  anna.sends(`/start ${code}`);
  const welcome = said((await anna.hears()).text);
  expect(welcome).toMatch(/^Готово, Анна Сергеевна!/);
  expect(welcome).toContain('дз ');
  anna.sends('7Б алг Иванов 5, Петрова 4, нет Сидорова');
  expect(said((await anna.hears()).text)).toBe(
    'Записать?\n7Б · алгебра · вт 15.09 — Иванов П.: 5; Петрова А.: 4; нет: Сидоров К.',
  );
  expect(anna.buttons()).toEqual(['Записать', 'Исправить', 'Отмена']);
  expect(await entries()).toEqual([]);
  expect(await anna.taps('Записать')).toEqual({ alert: false });
  expect(said((await anna.hears()).text)).toMatch(/^Записано\.\n7Б · алгебра · вт 15\.09 — .*\nРодители узнают/);
  expect(anna.buttons()).toEqual(['Отменить']);
  expect((await entries()).map(({ kind, studentId, value, byId }) => [kind, studentId, value, byId])).toEqual([
    ['mark', 's1', '5', 't1'],
    ['mark', 's2', '4', 't1'],
    ['absence', 's3', 'Н', 't1'],
  ]);
});
