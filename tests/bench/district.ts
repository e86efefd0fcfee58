/** A school, or a whole district, of any number of pupils with four weeks behind them: rows as use leaves them, put by SQL. */
import { systemClock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';

const IN_A_CLASS = 25;
const SUBJECTS = ['Алгебра', 'Геометрия', 'Русский язык', 'Литература', 'История', 'Физика'];
/** Marks of each pupil before the bench begins, each told in a message of its own. */
const PAST_MARKS = 8;

/** The day of the bench, a Tuesday, and the hour at which it begins */
export const TODAY = '2026-09-29';
export const BEGINS = `${TODAY}T12:00:00+03:00`;

interface DistrictOptions {
  rules?: object;
  kind?: 'real' | 'rehearsal';
  /** by email marks are told at once, as chosen */
  by?: 'telegram' | 'email';
}

/** @param pupils `s1` … in classes of 25; each has a guardian `g1` … with chat `1` … or a mailbox */
export async function putDistrict(
  db: Db,
  pupils: number,
  { rules = {}, kind = 'real', by = 'telegram' }: DistrictOptions = {},
): Promise<void> {
  const classes = Math.ceil(pupils / IN_A_CLASS);
  const run = (sql: string) => db.$executeRawUnsafe(sql);
  const bells = Object.fromEntries(SUBJECTS.map((_, i) => [i + 1, [`${8 + i}:30`, `${9 + i}:15`].map(padded)]));
  const at = new Date(BEGINS);
  await db.school.create({
    data: {
      id: 1,
      kind,
      name: 'Округ',
      rules,
      bells,
      rosterVersion: 1,
      madeAt: at,
      importedAt: at,
      secret: 'a-secret-of-the-bench',
      rehearsalClock: kind === 'rehearsal',
    },
  });
  await run(`INSERT INTO school_year (id, starts, ends) VALUES (1, '2026-09-01', '2027-05-31')`);
  await run(
    `INSERT INTO grading_period (year_id, name, starts, ends) VALUES (1, '1 четверть', '2026-09-01', '2026-10-25')`,
  );
  await run(`INSERT INTO person (id, last, first, patronymic, sex)
    SELECT 't' || i, 'Орлова', 'Анна', 'Сергеевна', 'f' FROM generate_series(1, ${classes}) i
    UNION ALL SELECT 's' || i, 'Иванов', 'Пётр', 'Ильич', 'm' FROM generate_series(1, ${pupils}) i
    UNION ALL SELECT 'g' || i, 'Иванова', 'Мария', 'Петровна', 'f' FROM generate_series(1, ${pupils}) i`);
  await run(`INSERT INTO staff_member (id, roles) SELECT 't' || i, '{}' FROM generate_series(1, ${classes}) i`);
  await run(`INSERT INTO student (id) SELECT 's' || i FROM generate_series(1, ${pupils}) i`);
  await run(`INSERT INTO guardian (id) SELECT 'g' || i FROM generate_series(1, ${pupils}) i`);
  await run(`INSERT INTO school_class (id, year_id, name, grade, class_teacher_id)
    SELECT i, 1, (2 + i % 9) || 'К' || i, 2 + i % 9, 't' || i FROM generate_series(1, ${classes}) i`);
  await run(`INSERT INTO membership (student_id, class_id, "from")
    SELECT 's' || i, 1 + (i - 1) / ${IN_A_CLASS}, '2026-09-01' FROM generate_series(1, ${pupils}) i`);
  await run(`INSERT INTO guardianship (guardian_id, student_id, rights, consent, channels, started_at)
    SELECT 'g' || i, 's' || i, 'full', true, '{${by}}', '2026-09-01' FROM generate_series(1, ${pupils}) i`);
  await run(`INSERT INTO contact (id, channel, bot, address, since)
    SELECT i, '${by}', '${by === 'telegram' ? 'parents' : ''}', i || '${by === 'telegram' ? '' : '@bench.example'}', '2026-09-01' FROM generate_series(1, ${pupils}) i`);
  await run(
    `INSERT INTO contact_holder (contact_id, person_id, linked_at) SELECT i, 'g' || i, '2026-09-01' FROM generate_series(1, ${pupils}) i`,
  );
  if (by === 'email')
    await run(`INSERT INTO preference (guardian_id, student_id, kind, rhythm, at)
    SELECT 'g' || i, 's' || i, 'mark', 'now', '2026-09-01' FROM generate_series(1, ${pupils}) i`);
  await run(
    `INSERT INTO subject (id, name, short) VALUES ${SUBJECTS.map((name, i) => `(${i + 1}, '${name}', '{}')`).join()}`,
  );
  await run(`INSERT INTO course (class_id, subject_id, teacher_id)
    SELECT c, s, 't' || c FROM generate_series(1, ${classes}) c, generate_series(1, ${SUBJECTS.length}) s`);
  await run(`INSERT INTO timetable_slot (course_id, weekday, lesson)
    SELECT c.id, w, c.subject_id FROM course c, generate_series(1, 5) w`);
  await putPast(run, by);
  await run('ANALYZE');
}

/** Each pupil's marks on the days from 1 September on, and what the family was told of them. */
async function putPast(run: (sql: string) => Promise<number>, by: string): Promise<void> {
  const marks = `generate_series(1, ${PAST_MARKS}) n`;
  // weekdays alone: 1, 2, 3, 4, 7, 8, 9, 10 September
  const day = `date '2026-09-01' + (n - 1) + CASE WHEN n > 4 THEN 2 ELSE 0 END`;
  await run(`INSERT INTO lesson (course_id, date, number, teacher_id)
    SELECT id, ${day}, subject_id, teacher_id FROM course, ${marks} WHERE subject_id = 1 + n % ${SUBJECTS.length}`);
  await run(`INSERT INTO journal_entry (kind, class_id, course_id, lesson_id, date, student_id, value, work, by_id, recorded_at, changed_at)
    SELECT 'mark', m.class_id, l.course_id, l.id, l.date, m.student_id, '5', 'ответ', l.teacher_id, l.date + interval '10 hours', l.date + interval '10 hours'
      FROM lesson l JOIN course c ON c.id = l.course_id JOIN membership m ON m.class_id = c.class_id ORDER BY l.date, l.id`);
  await run(`INSERT INTO journal_event (entry_id, change, kind, class_id, student_id, after, by_id, at, source, recorded_at, planned_at)
    SELECT id, 'recorded', kind, class_id, student_id, jsonb_build_object('subject', 'Алгебра', 'date', date, 'lesson', 1, 'value', value, 'work', work),
           by_id, recorded_at, 'api', recorded_at, recorded_at FROM journal_entry ORDER BY id`);
  await run(`INSERT INTO delivery (id, channel, contact_id, rhythm, state, due_at, created_at, ended_at, payload)
    SELECT v.id, '${by}', substr(v.student_id, 2)::int, 'now', 'accepted', v.recorded_at, v.recorded_at, v.recorded_at, '{"parts":[],"sent":0}'
      FROM journal_event v ORDER BY v.id`);
  await run(`SELECT setval(pg_get_serial_sequence('delivery', 'id'), (SELECT max(id) FROM delivery))`);
  await run(`INSERT INTO delivery_item (delivery_id, guardian_id, student_id, event_id, state)
    SELECT id, 'g' || substr(student_id, 2), student_id, id, 'told' FROM journal_event ORDER BY id`);
  await run(`INSERT INTO attempt (delivery_id, started_at, finished_at, outcome)
    SELECT id, due_at, due_at, 'accepted' FROM delivery ORDER BY id`);
  await run(`INSERT INTO told (guardian_id, student_id, entry_id, event_id, value, delivery_id, at)
    SELECT 'g' || substr(student_id, 2), student_id, entry_id, id, after, id, recorded_at FROM journal_event ORDER BY id`);
}

/** A lesson's marks of one class today, as a teacher enters them: the whole class, lesson 1 to 6. */
export function lessonMarks(classId: number, lesson: number, pupils: number): object[] {
  const first = (classId - 1) * IN_A_CLASS + 1;
  const count = Math.min(IN_A_CLASS, pupils - first + 1);
  return Array.from({ length: count }, (_, i) => ({
    kind: 'mark',
    class: `${2 + (classId % 9)}К${classId}`,
    subject: SUBJECTS[lesson - 1],
    date: TODAY,
    student: `s${first + i}`,
    value: '4',
    by: `t${classId}`,
  }));
}

export const classesOf = (pupils: number) => Math.ceil(pupils / IN_A_CLASS);

const padded = (time: string) => time.padStart(5, '0');

/** The world's clock, moved to the day of the bench. @param offset ms */
export const movedClock = (offset: number) => ({ ...systemClock(), now: () => new Date(Date.now() + offset) });
