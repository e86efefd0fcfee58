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

/** The school as deliveries need it. */
export async function readSchool(tx: Tx): Promise<SchoolRow> {
  const row = await tx.school.findUniqueOrThrow({ where: { id: 1 } });
  return {
    name: row.name,
    zone: row.timeZone,
    rules: readRules(row.rules),
    kind: row.kind,
    importedAt: row.importedAt,
    sendingPausedAt: row.sendingPausedAt,
  };
}
