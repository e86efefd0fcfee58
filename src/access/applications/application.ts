/** What a written application is, and what may be wrong with it (К-У 2.2, 4.2, 5; Ш 7.13). */
import type { ApplicationKind, RefusalGround } from '../../platform/database/generated/enums.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import type { ChoiceFault } from '../choice-check.ts';
import type { PaperWay } from '../choice-writes.ts';

/** Kinds that are recorded in the register, in the order in which they are offered. */
export const APPLICATION_KINDS = [
  'paper',
  'access',
  'endPaper',
  'endElectronic',
  'consentWithdrawal',
] as const satisfies readonly ApplicationKind[];
export type OwnKind = (typeof APPLICATION_KINDS)[number];

export const PAPER_WAYS = ['person', 'child', 'proxy'] as const satisfies readonly PaperWay[];
/** Whether the sheet goes out from then on: how it reaches the applicant is asked. */
export const goesToPaper = (kind: ApplicationKind): boolean => kind === 'paper' || kind === 'endElectronic';
export const REFUSAL_GROUNDS = ['notEntitled', 'notPupil', 'ownRefusal'] as const satisfies readonly RefusalGround[];

export const APPLICATION_STATES = ['pending', 'granted', 'refused', 'withdrawn'] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

export type ApplicationFault =
  | ChoiceFault
  /** no such application, or not this person's to see */
  | 'unknown'
  /** decided before, by somebody else perhaps */
  | 'decided'
  /** who is no guardian of the child, or a child who is no pupil: may only be refused */
  | 'notEntitled'
  | 'notPupil'
  /** the school's records say otherwise */
  | 'groundUntrue'
  | 'badName'
  | 'badReason'
  /** the school has no year to number in */
  | 'noYear';

export interface Faulty {
  ok: false;
  code: ApplicationFault;
  field: string;
}

export const faulty = (code: ApplicationFault, field: string): Faulty => ({ ok: false, code, field });

/** What an application is known by in a ground: the office's own number before ours. */
export function groundNumber({ number, outsideNumber }: { number: number; outsideNumber: string | null }): string {
  return outsideNumber ?? String(number);
}

/** What is recorded of a paper. */
export interface ApplicationWish {
  kind: OwnKind;
  date: SchoolDate;
  /** as the office numbers it; empty: ours alone */
  outsideNumber: string;
  applicant: { guardianId: string } | { name: string };
  child: { studentId: string; classId: number | null } | { name: string };
  /** of paper */
  way: PaperWay;
  proxyName: string;
  keepsNotices: boolean;
}

const NAME_LENGTH = 200;

/** A name or a reason as written, without signs that nobody sees; null: empty or too long. */
export function written(text: string): string | null {
  const plain = text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return plain === '' || plain.length > NAME_LENGTH ? null : plain;
}
