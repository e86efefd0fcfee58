import { describe } from 'vitest';
import { checkCases } from './check-cases.ts';
import { absences, gymnasium, marks } from './gymnasium.ts';

const ALGEBRA = '8Г | Алгебра | 2026-10-05';
const HOMEWORK = 'homework | 8Г | Алгебра | 2026-10-07';
const everybody = (gymnasium.classes.find(({ name }) => name === '8Г')?.students ?? []).map(({ id }) => id);
const allBut = (value: string, ...out: string[]) =>
  everybody.filter((id) => !out.includes(id)).map((id) => `${id} ${value}`);

describe('rule 11: several commands, one to a line', () => {
  checkCases('u1', '2026-10-05T09:00', [
    ['8Г алг\nВетров 5\nГуль 4', marks(ALGEBRA, 'g05 5', 'g06 4')],
    ['8Г\nалг\nВетров 5', marks(ALGEBRA, 'g05 5')],
    ['8Г алг\r\n\r\nВетров 5\r\nГуль 4', marks(ALGEBRA, 'g05 5', 'g06 4')],
    [
      'Ветров 5\nн Гуль\nдз § 3\nтема Корни',
      [...marks(ALGEBRA, 'g05 5'), ...absences(ALGEBRA, 'g06 Н'), `${HOMEWORK} | § 3`, `topic | ${ALGEBRA} | Корни`],
    ],
    ['тема Корни\nдз § 3', [`topic | ${ALGEBRA} | Корни`, `${HOMEWORK} | § 3`]],
    ['н Ветров\nГуль', absences(ALGEBRA, 'g05 Н', 'g06 Н')],
    ['н\nВетров\nГуль', absences(ALGEBRA, 'g05 Н', 'g06 Н')],
    ['нет:\n- Ветров\n- Гуль (б)', absences(ALGEBRA, 'g05 Н', 'g06 Б')],
    ['н Ветров\nГуль б\nХегай', absences(ALGEBRA, 'g05 Н', 'g06 Б', 'g22 Н')],
    ['н Ветров\nб Гуль', absences(ALGEBRA, 'g05 Н', 'g06 Б')],
    ['н Ветров\nГуль 5', [...absences(ALGEBRA, 'g05 Н'), ...marks(ALGEBRA, 'g06 5')]],
    ['оценки\nВетров 5\nГуль 4', marks(ALGEBRA, 'g05 5', 'g06 4')],
    ['всем 5 кроме Ветрова\nГуль', marks(ALGEBRA, ...allBut('5', 'g05', 'g06'))],
    ['всем 5\nкроме Ветрова', marks(ALGEBRA, ...allBut('5', 'g05'))],
    ['всем 4\nВетров 5', marks(ALGEBRA, ...allBut('4', 'g05'), 'g05 5')],
    ['всем 5\nн Ветров', 'unreadable'],
    ['всем 5 кроме Ветрова\nн Ветров', [...marks(ALGEBRA, ...allBut('5', 'g05')), ...absences(ALGEBRA, 'g05 Н')]],
    ['Ветров 5\nГуль', 'empty'],
    ['Ветров\nГуль 5', 'empty'],
    ['Ветров\n5', marks(ALGEBRA, 'g05 5')],
    ['Ветров 5\nГуль 7', 'bad-mark'],
    ['Ветров 5\nСмирнов 4', 'unknown-student'],
    ['дз § 3\n№ 5', [`${HOMEWORK} | § 3 № 5`]],
    ['дз\nа) § 3\nб) № 5\nв) № 6', [`${HOMEWORK} | а) § 3 б) № 5 в) № 6`]],
    ['дз § 3\n\n  № 5  \nучебник с. 7', [`${HOMEWORK} | § 3 № 5 учебник с. 7`]],
    ['тема Корни\nи степени', [`topic | ${ALGEBRA} | Корни и степени`]],
    ['родителям: собрание\nв пятницу в 18:00', ['message | 8Г | собрание в пятницу в 18:00']],
    ['родителям собрание\nдз § 3', ['message | 8Г | собрание', `${HOMEWORK} | § 3`]],
    ['дз § 3\nВетров 5', [`${HOMEWORK} | § 3`, ...marks(ALGEBRA, 'g05 5')]],
    ['дз § 3\nВетров', 'empty'],
    // by the letter these go on with the text above; they look too much like something to record
    ['дз § 3\nк/р Ветров 5', 'unreadable'],
    ['дз § 3\nсегодня нет Ветрова', 'unreadable'],
    ['дз § 3\nСмирнов 5', 'unknown-student'],
    ['дз § 3\nупр 5', [`${HOMEWORK} | § 3 упр 5`]],
    ['дз § 3\nзадача 4', [`${HOMEWORK} | § 3 задача 4`]],
    ['дз § 3\nк/р в пятницу', [`${HOMEWORK} | § 3 к/р в пятницу`]],
    ['дз § 3\n8Б алг № 5', 'unknown-class'],
    ['Ветров 5\nдз', 'empty'],
    ['Ветров 5\n8Г геом', 'empty'],
    ['8Г алг', 'empty'],
    ['8Г\n8Г', 'empty'],
    ['Ветров 5 дз § 3', 'unreadable'],
    ['н Ветров дз § 3', 'unreadable'],
    ['Ветров 5\nспасибо', 'unreadable'],
    ['спасибо\nВетров 5', 'unreadable'],
  ]);
  // class and subject are shared until a line names others
  checkCases('u1', '2026-10-05T11:00', [
    [
      '8Г алг Ветров 5\n10-А алг Белый 4',
      [...marks(ALGEBRA, 'g05 5'), ...marks('10-А | Алгебра | 2026-10-05', 'd01 4')],
    ],
    ['8Г алг Ветров 5\n10-А Белый 4', [...marks(ALGEBRA, 'g05 5'), ...marks('10-А | Алгебра | 2026-10-05', 'd01 4')]],
    ['10-А Белый 4\n8Г Ветров 5', 'ask subject Алгебра Вероятность и статистика Геометрия'],
    ['10-А алг Белый 4\n8Г Ветров 5', 'ask subject Алгебра Вероятность и статистика Геометрия'],
    ['8Г алг Ветров 5\n6А Волк 4', 'not-your-course'],
    ['8Г алг дз § 3\nгеом дз § 4', [`${HOMEWORK} | § 3`, 'homework | 8Г | Геометрия | 2026-10-06 | § 4']],
    ['дз 8Г алг § 3\nдз геом § 4', [`${HOMEWORK} | § 3`, 'homework | 8Г | Геометрия | 2026-10-06 | § 4']],
    ['8Г алг\nдз § 3\n10-А\nдз § 4', [`${HOMEWORK} | § 3`, 'homework | 10-А | Алгебра | 2026-10-08 | § 4']],
    [
      '8Г алг\nродителям: собрание\n10-А\nдз § 4',
      ['message | 8Г | собрание', 'homework | 10-А | Алгебра | 2026-10-08 | § 4'],
    ],
    ['дз 8Г алг § 3\nдз 11Э § 4', 'not-your-course'],
  ]);
  // a day named above the lines holds for them; a day named beside some marks leaves the others in doubt
  checkCases('u1', '2026-10-08T11:00', [
    [
      '8Г алг вчера\nВетров 5\nн Гуль',
      [...marks('8Г | Алгебра | 2026-10-07', 'g05 5'), ...absences('8Г | Алгебра | 2026-10-07', 'g06 Н')],
    ],
    [
      '8Г алг вчера\nтема Корни\nдз § 3',
      ['topic | 8Г | Алгебра | 2026-10-07 | Корни', 'homework | 8Г | Алгебра | 2026-10-09 | § 3'],
    ],
    ['8Г алг вчера Ветров 5\nГуль 4', 'unreadable'],
    ['8Г алг вчера Ветров 5\nн Гуль', 'unreadable'],
    ['8Г алг Ветров 5\nвчера Гуль 4', 'unreadable'],
    ['8Г алг нет вчера Ветрова\nГуль', absences('8Г | Алгебра | 2026-10-07', 'g05 Н', 'g06 Н')],
    [
      'тема 8Г алг вчера Корни\nдз § 3',
      ['topic | 8Г | Алгебра | 2026-10-07 | Корни', 'homework | 8Г | Алгебра | 2026-10-09 | § 3'],
    ],
  ]);
});
