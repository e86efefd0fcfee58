import type { Db, Tx } from '../../../platform/database/open.ts';
import { FILE_GROUND } from '../plan/links.ts';
import type {
  ClassRow,
  ContactRow,
  CourseRow,
  Current,
  CurrentGuardianship,
  GroupMemberRow,
  GuardianRow,
  HolderRow,
  HolidayRow,
  LessonChangeRow,
  MembershipRow,
  PeriodRow,
  Said,
  SchoolFacts,
  SlotRow,
  SpecialDayRow,
  StaffRow,
  StudentRow,
  SubjectRow,
  YearRow,
} from '../rows.ts';

/** All that an import compares a file with, in a constant number of queries. */
export async function readCurrent(db: Db | Tx): Promise<Current> {
  const [school] = await db.$queryRaw<(SchoolFacts & { imported: boolean })[]>`
    SELECT name, time_zone AS "timeZone", rules, bells, imported_at IS NOT NULL AS imported FROM school`;
  if (!school) throw new Error('the database has no school row');
  const [said] = await db.$queryRaw<{ said: Said | null }[]>`
    SELECT changes->'said' AS said FROM import_run ORDER BY id DESC LIMIT 1`;
  return {
    school,
    said: said?.said ?? null,
    ...(await readPeople(db)),
    ...(await readCalendar(db)),
    ...(await readClasses(db)),
  };
}

type PeopleParts = Pick<
  Current,
  'people' | 'students' | 'guardians' | 'staff' | 'guardianships' | 'contacts' | 'holders'
>;

async function readPeople(db: Db | Tx): Promise<PeopleParts> {
  return {
    people: await db.$queryRaw<Current['people']>`
      SELECT id, last, first, patronymic, sex, to_json(erased_at)#>>'{}' AS "erasedAt" FROM person`,
    students: await db.$queryRaw<StudentRow[]>`
      SELECT id, left_at::text AS "leftAt", taught_at_home AS "taughtAtHome" FROM student ORDER BY id`,
    guardians: await db.$queryRaw<GuardianRow[]>`SELECT id, left_at::text AS "leftAt" FROM guardian ORDER BY id`,
    staff: await db.$queryRaw<StaffRow[]>`
      SELECT id, roles, left_at::text AS "leftAt" FROM staff_member ORDER BY id`,
    guardianships: await db.$queryRaw<CurrentGuardianship[]>`
      SELECT g.guardian_id AS "guardianId", g.student_id AS "studentId", g.relation, g.rights::text AS rights, g.consent,
        g.consent_date::text AS "consentDate", g.channels, g.paper_applied AS "paperApplied",
        to_json(g.started_at)#>>'{}' AS "startedAt", to_json(g.ended_at)#>>'{}' AS "endedAt",
        to_json(greatest(g.chosen_at, p.erased_at))#>>'{}' AS "chosenAt",
        CASE WHEN r.ground <> ${FILE_GROUND} AND r.value ->> 'transfer' IS NULL THEN to_json(r.at)#>>'{}' END AS "decidedAt"
      FROM guardianship g
      JOIN person p ON p.id = g.guardian_id
      LEFT JOIN LATERAL (
        SELECT c.ground, c.at, c.value FROM choice_record c
        WHERE c.guardian_id = g.guardian_id AND c.student_id = g.student_id AND c.what = 'rights'
        ORDER BY c.id DESC LIMIT 1) r ON true
      ORDER BY 1, 2`,
    contacts: await db.$queryRaw<ContactRow[]>`
      SELECT id, channel::text AS channel, bot, address, state::text AS state, to_json(since)#>>'{}' AS since
      FROM contact WHERE channel IN ('email', 'sms') AND bot = '' ORDER BY id`,
    holders: await db.$queryRaw<HolderRow[]>`
      SELECT h.contact_id AS "contactId", h.person_id AS "personId", to_json(h.linked_at)#>>'{}' AS "linkedAt",
        to_json(h.ended_at)#>>'{}' AS "endedAt"
      FROM contact_holder h JOIN contact c ON c.id = h.contact_id
      WHERE c.channel IN ('email', 'sms') AND c.bot = '' ORDER BY 1, 2`,
  };
}

type CalendarParts = Pick<Current, 'years' | 'periods' | 'holidays' | 'specialDays' | 'lessonChanges'>;

async function readCalendar(db: Db | Tx): Promise<CalendarParts> {
  return {
    years: await db.$queryRaw<YearRow[]>`SELECT id, starts::text, ends::text FROM school_year ORDER BY starts`,
    periods: await db.$queryRaw<PeriodRow[]>`
      SELECT id, year_id AS "yearId", name, starts::text, ends::text FROM grading_period ORDER BY id`,
    holidays: await db.$queryRaw<HolidayRow[]>`SELECT date::text FROM holiday ORDER BY date`,
    specialDays: await db.$queryRaw<SpecialDayRow[]>`
      SELECT id, date::text, class_id AS "classId", kind::text AS kind, weekday, deed_id AS "deedId"
      FROM special_day ORDER BY id`,
    lessonChanges: await db.$queryRaw<LessonChangeRow[]>`
      SELECT id, date::text, class_id AS "classId", lesson, cancelled, teacher_id AS "teacherId",
        subject_id AS "subjectId"
      FROM lesson_change WHERE course_id IS NULL ORDER BY id`,
  };
}

type ClassParts = Pick<Current, 'classes' | 'memberships' | 'subjects' | 'courses' | 'groupMembers' | 'slots'>;

async function readClasses(db: Db | Tx): Promise<ClassParts> {
  return {
    classes: await db.$queryRaw<ClassRow[]>`
      SELECT id, year_id AS "yearId", name, grade, class_teacher_id AS "classTeacherId", left_at::text AS "leftAt"
      FROM school_class ORDER BY id`,
    memberships: await db.$queryRaw<MembershipRow[]>`
      SELECT id, student_id AS "studentId", class_id AS "classId", "from"::text, "to"::text
      FROM membership ORDER BY student_id, "from"`,
    subjects: await db.$queryRaw<SubjectRow[]>`SELECT id, name, short FROM subject ORDER BY id`,
    courses: await db.$queryRaw<CourseRow[]>`
      SELECT id, class_id AS "classId", subject_id AS "subjectId", teacher_id AS "teacherId", grouped,
        ended_at::text AS "endedAt"
      FROM course ORDER BY id`,
    groupMembers: await db.$queryRaw<GroupMemberRow[]>`
      SELECT id, course_id AS "courseId", student_id AS "studentId", "from"::text, "to"::text
      FROM group_member ORDER BY course_id, student_id, "from"`,
    slots: await db.$queryRaw<SlotRow[]>`
      SELECT id, course_id AS "courseId", weekday, lesson, "from"::text, "to"::text
      FROM timetable_slot ORDER BY course_id, weekday, lesson, "from" NULLS FIRST`,
  };
}
