import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultLine } from '../../../src/connectors/school-file/faults.ts';
import { readSchoolFile } from '../../../src/connectors/school-file/read.ts';
import { bytesOf, example, spoilt } from './support.ts';

const NOW = new Date('2026-09-10T06:00:00Z');

describe('sound files', () => {
  test('the example has neither faults nor warnings', () => {
    expect(readSchoolFile(bytesOf(example()), NOW)).toMatchObject({ ok: true, warnings: [] });
  });

  test('a byte order mark does no harm', () => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(example())]);
    expect(readSchoolFile(bytes, NOW).ok).toBe(true);
  });

  test('without guardians and all that is optional it is still a school file', () => {
    const bytes = spoilt({ guardians: undefined, holidays: undefined, 'subjects[0].short': undefined });
    expect(readSchoolFile(bytes, NOW)).toMatchObject({ ok: true, warnings: [] });
  });

  test('rules are kept as written, without defaults of their own', () => {
    const read = readSchoolFile(spoilt({ rules: { settleMinutes: 0 } }), NOW);
    expect(read.ok && read.file.rules).toEqual({ settleMinutes: 0 });
  });
});

describe('bytes that are no school file', () => {
  const faultOf = (bytes: Uint8Array) => {
    const read = readSchoolFile(bytes);
    return read.ok ? null : read.faults;
  };

  test.each([
    ['', 'empty-file'],
    [' \n ', 'empty-file'],
    ['[]', 'not-an-object'],
    ['null', 'not-an-object'],
    ['"школа"', 'not-an-object'],
  ])('%j is %s', (text, code) => {
    expect(faultOf(Buffer.from(text))).toMatchObject([{ path: '', code }]);
  });

  test('another encoding is named', () => {
    expect(faultOf(Buffer.from([0x7b, 0xd8, 0xea, 0xee, 0xeb, 0xe0, 0x7d]))).toMatchObject([{ code: 'not-utf8' }]);
  });

  test('broken JSON is named with its line', () => {
    const [fault] = faultOf(Buffer.from('{\n "name": "Школа",\n "year": }')) ?? [];
    expect(fault).toMatchObject({ code: 'not-json' });
    expect(fault?.text).toContain('строка 3, знак 10');
  });

  test('a file cut short is named with its last line', () => {
    const half = JSON.stringify(example(), null, 1).split('\n').slice(0, 40).join('\n');
    const [fault] = faultOf(Buffer.from(half)) ?? [];
    expect(fault).toMatchObject({ code: 'not-json' });
    expect(fault?.text).toContain('строка 40');
  });
});

test('ten different faults are ten lines, each with its remedy', () => {
  const bytes = spoilt({
    timeZone: 'Москва',
    'year.ends': '2027-02-31',
    'periods[1].starts': '2026-10-20',
    'bells.2[0]': '09:10',
    'classes[1].students[+]': example().classes[1]!.students[0]!,
    'courses[5].teacher': 't99',
    'timetable[3].lesson': 12,
    'guardians[0].email': 'нет',
    'guardians[3].children[+]': { student: 's999' },
    rules: { quiet: true },
  });
  const read = readSchoolFile(bytes, NOW);
  expect(read.ok ? [] : read.faults.map(faultLine)).toMatchInlineSnapshot(`
    [
      "timeZone: нет часового пояса «Москва». Пишите имя IANA, например Europe/Simferopol",
      "year.ends: «2027-02-31» — не дата. Пишите ГГГГ-ММ-ДД, например 2026-09-01",
      "guardians[0].email: «нет» — не адрес электронной почты. Исправьте или уберите поле",
      "rules.quiet: нет такого правила «quiet». Уберите его или исправьте имя по docs/reference.md",
      "periods[1].starts: пересекается с периодом «1 четверть». Исправьте даты",
      "bells.2[0]: урок начинается раньше, чем кончился 1-й. Исправьте время",
      "classes[1].students[6].id: идентификатор s1 уже занят: classes[1].students[0]. Дайте другой",
      "guardians[3].children[1].student: нет обучающегося s999. Исправьте идентификатор или добавьте ребёнка в класс",
      "courses[5].teacher: нет сотрудника t99. Исправьте идентификатор или добавьте его в teachers",
      "timetable[3].lesson: для урока 12 нет звонка. Исправьте номер или добавьте его в bells",
    ]
  `);
});

test('whatever stands in a file, reading it ends in faults and never in an exception', () => {
  const text = readFileSync(new URL('example.json', import.meta.url), 'utf8');
  const spots = [...text.matchAll(/"[^"]*"|\b\d+\b|true|false/g)].map(({ 0: found, index }) => ({ found, index }));
  fc.assert(
    fc.property(fc.nat(spots.length - 1), fc.jsonValue({ maxDepth: 2 }), (at, value) => {
      const { found, index } = spots[at]!;
      const changed = text.slice(0, index) + JSON.stringify(value) + text.slice(index + found.length);
      const read = readSchoolFile(Buffer.from(changed), NOW);
      if (!read.ok) for (const fault of read.faults) expect(fault.text).toMatch(/[а-я]/i);
    }),
    { numRuns: 200 },
  );
});
