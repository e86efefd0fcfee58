import { describe } from 'vitest';
import { checkCases } from './check-cases.ts';
import { absences, marks } from './gymnasium.ts';

const ALGEBRA = '8Г | Алгебра | 2026-10-05';
const HOMEWORK = 'homework | 8Г | Алгебра | 2026-10-07';

/** Phrases in freer words and order, and near misses: understood where only one reading is left, else refused. */
describe('free speech', () => {
  checkCases('u1', '2026-10-05T09:00', [
    ['Сегодня по алгебре в 8Г: Ветров 5', marks(ALGEBRA, 'g05 5')],
    ['по алгебре в 8Г нет Ветрова и Гуль', absences(ALGEBRA, 'g05 Н', 'g06 Н')],
    ['Алг 8Г. Контрольная работа. Ветров 5. Гуль 4.', marks(ALGEBRA, 'g05 5 контрольная', 'g06 4 контрольная')],
    ['Ветрову за к/р 5', marks(ALGEBRA, 'g05 5 контрольная')],
    ['Ветрову по алгебре 5', marks(ALGEBRA, 'g05 5')],
    ['Ветрову пять с минусом, Гуль 4 плюс', marks(ALGEBRA, 'g05 5', 'g06 4')],
    ['оценки: Ветров 5; н: Гуль', [...marks(ALGEBRA, 'g05 5'), ...absences(ALGEBRA, 'g06 Н')]],
    ['8Г-алг Ветров 5', marks(ALGEBRA, 'g05 5')],
    ['Г.Ветров 5', marks(ALGEBRA, 'g05 5')],
    ['дз8Г алг §5', [`${HOMEWORK} | §5`]],
    ['дз в 8Г по алгебре: § 5', [`${HOMEWORK} | § 5`]],
    ['дз для 10-А § 5', ['homework | 10-А | Алгебра | 2026-10-08 | § 5']],
    ['сообщение для 8Г: собрание', ['message | 8Г | собрание']],
    [
      'Дз алгебра 8Г\nна пятницу:\n§ 3, № 4.\nПринести циркуль',
      ['homework | 8Г | Алгебра | 2026-10-09 | § 3, № 4. Принести циркуль'],
    ],
    ['Ветрову шесть', 'bad-mark'],
    ['Ветрову 2 (два)', 'unreadable'],
    ['Гуль (Марьям) 5', 'unreadable'],
    ['Глеб, Ветров 5', 'unreadable'],
    ['родителям в 8Г карантин', 'unreadable'],
    ['дз для Ветрова: № 5', 'unreadable'],
    ['8Г алг Ветров 5 10-А Белый 4', 'unreadable'],
    ['8Г алг; н Ветров; дз § 3', 'unreadable'],
    ['все 5', 'unknown-student'],
    ['Ветров 5, остальным 4', 'unknown-student'],
    ['у Ветрова 5', 'unreadable'],
    ['???', 'unreadable'],
    ['', 'unreadable'],
    ['8Г алг ура', 'unreadable'],
    ['Здравствуйте, Анна Сергеевна', 'unreadable'],
  ]);
});
