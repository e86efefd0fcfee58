/** What all suites logged, every level of it: no line may name anybody of the demo or the example school (152-ФЗ). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { POOLS } from '../prisma/demo/names.ts';
import { EXAMPLE } from './school.ts';

const folder = process.argv[2] ?? '';
/** fewer: the suites do not log here any more, and nothing was searched */
const LEAST_LINES = 1_000;

const lines = readdirSync(folder).flatMap((file) =>
  readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean),
);
const names = namesOfBothSchools();
const telling = lines.filter((line) => wordsOf(line).some((word) => names.has(word)));
console.log(`${lines.length} lines searched for ${names.size} names: ${telling.length} tell one`);
for (const line of telling.slice(0, 20)) console.log(line.slice(0, 500));
if (lines.length < LEAST_LINES) console.log(`there should be ${LEAST_LINES} lines at least`);
process.exitCode = telling.length > 0 || lines.length < LEAST_LINES ? 1 : 0;

function namesOfBothSchools(): Set<string> {
  const { classes, teachers, guardians } = EXAMPLE as unknown as ExampleSchool;
  const pupils = classes.flatMap(({ students }) =>
    students.flatMap(({ last, first, patronymic = '' }) => [last, first, patronymic]),
  );
  const grown = [...teachers, ...guardians].map(({ name }) => name);
  const pools = Object.values(POOLS).flatMap(({ surnames, boys, girls, fathers, mothers }) => [
    ...surnames.flat(),
    ...boys,
    ...girls,
    ...fathers.flat(),
    ...mothers,
  ]);
  return new Set([...pupils, ...grown, ...pools].flatMap(wordsOf));
}

interface ExampleSchool {
  classes: { students: { last: string; first: string; patronymic?: string }[] }[];
  teachers: { name: string }[];
  guardians: { name: string }[];
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}[\p{L}-]+/gu) ?? [];
}
