/**
 * A run of 1,000 sheets, read back: each fact of each child's weekly record stands on the child's own pages, and no fact
 * of another. What must be there is read from the database and worded here, without a line of the renderer's.
 */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWeekFile } from '../../../src/main/week-file.ts';
import type { WeekFacts } from '../../../src/notify/week-facts.ts';
import { CLOSED, fillSchool, weekOf } from '../../bench/sheets-school.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { fakeClock } from '../../fake-clock.ts';
import { needs } from '../../needs.ts';
import { letters } from './facts.ts';

const COUNT = 1000;
const SECRET = 'подрался';

/** What a plain week lacks: every kind of fact, pages that turn, children of grade 1 and those taught at home. */
function varied(facts: WeekFacts, i: number): WeekFacts {
  const own = letters(i);
  if (facts.grade === 2 && i % 3 === 0) return { ...facts, grade: 1, subjects: [], periodMarks: [] };
  return {
    ...facts,
    ...(i % 41 === 0 && { taughtAtHome: true, subjects: [], absences: [], missedInPeriod: none }),
    ...(i % 5 === 0 && {
      corrections: [
        { kind: 'mark' as const, subject: `Химия-${own}`, date: '2026-09-08', was: '2', now: '5' },
        { kind: 'mark' as const, subject: `Труд-${own}`, date: '2026-09-09', was: '3', now: null },
      ],
    }),
    ...(i % 7 === 0 && { periodMarks: [{ period: '1 четверть', subject: `Черчение-${own}`, value: '4' }] }),
    messages: [
      ...facts.messages,
      ...(i % 6 === 0 ? [{ date: '2026-09-17', by: `Автор-${own}`, text: `${SECRET} ${own}`, personal: true }] : []),
      ...(i % 9 === 0
        ? [
            {
              date: '2026-09-18',
              by: 'Школа',
              text: `Поездка-${own}: ${'сбор у входа, тёплая одежда. '.repeat(60)}конец-${own}.`,
              personal: false,
            },
          ]
        : []),
    ],
  };
}
const none = { lessons: 0, ill: 0, excused: 0, late: 0 };

interface Stored {
  number: number;
  facts: WeekFacts;
  hash: string;
  recipient: string;
}

let database: TestDatabase;
let directory: string;
let stored: Stored[];
/** the pages of each sheet, by its number */
let sheets: Map<number, string[]>;
const registers: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), 'vestnik-thousand-'));
  const { prisma: db } = database.db;
  await fillSchool(db, COUNT, varied);
  const file = join(directory, 'run.pdf');
  const { sheets: printed } = await writeWeekFile(
    { db, clock: fakeClock(CLOSED) },
    await weekOf(db),
    createWriteStream(file),
  );
  expect(printed).toBe(COUNT);
  stored = await db.$queryRaw<Stored[]>`
    SELECT s.id AS number, r.facts, r.sha256 AS hash, concat_ws(' ', g.last, g.first, g.patronymic) AS recipient
      FROM sheet s JOIN weekly_record r ON r.id = s.weekly_record_id JOIN person g ON g.id = s.guardian_id ORDER BY s.id`;
  sheets = await readBack(file);
}, 120_000);
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

/** Pages go by the hash in their feet: whose record they print. */
async function readBack(file: string): Promise<Map<number, string[]>> {
  const { stdout } = await promisify(execFile)('pdftotext', ['-layout', '-enc', 'UTF-8', file, '-'], {
    maxBuffer: 1 << 28,
  });
  const numberOf = new Map(stored.map(({ hash, number }) => [hash, number]));
  const found = new Map<number, string[]>();
  for (const page of stdout.split('\f').slice(0, -1)) {
    const hashes = page.match(/[0-9a-f]{64}/g) ?? [];
    if (page.includes('Ведомость выдачи распечаток')) registers.push(page);
    else {
      expect(hashes).toHaveLength(1);
      const number = numberOf.get(hashes[0] as string) as number;
      found.set(number, [...(found.get(number) ?? []), page]);
    }
  }
  return found;
}

const flat = (text: string) => text.replace(/[\s\u00a0]+/g, ' ');
const day = (date: string) => `${date.slice(8)}.${date.slice(5, 7)}`;
const SHORT: Record<string, string> = {
  контрольная: 'контр.',
  самостоятельная: 'самост.',
  домашняя: 'дом.',
  диктант: 'дикт.',
};

/** Every sentence that this record must leave on paper. */
function mustSay({ facts, number, recipient }: Stored): string[] {
  const { student, period, missedInPeriod: missed } = facts;
  const isFirstGrade = facts.grade === 1;
  return [
    `${student.last} ${student.first}, ${facts.class}`,
    `Распечатка № ${number}`,
    `Кому: ${recipient}`,
    facts.school,
    '14–19 сентября 2026 г.',
    `Классный руководитель: ${facts.classTeacher.name}, ${facts.classTeacher.phone}`,
    `Записи журнала по 19.09.2026, 10:00`,
    ...(missed.lessons
      ? [
          `(${period}): пропущено ${missed.lessons} уроков, из них по болезни ${missed.ill}, по уважительной причине ${missed.excused}; ${missed.late} опоздания`,
        ]
      : []),
    ...(facts.absences.length
      ? [
          'Вторник, 15 сентября: отсутствие на 1–2 уроках (алгебра, история), причина пока не указана',
          'Четверг, 17 сентября: опоздание на 1-й урок (физика)',
        ]
      : []),
    ...(isFirstGrade ? [] : facts.periodMarks.map(({ period, subject, value }) => `${period}: ${subject} — ${value}`)),
    ...facts.corrections.map(({ subject, date, was, now }) =>
      now
        ? `${subject}, ${Number(date.slice(8))} сентября: было ${was}, стало ${now}.`
        : `${subject}, ${Number(date.slice(8))} сентября: отметка ${was} снята.`,
    ),
    ...facts.messages.map(({ date, by, text, personal }) =>
      personal
        ? `${day(date)}, ${by}: личное сообщение, просим зайти или позвонить: ${facts.classTeacher.name}`
        : `${day(date)}, ${by}: ${text}`,
    ),
    ...facts.homework.map(({ subject, text }) => `${subject}: ${text}`),
  ];
}

/** «Алгебра 5 контр. 4 4,33»: the row of each subject, marks by day. */
function markRows({ facts }: Stored): string[] {
  return facts.subjects.map(({ name, marks, average }) => {
    const shown = [...marks]
      .map((mark, i) => ({ ...mark, i }))
      .sort((a, b) => a.date.localeCompare(b.date) || a.i - b.i)
      .map(({ value, work }) => (SHORT[work] ? `${value} ${SHORT[work]}` : value));
    return flat([name, ...shown, average].join(' ')).trim();
  });
}

/** Lines of the table of marks: a subject of the school, then marks. */
const ROW =
  /^\s*((?:Алгебра|Английский язык|Биология|География|Геометрия|Информатика|История|Литература|Обществознание|Русский язык|Физика|Физическая культура)\s+[1-5](?: .*|\s.*)?\d,\d\d)\s*$/;

describe('a run of 1,000 sheets', needs('pdftotext'), () => {
  it('has each sheet once, and a register for each class that names who gets which', () => {
    expect(sheets.size).toBe(COUNT);
    const listed = registers.join('\n');
    for (const { facts, number } of stored) {
      expect(listed).toContain(`${facts.student.last} ${facts.student.first}`);
      expect(listed).toMatch(new RegExp(`№\\s?${number}\\b`));
    }
  });

  it('says each fact of each child’s record', () => {
    const missing = stored.flatMap((one) => {
      const text = flat((sheets.get(one.number) ?? []).map(withoutFeet).join(' '));
      return mustSay(one)
        .filter((said) => !text.includes(flat(said)))
        .map((said) => `№ ${one.number}: ${said}`);
    });
    expect(missing.slice(0, 5)).toEqual([]);
  });

  it('shows exactly the record’s marks, day by day, with works and averages, and none in grade 1', () => {
    for (const one of stored) {
      const lines = (sheets.get(one.number) ?? []).join('\n').split('\n');
      const rows = lines.flatMap((line) => ROW.exec(line)?.[1] ?? []).map(flat);
      expect(rows).toEqual(markRows(one));
      if (one.facts.grade === 1) expect(lines.join('\n')).not.toMatch(/отмет(?!ки на полях)|балл|успеваемост/i);
    }
  });

  it('says of no child what is another’s', () => {
    const own = (text: string, pattern: RegExp) => [...new Set(flat(text).match(pattern) ?? [])].sort();
    for (const { facts, number } of stored) {
      const text = (sheets.get(number) ?? []).join(' ');
      const { last, first } = facts.student;
      const suffix = last.split('-')[1] as string;
      expect(own(text, /Сидоров-[а-я]+/g)).toEqual([last]);
      expect(own(text, /Илья-[а-я]+/g)).toEqual([first]);
      // whatever carries a child's mark carries this child's
      for (const said of own(text, /(?:Химия|Труд|Черчение|Автор|Поездка|конец)-[а-я]+/g))
        expect(said.split('-')[1]).toBe(suffix);
      expect(own(text, /распечатка от \d\d\.\d\d\.\d{4}, № \d+/g)).toEqual([`распечатка от 20.09.2026, № ${number}`]);
      expect(own(text, /кабинет \d+/g)).toEqual([/кабинет \d+/.exec(facts.messages[0]?.text ?? '')?.[0]]);
      expect(own(text, /§ 13, № \d+–\d+/g)).toEqual([facts.homework[0]?.text]);
      expect(text).not.toContain(SECRET);
    }
  });
});

/** A sentence may turn the page: what stands between is no part of it. */
function withoutFeet(page: string): string {
  return page
    .replace(/^.*Запись недели.*$/gm, '')
    .replace(/^.*Лист\s\d из\s\d.*$/gm, '')
    .replace(/^\s*Сидоров-[а-я]+ Илья-[а-я]+,\s\S+ · 14–19 сентября 2026\sг\.\s*$/gm, '');
}
