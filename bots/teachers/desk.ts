/** What the conversation asks of the school, answered from the database for one teacher. */
import { type StaffVisit, setPreviewOff } from '../../src/access/staff-visit.ts';
import type { EntryContent } from '../../src/journal/content.ts';
import { correctEntry, recordEntries, withdrawEntry } from '../../src/journal/record.ts';
import type { Roster as JournalRoster } from '../../src/journal/roster.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { toSchoolView } from '../../src/journal/school-file-view.ts';
import { readFilling } from '../../src/oversight/filling.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { schoolDate, schoolTime, toDbDate } from '../../src/platform/school-time.ts';
import { compileRoster, type Roster as QuickRoster } from '../../src/quick-entry/roster.ts';
import type { ClassList, Desk, LastChange, LessonRef, School } from './conversation/model.ts';
import { dropFile, type FileParts, joinFile, keepFile } from './files.ts';
import { sheetsOfTeacher } from './sheets.ts';

/** Whose the keys of entries are. */
const SOURCE = 'bot:teachers';

export type DeskParts = FileParts;

export function createDesk(parts: DeskParts, visit: StaffVisit): Desk {
  const { db, clock } = parts;
  const teacher = visit.staffId;
  return {
    teacher,
    previewOff: visit.previewOff,
    now: () => clock.now(),
    school: (at) => schoolAt(db, at),
    record: (inputs) => recordEntries(parts, SOURCE, inputs, { allOrNothing: true }),
    knownKeys: async (keys) => {
      const rows = await db.entryKey.findMany({
        where: { source: SOURCE, key: { in: [...keys] } },
        select: { key: true },
      });
      return new Set(rows.map(({ key }) => key));
    },
    lastChanges: (entryIds) => lastChanges(db, entryIds),
    restore: async (entryId, value) => {
      const change: Partial<EntryContent> = value;
      return (await correctEntry(parts, { entryId, by: teacher, source: SOURCE, value: change })).ok;
    },
    filling: (roster, lessons) => readFilling(db, roster, lessons),
    absences: (lesson) => standingAbsences(db, lesson),
    withdraw: async (entryId) => (await withdrawEntry(parts, { entryId, by: teacher, source: SOURCE })).ok,
    keepFile: (file) => keepFile(parts, teacher, file),
    joinFile: (publicId, entryIds) => joinFile(parts, publicId, entryIds),
    dropFile: (publicId) => dropFile(parts, publicId),
    told: async (entryIds) => (await db.told.count({ where: { entryId: { in: [...entryIds] } } })) > 0,
    setPreviewOff: (off) => setPreviewOff(db, teacher, off),
    ...sheetsOfTeacher(parts, teacher),
  };
}

/** Compiled rosters by day; a new version of the school starts anew. */
const compiled = new WeakMap<JournalRoster, Map<string, QuickRoster>>();

/** The school on the day of an instant; one query when nothing of it changed. */
export async function schoolAt(db: Db, at: Date): Promise<School> {
  const journal = await currentRoster(db);
  const date = schoolDate(at, journal.zone);
  const days = compiled.get(journal) ?? new Map<string, QuickRoster>();
  compiled.set(journal, days);
  const quick = days.get(date) ?? compileRoster(toSchoolView(journal, date));
  days.set(date, quick);
  return { journal, quick, date, time: schoolTime(at, journal.zone) };
}

async function lastChanges(db: Db, entryIds: readonly number[]): Promise<Map<number, LastChange>> {
  if (entryIds.length === 0) return new Map();
  const events = await db.journalEvent.findMany({
    where: { entryId: { in: [...entryIds] } },
    orderBy: { id: 'asc' },
    select: { entryId: true, change: true, before: true, byId: true },
  });
  return new Map(
    events.map(
      ({ entryId, change, before, byId }) => [entryId, { change, byId, before: valueBefore(before) }] as const,
    ),
  );
}

function valueBefore(before: unknown): LastChange['before'] {
  if (typeof before !== 'object' || before === null) return null;
  const { value, text } = before as { value?: string; text?: string };
  return { value: value ?? null, text: text ?? null };
}

async function standingAbsences(db: Db, { courseId, date, number }: LessonRef): Promise<ClassList['standing']> {
  const entries = await db.journalEntry.findMany({
    where: { kind: 'absence', withdrawnAt: null, lesson: { courseId, date: toDbDate(date), number } },
    select: { id: true, studentId: true, value: true },
  });
  return entries.flatMap(({ id, studentId, value }) =>
    studentId && value ? [{ entryId: id, student: studentId, code: value }] : [],
  );
}
