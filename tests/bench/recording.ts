/** Recording through the journal's commands against bare inserts of the same rows in the same transactions. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { recordEntries } from '../../src/journal/record.ts';
import { type Database, type Db, openDatabase } from '../../src/platform/database/open.ts';
import { fakeClock } from '../fake-clock.ts';
import { COURSE, emptyJournal, putSchool } from '../journal/school.ts';
import { findTool } from '../needs.ts';
import { startPostgresql } from '../postgresql-server.ts';

export interface BenchLine {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

const NOW = '2026-09-15T10:00:00+03:00';
const STUDENTS = ['s1', 's2', 's3', 's4', 's6'];
/** Both sides in turn, so that what else the machine does falls on both. */
const ROUNDS = 5;
const log = pino({ level: 'silent' });

/** Entries a second, one to a transaction and a hundred, on both databases, with fsync. */
export async function bench(): Promise<BenchLine[]> {
  const lines = await benchEmbedded();
  return findTool('postgresql') ? [...lines, ...(await benchPostgresql())] : lines;
}

async function benchEmbedded(): Promise<BenchLine[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-bench-'));
  try {
    return await benchDatabase(await openDatabase({ dataDir, log }));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function benchPostgresql(): Promise<BenchLine[]> {
  const server = await startPostgresql({ durable: true });
  try {
    return await benchDatabase(await openDatabase({ databaseUrl: server.url, dataDir: tmpdir(), log }));
  } finally {
    await server.stop();
  }
}

async function benchDatabase({ prisma, dialect, close }: Database): Promise<BenchLine[]> {
  try {
    await putSchool(prisma);
    return [
      await compare(`recording, one entry a transaction (${dialect})`, prisma, 1, 200),
      await compare(`recording, 100 entries a transaction (${dialect})`, prisma, 100, 20),
    ];
  } finally {
    await close();
  }
}

async function compare(name: string, db: Db, size: number, transactions: number): Promise<BenchLine> {
  const rates: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    await emptyJournal(db);
    const ours = await rate(transactions, size, (i) => recordMarks(db, size, i));
    const bare = await rate(transactions, size, (i) => insertBare(db, size, i));
    // the first round only warms up
    if (round === 0) continue;
    rates.ours.push(ours);
    rates.bare.push(bare);
  }
  const [figure, floor] = [median(rates.ours), median(rates.bare)];
  return {
    name,
    figure: `${Math.round(figure)} entries/s`,
    floor: `${Math.round(floor)} bare inserts/s`,
    ratio: (figure / floor).toFixed(2),
  };
}

async function rate(transactions: number, size: number, run: (i: number) => Promise<void>): Promise<number> {
  const begun = performance.now();
  for (let i = 0; i < transactions; i++) await run(i);
  return (transactions * size * 1000) / (performance.now() - begun);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const clock = fakeClock(NOW);

async function recordMarks(db: Db, size: number, turn: number): Promise<void> {
  const marks = Array.from({ length: size }, (_, i) => ({
    kind: 'mark',
    class: '7Б',
    subject: 'Алгебра',
    date: '2026-09-15',
    student: STUDENTS[(turn + i) % STUDENTS.length],
    value: '5',
    by: 't1',
  }));
  const results = await recordEntries({ db, clock }, 'bench', marks);
  if (results.some((r) => r.status !== 'recorded')) throw new Error(`refused: ${JSON.stringify(results[0])}`);
}

/** The rows that `recordMarks` writes, by plain statements of the same client. */
async function insertBare(db: Db, size: number, turn: number): Promise<void> {
  const students = Array.from({ length: size }, (_, i) => STUDENTS[(turn + i) % STUDENTS.length] ?? '');
  if (size === 1) await insertOne(db, students[0] ?? '');
  else await insertMany(db, students);
}

const after = { subject: 'Алгебра', date: '2026-09-15', lesson: 2, starts: '09:25', value: '5', work: 'ответ' };

async function insertOne(db: Db, student: string): Promise<void> {
  const now = clock.now();
  await db.$transaction(async (tx) => {
    const [entry] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO journal_entry
        (kind, class_id, course_id, lesson_id, date, student_id, value, work, by_id, recorded_at, changed_at)
      SELECT 'mark', 2, ${COURSE.algebra}::int, id, date, ${student}, '5', 'ответ', 't1', ${now}, ${now}
      FROM lesson
      RETURNING id`;
    await tx.$executeRaw`
      INSERT INTO journal_event (entry_id, change, kind, class_id, student_id, after, by_id, at, source, recorded_at)
      VALUES (${entry?.id}, 'recorded', 'mark', 2, ${student}, ${JSON.stringify(after)}::jsonb, 't1', ${now}, 'bench', ${now})`;
  });
}

async function insertMany(db: Db, students: string[]): Promise<void> {
  const now = clock.now();
  await db.$transaction(async (tx) => {
    const lesson = await tx.lesson.findFirstOrThrow();
    const common = { kind: 'mark', classId: 2, byId: 't1', recordedAt: now } as const;
    const place = { courseId: COURSE.algebra, lessonId: lesson.id, date: lesson.date };
    const entries = await tx.journalEntry.createManyAndReturn({
      data: students.map((studentId) => ({
        ...common,
        ...place,
        studentId,
        value: '5',
        work: 'ответ',
        changedAt: now,
      })),
      select: { id: true, studentId: true },
    });
    await tx.journalEvent.createMany({
      data: entries.map(({ id, studentId }) => {
        return { ...common, entryId: id, studentId, change: 'recorded', after, at: now, source: 'bench' };
      }),
    });
  });
}

if (import.meta.filename === process.argv[1]) {
  for (const line of await bench()) console.log(Object.values(line).join(' | '));
}
