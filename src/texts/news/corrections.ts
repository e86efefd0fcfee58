/** «Исправление. Пётр, 7Б, алгебра, 15 сентября, контрольная работа: было 4, стало 5.» */
import type { EntryValue } from '../../journal/entry.ts';
import type { NoticeKind } from '../../notify/notice.ts';
import { dayMonth, forDay } from '../russian/dates.ts';
import { capital, quoted } from '../russian/typography.ts';
import { missed } from './absences.ts';
import { groupBy, type Item } from './section.ts';
import { absenceName, midSentence, workName } from './words.ts';

/** Something a family was told that is different now; `now` null: withdrawn. */
export interface Correction {
  kind: NoticeKind;
  told: EntryValue;
  now: EntryValue | null;
}

/** @param who «Пётр, 7Б», or empty where the heading names the child */
export function correctionSentence(correction: Correction, who: string): string {
  const about = [who, ...subjectOf(correction)].filter(Boolean).join(', ');
  const change = correction.now
    ? changed(correction.kind, correction.told, correction.now)
    : withdrawn(correction.kind, correction.told);
  return `Исправление. ${about ? `${capital(about)}: ${change}` : capital(change)}.`;
}

/** Absences of one day and code withdrawn together are one sentence. */
export function absencesWithdrawn(values: readonly EntryValue[], who: string): string {
  const { value: code = 'Н', date } = values[0]!;
  return `Исправление. ${capital([who, dayMonth(date)].filter(Boolean).join(', '))}: ${missed(code, values)} снято.`;
}

/** A mass edit, by subject: «Исправления, алгебра: 15 сентября, контрольная работа — было 4, стало 5; …» */
export function correctionsBySubject(corrections: readonly Correction[]): Item[] {
  return groupBy(corrections, ({ told }) => told.subject ?? '').map(([subject, group]) => ({
    label: ['Исправления', ...(subject ? [midSentence(subject)] : [])].join(', '),
    text: group.map(shortCorrection).join('; '),
  }));
}

function shortCorrection(correction: Correction): string {
  const { kind, told, now } = correction;
  const about = subjectOf({ ...correction, told: { ...told, subject: undefined } }).join(', ');
  const change = now ? changed(kind, told, now) : withdrawn(kind, told);
  return about ? `${about} — ${change}` : change;
}

/** What the correction is about: subject, day, work; only what is the same on both sides. */
function subjectOf({ kind, told, now }: Correction): string[] {
  const subject = told.subject ? [midSentence(told.subject)] : [];
  const sameDate = !now || now.date === told.date;
  switch (kind) {
    case 'homework':
      return [...subject, [now && 'задание', sameDate && forDay(told.date)].filter(Boolean).join(' ')];
    case 'message':
      return [...(now ? ['сообщение'] : []), dayMonth(told.date), ...(told.by ? [told.by] : [])];
    case 'periodMark':
      return [...subject, told.period ?? 'итоговая отметка'];
    case 'topic':
      return [...subject, ...(sameDate ? [dayMonth(told.date)] : []), ...(now ? ['тема урока'] : [])];
    case 'absence':
      return [...subject, ...(sameDate ? [dayMonth(told.date)] : [])];
    case 'mark': {
      const work = workName(told.work);
      const sameWork = !now || now.work === told.work;
      return [...subject, ...(sameDate ? [dayMonth(told.date)] : []), ...(work && sameWork ? [work] : [])];
    }
  }
}

function withdrawn(kind: NoticeKind, told: EntryValue): string {
  switch (kind) {
    case 'mark':
      return `отметка ${told.value} снята`;
    case 'periodMark':
      return `итоговая отметка ${told.value} снята`;
    case 'absence':
      return `${missed(told.value ?? 'Н', [{ ...told, subject: undefined }])} снято`;
    case 'homework':
      return `задание ${quoted(told.text ?? '')} снято`;
    case 'message':
      return `сообщение ${quoted(told.text ?? '')} отозвано`;
    case 'topic':
      return `тема ${quoted(told.text ?? '')} снята`;
  }
}

function changed(kind: NoticeKind, told: EntryValue, now: EntryValue): string {
  // a lesson that moved: the task is the same, for another day
  if (kind === 'homework' && told.date !== now.date && told.text === now.text && told.subject === now.subject)
    return `${quoted(now.text ?? '')} теперь ${forDay(now.date)}, а не ${forDay(told.date)}`;
  const differing = [
    told.date !== now.date &&
      ((value: EntryValue) => (kind === 'homework' ? forDay(value.date) : dayMonth(value.date))),
    kind === 'mark' && told.work !== now.work && ((value: EntryValue) => workName(value.work) ?? 'ответ на уроке'),
    told.subject !== now.subject && ((value: EntryValue) => midSentence(value.subject ?? '')),
    told.period !== now.period && ((value: EntryValue) => value.period ?? ''),
  ].filter((part) => part !== false);
  const side = (value: EntryValue) => {
    const details = differing.map((part) => part(value)).filter(Boolean);
    return `${said(kind, value)}${details.length ? ` (${details.join(', ')})` : ''}`;
  };
  return `было ${side(told)}, стало ${side(now)}`;
}

function said(kind: NoticeKind, value: EntryValue): string {
  if (kind === 'mark' || kind === 'periodMark') return value.value ?? '';
  return quoted(kind === 'absence' ? absenceName(value.value ?? '') : (value.text ?? ''));
}
