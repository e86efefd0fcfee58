import type { WeekFacts } from '../../notify/week-facts.ts';
import type { HandoverWay } from '../../texts/sheet/labels.ts';
import type { FormatName } from './format.ts';

/** One child's sheet. */
export interface SheetFacts {
  /** printed on sheet and stub; null: asked for by the family itself, without a stub to give back */
  number: number | null;
  facts: WeekFacts;
  /** sha256 of the weekly record, in hexadecimal */
  hash: string;
  /** the guardian's full name */
  recipient?: string;
  way?: HandoverWay;
  /** whose hands it goes through, where the way is a proxy */
  proxy?: string;
  /** a reprint of a sheet that was given out before */
  copy?: boolean;
  /** behind the QR code of the stub */
  stubUrl?: string;
}

/** What all sheets of a run share. */
export interface PrintFacts {
  madeAt: Date;
  /** the school's, IANA: for the date on stub and register */
  timeZone: string;
  /** default A4 */
  format?: FormatName;
}
