import { describe, expect, it } from 'vitest';
import { asOfText, recipientText, stubText, windowText } from '../../src/texts/sheet/labels.ts';
import { sheetText } from '../../src/texts/sheet/sheet.ts';
import { cellWork, workLegend } from '../../src/texts/sheet/works.ts';
import { HARD_CASES, plainWeek, quietWeek } from '../channels/paper/facts.ts';

const spaced = (text: string) => text.replaceAll('\u00a0', ' ');
const said = (facts: Parameters<typeof sheetText>[0]) => spaced(JSON.stringify(sheetText(facts)));

describe('words of the sheet', () => {
  it.each([
    ['2026-09-14', '2026-09-19', '14–19 сентября 2026 г.'],
    ['2026-09-28', '2026-10-03', '28 сентября – 3 октября 2026 г.'],
    ['2026-12-28', '2027-01-02', '28 декабря 2026 – 2 января 2027 г.'],
    ['2026-09-14', '2026-09-14', '14 сентября 2026 г.'],
  ])('names the window %s to %s', (from, to, expected) => {
    expect(spaced(windowText(from, to))).toBe(expected);
  });

  it('names school-local moment, receiver and stub', () => {
    expect(asOfText('2026-09-19T10:00')).toMatch(/^Записи журнала по 19\.09\.2026, 10:00\. /);
    expect(recipientText('Иванова Мария', 'proxy')).toBe('Кому: Иванова Мария (через доверенное лицо)');
    expect(recipientText('Иванова Мария')).toBe('Кому: Иванова Мария');
    expect(spaced(stubText('Иванов Пётр, 7Б', '2026-09-19', 4827))).toBe(
      'Иванов Пётр, 7Б, распечатка от 19.09.2026, № 4827',
    );
  });

  it('shortens known works, names others whole and an answer not at all', () => {
    expect(['контрольная', 'эссе', 'ответ'].map(cellWork)).toEqual(['контр.', 'эссе', null]);
    expect(workLegend(['контр.', null, 'эссе', 'контр.']).map(spaced)).toEqual(['контр. — контрольная работа']);
  });

  it('says of each kind that there was none, unless there was nothing at all', () => {
    expect(said(plainWeek(1, { subjects: [] }))).toContain('Новых отметок нет.');
    expect(said(plainWeek(1, { absences: [] }))).toContain('За неделю пропусков нет.');
    expect(said(plainWeek(1, { messages: [] }))).toContain('Сообщений нет.');
    expect(said(quietWeek())).not.toMatch(/Новых отметок нет|Сообщений нет/);
  });

  it('leaves corrections of marks out in grade 1 and keeps the others', () => {
    const corrections = [
      { kind: 'mark' as const, subject: 'Чтение', date: '2026-09-08', was: '4', now: '5' },
      { kind: 'absence' as const, subject: 'Чтение', date: '2026-09-08', was: 'Н', now: null },
    ];
    const text = said({ ...HARD_CASES['grade-1']!, corrections });
    expect(text).not.toContain('было 4');
    expect(text).toContain('Чтение, 8 сентября');
  });
});
