/** An application in words, as pages, papers and the table of the register show it. */
import { groundNumber } from '../../src/access/applications/application.ts';
import type { WorkCalendar } from '../../src/access/applications/deadline.ts';
import type { ApplicationView, FullName } from '../../src/access/applications/read.ts';
import { deadlineOf, stateOf } from '../../src/access/applications/read.ts';
import type { RegisterLine } from '../../src/channels/paper/letters/applications-register.ts';
import type { RefusalFacts } from '../../src/channels/paper/letters/refusal.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { deadlineWords, GROUNDS, KINDS, numberWords, STATES } from '../../src/texts/applications.ts';
import { decidedBy, REGISTER_CSV } from '../../src/texts/letters/register.ts';
import { clockTime, fullDate } from '../../src/texts/russian/dates.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { decisionLine } from '../../src/texts/web/applications.ts';

export const fullNameOf = ({ last, first, patronymic }: FullName): string =>
  [last, first, patronymic].filter(Boolean).join(' ');

export const applicantOf = ({ guardian, applicantName }: ApplicationView): string =>
  guardian ? fullNameOf(guardian) : (applicantName ?? '');

/** «Иванов Пётр, 7Б» */
export const childOf = ({ child, studentName }: ApplicationView): string =>
  child ? [`${child.last} ${child.first}`, child.className].filter(Boolean).join(', ') : (studentName ?? '');

/** What a page needs to say when something was, and by when it must be. */
export interface Now {
  zone: string;
  today: string;
  calendar: WorkCalendar;
}

/** «удовлетворено 16.09.2026, 15:00 · Орлова А. С.», the first that happened first. */
export function decisionLines({ decisions }: ApplicationView, { zone }: Now): string[] {
  return decisions.map(({ kind, at, by, ground, note }) =>
    [
      decisionLine(STATES[kind], schoolDate(at, zone), schoolTime(at, zone), shortName(by)),
      ground ? GROUNDS[ground] : '',
      note,
    ]
      .filter(Boolean)
      .join(' · '),
  );
}

/** The term of an application for access, or an empty text. */
export function termOf(one: ApplicationView, { calendar, today }: Now): string {
  const deadline = deadlineOf(one, calendar, today);
  return deadline ? deadlineWords(deadline) : '';
}

/** A line of the printed register. */
export function registerLine(one: ApplicationView, now: Now): RegisterLine {
  const last = one.decisions.at(-1);
  const ground = last?.ground ? `: ${GROUNDS[last.ground]}` : '';
  return {
    number: numberWords(one),
    date: fullDate(one.date),
    applicant: applicantOf(one),
    child: childOf(one),
    kind: KINDS[one.kind],
    decision: [
      `${STATES[stateOf(one)]}${ground}`,
      last?.note ?? '',
      last ? decidedBy(schoolDate(last.at, now.zone), shortName(last.by)) : termOf(one, now),
    ],
  };
}

/** The register as rows of a table, its head included. */
export function registerTable(all: readonly ApplicationView[], now: Now): string[][] {
  const moment = (at: Date) => `${fullDate(schoolDate(at, now.zone))} ${clockTime(schoolTime(at, now.zone))}`;
  const rows = all.map((one) => {
    const last = one.decisions.at(-1);
    return [
      String(one.number),
      one.outsideNumber ?? '',
      fullDate(one.date),
      KINDS[one.kind],
      applicantOf(one),
      one.child ? `${one.child.last} ${one.child.first}` : (one.studentName ?? ''),
      one.child?.className ?? '',
      moment(one.recordedAt),
      fullNameOf(one.recordedBy),
      STATES[stateOf(one)],
      last?.ground ? GROUNDS[last.ground] : '',
      last?.note ?? '',
      last ? moment(last.at) : '',
      last ? fullNameOf(last.by) : '',
      termOf(one, now),
    ];
  });
  return [[...REGISTER_CSV], ...rows];
}

/** What a refusal says; null: it was not refused. */
export function refusalFacts(
  one: ApplicationView,
  { school, director, zone, madeAt }: { school: string; director: string; zone: string; madeAt: Date },
): RefusalFacts | null {
  const last = one.decisions.at(-1);
  if (last?.kind !== 'refused' || !last.ground) return null;
  return {
    school,
    kind: one.kind,
    number: groundNumber(one),
    date: one.date,
    ground: last.ground,
    applicant: one.guardian ?? { name: one.applicantName ?? '' },
    recipient: applicantOf(one),
    child: childOf(one),
    pupil: one.child !== null,
    registered: one,
    decided: schoolDate(last.at, zone),
    director,
    note: last.note,
    madeAt,
  };
}
