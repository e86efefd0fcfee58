/** What an import changes, in the school's words: by the parts that the plan names, whatever signs stand in a name. */
import { expect, test } from 'vitest';
import type { Change } from '../../src/connectors/school-file/plan/context.ts';
import { kindsOfChange, mindOf } from '../../web/office/change-words.ts';

const course = { class: '7Б', subject: 'Труд · технология', teacher: 't1' };
const changes: Change[] = [
  { kind: 'course', change: 'added', id: '7Б · Труд · технология · t1', of: course },
  { kind: 'timetable', change: 'left', id: '', of: { ...course, weekday: 2, lesson: 3 } },
  { kind: 'timetable', change: 'added', id: '', of: { class: '7Б', weekday: 1, lesson: 1 } },
  { kind: 'guardianship', change: 'left', id: '', of: { guardian: 'g → 1', student: 's1' } },
  { kind: 'day', change: 'changed', id: '', of: { date: '2026-09-19', class: '7Б' } },
  { kind: 'lessonChange', change: 'added', id: '', of: { date: '2026-09-16', class: '7Б', lesson: 3 } },
];
const names: Record<string, string> = { t1: 'Орлова А. С.', 'g → 1': 'Иванова М. П.', s1: 'Иванов Пётр' };

test('each change is told by its parts', () => {
  const counts = Object.fromEntries(changes.map(({ kind }) => [kind, { added: 1, changed: 0, left: 0 }]));
  const kinds = kindsOfChange({ changes, counts }, (id) => names[id] ?? id);
  expect(kinds.flatMap(({ lines }) => lines.map(({ text }) => text.replaceAll('\u00a0', ' '))).sort()).toEqual(
    [
      '7Б, Труд · технология, Орлова А. С.',
      '7Б, Труд · технология, Орлова А. С., вторник, 3-й урок',
      '7Б, понедельник, 1-й урок',
      'Иванова М. П. — Иванов Пётр',
      '19 сентября 2026 г., 7Б',
      '16 сентября 2026 г., 7Б, 3-й урок',
    ].sort(),
  );
  expect(mindOf({ changes })).toEqual({ leavers: 0, narrowed: 1, offices: 0 });
});
