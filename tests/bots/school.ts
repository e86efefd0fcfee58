/** The example school in a fresh database, ready for conversations. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeSchool } from '../../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../../src/connectors/school-file/read.ts';
import { recordEntries } from '../../src/journal/record.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { silent } from '../silent.ts';

const FILE = new URL('../connectors/school-file/example.json', import.meta.url);

/** Imports the example school, changed as wanted; again to change it later. */
export async function putExampleSchool(
  db: Db,
  clock: Clock,
  change: (file: ExampleFile) => void = () => undefined,
): Promise<void> {
  const content = JSON.parse(readFileSync(FILE, 'utf8')) as ExampleFile;
  change(content);
  const bytes = Buffer.from(JSON.stringify(content));
  const read = readSchoolFile(bytes, clock.now());
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  await db.school.upsert({
    where: { id: 1 },
    create: { kind: 'rehearsal', madeAt: clock.now(), secret: 'secret-of-the-example-school' },
    update: {},
  });
  const result = await writeSchool(
    { db, clock, log: silent },
    read.file,
    createHash('sha256').update(bytes).digest('hex'),
  );
  if (!result.ok) throw new Error('the example school was not imported');
}

export interface ExampleFile {
  guardians: {
    id: string;
    name: string;
    email?: string;
    delivery: string;
    consent: boolean;
    consentDate?: string;
    children: (string | Record<string, unknown>)[];
  }[];
  days?: Record<string, unknown>[];
  changes?: Record<string, unknown>[];
  [field: string]: unknown;
}

/** Records entries as staff would; throws when one is refused. */
export async function record(db: Db, clock: Clock, entries: Record<string, unknown>[]): Promise<void> {
  const results = await recordEntries({ db, clock }, 'test', entries);
  const refused = results.find((result) => result.status === 'refused');
  if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`);
}
