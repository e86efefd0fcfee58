import { describe, expect, it } from 'vitest';
import { renderWeek, renderWeeks } from '../../src/texts/telegram/week.ts';
import { emptyWeek, fullWeek, spaced, week } from './facts.ts';

const read = (...args: Parameters<typeof renderWeek>) =>
  renderWeek(...args)
    .map(({ text }) => spaced(text))
    .join('\n=====\n');

const WEEKS = {
  'of the model': week(),
  full: fullWeek(),
  empty: emptyWeek(),
  'empty with homework': emptyWeek({ homework: week().homework }),
  'grade 1': fullWeek({ grade: 1, class: '1А' }),
  'grade 1 empty': emptyWeek({ grade: 1, class: '1А' }),
  'taught at home': emptyWeek({ taughtAtHome: true, periodMarks: [{ period: 'год', subject: 'Алгебра', value: '5' }] }),
  'absences alone': emptyWeek({ absences: week().absences }),
  'over a month': emptyWeek({ from: '2026-09-28', to: '2026-10-03' }),
};

describe('a week in Telegram', () => {
  for (const [name, facts] of Object.entries(WEEKS)) {
    it(name, async () => {
      await expect(`${read(facts)}\n`).toMatchFileSnapshot(`snapshots/week-${name.replace(/[^a-z0-9]+/g, '-')}.txt`);
    });
  }

  it('is the model of texts, to the letter', () => {
    expect(read(week())).toBe(
      'Неделя 14–19 сентября · Пётр, 7Б\nАлгебра: 5 (контрольная, 15.09), 4 (17.09)\nРусский язык: 4 (15.09)\nПропуски: 1 урок (алгебра, 15.09), причина не указана\nСообщений нет\nНа понедельник: алгебра — § 13',
    );
    expect(read(emptyWeek())).toContain('За неделю новых отметок, пропусков и сообщений в журнале нет.');
  });

  it('of grade 1 has no word of marks or averages, whatever the record holds', () => {
    const said = read(WEEKS['grade 1']) + read(WEEKS['grade 1 empty']);
    expect(said).not.toMatch(/отмет|балл|было 4|четверть\)?: (алгебра|ОБЖ)/iu);
    expect(read(fullWeek())).toMatch(/отмет.*балл|балл.*отмет/su);
  });

  it('tells every fact of the record', () => {
    const said = read(fullWeek());
    const { subjects, messages, homework, periodMarks } = fullWeek();
    for (const { name, average } of subjects) expect(said).toContain(average ? `средний балл ${average}` : name);
    for (const { text, by } of messages) {
      expect(said).toContain(text);
      expect(said).toContain(by);
    }
    for (const { text } of homework) expect(said).toContain(text);
    for (const { value } of periodMarks) expect(said).toContain(`— ${value}`);
    expect(said).toContain('пропущено 5 уроков, из них по болезни 3, по уважительной причине 1; 2 опоздания');
  });

  it('weeks that were caught up are one message: those without news together, totals and homework in the last alone', () => {
    const weeks = [
      emptyWeek({ week: '2026-W37', from: '2026-09-07', to: '2026-09-12', homework: week().homework }),
      fullWeek(),
      emptyWeek({ week: '2026-W40', from: '2026-09-28', to: '2026-10-03' }),
      emptyWeek({ week: '2026-W39', from: '2026-09-21', to: '2026-09-26' }),
      week({ week: '2026-W41', from: '2026-10-05', to: '2026-10-10' }),
    ];
    const texts = renderWeeks(weeks);
    expect(texts).toHaveLength(1);
    const said = spaced(texts[0]!.text);
    expect(said.match(/Недел.*·/g)).toEqual([
      'Неделя 7–12 сентября ·',
      'Неделя 14–19 сентября ·',
      'Недели 21 сентября – 3 октября ·',
      'Неделя 5–10 октября ·',
    ]);
    expect(said.match(/За эти недели/g)).toHaveLength(1);
    expect(said.match(/На понедельник/g)).toHaveLength(1);
    expect(said).not.toContain('пропущено 5 уроков');
    expect(renderWeeks(weeks, { detail: 'minimal' }).map(({ text }) => spaced(text))).toEqual([
      'Недели 7 сентября – 10 октября · Пётр\nИтоги этих недель готовы, откройте дневник.',
    ]);
  });

  it('tells nothing personal where only that may be told', () => {
    expect(read(fullWeek(), { detail: 'minimal' })).toBe(
      'Неделя 14–19 сентября · Пётр\nИтоги недели готовы, откройте дневник.',
    );
  });

  it('names its record when it is told which', () => {
    expect(read(week(), { sha256: '0123456789abcdef' })).toMatch(/\n\nЗапись недели: 0123456789ab$/);
  });
});
