/** «7Б · алгебра · вт 15.09 — Иванов П.: 5; Петрова А.: 4; нет: Сидоров К.»: what was understood, for one look. */
import { groupBy } from '../news/section.ts';
import { midSentence, workName } from '../news/words.ts';
import { shortDate, weekdayShort } from '../russian/dates.ts';
import { quoted } from '../russian/typography.ts';

/** An entry with a pupil's name in place of the id. */
export interface PreviewEntry {
  kind: 'mark' | 'absence' | 'homework' | 'topic' | 'message' | 'periodMark';
  class: string;
  subject?: string;
  /** the lesson's day, or a homework's due day */
  date?: string;
  /** «Иванов П.» */
  student?: string;
  value?: string;
  work?: string;
  code?: string;
  period?: string;
  text?: string;
}

const CODES: Record<string, string> = { Н: 'нет', Б: 'болеют', У: 'по уважительной причине', ОП: 'с опозданием' };

/** A line for each lesson, homework, topic and message, and for each course's period. */
export function previewLines(entries: readonly PreviewEntry[]): string[] {
  return groupBy(entries, lineKey).map(([, group]) => `${place(group[0]!)} — ${contents(group)}`);
}

/** Marks and absences of one lesson share a line; so do the marks of one period. */
function lineKey(entry: PreviewEntry): string {
  const { kind, class: name, subject, date, period, student, text } = entry;
  const together = kind === 'mark' || kind === 'absence' || kind === 'periodMark';
  const sort = kind === 'absence' ? 'mark' : kind;
  return [sort, name, subject, date, period, ...(together ? [] : [student, text])].join('\n');
}

function place({ kind, class: name, subject, date, period, student }: PreviewEntry): string {
  const day = date && `${kind === 'homework' ? 'на ' : ''}${weekdayShort(date)} ${shortDate(date)}`;
  const to = kind === 'message' && (student ? `родителям: ${student}` : 'всем родителям');
  return [name, subject && midSentence(subject), kind === 'message' ? to : (period ?? day)].filter(Boolean).join(' · ');
}

function contents(group: readonly PreviewEntry[]): string {
  const { kind, text = '', student } = group[0]!;
  if (kind === 'homework') return `задание${student ? ` (${student})` : ''}: ${text}`;
  if (kind === 'topic') return `тема: ${text}`;
  if (kind === 'message') return `сообщение ${quoted(text)}`;
  return [...marks(group), ...absences(group)].join('; ');
}

function marks(group: readonly PreviewEntry[]): string[] {
  const given = group.filter(({ kind }) => kind === 'mark' || kind === 'periodMark');
  const byPupil = groupBy(given, ({ student = '' }) => student).map(
    ([student, own]) => `${student}: ${own.map(({ value }) => value).join(', ')}`,
  );
  const work = workName(given[0]?.work);
  return work && byPupil.length ? [`${work}: ${byPupil[0]}`, ...byPupil.slice(1)] : byPupil;
}

function absences(group: readonly PreviewEntry[]): string[] {
  const missing = group.filter(({ kind }) => kind === 'absence');
  return groupBy(missing, ({ code = 'Н' }) => code).map(
    ([code, own]) => `${CODES[code] ?? code}: ${own.map(({ student }) => student).join(', ')}`,
  );
}
