import { describe } from 'vitest';
import { checkCases } from './check-cases.ts';
import { absences, marks } from './gymnasium.ts';

const ALGEBRA = '8Г | Алгебра | 2026-10-05';
const MATHS = '6А | Математика | 2026-10-05';
const TENTH = '10-А | Алгебра | 2026-10-05';

describe('rule 4: class and subject left out', () => {
  checkCases('u1', '2026-10-05T08:00', [['Волк 5', marks(MATHS, 'a03 5')]]);
  checkCases('u1', '2026-10-05T07:59', [['Волк 5', 'ask class 10-А 6А 8Г']]);
  checkCases('u1', '2026-10-05T08:45', [['Волк 5', marks(MATHS, 'a03 5')]]);
  checkCases('u1', '2026-10-05T08:50', [
    ['Волк 5', 'unknown-student'],
    ['Ветров 5', marks(ALGEBRA, 'g05 5')],
    // the lesson at hand is not of this subject, the only class for it is
    ['матем Волк 5', marks(MATHS, 'a03 5')],
    ['алг Ветров 5', marks(ALGEBRA, 'g05 5')],
    ['геом Ветров 5', 'ask date 2026-10-01'],
    ['дз геом § 3', ['homework | 8Г | Геометрия | 2026-10-06 | § 3']],
  ]);
  checkCases('u1', '2026-10-05T09:50', [
    ['Ветров 5', marks(ALGEBRA, 'g05 5')],
    ['нет Ветрова', absences(ALGEBRA, 'g05 Н')],
  ]);
  checkCases('u1', '2026-10-05T09:51', [
    ['Ветров 5', 'ask class 10-А 6А 8Г'],
    ['алг Ветров 5', 'ask class 10-А 8Г'],
    ['алг дз § 3', 'ask class 10-А 8Г'],
    ['геом дз § 3', ['homework | 8Г | Геометрия | 2026-10-06 | § 3']],
    ['родителям: собрание', 'ask class 10-А 6А 8Г'],
    ['Спасибо', 'unreadable'],
    ['дз', 'empty'],
    ['Ветров 6', 'bad-mark'],
    ['физика Ветров 5', 'not-your-course'],
  ]);
  checkCases('u1', '2026-10-05T11:45', [
    ['алг Белый 5', marks(TENTH, 'd01 5')],
    ['Белый 5', marks(TENTH, 'd01 5')],
  ]);
  checkCases('u9', '2026-10-09T12:20', [
    ['Тен 5', marks('6А | Музыка | 2026-10-09', 'a14 5')],
    ['родителям 10-А завтра собрание', ['message | 10-А | завтра собрание']],
    ['10-А Белый 5', 'not-your-course'],
  ]);
  // Sunday: no lesson at all
  checkCases('u9', '2026-10-11T12:20', [
    ['муз Тен 5', 'ask date 2026-10-09'],
    ['Тен 5', 'ask class 6А'],
  ]);
});
