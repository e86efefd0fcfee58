/** Opens the database of a directory and writes numbered rows until it ends; prints a number once its commit was told. */
import { randomBytes } from 'node:crypto';
import { openDatabase } from '../../../src/platform/database/open.ts';
import { silent } from '../../silent.ts';

const [dataDir, size = '10'] = process.argv.slice(2);
try {
  const db = await openDatabase({ dataDir: dataDir!, log: silent });
  console.log('ready');
  for (let last = await db.prisma.auditRecord.count(); ; ) {
    last += 1;
    const text = randomBytes(Number(size) / 2).toString('hex');
    const data = { id: last, at: new Date(0), action: 'write', object: 'row', details: { text } };
    await db.prisma.$transaction((tx) => tx.auditRecord.create({ data }));
    console.log(String(last));
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`, () => process.exit(1));
}
