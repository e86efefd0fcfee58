import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Answer } from './answer.ts';
import { type Phrase, readPhrase } from './read-phrase.ts';
import { compileRoster } from './roster.ts';
import { readSchoolFile } from './school-file.ts';

const USAGE = 'usage: npm run -s quick-entry -- --school FILE < lines.jsonl > answers.jsonl';
const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

const inputLine = z.object({
  id: z.string(),
  teacher: z.string(),
  now: z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d/u, 'is not a moment YYYY-MM-DDTHH:MM'),
  text: z.string(),
});

export interface QuickEntryRun {
  /** The text of the school file. */
  schoolText: string;
  /** JSON lines `{"id","teacher","now","text"}`. */
  input: Readable;
  /** Takes one JSON line for each, in order. */
  output: Writable;
  /** Takes words about what is wrong; standard error by default. */
  complain?: (words: string) => void;
}

/** Reads every input line and writes its answer; gives the exit code, having said which field is at fault. */
export async function runQuickEntry({
  schoolText,
  input,
  output,
  complain = toStderr,
}: QuickEntryRun): Promise<number> {
  const school = readSchoolFile(schoolText);
  if (!school.ok) {
    for (const fault of school.faults.slice(0, 20)) complain(fault);
    return FAILED;
  }
  const roster = compileRoster(school.view);
  const teachers = new Set(school.view.teachers.map((teacher) => teacher.id));
  let number = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (text.trim() === '') continue;
    const line = readInputLine(text, teachers);
    if (typeof line === 'string') {
      complain(`line ${number}: ${line}`);
      return FAILED;
    }
    await write(output, `${JSON.stringify({ id: line.id, ...printed(readPhrase(roster, line)) })}\n`);
  }
  return DONE;
}

/** The line, or what is wrong with it. */
function readInputLine(text: string, teachers: Set<string>): (Phrase & { id: string }) | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  const parsed = inputLine.safeParse(json);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`).join('; ');
  return teachers.has(parsed.data.teacher) ? parsed.data : `teacher: not in the school file: ${parsed.data.teacher}`;
}

/** Only what the contract names; what the bot needs besides stays inside. */
function printed(answer: Answer): object {
  if (answer.status === 'ok') return { status: answer.status, entries: answer.entries };
  if (answer.status === 'ask') return { status: answer.status, about: answer.about, candidates: answer.candidates };
  return { status: answer.status, code: answer.code };
}

async function write(output: Writable, text: string): Promise<void> {
  if (!output.write(text)) await new Promise((resolve) => output.once('drain', resolve));
}

function toStderr(words: string): void {
  process.stderr.write(`${words}\n`);
}

/** The shell command: `--school FILE`, lines on standard input. */
export async function main(args: string[]): Promise<number> {
  const [flag, file, ...others] = args;
  if (flag !== '--school' || !file || others.length > 0) {
    toStderr(USAGE);
    return WRONG_USAGE;
  }
  let schoolText: string;
  try {
    schoolText = readFileSync(file, 'utf8');
  } catch (error) {
    toStderr(`--school: cannot read ${file}: ${error instanceof Error ? error.message : ''}`);
    return FAILED;
  }
  return runQuickEntry({ schoolText, input: process.stdin, output: process.stdout });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
