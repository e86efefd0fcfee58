import type { FastifyReply } from 'fastify';
import { type PersonalData, type Row, SECTIONS, type Section } from '../../src/access/personal-data/collect.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { CODES, DATA_FILE, FIELD_NAMES, madeOf, SECTION_TITLES } from '../../src/texts/web/personal-data.ts';
import { moment } from '../../src/texts/web/settings.ts';
import { htmlOf } from '../html.ts';

interface About {
  school: string;
  zone: string;
  now: Date;
}

/** Sends the data as a file to keep: a page that reads without anything else, or the same for programs. */
export function sendData(reply: FastifyReply, as: 'html' | 'json', data: PersonalData, about: About): FastifyReply {
  const name = encodeURIComponent(`${DATA_FILE.name}.${as}`);
  reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename*=UTF-8''${name}`);
  if (as === 'html') return reply.type('text/html; charset=utf-8').send(htmlOf(<DataFile data={data} about={about} />));
  const { school, now } = about;
  return reply
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ school, at: now.toISOString(), ...data }, null, 2));
}

function DataFile({ data, about: { school, zone, now } }: { data: PersonalData; about: About }) {
  const made = madeOf(school, moment(schoolDate(now, zone), schoolTime(now, zone)));
  return (
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{DATA_FILE.title}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <main>
          <h1>{DATA_FILE.title}</h1>
          <p>{made}</p>
          <p>{DATA_FILE.note}</p>
          {SECTIONS.map((section) => (
            <section key={section}>
              <h2 id={section}>{SECTION_TITLES[section]}</h2>
              <Table section={section} rows={data[section]} zone={zone} />
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}

/** It is read from wherever it was kept, without the school's style sheet. */
const STYLE = `
body { font-family: system-ui, sans-serif; line-height: 1.4; max-width: 72rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid #999; padding: 0.2rem 0.5rem; text-align: left; vertical-align: top; }
.scroll { overflow-x: auto; }
@media print { .scroll { overflow: visible; } table { font-size: 0.7rem; } }
`;

/** Columns that are empty in every row are left out. */
function Table({ section, rows, zone }: { section: Section; rows: Row[]; zone: string }) {
  const fields = Object.keys(rows[0] ?? {}).filter((field) => rows.some((row) => wordsOf(row[field] ?? null, zone)));
  if (fields.length === 0) return <p>{DATA_FILE.none}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="scroll" aria-labelledby={section} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field} scope="col">
                {FIELD_NAMES[field] ?? field}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {fields.map((field) => (
                <td key={field}>{wordsOf(row[field] ?? null, zone)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A choice is kept as JSON of its own shape. */
const JSON_TEXT = /^([[{"]|(true|false|null)$)/;

/** «согласие: да, дата согласия: 01.09.2026» */
function wordsOf(value: unknown, zone: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? DATA_FILE.yes : DATA_FILE.no;
  if (Array.isArray(value)) return value.map((each) => wordsOf(each, zone)).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, each]) => [(FIELD_NAMES[name] ?? name).toLowerCase(), wordsOf(each, zone)] as const)
      .filter(([, words]) => words !== '')
      .map((pair) => pair.join(': '))
      .join(', ');
  const text = String(value);
  if (INSTANT.test(text)) {
    const at = new Date(text);
    return `${schoolDate(at, zone).split('-').reverse().join('.')}, ${schoolTime(at, zone)}`;
  }
  if (DAY.test(text)) return text.split('-').reverse().join('.');
  return CODES[text] ?? (JSON_TEXT.test(text) ? jsonWords(text, zone) : text);
}

function jsonWords(text: string, zone: string): string {
  try {
    return wordsOf(JSON.parse(text), zone);
  } catch {
    return text;
  }
}
