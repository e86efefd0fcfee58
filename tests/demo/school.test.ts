import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demoCalendar, taughtDates } from '../../prisma/demo/calendar.ts';
import { lessonsBy } from '../../prisma/demo/days.ts';
import { demoJournal } from '../../prisma/demo/journal.ts';
import { DEMO_PEOPLE, demoSchool } from '../../prisma/demo/school.ts';
import { readSchoolFile } from '../../src/connectors/school-file/read.ts';
import { addDays, schoolDate } from '../../src/platform/school-time.ts';

const anyDay = fc.integer({ min: 0, max: 365 * 8 }).map((days) => addDays('2024-01-01', days));
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));

test('on any day the calendar has lessons behind today and ahead of it', () => {
  fc.assert(
    fc.property(anyDay, (today) => {
      const calendar = demoCalendar(today);
      expect(calendar.year.starts <= today && today <= calendar.year.ends).toBe(true);
      expect(taughtDates(calendar, addDays(today, -34), today).length).toBeGreaterThanOrEqual(13);
      expect(taughtDates(calendar, addDays(today, 1), calendar.year.ends).length).toBeGreaterThan(0);
    }),
    { numRuns: 150 },
  );
});

test('in the school year it is the usual one', () => {
  expect(demoCalendar('2026-11-22').year).toEqual({ starts: '2026-09-01', ends: '2027-05-26' });
  expect(demoCalendar('2027-01-03').year).toEqual({ starts: '2026-09-01', ends: '2027-05-26' });
});

test('on any day and for any seed the importer accepts the school without a fault', () => {
  fc.assert(
    fc.property(anyDay, fc.nat(1000), (today, seed) => {
      const read = readSchoolFile(bytesOf(demoSchool(seed, today).file), new Date(`${today}T09:00:00Z`));
      expect(read.ok ? read.warnings : read.faults).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

test('the same seed and day make the same school; people and timetable are the same on other days', () => {
  const { file } = demoSchool(1, '2026-11-22');
  expect(demoSchool(1, '2026-11-22').file).toEqual(file);
  const later = demoSchool(1, '2027-04-14').file;
  expect(later.guardians).toEqual(file.guardians);
  expect(later.timetable).toEqual(file.timetable);
  expect(demoSchool(2, '2026-11-22').file.guardians).not.toEqual(file.guardians);
});

describe('the school', () => {
  const { file, divorced } = demoSchool(1, '2026-11-22');
  const guardians = file.guardians!;

  test('has the size and the kinds of families that a demo needs', () => {
    expect(file.classes).toHaveLength(12);
    expect(file.classes.flatMap(({ students }) => students)).toHaveLength(250);
    expect(file.teachers).toHaveLength(30);
    expect(guardians.length).toBeGreaterThan(320);
    expect(guardians.length).toBeLessThan(380);
    const share = (wanted: (guardian: (typeof guardians)[number]) => boolean) => guardians.filter(wanted).length;
    expect(share(({ delivery }) => delivery === 'telegram')).toBeGreaterThan(120);
    expect(share(({ delivery }) => delivery === 'email')).toBeGreaterThan(60);
    expect(share(({ delivery }) => delivery === 'paper')).toBeGreaterThan(40);
    expect(share(({ consent }) => !consent)).toBeGreaterThan(20);
    expect(share(({ children }) => children.length > 1)).toBeGreaterThan(40);
    expect(
      share(({ children }) => children.some((child) => typeof child !== 'string' && child.rights === 'paper')),
    ).toBeGreaterThan(3);
    expect(divorced.length).toBeGreaterThan(5);
  });

  test('has a class of grade 1, one taught on six days, and groups for English', () => {
    expect(file.classes.map(({ grade }) => grade)).toContain(1);
    const saturday = new Set(file.timetable.filter(({ weekday }) => weekday === 6).map((slot) => slot.class));
    expect([...saturday]).toEqual(['9А']);
    expect(file.courses.filter(({ group }) => group).every(({ subject }) => subject === 'Английский язык')).toBe(true);
  });

  test('has nobody in two places at once', () => {
    for (const seed of [1, 2, 3]) {
      const school = demoSchool(seed, '2026-11-22').file;
      const lessonsOn = lessonsBy(school);
      for (const date of ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21']) {
        const places = school.classes.flatMap(({ name }) =>
          lessonsOn(name, date).map(({ number, teacher, course }) => ({
            at: `${teacher} ${number}`,
            class: course.class,
          })),
        );
        expect(new Set(places.map(({ at }) => at)).size).toBe(places.length);
      }
    }
  });

  test('has the people whom README names', () => {
    const ids = [...guardians, ...file.teachers].map(({ id }) => id);
    for (const id of Object.values(DEMO_PEOPLE)) expect(ids).toContain(id);
    const parent = guardians.find(({ id }) => id === DEMO_PEOPLE.parent)!;
    expect(parent).toMatchObject({ delivery: 'telegram', consent: true });
    expect(parent.children).toHaveLength(2);
    expect(file.classes.find(({ name }) => name === '7Б')?.classTeacher).toBe(DEMO_PEOPLE.teacher);
  });
});

describe('the journal', () => {
  const now = new Date('2026-11-24T12:00:00+03:00');
  const { file } = demoSchool(1, '2026-11-24');
  const entries = demoJournal(1, file, now);
  const grade1 = new Set(file.classes.filter(({ grade }) => grade === 1).map(({ name }) => name));

  test('is a month of every kind of entry, ending now by the clock', () => {
    const kinds = new Map<string, number>();
    for (const { kind } of entries) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    expect(new Set(kinds.keys())).toEqual(new Set(['topic', 'homework', 'mark', 'absence', 'message', 'periodMark']));
    const days = new Set(entries.map(({ at }) => schoolDate(new Date(at), file.timeZone)));
    expect(days.size).toBe(24);
    expect(days).toContain('2026-11-24');
    expect(entries.every(({ at }) => Date.parse(at) <= now.getTime())).toBe(true);
    // the fourth lesson ends at 12:20
    const today = entries.filter((entry) => 'date' in entry && entry.date === '2026-11-24' && 'lesson' in entry);
    expect(new Set(today.map((entry) => ('lesson' in entry ? entry.lesson : 0)))).toEqual(new Set([1, 2, 3]));
  });

  test('gives grade 1 neither marks nor homework', () => {
    const kinds = new Set(entries.filter((entry) => grade1.has(entry.class)).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['topic', 'absence', 'message']));
  });

  test('gives nobody a mark in a lesson that was missed', () => {
    const place = (entry: (typeof entries)[number]) =>
      'lesson' in entry && 'student' in entry ? `${entry.student} ${entry.date} ${entry.lesson}` : '';
    const missed = new Set(entries.filter((entry) => entry.kind === 'absence' && entry.code !== 'ОП').map(place));
    expect(missed.size).toBeGreaterThan(100);
    expect(entries.filter((entry) => entry.kind === 'mark' && missed.has(place(entry)))).toEqual([]);
  });

  test('has keys of its own for every entry, and the same past on another day', () => {
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
    const marks = (list: typeof entries) =>
      list.filter((entry) => entry.kind === 'mark' && entry.date === '2026-11-18').map(({ key, ...entry }) => entry);
    expect(marks(demoJournal(1, file, new Date('2026-11-21T12:00:00+03:00')))).toEqual(marks(entries));
  });
});
