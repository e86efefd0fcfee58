import { afterEach, beforeEach } from 'vitest';
import { importSchool } from '../../../src/connectors/school-file/import.ts';
import type { Current } from '../../../src/connectors/school-file/rows.ts';
import { readCurrent } from '../../../src/connectors/school-file/store/read-current.ts';
import type { Db } from '../../../src/platform/database/open.ts';
import { readChunks } from '../../../src/platform/files.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { fakeClock } from '../../fake-clock.ts';
import { silent } from '../../silent.ts';
import { example, type Imported, importFile, makeSchool, memoryIo } from './support.ts';

/** A fresh school for each test of the file, on 10 September 2026, and imports into it. */
export function imports() {
  let database: TestDatabase;
  const clock = fakeClock('2026-09-10T09:00:00+03:00');
  beforeEach(async () => {
    clock.set('2026-09-10T09:00:00+03:00');
    database = await testDatabase();
    await makeSchool(database.db.prisma);
  });
  afterEach(() => database.close());
  return {
    clock,
    get db(): Db {
      return database.db.prisma;
    },
    run(file: unknown, options: { dryRun?: boolean; confirmLeft?: number } = {}): Promise<Imported> {
      return importFile({ db: this.db, clock, log: silent }, file, options);
    },
    /** The example was imported before. */
    async imported(): Promise<void> {
      await this.db.school.deleteMany();
      await database.fill('the example imported', async () => {
        await makeSchool(this.db);
        await this.run(example());
      });
    },
    async runMissing(): Promise<{ code: number; stderr: string }> {
      const io = { ...memoryIo(new Uint8Array()), readFile: () => readChunks('/nowhere/school.json') };
      let stderr = '';
      io.err = async (text) => {
        stderr += text;
      };
      return { code: await importSchool({ db: this.db, clock, log: silent }, io, '/nowhere/school.json'), stderr };
    },
    /** everything an import may write, to see that it wrote nothing */
    async dump(): Promise<Current & { choices: number; runs: number; version: number | undefined }> {
      const school = await this.db.school.findFirst();
      return {
        ...(await readCurrent(this.db)),
        choices: await this.db.choiceRecord.count(),
        runs: await this.db.importRun.count(),
        version: school?.rosterVersion,
      };
    },
  };
}

/** Changes as short lines. */
export function namesOf(changes: Imported['result']['changes']): string[] {
  return changes.map(({ kind, change, id }) => `${kind} ${change} ${id}`);
}
