/** The example school in a fresh database, ready for conversations. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeSchool } from '../../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../../src/connectors/school-file/read.ts';
import { recordEntries } from '../../src/journal/record.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import type { TestDatabase } from '../database.ts';
import { silent } from '../silent.ts';

const FILE = new URL('../connectors/school-file/example.json', import.meta.url);

/** Fills an empty database with the example school, changed as wanted. */
export async function newExampleSchool(
  database: TestDatabase,
  clock: Clock,
  change?: (file: ExampleFile) => void,
): Promise<void> {
  const content = changedFile(change);
  const key = `example ${clock.now().toISOString()} ${content}`;
  await database.fill(key, () => importContent(database.db.prisma, clock, content));
}

/** Imports the example school again, changed otherwise. */
export async function putExampleSchool(db: Db, clock: Clock, change?: (file: ExampleFile) => void): Promise<void> {
  await importContent(db, clock, changedFile(change));
}

function changedFile(change: (file: ExampleFile) => void = () => undefined): string {
  const content = JSON.parse(readFileSync(FILE, 'utf8')) as ExampleFile;
  change(content);
  return JSON.stringify(content);
}

async function importContent(db: Db, clock: Clock, content: string): Promise<void> {
  const read = readSchoolFile(Buffer.from(content), clock.now());
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  await db.school.upsert({
    where: { id: 1 },
    create: { kind: 'rehearsal', madeAt: clock.now(), secret: 'secret-of-the-example-school' },
    update: {},
  });
  const sha256 = createHash('sha256').update(content).digest('hex');
  const result = await writeSchool({ db, clock, log: silent }, read.file, sha256);
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
