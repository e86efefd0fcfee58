import { type Question, type Refusal, refuse } from './answer.ts';
import { assembleList } from './assemble/list.ts';
import { createNameIndex, type NameIndex } from './names/name-index.ts';
import { askDoubtfulClass, type Shared } from './place.ts';
import { readClass } from './recognise/class.ts';
import { type Opening, readOpening } from './recognise/opening.ts';
import { type NamedDay, NOTHING_BEFORE, type Placed } from './recognise/part.ts';
import { scan } from './recognise/scan.ts';
import { readingOf, type Session } from './session.ts';
import { type Line, wordsOf } from './text/tokens.ts';

/** One command of a message with the lines that belong to it. */
export type Statement = ListStatement | TextStatement;

interface StatementBase {
  /** Where its first line begins. */
  at: number;
  shared: Shared;
  /** A day named by a line that names nothing else to record. */
  sharedDay: NamedDay | null;
  /** Another statement before it names a day of its own, so that its own day is in doubt. */
  dayInDoubt: boolean;
  stop: Question | Refusal | null;
}

/** Marks, absences, period marks, or a line that only names class and subject. */
export interface ListStatement extends StatementBase {
  kind: 'list';
  lines: ScannedLine[];
}

/** A line with its parts, as they look with these names. */
export interface ScannedLine {
  line: Line;
  parts: Placed[];
  names: NameIndex;
}

export interface TextStatement extends StatementBase {
  kind: 'text';
  opening: Opening;
  line: Line;
  names: NameIndex;
  more: Line[];
}

const NO_NAMES = createNameIndex([]);
const NAMING = new Set(['class', 'unknownClass', 'doubtfulClass', 'subject']);
const CONTENT = new Set(['pupil', 'unknown', 'mark', 'badMark', 'code', 'all', 'except', 'unclear', 'text', 'due']);
const SURNAME_SHAPE = /(?:[оеё]в|[иы]н|ск(?:ий|ого|ому|им|ом|ая|ой|ую)|енко|[чюу]к|ян)(?:а|у|ым|е|ой|ом)?$/u;

/** Whether a line has something to record, beyond naming class, subject, day or work. */
export function hasContent(parts: Placed[]): boolean {
  return parts.some(({ part }) => CONTENT.has(part.is));
}

/** Divides a message into statements: which lines open one, which go on with the one above. */
export function divide(session: Session, lines: Line[]): Statement[] {
  const statements: Statement[] = [];
  let shared: Shared = { class: null, subjects: null, carried: false };
  let sharedDay: NamedDay | null = null;
  let dayInDoubt = false;
  for (const line of lines) {
    const { opening, parts, names } = readLine(session, line, shared);
    const above = statements.at(-1);
    const named = nameParts(parts);
    if (above && !opening && goesOn(parts, above, named)) {
      addLine(above, { line, parts, names });
      dayInDoubt ||= above.kind === 'list' && parts.some(({ part }) => part.is === 'date');
      continue;
    }
    shared = share(shared, named);
    if (named.length > 0 && sharedDay) [sharedDay, dayInDoubt] = [null, true];
    const base = { at: line.offset, shared, sharedDay, dayInDoubt, stop: faultOfNames(session, shared, named, line) };
    if (opening) statements.push({ ...base, kind: 'text', opening, line, names, more: [] });
    else statements.push({ ...base, kind: 'list', lines: [{ line, parts, names }] });
    const day = parts.find(({ part }) => part.is === 'date')?.part;
    if (day?.is === 'date') {
      if (!opening && !hasContent(parts)) [sharedDay, dayInDoubt] = [day.day, false];
      else if (!('date' in day.day) || day.day.date !== session.today) dayInDoubt = true;
    }
  }
  return statements;
}

interface ReadLine {
  opening: Opening | null;
  parts: Placed[];
  names: NameIndex;
}

/** A line read with the names of the class it is about; a class that it names itself goes before. */
function readLine(session: Session, line: Line, shared: Shared): ReadLine {
  const likely = classWritten(session, line);
  const usual = namesFor(session, shared);
  const first = readWith(session, line, likely === null ? usual : session.roster.namesOfClass(likely));
  const own = first.parts.find(({ part }) => part.is === 'class')?.part;
  const name = own?.is === 'class' ? own.name : null;
  if (name === likely) return first;
  return readWith(session, line, name === null ? usual : session.roster.namesOfClass(name));
}

function readWith(session: Session, line: Line, names: NameIndex): ReadLine {
  const reading = readingOf(session, line, names);
  const opening = readOpening(reading);
  return { opening, names, parts: opening ? opening.parts : scan(reading) };
}

/** The first class of the school whose name stands in a line, be it as a part of it or not. */
function classWritten(session: Session, line: Line): string | null {
  for (let at = 0; at + 1 < line.tokens.length; at += 1) {
    if (line.tokens[at]?.kind !== 'number' || line.tokens[at + 1]?.kind === 'number') continue;
    const part = readClass({ ...readingOf(session, line, NO_NAMES), before: NOTHING_BEFORE }, at)?.part;
    if (part?.is === 'class') return part.name;
  }
  return null;
}

/** The names that may be meant: of the class in question, or of all the teacher's classes. */
export function namesFor(session: Session, shared: Shared): NameIndex {
  const { lesson, roster, teacher } = session;
  const atHand = lesson && (shared.subjects === null || shared.subjects.includes(lesson.subject)) ? lesson.class : null;
  const name = shared.class ?? atHand;
  return name === null ? roster.namesOfTeacher(teacher) : roster.namesOfClass(name);
}

export function nameParts(parts: Placed[]): Placed[] {
  return parts.filter(({ part }) => NAMING.has(part.is));
}

/** What is shared from this line on: what it names goes before what was named above. */
function share(shared: Shared, named: Placed[]): Shared {
  // the same object: an answer given for one line holds for those below it
  if (named.length === 0) return shared;
  const schoolClass = named.find(({ part }) => part.is === 'class')?.part;
  const subject = named.find(({ part }) => part.is === 'subject')?.part;
  const name = schoolClass?.is === 'class' ? schoolClass.name : shared.class;
  if (subject?.is === 'subject') return { class: name, subjects: subject.names, carried: false };
  const moved = shared.class !== null && name !== shared.class && shared.subjects !== null;
  return { class: name, subjects: shared.subjects, carried: shared.carried || moved };
}

function faultOfNames(session: Session, shared: Shared, named: Placed[], line: Line): Question | Refusal | null {
  const unknown = named.find(({ part }) => part.is === 'unknownClass');
  if (unknown) return refuse('unknown-class', wordsOf(line, unknown.from, unknown.to));
  const classes = new Set(named.flatMap(({ part }) => (part.is === 'class' ? [part.name] : [])));
  const subjects = new Set(named.flatMap(({ part }) => (part.is === 'subject' ? [part.names.join()] : [])));
  if (classes.size > 1 || subjects.size > 1) return refuse('unreadable');
  const doubtful = named.some(({ part }) => part.is === 'doubtfulClass');
  return doubtful ? askDoubtfulClass(session, shared, { at: line.offset, date: session.today }) : null;
}

/** Does a line without a text command go on with the statement above it? */
function goesOn(parts: Placed[], above: Statement, named: Placed[]): boolean {
  const first = parts.find(({ part }) => part.is !== 'filler' && part.is !== 'break');
  const is = first?.part.is;
  if (is === 'pupil' || is === 'all') return above.kind === 'list' && named.length === 0 && !opensAnother(parts);
  if (first?.part.is === 'code' && !first.part.command) return above.kind === 'text' && !leadsNames(parts, first);
  if (is === 'code' || is === 'marks' || is === 'period') return false;
  return named.length === 0 || (above.kind === 'text' && !named.some((part) => part === first));
}

function opensAnother(parts: Placed[]): boolean {
  return parts.some(({ part }) => part.is === 'marks' || part.is === 'period');
}

/** `б`, `у` begin a line as codes only before a pupil: "б) № 5" goes on with a text. */
function leadsNames(parts: Placed[], code: Placed): boolean {
  return parts[parts.indexOf(code) + 1]?.part.is === 'pupil';
}

function addLine(above: Statement, scanned: ScannedLine): void {
  if (above.kind === 'list') {
    above.lines.push(scanned);
    return;
  }
  above.more.push(scanned.line);
  above.stop ??= looksRecorded(scanned.parts);
}

/** A line that by the rule goes on with a text, but reads like marks or absences: refused rather than put away as text. */
function looksRecorded(parts: Placed[]): Refusal | null {
  const content = assembleList(parts);
  const records = content.marks.length > 0 || content.absences.length > 0 || content.all !== null;
  if (!records) return null;
  if (content.fault === null) return refuse('unreadable');
  const strangers = parts.filter(({ part }) => part.is === 'unknown');
  const words = strangers.map(({ line, from, to }) => ({
    key: line.tokens[from]?.key ?? '',
    words: wordsOf(line, from, to),
  }));
  const surnames = words.length > 0 && words.every(({ key }) => SURNAME_SHAPE.test(key));
  return surnames && content.fault.code === 'unknown-student' ? refuse('unknown-student', words[0]?.words) : null;
}
