import { type AbsenceCode, type RefusalCode, refuse } from '../answer.ts';
import type { Part, Placed } from '../recognise/part.ts';
import { wordsOf } from '../text/tokens.ts';
import type { ListContent, Who } from './list-content.ts';

type Gap = 'none' | 'soft' | 'hard';

/** A list half read. */
interface State {
  content: ListContent;
  parts: Placed[];
  /** The code that a list was opened with, for pupils who get no value of their own. */
  opener: { code: AbsenceCode; names: number } | null;
  /** A semicolon has set the pupils at hand apart from the list that was opened. */
  apart: boolean;
  pending: Who[];
  awaitingAll: boolean;
  excepting: boolean;
  /** Who got the last value: another may follow it. */
  last: Who[] | 'all' | null;
  /** What stands between this part and the one before it. */
  gap: Gap;
  faults: { at: number; code: RefusalCode; words: string }[];
}

/** Puts the parts of a list together: which marks and codes belong to which pupils. Stops at what it cannot read. */
export function assembleList(parts: Placed[]): ListContent {
  const state: State = {
    content: { marks: [], absences: [], all: null, fault: null, marksMeant: false },
    parts,
    opener: null,
    apart: false,
    pending: [],
    awaitingAll: false,
    excepting: false,
    last: null,
    gap: 'none',
    faults: [],
  };
  const readable = parts.every((placed, index) => take(state, placed, index));
  if (readable) finish(state);
  checkNames(state);
  const [first] = state.faults.sort((one, other) => one.at - other.at);
  return { ...state.content, fault: first ? refuse(first.code, first.words) : null };
}

/** Reads one part; false when nothing after it can be understood. */
function take(state: State, placed: Placed, index: number): boolean {
  const { part } = placed;
  if (part.is === 'break') {
    state.gap = part.hard ? 'hard' : state.gap === 'hard' ? 'hard' : 'soft';
    return true;
  }
  if (part.is === 'filler' || part.is === 'per') return true;
  const taken = step(state, part, placed, index);
  state.gap = 'none';
  return taken;
}

function step(state: State, part: Part, placed: Placed, index: number): boolean {
  switch (part.is) {
    case 'pupil':
      return takePupil(state, placed, { ...whoOf(placed), fit: part.fit, known: true }, part.surname);
    case 'unknown':
      return takePupil(state, placed, { ...whoOf(placed), fit: [], known: false }, false);
    case 'mark':
      state.content.marksMeant = true;
      return part.counting ? fail(state, 'unreadable', placed) : takeMark(state, placed, part.values);
    case 'badMark':
      state.content.marksMeant = true;
      return takeBadMark(state, placed, part.alone);
    case 'code':
      return takeCode(state, placed, part.code, index);
    case 'all':
      return takeAll(state, placed);
    case 'except':
      return takeExcept(state, placed);
    case 'unclear':
    case 'text':
    case 'due':
      return fail(state, 'unreadable', placed);
    default:
      // class, subject, day, work, period: told elsewhere; a mark after them belongs to nobody before them
      state.last = null;
      return true;
  }
}

function whoOf(placed: Placed): Pick<Who, 'words' | 'at'> {
  return { words: wordsOf(placed.line, placed.from, placed.to), at: positionOf(placed) };
}

function positionOf(placed: Placed): number {
  return placed.line.offset + (placed.line.tokens[placed.from]?.start ?? 0);
}

function fail(state: State, code: RefusalCode, placed: Placed): boolean {
  state.faults.push({ code, at: positionOf(placed), words: wordsOf(placed.line, placed.from, placed.to) });
  return false;
}

function takePupil(state: State, placed: Placed, who: Who, surname: boolean): boolean {
  if (state.gap === 'hard' && !closeGroup(state, placed)) return false;
  // a stray word right before a surname is no name of the list
  const stray = state.pending.at(-1);
  if (surname && stray && !stray.known && state.gap === 'none') return fail(state, 'unreadable', placed);
  state.last = null;
  if (state.excepting) state.content.all?.except.push(who);
  else state.pending.push(who);
  if (state.opener && !state.excepting) state.opener.names += 1;
  return true;
}

/** A semicolon: pupils before it must have got their value, or belong to the list that was opened. */
function closeGroup(state: State, placed: Placed): boolean {
  state.excepting = false;
  if (state.opener) {
    flush(state);
    state.apart = true;
    return true;
  }
  const stray = state.pending.some((who) => !who.known);
  return state.pending.length === 0 || fail(state, stray ? 'unreadable' : 'empty', placed);
}

/** Gives the code of the opened list to those who wait. */
function flush(state: State): void {
  const { opener } = state;
  if (opener) state.content.absences.push(...state.pending.map((who) => ({ who, code: opener.code })));
  state.pending = [];
}

function takeMark(state: State, placed: Placed, values: string[]): boolean {
  const { all, marks } = state.content;
  if (state.excepting && all) return takeMarkAfterExcept(state, placed, values);
  if (state.awaitingAll && all) {
    all.values.push(...values);
    state.awaitingAll = false;
    state.last = 'all';
    return true;
  }
  if (state.pending.length > 0) {
    // "н Титов, Власова 5": absent, or marked, or both
    if (state.opener && !state.apart) return fail(state, 'unreadable', placed);
    if (namesOneTwice(state.pending)) return fail(state, 'unreadable', placed);
    marks.push(...state.pending.map((who) => ({ who, values })));
    state.last = state.pending;
    state.pending = [];
    return true;
  }
  if (state.last === null || state.gap === 'hard') return fail(state, 'unreadable', placed);
  if (state.last === 'all') {
    if (!all || all.code) return fail(state, 'unreadable', placed);
    all.values.push(...values);
    return true;
  }
  marks.push(...state.last.map((who) => ({ who, values })));
  return true;
}

/** "Глеб, Ветров 5": a pupil named twice, or two pupils with one name mistaken? */
function namesOneTwice(names: Who[]): boolean {
  const sure = names.filter(({ fit }) => fit.length === 1).map(({ fit }) => fit[0]);
  return new Set(sure).size < sure.length;
}

/** "всем, кроме Иванова, 5" gives the others a 5; "всем 5, кроме Иванова 4" gives Иванов a 4. */
function takeMarkAfterExcept(state: State, placed: Placed, values: string[]): boolean {
  const { all, marks } = state.content;
  if (!all || all.except.length === 0) return fail(state, 'unreadable', placed);
  state.excepting = false;
  if (state.awaitingAll) {
    all.values.push(...values);
    state.awaitingAll = false;
    state.last = 'all';
    return true;
  }
  const [only, ...others] = all.except;
  if (!only || others.length > 0 || state.gap === 'hard') return fail(state, 'unreadable', placed);
  marks.push({ who: only, values });
  state.last = [only];
  return true;
}

function takeBadMark(state: State, placed: Placed, alone: boolean): boolean {
  const somebody = state.pending.length > 0 || state.last !== null || state.awaitingAll || state.excepting;
  return fail(state, somebody || !alone ? 'bad-mark' : 'unreadable', placed);
}

function takeCode(state: State, placed: Placed, code: AbsenceCode, index: number): boolean {
  const leads = isName(nextWord(state.parts, index));
  if (state.excepting) return takeCodeAfterExcept(state, placed, code, leads);
  if (state.awaitingAll && state.content.all) {
    if (leads || state.gap !== 'none') return fail(state, 'unreadable', placed);
    state.content.all.code = code;
    state.awaitingAll = false;
    state.last = 'all';
    return true;
  }
  if (state.pending.length > 0) return takeCodeAfterNames(state, placed, code, leads);
  if (state.last !== null) {
    // "Сидоров 5 н Титов" may be read both ways; "Крылов 5, н" too
    if ((state.gap === 'none') === leads) return fail(state, 'unreadable', placed);
    if (!leads) return takeCodeAfterValue(state, placed, code);
  }
  if (!closeOpener(state, placed)) return false;
  return open(state, code);
}

function nextWord(parts: Placed[], index: number): Placed | undefined {
  let at = index + 1;
  while (parts[at]?.part.is === 'filler') at += 1;
  return parts[at];
}

function isName(placed: Placed | undefined): boolean {
  return placed?.part.is === 'pupil' || placed?.part.is === 'unknown';
}

function open(state: State, code: AbsenceCode): boolean {
  state.opener = { code, names: 0 };
  state.apart = false;
  state.last = null;
  return true;
}

/** A list that was opened must have held somebody. */
function closeOpener(state: State, placed: Placed): boolean {
  if (state.opener && state.opener.names === 0) return fail(state, 'empty', placed);
  flush(state);
  return true;
}

/** "всем 5 кроме Сидорова (н)" */
function takeCodeAfterExcept(state: State, placed: Placed, code: AbsenceCode, leads: boolean): boolean {
  const [only, ...others] = state.content.all?.except ?? [];
  if (leads && state.gap !== 'none') {
    state.excepting = false;
    return open(state, code);
  }
  if (leads || !only || others.length > 0 || state.gap === 'hard') return fail(state, 'unreadable', placed);
  state.content.absences.push({ who: only, code });
  state.excepting = false;
  state.last = [only];
  return true;
}

/** "Сидоров н", and in a list that was opened "н Титов; Власова у". */
function takeCodeAfterNames(state: State, placed: Placed, code: AbsenceCode, leads: boolean): boolean {
  if (state.opener) {
    if (state.gap !== 'none' && leads) return closeOpener(state, placed) && open(state, code);
    const alone = state.apart || state.pending.length === 1;
    if (state.gap !== 'none' || leads || !alone) return fail(state, 'unreadable', placed);
  } else if (state.gap === 'hard' || (state.gap === 'soft' && leads)) {
    return fail(state, 'unreadable', placed);
  }
  state.content.absences.push(...state.pending.map((who) => ({ who, code })));
  state.last = state.pending;
  state.pending = [];
  return true;
}

/** "Крылов 5 н": marked and absent; a second code for the same pupil contradicts the first. */
function takeCodeAfterValue(state: State, placed: Placed, code: AbsenceCode): boolean {
  const { last } = state;
  if (last === null || last === 'all') return fail(state, 'unreadable', placed);
  state.content.absences.push(...last.map((who) => ({ who, code })));
  return true;
}

function takeAll(state: State, placed: Placed): boolean {
  if (state.content.all) return fail(state, 'unreadable', placed);
  if (state.opener && state.opener.names === 0) return fail(state, 'unreadable', placed);
  if (state.opener) flush(state);
  else if (state.pending.length > 0) return fail(state, 'empty', placed);
  state.opener = null;
  state.content.all = { values: [], code: null, except: [] };
  state.awaitingAll = true;
  state.last = null;
  return true;
}

function takeExcept(state: State, placed: Placed): boolean {
  const { all } = state.content;
  if (!all || state.excepting || all.except.length > 0 || state.pending.length > 0)
    return fail(state, 'unreadable', placed);
  state.excepting = true;
  state.last = null;
  return true;
}

/** The end of the list: who still waits for a value gets that of the opened list, or there is nothing to record. */
function finish(state: State): void {
  const last = state.parts.at(-1);
  if (!last) return;
  const { all } = state.content;
  const stray = state.opener ? undefined : state.pending.find((who) => !who.known);
  if (stray) state.faults.push({ at: stray.at, code: 'unreadable', words: stray.words });
  if (state.opener && state.opener.names === 0) fail(state, 'empty', last);
  if (all && state.excepting && all.except.length === 0) fail(state, 'unreadable', last);
  if (state.awaitingAll) fail(state, 'empty', last);
  if (state.opener) {
    flush(state);
    return;
  }
  if (!stray && state.pending.length > 0) fail(state, 'empty', last);
}

/** Nobody's name with a value, among the absent or after `кроме`. */
function checkNames(state: State): void {
  const { marks, absences, all } = state.content;
  const named = [...marks, ...absences].map(({ who }) => who).concat(all?.except ?? []);
  for (const who of named) {
    if (who.fit.length === 0) state.faults.push({ at: who.at, code: 'unknown-student', words: who.words });
  }
}
