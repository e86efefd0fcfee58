import type { TableName, Tables } from '../rows.ts';

interface TableFacts<R> {
  /** in SQL */
  name: string;
  /** column (in camel case) → PostgreSQL type */
  columns: { [K in keyof R]-?: string };
  key: (keyof R)[];
  /** draws its own ids; `reserved`: before the insert, because other rows refer to them */
  serial?: 'own' | 'reserved';
}

/** The tables in an order in which inserts find what they refer to. */
export const TABLES: { [T in TableName]: TableFacts<Tables[T]> } = {
  person: {
    name: 'person',
    columns: { id: 'text', last: 'text', first: 'text', patronymic: 'text', sex: 'text' },
    key: ['id'],
  },
  student: { name: 'student', columns: { id: 'text', leftAt: 'date', taughtAtHome: 'boolean' }, key: ['id'] },
  guardian: { name: 'guardian', columns: { id: 'text', leftAt: 'date' }, key: ['id'] },
  staffMember: { name: 'staff_member', columns: { id: 'text', roles: 'text[]', leftAt: 'date' }, key: ['id'] },
  guardianship: {
    name: 'guardianship',
    columns: {
      guardianId: 'text',
      studentId: 'text',
      relation: 'text',
      rights: 'rights',
      consent: 'boolean',
      consentDate: 'date',
      channels: 'text[]',
      paperApplied: 'boolean',
      startedAt: 'timestamptz',
      endedAt: 'timestamptz',
    },
    key: ['guardianId', 'studentId'],
  },
  contact: {
    name: 'contact',
    columns: {
      id: 'integer',
      channel: 'contact_channel',
      bot: 'text',
      address: 'text',
      state: 'contact_state',
      since: 'timestamptz',
    },
    key: ['id'],
    serial: 'reserved',
  },
  contactHolder: {
    name: 'contact_holder',
    columns: { contactId: 'integer', personId: 'text', linkedAt: 'timestamptz', endedAt: 'timestamptz' },
    key: ['contactId', 'personId'],
  },
  choiceRecord: {
    name: 'choice_record',
    columns: {
      guardianId: 'text',
      studentId: 'text',
      what: 'text',
      value: 'jsonb',
      ground: 'text',
      at: 'timestamptz',
    },
    key: [],
  },
  schoolYear: {
    name: 'school_year',
    columns: { id: 'integer', starts: 'date', ends: 'date' },
    key: ['id'],
    serial: 'reserved',
  },
  gradingPeriod: {
    name: 'grading_period',
    columns: { id: 'integer', yearId: 'integer', name: 'text', starts: 'date', ends: 'date' },
    key: ['id'],
    serial: 'own',
  },
  holiday: { name: 'holiday', columns: { date: 'date' }, key: ['date'] },
  schoolClass: {
    name: 'school_class',
    columns: {
      id: 'integer',
      yearId: 'integer',
      name: 'text',
      grade: 'integer',
      classTeacherId: 'text',
      leftAt: 'date',
    },
    key: ['id'],
    serial: 'reserved',
  },
  subject: {
    name: 'subject',
    columns: { id: 'integer', name: 'text', short: 'text[]' },
    key: ['id'],
    serial: 'reserved',
  },
  course: {
    name: 'course',
    columns: {
      id: 'integer',
      classId: 'integer',
      subjectId: 'integer',
      teacherId: 'text',
      grouped: 'boolean',
      endedAt: 'date',
    },
    key: ['id'],
    serial: 'reserved',
  },
  membership: {
    name: 'membership',
    columns: { id: 'integer', studentId: 'text', classId: 'integer', from: 'date', to: 'date' },
    key: ['id'],
    serial: 'own',
  },
  groupMember: {
    name: 'group_member',
    columns: { id: 'integer', courseId: 'integer', studentId: 'text', from: 'date', to: 'date' },
    key: ['id'],
    serial: 'own',
  },
  timetableSlot: {
    name: 'timetable_slot',
    columns: { id: 'integer', courseId: 'integer', weekday: 'integer', lesson: 'integer', from: 'date', to: 'date' },
    key: ['id'],
    serial: 'own',
  },
  specialDay: {
    name: 'special_day',
    columns: {
      id: 'integer',
      date: 'date',
      classId: 'integer',
      kind: 'special_day_kind',
      weekday: 'integer',
      deedId: 'integer',
    },
    key: ['id'],
    serial: 'own',
  },
  lessonChange: {
    name: 'lesson_change',
    columns: {
      id: 'integer',
      date: 'date',
      classId: 'integer',
      lesson: 'integer',
      cancelled: 'boolean',
      teacherId: 'text',
      subjectId: 'integer',
    },
    key: ['id'],
    serial: 'own',
  },
};

export const TABLE_ORDER = Object.keys(TABLES) as TableName[];

/** `classTeacherId` → `"class_teacher_id"` */
export function column(name: string): string {
  return `"${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;
}
