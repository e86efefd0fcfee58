/** How a person is found, and made unreadable, in what others wrote. */
import { describe, expect, test } from 'vitest';
import { hintsOf, linesNaming, masked, maskedIn, namingOf } from '../../src/access/personal-data/naming.ts';

const who = {
  last: 'Ёлкина-Заяц',
  first: 'Мария',
  patronymic: 'Петровна',
  addresses: ['+7 978 000-00-01', 'elka@mail.example', '4827'],
};
const naming = namingOf(who);

describe('names and addresses', () => {
  test.each([
    'Ёлкина-Заяц Мария Петровна',
    'елкина-заяц\u00a0мария',
    'Мария Петровна Ёлкина-Заяц',
    'Мария\nПетровна',
    'Ёлкина-Заяц М. П.',
    'Ёлкина-Заяц\u00a0М.\u00a0П.',
    'Ёлкина-Заяц М.',
    'М. П. Ёлкина-Заяц',
    '8 (978) 000-00-01',
    '+79780000001',
    'Elka@mail.example',
    '4827',
  ])('%j is hidden, as long as it was', (text) => {
    const after = masked(`Звонила: ${text}, вечером.`, naming);
    expect(after).toBe(`Звонила: ${'•'.repeat(text.length)}, вечером.`);
  });

  test.each([
    'Мария Ивановна',
    'Мария',
    'Ёлкина-Заяц',
    'Ёлкина-Заяц Олег',
    'relka@mail.example',
    '14827',
    'М. П. Иванова',
  ])('%j is somebody or something else', (text) => {
    expect(masked(text, naming)).toBe(text);
  });

  test('who has neither patronymic nor addresses is found by surname with name; of nothing nothing is made', () => {
    const bare = namingOf({ last: 'Цой', first: 'Елена', patronymic: '', addresses: [] });
    expect(masked('Цой Елена, Цой Е., Елена', bare)).toBe('•••••••••, ••••••, Елена');
    expect(masked('a.b', namingOf({ last: '', first: '', patronymic: '', addresses: [] }))).toBe('a.b');
    expect(masked('axb', namingOf({ last: '', first: '', patronymic: '', addresses: ['a.b'] }))).toBe('axb');
  });
});

test('within what JSON keeps, every text; lines that name are told alone', () => {
  const value = { parts: [{ text: 'Первая\nЦой В. (Ёлкина-Заяц М. П.)\nТретья', entities: [{ offset: 3 }] }], sent: 0 };
  expect(linesNaming(value, naming)).toEqual(['Цой В. (Ёлкина-Заяц М. П.)']);
  expect(maskedIn(value, naming)).toEqual({
    parts: [{ text: `Первая\nЦой В. (${'•'.repeat(17)})\nТретья`, entities: [{ offset: 3 }] }],
    sent: 0,
  });
});

test('whatever is hidden has a hint that a database finds it by', () => {
  const hints = hintsOf(who).map((hint) => new RegExp(`^${hint.replaceAll('%', '[^]*')}$`));
  for (const text of ['Елкина-Заяц М.', 'мария\nпетровна', '8 978 000-00-01', 'elka@mail.example'])
    expect(
      hints.some((hint) => hint.test(text.toLowerCase())),
      text,
    ).toBe(true);
});
