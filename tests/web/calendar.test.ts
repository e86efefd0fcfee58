/** The calendar file, read back by the rules of RFC 5545. */
import { expect, test } from 'vitest';
import { calendarFile } from '../../web/calendar.ts';

const LONG = 'Прочитать главы 3–5; выписать имена, даты и «крылатые» слова, подготовить пересказ на 2 минуты.';
const file = calendarFile({
  name: 'Задания: Пётр, 7Б',
  zone: 'Europe/Simferopol',
  stamp: new Date('2026-09-16T12:00:00.123Z'),
  days: [
    {
      uid: 'abc@school.example',
      date: '2026-09-30',
      title: 'Алгебра',
      text: '§ 12, № 345; C:\\5\nустно\r\nBEGIN:VEVENT',
    },
    { uid: 'def@school.example', date: '2026-10-01', title: 'Литература', text: `${LONG} ${LONG} 📚` },
  ],
});

/** name (with its parameters) → value, of each content line, unfolded and unescaped */
function parsed(text: string): [string, string][] {
  const unfolded = text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
  return unfolded.map((line) => {
    const at = line.indexOf(':');
    const value = line.slice(at + 1).replace(/\\(.)/gs, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign));
    return [line.slice(0, at), value];
  });
}

test('no line is longer than 75 octets, none is broken within a character, each ends with CRLF', () => {
  const lines = file.split('\r\n');
  expect(lines.at(-1)).toBe('');
  expect(lines.some((line) => line.startsWith(' '))).toBe(true);
  for (const line of lines) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\n\r\ufffd]/);
    // throws where half a character stands alone
    expect(() => encodeURIComponent(line)).not.toThrow();
  }
});

test('what was put in comes out, and nothing of it is read as a line of its own', () => {
  const lines = parsed(file);
  const all = (name: string) => lines.filter(([of]) => of === name).map(([, value]) => value);
  expect(all('BEGIN')).toEqual(['VCALENDAR', 'VEVENT', 'VEVENT']);
  expect(all('UID')).toEqual(['abc@school.example', 'def@school.example']);
  expect(all('SUMMARY')).toEqual(['Алгебра', 'Литература']);
  expect(all('DESCRIPTION')).toEqual(['§ 12, № 345; C:\\5\nустно\nBEGIN:VEVENT', `${LONG} ${LONG} 📚`]);
  expect(all('DTSTART;VALUE=DATE')).toEqual(['20260930', '20261001']);
  // the day after, over the end of a month too
  expect(all('DTEND;VALUE=DATE')).toEqual(['20261001', '20261002']);
  expect(all('DTSTAMP')).toEqual(['20260916T120000Z', '20260916T120000Z']);
  expect(all('X-WR-TIMEZONE')).toEqual(['Europe/Simferopol']);
});
