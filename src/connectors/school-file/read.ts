import { checkCalendar } from './check/calendar.ts';
import { checkCourses } from './check/courses.ts';
import { checkDated } from './check/dated.ts';
import { indexOf } from './check/index.ts';
import { checkPeople } from './check/people.ts';
import { checkTimetable } from './check/timetable.ts';
import { type Fault, findings, type Warning } from './faults.ts';
import { jsonFaultAt } from './json-place.ts';
import type { SchoolFile } from './schema.ts';
import { readShape } from './shape.ts';

export type ReadResult =
  | { ok: true; file: SchoolFile; warnings: Warning[] }
  | { ok: false; faults: Fault[]; warnings: Warning[] };

/**
 * Reads a school file and checks it whole: JSON, shape, and everything that contradicts itself, all faults at once.
 * Pure; needs no database.
 * @param now for words about dates in the future; absent: none are said
 */
export function readSchoolFile(bytes: Uint8Array, now?: Date): ReadResult {
  const found = findings();
  const raw = parseJson(bytes, found);
  if (raw === null) return { ok: false, faults: found.faults, warnings: [] };
  const { file, sound } = readShape(raw, found);
  const index = indexOf(sound);
  checkCalendar(sound, found);
  checkPeople(sound, index, now?.toISOString().slice(0, 10), found);
  checkCourses(sound, index, found);
  checkTimetable(sound, index, found);
  checkDated(sound, index, found);
  const { faults, warnings } = found;
  return file && faults.length === 0 ? { ok: true, file, warnings } : { ok: false, faults, warnings };
}

function parseJson(bytes: Uint8Array, { fault }: ReturnType<typeof findings>): object | null {
  let text: string;
  try {
    // the decoder takes a byte order mark away
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    fault([], 'not-utf8');
    return null;
  }
  if (text.trim() === '') {
    fault([], 'empty-file');
    return null;
  }
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return raw;
    fault([], 'not-an-object');
  } catch {
    fault([], 'not-json', placeOf(text));
  }
  return null;
}

/** Line and column of a JSON fault. */
function placeOf(text: string): string {
  const before = text.slice(0, jsonFaultAt(text)).split('\n');
  return `строка ${before.length}, знак ${(before.at(-1)?.length ?? 0) + 1}`;
}
