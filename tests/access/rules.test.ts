import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../src/access/actor.ts';
import { classChoices, plainClassName } from '../../src/access/class-answer.ts';
import { readCode } from '../../src/access/invitation-codes.ts';
import { freeLogin, loginBase } from '../../src/access/login-names.ts';
import { ACTIONS, may, type Objekt, ROLES, type Role, TABLE } from '../../src/access/may.ts';
import { checkPassword, hashPassword, passwordFault } from '../../src/access/passwords.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { withoutEmail } from '../../src/access/unsubscribe.ts';

describe('passwords', () => {
  test.each([
    ['кратко1', 'tooShort'],
    ['я'.repeat(201), 'tooLong'],
    ['абабабабаб', 'repeats'],
    ['15092014', 'digitsOnly'],
    ['Qwerty123!', 'common'],
    ['пароль2026', 'common'],
    ['Наташа1985', 'common'],
    ['ivanova.mp1', 'likeLogin'],
    ['Иванова1!', 'likeLogin'],
    ['сиреневый вечер', null],
    ['correct horse battery', null],
    ['79780000001234', null],
  ])('%s: %s', (password, fault) => {
    expect(passwordFault(password, ['Иванова', 'Мария', 'ivanova.mp'])).toBe(fault);
  });

  test('are kept salted by scrypt with their cost, and compared', async () => {
    const [one, two] = await Promise.all([hashPassword('сиреневый вечер'), hashPassword('сиреневый вечер')]);
    expect(one).toMatch(/^scrypt\$15\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(await checkPassword('сиреневый вечер', one)).toBe(true);
    expect(await checkPassword('сиреневый Вечер', one)).toBe(false);
    expect(await checkPassword('сиреневый вечер', null)).toBe(false);
  });

  test('typed decomposed, as some telephones do, they are the same', async () => {
    expect(await checkPassword('сиреневый вечер'.normalize('NFD'), await hashPassword('сиреневый вечер'))).toBe(true);
  });
});

describe('logins', () => {
  test.each([
    [{ last: 'Иванова', first: 'Мария', patronymic: 'Петровна' }, 'ivanova.mp'],
    [{ last: 'Цой', first: 'Вера', patronymic: '' }, 'tsoi.v'],
    [{ last: 'Щёголева-Юн', first: 'Ёлка', patronymic: 'Ъ' }, 'shchegolevaiun.ei'],
    [{ last: '李', first: '', patronymic: '' }, 'user'],
  ])('%o → %s', (name, login) => {
    expect(loginBase(name)).toBe(login);
  });

  test('the first number that is free', () => {
    expect(freeLogin('ivanov.i', [])).toBe('ivanov.i');
    expect(freeLogin('ivanov.i', ['ivanov.i', 'ivanov.i2', 'ivanov.i4'])).toBe('ivanov.i3');
  });
});

describe('class names and codes as people type them', () => {
  test.each(['7Б', '7б', ' 7-Б ', '7 «Б»', '7 б класс'])('%s is 7Б', (typed) => {
    expect(plainClassName(typed)).toBe(plainClassName('7Б'));
  });

  test('Latin look-alikes count, other classes do not', () => {
    expect(plainClassName('9A')).toBe(plainClassName('9А'));
    expect(plainClassName('7В')).not.toBe(plainClassName('7Б'));
    expect(plainClassName('— ')).toBe('');
  });

  test.each([
    ['4827 1936', '48271936'],
    ['4827\u00a01936', '48271936'],
    ['4827-1936', '48271936'],
    ['4827193', null],
    ['482719367', null],
    ['код 48271936', null],
  ])('%s → %s', (typed, code) => {
    expect(readCode(typed)).toBe(code);
  });

  test('the classes offered hold the right ones and do not change', () => {
    const all = ['1А', '2А', '5Б', '7А', '7Б', '8А', '9А', '10А', '11А'];
    const key = Buffer.from('key');
    const offered = classChoices(['7Б', '1А'], all, key, 12);
    expect(offered).toHaveLength(6);
    expect(offered).toEqual(expect.arrayContaining(['7Б', '1А']));
    expect(classChoices(['7Б', '1А'], [...all].reverse(), key, 12)).toEqual(offered);
    expect(classChoices(['7Б'], all, key, 13)).not.toEqual(classChoices(['7Б'], all, key, 14));
  });
});

describe('ids in addresses', () => {
  test('open to what was sealed, and to nothing else', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }), (id) => {
        const sealed = sealId('secret', 'student', id);
        expect(sealed).toMatch(/^[\w-]+$/);
        expect(openId('secret', 'student', sealed)).toBe(id);
        expect(openId('secret', 'class', sealed)).toBeNull();
        expect(openId('other', 'student', sealed)).toBeNull();
      }),
    );
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (made) => openId('secret', 'student', made) === null));
  });

  test('one letter changed is none of ours', () => {
    const sealed = sealId('secret', 'student', 's1');
    for (let at = 0; at < sealed.length - 1; at++) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(openId('secret', 'student', changed), String(at)).toBeNull();
    }
  });
});

test.each([
  [['email'], false, ['paper']],
  [['email', 'paper'], false, ['paper']],
  [['email', 'paper'], true, ['telegram', 'paper']],
  [['email', 'telegram', 'paper'], true, ['telegram', 'paper']],
  [['email', 'telegram', 'paper'], false, ['paper']],
  [['telegram', 'email', 'paper'], true, ['telegram', 'paper']],
  [['paper', 'email'], true, ['paper']],
] as const)('without email %o (a chat: %s) leaves %o', (channels, chat, left) => {
  expect(withoutEmail([...channels], chat)).toEqual(left);
});

describe('may', () => {
  const child = (studentId: string) => ({
    studentId,
    last: '',
    first: '',
    className: '7Б',
    classId: 1,
    grade: 7,
    left: false,
    self: false,
  });
  const actor = (role: Role): Actor => ({
    accountId: 1,
    login: 'x',
    personIds: ['p'],
    staffId: null,
    guardianIds: role === 'guardian' ? ['p'] : [],
    name: { last: '', first: '', patronymic: '' },
    roles: [role],
    children: role === 'guardian' ? [child('own')] : [],
    selves: role === 'student' ? [child('own')] : [],
    ledClasses: role === 'classTeacher' ? [{ id: 1, name: '7Б', grade: 7 }] : [],
  });
  const objects: Record<string, Objekt> = {
    own: { kind: 'student', studentId: 'own', classId: 1 },
    classmate: { kind: 'student', studentId: 'mate', classId: 1 },
    stranger: { kind: 'student', studentId: 'far', classId: 2 },
    classless: { kind: 'student', studentId: 'new', classId: null },
    ownClass: { kind: 'class', classId: 1 },
    otherClass: { kind: 'class', classId: 2 },
    oneself: { kind: 'guardian', guardianId: 'p' },
    another: { kind: 'guardian', guardianId: 'q' },
    school: { kind: 'school' },
  };
  /** what the school's rules say, written out apart from the code */
  const allowed: Record<string, string[]> = {
    'guardian readDiary': ['own'],
    'guardian printWeek': ['own'],
    'guardian keepHomework': ['own'],
    'student keepHomework': ['own'],
    'guardian readNotices': ['own'],
    'guardian changeChoices': ['oneself'],
    'student readDiary': ['own'],
    'teacher readDesk': ['school'],
    'classTeacher readDesk': ['school'],
    'classTeacher readDiary': ['own', 'classmate'],
    'classTeacher printWeek': ['own', 'classmate'],
    'classTeacher readClass': ['ownClass'],
    'deputy readDiary': ['own', 'classmate', 'stranger', 'classless'],
    'deputy printWeek': ['own', 'classmate', 'stranger', 'classless'],
    'deputy readClass': ['ownClass', 'otherClass'],
    'deputy readDesk': ['school'],
    'classTeacher recordChoices': ['own', 'classmate'],
    'deputy recordChoices': ['own', 'classmate', 'stranger', 'classless'],
    'director recordChoices': ['own', 'classmate', 'stranger', 'classless'],
    'director readDiary': ['own', 'classmate', 'stranger', 'classless'],
    'director printWeek': ['own', 'classmate', 'stranger', 'classless'],
    'director readClass': ['ownClass', 'otherClass'],
    'director readDesk': ['school'],
    'secretary readDesk': ['school'],
    'admin readDesk': ['school'],
  };
  const about: Record<string, Objekt['kind']> = {
    readDiary: 'student',
    printWeek: 'student',
    keepHomework: 'student',
    readNotices: 'student',
    readClass: 'class',
    readDesk: 'school',
    changeChoices: 'guardian',
    recordChoices: 'student',
  };

  test.each(ROLES.flatMap((role) => ACTIONS.map((action) => [role, action] as const)))('%s %s', (role, action) => {
    const answers = Object.entries(objects)
      .filter(([, object]) => object.kind === about[action])
      .filter(([, object]) => may(actor(role), action, object))
      .map(([name]) => name);
    expect(answers).toEqual(allowed[`${role} ${action}`] ?? []);
  });

  test('who is not signed in may nothing', () => {
    for (const action of ACTIONS) {
      for (const object of Object.values(objects)) expect(may(null, action, object)).toBe(false);
    }
  });

  test('the table names no role that does not exist', () => {
    for (const action of ACTIONS) expect(ROLES).toEqual(expect.arrayContaining(Object.keys(TABLE[action])));
  });
});
