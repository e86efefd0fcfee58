/** An iCalendar file (RFC 5545) of days: each entry stands on its whole day, whatever zone the reader's telephone is in. */
import { addDays, type SchoolDate } from '../src/platform/school-time.ts';

export interface CalendarDay {
  /** the same for the same thing, for ever */
  uid: string;
  date: SchoolDate;
  title: string;
  text: string;
}

/** Octets of a line, its break not counted (RFC 5545 3.1). */
const LINE = 75;

/** @param stamp when the file was made */
export function calendarFile(calendar: { name: string; zone: string; stamp: Date; days: CalendarDay[] }): string {
  const stamp = calendar.stamp.toISOString().replace(/[-:]|\.\d+/g, '');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Vestnik//Homework//RU',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escaped(calendar.name)}`,
    `X-WR-TIMEZONE:${calendar.zone}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT3H',
    ...calendar.days.flatMap(({ uid, date, title, text }) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${compact(date)}`,
      `DTEND;VALUE=DATE:${compact(addDays(date, 1))}`,
      `SUMMARY:${escaped(title)}`,
      `DESCRIPTION:${escaped(text)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

const compact = (date: SchoolDate) => date.replaceAll('-', '');

/** RFC 5545 3.3.11 */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n');
}

/** Broken before a whole character: a continued line begins with a space, which counts. */
function folded(line: string): string {
  let out = '';
  let octets = 0;
  for (const sign of line) {
    const size = Buffer.byteLength(sign);
    if (octets + size > LINE) {
      out += '\r\n ';
      octets = 1;
    }
    out += sign;
    octets += size;
  }
  return out;
}
