import { describe, expect, it } from 'vitest';
import { readPhrase } from '../../src/quick-entry/read-phrase.ts';
import { suggestForm } from '../../src/quick-entry/suggest.ts';
import { gymnasium, roster } from './gymnasium.ts';

const now = '2026-10-05T09:00';
const suggest = (text: string, teacher = 'u1') => suggestForm(roster, { teacher, now, text });

describe('the nearest form that would be understood', () => {
  it.each([
    ['поставь Ветрову пять с плюсом', '8Г алг Ветров 5'],
    ['задание на завтра § 5', 'дз 8Г алг § 5, № 12'],
    ['прогуляли Ветров и Гуль', 'нет 8Г алг Ветрова'],
    ['передай родителям', 'родителям 8Г: собрание в пятницу в 18:00'],
    ['10-А чего-то 5', '10-А алг Белый 5'],
    ['абракадабра', 'дз 8Г алг § 5, № 12'],
  ])('%s → %s', (text, form) => expect(suggest(text)).toBe(form));

  it('is silent where the line is understood', () => expect(suggest('Ветров 5')).toBeNull());

  it('is always understood, from the classes and subjects of the teacher', () => {
    for (const { id } of gymnasium.teachers) {
      for (const text of ['?', 'оценка', 'тема', 'родителям', 'н', 'дз', 'итог', '5']) {
        const form = suggest(text, id);
        if (form === null) continue;
        const answer = readPhrase(roster, { teacher: id, now, text: form });
        expect(answer.status === 'ok' || (answer.status === 'ask' && answer.about === 'date')).toBe(true);
      }
    }
  });

  it('has nothing to say to one who teaches nothing', () => expect(suggest('?', 'nobody')).toBeNull());
});
