import { readFileSync } from 'node:fs';
import { readPhrase } from '../../src/quick-entry/read-phrase.ts';
import { compileRoster } from '../../src/quick-entry/roster.ts';
import type { SchoolView } from '../../src/quick-entry/school-view.ts';

const FLOOR_LINES = 5000;
const CEILING_MS = 50;
const HOSTILE_LENGTH = 4000;

interface Phrase {
  teacher: string;
  now: string;
  text: string;
}

interface Figure {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

/** Lines built to make a careless reader slow: long words, repeated names, brackets, stray marks, near misses. */
export function hostileLines(): string[] {
  const fill = (piece: string) => piece.repeat(Math.ceil(HOSTILE_LENGTH / piece.length)).slice(0, HOSTILE_LENGTH);
  return [
    fill('а'),
    fill('Иванову '),
    fill('Ивновуу '),
    fill('5 '),
    fill('7Б '),
    fill('((((«'),
    fill('на 15.09 '),
    `дз 7Б алг ${fill('на 15.09, ')}`,
    fill('всем 5 кроме '),
    fill('Соколова-Иванова-'),
    fill('н Иванов б; '),
    fill('П. И. '),
    fill('4/3/'),
    fill('\n5'),
    fill('1 четверть за '),
    fill(' \u00A0'),
    fill('Иванов\n'),
    fill('дз '),
    fill('русский язык '),
    fill('💥'),
  ];
}

/** Lines a second over the worked cases, and the slowest of the hostile lines. */
export async function bench(): Promise<Figure[]> {
  const cases = new URL('../quick-entry/cases/', import.meta.url);
  const school = JSON.parse(readFileSync(new URL('school.json', cases), 'utf8')) as SchoolView;
  const phrases = readFileSync(new URL('phrases.jsonl', cases), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Phrase);
  const roster = compileRoster(school);
  for (let round = 0; round < 5; round += 1) for (const phrase of phrases) readPhrase(roster, phrase);
  return [
    lineSpeed(() => phrases.map((phrase) => readPhrase(roster, phrase)).length),
    slowest(compileRoster(school), phrases),
  ];
}

function lineSpeed(pass: () => number): Figure {
  const started = performance.now();
  const before = process.cpuUsage();
  let lines = 0;
  while (performance.now() - started < 2000) lines += pass();
  const speed = (lines * 1000) / busyMs(before);
  return {
    name: 'quick entry, lines a second on one core',
    figure: speed.toFixed(0),
    floor: String(FLOOR_LINES),
    ratio: (speed / FLOOR_LINES).toFixed(2),
  };
}

/** Processor time, not the clock: what one core needs, whoever else is using it. */
function busyMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Each hostile line once to warm up and once for its time. */
function slowest(roster: ReturnType<typeof compileRoster>, phrases: Phrase[]): Figure {
  const [{ teacher, now } = { teacher: 't1', now: '2026-09-15T09:00' }] = phrases;
  const times = hostileLines().map((text) => {
    readPhrase(roster, { teacher, now, text });
    const before = process.cpuUsage();
    readPhrase(roster, { teacher, now, text });
    return busyMs(before);
  });
  const worst = Math.max(...times);
  return {
    name: 'quick entry, slowest hostile line of 4,000 characters, ms',
    figure: worst.toFixed(1),
    floor: `${CEILING_MS} at most`,
    ratio: (CEILING_MS / worst).toFixed(2),
  };
}
