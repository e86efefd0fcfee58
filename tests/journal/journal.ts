/** A journal under test: an emptied database of the test school, a clock that stands, short ways to ask. */
import type { EntryValue } from '../../src/journal/entry.ts';
import { type RecordOptions, recordEntries } from '../../src/journal/record.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { fakeClock } from '../fake-clock.ts';

/** Tuesday, in the second lesson. */
export const NOW = '2026-09-15T10:00:00+03:00';

/** A mark of s1 in algebra, on the usual day. */
export const mark = {
  kind: 'mark',
  class: '7Б',
  subject: 'Алгебра',
  date: '2026-09-15',
  student: 's1',
  value: '5',
  by: 't1',
};
export const absence = { ...mark, kind: 'absence', value: undefined, code: 'Н' };
export const topic = { kind: 'topic', class: '7Б', subject: 'Алгебра', date: '2026-09-15', text: 'Дроби', by: 't1' };
export const homework = {
  kind: 'homework',
  class: '7Б',
  subject: 'Алгебра',
  due: '2026-09-16',
  text: '§ 12',
  by: 't1',
};
export const message = { kind: 'message', class: '7Б', text: 'Собрание в пятницу', by: 't1' };
export const periodMark = {
  kind: 'periodMark',
  class: '7Б',
  subject: 'Алгебра',
  period: '1 четверть',
  student: 's1',
  value: '4',
  by: 't1',
};

export function journal(db: Db) {
  const clock = fakeClock(NOW);
  const deps = { db, clock };
  const from = (source: string, inputs: unknown[], options?: RecordOptions) =>
    recordEntries(deps, source, inputs, options);
  return {
    clock,
    deps,
    from,
    /** Records and answers as a shell would see it, ids left out. */
    record: async (...inputs: unknown[]) =>
      (await from('test', inputs)).map(({ entryId: _, key: __, ...result }) => Object.values(result).join(' ')),
    /** What stands, oldest first. */
    standing: async () => {
      const rows = await db.journalEntry.findMany({ where: { withdrawnAt: null }, orderBy: { id: 'asc' } });
      return rows.map((e) => [e.kind, e.studentId, e.value ?? e.text].filter((part) => part !== null).join(' '));
    },
    /** What happened, in order. */
    history: async () => {
      const rows = await db.journalEvent.findMany({ orderBy: { id: 'asc' } });
      const short = (value: unknown) =>
        (value as EntryValue | null)?.value ?? (value as EntryValue | null)?.text ?? '–';
      return rows.map((e) => `${e.entryId} ${e.change} ${short(e.before)}→${short(e.after)} ${e.byId}`);
    },
  };
}
