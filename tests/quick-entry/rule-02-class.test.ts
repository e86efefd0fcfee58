import { describe } from 'vitest';
import { checkCases } from './check-cases.ts';
import { marks } from './gymnasium.ts';

const TENTH = '10-А | Алгебра | 2026-10-05';
const EIGHTH = '8Г | Алгебра | 2026-10-05';

describe('rule 2: class in all its spellings', () => {
  checkCases('u1', '2026-10-05T14:00', [
    ['10-А алг Белому 5', marks(TENTH, 'd01 5')],
    ['10А алг Белому 5', marks(TENTH, 'd01 5')],
    ['10 А алг Белому 5', marks(TENTH, 'd01 5')],
    ['10 а алг Белому 5', marks(TENTH, 'd01 5')],
    ['10 «А» алг Белому 5', marks(TENTH, 'd01 5')],
    ['10"а" алг Белому 5', marks(TENTH, 'd01 5')],
    ['10–А алг Белому 5', marks(TENTH, 'd01 5')],
    ['10A алг Белому 5', marks(TENTH, 'd01 5')],
    ['10\u00A0А алг Белому 5', marks(TENTH, 'd01 5')],
    ['  10   а   алг   Белому   5  ', marks(TENTH, 'd01 5')],
    ['алг 8г Ветров 5', marks(EIGHTH, 'g05 5')],
    ['алг Ветров 5 8Г', marks(EIGHTH, 'g05 5')],
    ['Ветров 5 алг 8-г', marks(EIGHTH, 'g05 5')],
    ['8Г, алг, Ветров 5', marks(EIGHTH, 'g05 5')],
    ['8Г: алг: Ветров: 5', marks(EIGHTH, 'g05 5')],
    ['8Г класс алг Ветров 5', 'unreadable'],
    ['8А алг Ветров 5', 'unknown-class'],
    ['8 «Б» алг Ветров 5', 'unknown-class'],
    ['8-б алг Ветров 5', 'unknown-class'],
    ['11А алг Ветров 5', 'unknown-class'],
    ['12А алг Ветров 5', 'unreadable'],
    ['8Г 10А алг Ветров 5', 'unreadable'],
    ['дз 8Б алг § 3', 'unknown-class'],
    ['родителям 8Б собрание', 'unknown-class'],
    ['тема 9А алг Дроби', 'unknown-class'],
    ['11Э алг Гусь 5', 'not-your-course'],
    ['дз 11Э § 3', 'not-your-course'],
    ['дз 10-А, 8Г алг § 3', 'unreadable'],
    ['дз 10-А и 8Г § 3', 'unreadable'],
    ['дз 10-А алг 8 а, 8 г', ['homework | 10-А | Алгебра | 2026-10-08 | 8 а, 8 г']],
  ]);
});
