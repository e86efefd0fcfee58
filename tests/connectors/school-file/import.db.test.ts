import { describe, expect, test } from 'vitest';
import { imports, namesOf } from './imports.ts';
import { example } from './support.ts';

const on = imports();

describe('a first import', () => {
  test('brings in people, classes, courses and timetable, and says how many', async () => {
    const { code, result, stderr } = await on.run(example());
    expect(code).toBe(0);
    expect(result).toMatchObject({
      ok: true,
      version: 1,
      counts: {
        student: { added: 12, changed: 0, left: 0 },
        teacher: { added: 7 },
        guardian: { added: 12 },
        guardianship: { added: 14 },
        class: { added: 3 },
        course: { added: 12 },
        membership: { added: 12 },
        group: { added: 6 },
        timetable: { added: 48 },
      },
    });
    expect(stderr).toMatch(/12\sобучающихся/);
    const { db } = on;
    expect(await db.timetableSlot.count({ where: { from: null, to: null } })).toBe(48);
    expect(await db.membership.count({ where: { from: new Date('2026-09-01'), to: null } })).toBe(12);
    expect(await db.school.findFirst()).toMatchObject({ name: 'МБОУ «Приморская школа»', rosterVersion: 1 });
  });

  test('one person may be teacher and guardian', async () => {
    await on.imported();
    const both = await on.db.person.findUniqueOrThrow({
      where: { id: 't2' },
      include: { staff: true, guardian: true },
    });
    expect(both.staff).not.toBeNull();
    expect(both.guardian).not.toBeNull();
  });

  test('a slot without a group belongs to all groups of the subject', async () => {
    const file = example();
    file.timetable = file.timetable.filter((slot) => slot.subject !== 'Английский язык');
    file.timetable.push({ class: '7Б', subject: 'Английский язык', weekday: 6, lesson: 4 });
    await on.run(file);
    const slots = await on.db.timetableSlot.findMany({ where: { weekday: 6, lesson: 4 }, include: { course: true } });
    expect(new Set(slots.map(({ course }) => course.teacherId))).toEqual(new Set(['t5', 't6']));
  });
});

describe('importing again', () => {
  test('the same file changes nothing and does not raise the version, on another day either', async () => {
    await on.imported();
    const before = await on.dump();
    on.clock.advance({ days: 3 });
    const { code, result } = await on.run(example());
    expect(code).toBe(0);
    expect(result).toMatchObject({ changes: [], version: 1 });
    expect(await on.dump()).toEqual(before);
    expect(await on.db.importRun.count()).toBe(1);
  });

  test('a changed name, teacher and bell are updated and told', async () => {
    await on.imported();
    const file = example();
    file.classes[1]!.students[0]!.last = 'Иванов-Петров';
    file.courses[3]!.teacher = 't5';
    file.bells['6'] = ['13:20', '14:05'];
    file.rules = { settleMinutes: 0 };
    const { result } = await on.run(file);
    expect(namesOf(result.changes)).toEqual([
      'school changed МБОУ «Приморская школа»',
      'student changed s1',
      'course changed 7Б · Алгебра · t5',
    ]);
    expect(result.changes[1]?.fields).toEqual({ last: ['Иванов', 'Иванов-Петров'] });
    expect(result.version).toBe(2);
    expect(await on.db.school.findFirst()).toMatchObject({ rules: { settleMinutes: 0 } });
    // the same course, so that its marks stay in one column
    expect(await on.db.course.count()).toBe(12);
  });

  test('rules that a file does not name stay as the school set them', async () => {
    await on.run({ ...example(), rules: { settleMinutes: 0 } });
    await on.run({ ...example(), rules: { hourly: false } });
    expect(await on.db.school.findFirst()).toMatchObject({ rules: { settleMinutes: 0, hourly: false } });
  });

  test('who is gone has left, and is back when named again; nobody is deleted', async () => {
    await on.imported();
    const file = example();
    file.teachers = file.teachers.filter(({ id }) => id !== 't7');
    file.guardians = file.guardians!.filter(({ id }) => id !== 'g9');
    on.clock.advance({ days: 1 });
    const { result } = await on.run(file);
    expect(namesOf(result.changes)).toEqual(['teacher left t7', 'guardian left g9', 'guardianship left g9 → s11']);
    const { leftAt } = await on.db.staffMember.findUniqueOrThrow({ where: { id: 't7' } });
    expect(leftAt).toEqual(new Date('2026-09-11'));
    const back = await on.run(example());
    expect(namesOf(back.result.changes)).toEqual([
      'teacher changed t7',
      'guardian changed g9',
      'guardianship changed g9 → s11',
    ]);
    expect(await on.db.person.count()).toBe(12 + 7 + 12 - 1);
  });

  test('a file without guardians says nothing about them, an empty list says there are none', async () => {
    await on.imported();
    const { guardians: _, ...rest } = example();
    expect((await on.run(rest)).result.changes).toEqual([]);
    expect((await on.run(example())).result.changes).toEqual([]);
    const { result } = await on.run({ ...rest, guardians: [] });
    expect(result.counts).toMatchObject({ guardian: { left: 12 }, guardianship: { left: 14 } });
  });

  test('a class that is gone is marked so', async () => {
    await on.run({ ...example(), classes: [...example().classes, { name: '8А', grade: 8, students: [] }] });
    const { result } = await on.run(example());
    expect(namesOf(result.changes)).toEqual(['class left 8А']);
  });
});

describe('a mass of children leaving', () => {
  const without = (...ids: string[]) => {
    const file = example();
    for (const schoolClass of file.classes)
      schoolClass.students = schoolClass.students.filter(({ id }) => !ids.includes(id));
    file.courses = file.courses.filter(({ group }) => !group);
    file.timetable = file.timetable.filter(({ group }) => !group);
    for (const guardian of file.guardians!)
      guardian.children = guardian.children.filter(
        (child) => !ids.includes(typeof child === 'string' ? child : child.student),
      );
    return file;
  };

  test('is refused without the right number, and nothing is written', async () => {
    await on.imported();
    const before = await on.dump();
    for (const options of [{}, { confirmLeft: 1 }, { confirmLeft: 3 }]) {
      const { code, result, stderr } = await on.run(without('s1', 's2'), options);
      expect(code).toBe(1);
      expect(result).toMatchObject({ ok: false, confirmLeft: { count: 2, of: 12 } });
      expect(stderr).toContain('--confirm-left 2');
    }
    expect(await on.dump()).toEqual(before);
  });

  test('goes on with the number', async () => {
    await on.imported();
    on.clock.advance({ days: 1 });
    const { code, result } = await on.run(without('s1', 's2'), { confirmLeft: 2 });
    expect(code).toBe(0);
    expect(result.counts.student).toEqual({ added: 0, changed: 0, left: 2 });
    expect(await on.db.membership.findFirst({ where: { studentId: 's1' } })).toMatchObject({
      to: new Date('2026-09-10'),
    });
  });

  test('a dry run shows the changes and says that it would be refused', async () => {
    await on.imported();
    const { code, result } = await on.run(without('s1'), { dryRun: true });
    expect(code).toBe(1);
    expect(result.confirmLeft).toEqual({ count: 1, of: 12 });
    expect(result.counts).toMatchObject({ student: { left: 1 } });
  });
});

describe('all or nothing', () => {
  test('a dry run tells the same and writes nothing', async () => {
    const before = await on.dump();
    const dry = await on.run(example(), { dryRun: true });
    expect(dry.code).toBe(0);
    expect(dry.stderr).toContain('В базе ничего не изменено');
    expect(await on.dump()).toEqual(before);
    const real = await on.run(example());
    expect(real.result.changes).toEqual(dry.result.changes);
  });

  test('a file with faults writes nothing and names them on both streams', async () => {
    const before = await on.dump();
    const file = example();
    file.guardians![3]!.children = ['s3', { student: 's999' }];
    const { code, result, stderr } = await on.run(file);
    expect(code).toBe(1);
    expect(result.faults).toMatchObject([{ path: 'guardians[3].children[1].student', code: 'no-student' }]);
    expect(stderr).toContain('guardians[3].children[1].student: нет обучающегося s999');
    expect(await on.dump()).toEqual(before);
  });

  test('a database that fails in the middle keeps nothing of it', async () => {
    const before = await on.dump();
    await on.db.$executeRaw`ALTER TABLE timetable_slot ADD CONSTRAINT no_saturdays CHECK (weekday < 6)`;
    await expect(on.run(example())).rejects.toThrow();
    await on.db.$executeRaw`ALTER TABLE timetable_slot DROP CONSTRAINT no_saturdays`;
    expect(await on.dump()).toEqual(before);
  });

  test('a file that is not there is one line', async () => {
    const { code, stderr } = await on.runMissing();
    expect(code).toBe(1);
    expect(stderr).toContain('school.json: нет такого файла');
  });
});
