import type { Tx } from '../platform/database/open.ts';
import { readRules, type SchoolRules } from '../platform/school-rules.ts';

export interface SchoolRow {
  name: string;
  zone: string;
  rules: SchoolRules;
  kind: 'demo' | 'rehearsal' | 'real';
  importedAt: Date | null;
  sendingPausedAt: Date | null;
}

/** The columns of the school's row that deliveries read. */
export interface StoredSchool {
  name: string;
  timeZone: string;
  rules: unknown;
  kind: SchoolRow['kind'];
  importedAt: Date | null;
  sendingPausedAt: Date | null;
}

export function asSchool({ name, timeZone, rules, kind, importedAt, sendingPausedAt }: StoredSchool): SchoolRow {
  return { name, zone: timeZone, rules: readRules(rules), kind, importedAt, sendingPausedAt };
}

/** The school as deliveries need it. */
export async function readSchool(tx: Tx): Promise<SchoolRow> {
  return asSchool(await tx.school.findUniqueOrThrow({ where: { id: 1 } }));
}
