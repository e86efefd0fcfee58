/** The words of the pages of printed sheets. */
import { expect, it } from 'vitest';
import * as paper from '../../src/texts/web/paper.ts';
import { expectTone, unlisted } from './tone.ts';

const by = { last: 'Орлова', first: 'Анна', patronymic: 'Сергеевна' };
const SAID = {
  sheetState: paper.sheetState({ state: 'handedOver', way: 'child', date: '2026-09-21' }),
  'sheetState, open': paper.sheetState({ state: 'open', way: null, date: null }),
  sheetNumber: paper.sheetNumber(12),
  sheetTitle: paper.sheetTitle(12),
  weekTitle: paper.weekTitle('2026-09-14', '2026-09-19'),
  classTitle: paper.classTitle('7Б'),
  countsLine: paper.countsLine({ total: 4, handedOver: 2, awaitingStub: 1 }),
  runLink: paper.runLink('supplementary', 2),
  weekLink: paper.weekLink('2026-09-14', '2026-09-19', 2),
  savedLine: paper.savedLine('person', 21),
  stoodLine: paper.stoodLine(2),
  historyLine: paper.historyLine({
    date: '2026-09-21',
    by,
    note: 'у кабинета',
    takenBack: { date: '2026-09-21', time: '09:15', by },
  }),
};

it('say Вы, show nobody’s sex, tie dates and numbers', () => {
  expect(unlisted(SAID, [paper])).toEqual([]);
  const fixed = [paper.PAPER, paper.STUB, paper.DEED_LABELS, paper.PAPER_FAULTS].flatMap((all) =>
    Object.entries(all as Record<string, unknown>).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  );
  expectTone({ ...SAID, ...Object.fromEntries(fixed) });
  const plain = (text: string) => text.replaceAll('\u00a0', '_');
  expect(plain(SAID.sheetState)).toBe('передано через ребёнка, корешок вернулся, 21_сентября');
  expect(plain(SAID.countsLine)).toBe('Вручено 2 из_4, ждём корешок: 1.');
  expect(plain(SAID.savedLine)).toBe('Записано: вручено лично — 21_лист.');
  expect(plain(SAID.historyLine)).toBe(
    '21_сентября, Орлова_А._С.; у кабинета; отменено 21_сентября в_9:15, Орлова_А._С.',
  );
});
