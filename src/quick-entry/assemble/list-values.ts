import type { AbsenceCode } from '../answer.ts';
import type { Placed } from '../recognise/part.ts';
import type { Who } from './list-content.ts';
import { closeOpener, fail, open, type State } from './list-state.ts';

export function takeMark(state: State, placed: Placed, values: string[]): boolean {
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

export function takeBadMark(state: State, placed: Placed, alone: boolean): boolean {
  const somebody = state.pending.length > 0 || state.last !== null || state.awaitingAll || state.excepting;
  return fail(state, somebody || !alone ? 'bad-mark' : 'unreadable', placed);
}

export function takeCode(state: State, placed: Placed, code: AbsenceCode, index: number): boolean {
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
