import { refuse } from '../answer.ts';
import type { Part, Placed } from '../recognise/part.ts';
import { wordsOf } from '../text/tokens.ts';
import type { ListContent, Who } from './list-content.ts';
import { fail, flush, positionOf, type State } from './list-state.ts';
import { takeBadMark, takeCode, takeMark } from './list-values.ts';

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
