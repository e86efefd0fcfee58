/** Printed sheets of one's class: what waits, all of them or all but some, through the child, stubs that came back. */
import { TEACHERS_BUTTONS as LABELS, staleStaffButton, undoTooLate } from '../../../src/texts/bot/teachers.ts';
import * as say from '../../../src/texts/bot/teachers-sheets.ts';
import { UNDO_MINUTES } from './cards.ts';
import type { Button, OpenSheet, SheetChoice, Turn } from './model.ts';
import { type SheetTap, sheetData } from './sheet-data.ts';
import { exceptedBy, readAllBut } from './sheet-names.ts';
import { rows, shortened } from './show.ts';

/** A choice, or a list that was shown, is meant by «все, кроме …» so long. */
const FRESH_MS = 30 * 60_000;

const isStub = ({ state }: OpenSheet) => state === 'awaitingStub';
/** «All» never means who refused. */
const isWaiting = ({ state }: OpenSheet) => state === 'open' || state === 'absent';

/** @param message the bot's own, to show the list in its place; absent: a new one */
export async function showSheets(turn: Turn, message?: number): Promise<undefined> {
  const sheets = await turn.desk.sheets();
  if (!sheets) return show(turn, say.noSheetsForYou(), [], message);
  const stubs = sheets.filter(isStub);
  const rest = sheets.filter((sheet) => !isStub(sheet));
  const waiting = rest.filter(isWaiting);
  if (!sheets.length) return show(turn, say.nothingToHandOver(), [], message);
  const { version } = begin(turn, 'list', 'person', []);
  const buttons = [
    ...(waiting.length
      ? [[button(say.allButton(waiting.length), 'all', version), button(say.SHEET_BUTTONS.allBut, 'but', version)]]
      : []),
    [
      ...(waiting.length ? [button(say.SHEET_BUTTONS.child, 'child', version)] : []),
      ...(stubs.length ? [button(say.SHEET_BUTTONS.stubs, 'stubs', version)] : []),
    ],
  ];
  return show(
    turn,
    say.openSheets(rest, stubs),
    buttons.filter((row) => row.length > 0),
    message,
  );
}

function begin(
  { state, desk }: Turn,
  step: SheetChoice['step'],
  deed: say.BotDeed,
  offered: readonly OpenSheet[],
): SheetChoice {
  const ids = offered.map(({ id }) => id);
  const version = (state.sheets?.version ?? 0) + 1;
  // stubs come back one by one, sheets go out together
  state.sheets = {
    step,
    deed,
    version,
    offered: ids,
    chosen: deed === 'stub' ? [] : ids,
    batch: null,
    at: desk.now().toISOString(),
  };
  return state.sheets;
}

const button = (text: string, verb: SheetTap['verb'], version = 0, index = 0): Button => ({
  text,
  data: sheetData(verb, version, index),
});

function show({ effects }: Turn, said: string, buttons: Button[][], message?: number): undefined {
  const shown = { text: shortened(said), buttons };
  effects.push(message === undefined ? { do: 'send', ...shown } : { do: 'change', message, ...shown });
}

/** @returns a short word for the tap itself, or nothing */
export async function onSheetTap(turn: Turn, tap: SheetTap, message: number): Promise<string | undefined> {
  if (tap.verb === 'open') return showSheets(turn);
  if (tap.verb === 'list') return showSheets(turn, message);
  const choice = turn.state.sheets;
  if (!choice || choice.version !== tap.version) return staleStaffButton();
  switch (tap.verb) {
    case 'all':
    case 'but':
    case 'child':
    case 'stubs':
      return start(turn, tap.verb, message);
    case 'pick':
      return pick(turn, choice, tap.index, message);
    case 'next':
      return choice.chosen.length ? confirm(turn, choice, message) : say.nobodyChosen();
    case 'record':
      return record(turn, choice, message);
    case 'undo':
      return undo(turn, choice, message);
    case 'cancel':
      turn.state.sheets = null;
      return show(turn, say.sheetsCancelled(), [[button(say.SHEET_BUTTONS.back, 'list')]], message);
  }
}

async function start(turn: Turn, verb: 'all' | 'but' | 'child' | 'stubs', message?: number): Promise<undefined> {
  const sheets = (await turn.desk.sheets()) ?? [];
  const offered = sheets.filter(verb === 'stubs' ? isStub : isWaiting);
  if (!offered.length) return showSheets(turn, message);
  const deed = verb === 'stubs' ? 'stub' : verb === 'child' ? 'child' : 'person';
  const choice = begin(turn, 'choose', deed, offered);
  return verb === 'all' ? confirm(turn, choice, message) : showChoice(turn, choice, message);
}

async function pick(turn: Turn, choice: SheetChoice, index: number, message: number): Promise<undefined> {
  const id = choice.offered[index];
  if (id === undefined) return;
  const isChosen = choice.chosen.includes(id);
  choice.chosen = isChosen ? choice.chosen.filter((one) => one !== id) : [...choice.chosen, id];
  return showChoice(turn, choice, message);
}

async function showChoice(turn: Turn, choice: SheetChoice, message?: number, about?: string): Promise<undefined> {
  const sheets = await offeredOf(turn, choice);
  const names = choice.offered.flatMap((id, index) => {
    const sheet = sheets.get(id);
    return sheet ? [button(say.sheetButton(sheet, choice.chosen.includes(id)), 'pick', choice.version, index)] : [];
  });
  const text = [about, say.chooseSheets(choice.deed)].filter(Boolean).join('\n');
  return show(
    turn,
    text,
    [
      ...rows(names, 2),
      [button(say.SHEET_BUTTONS.next, 'next', choice.version), button(LABELS.cancel, 'cancel', choice.version)],
    ],
    message,
  );
}

async function confirm(turn: Turn, choice: SheetChoice, message?: number): Promise<undefined> {
  const sheets = await offeredOf(turn, choice);
  Object.assign(choice, { step: 'confirm', version: choice.version + 1 });
  const which = (chosen: boolean) =>
    choice.offered.flatMap((id) => (choice.chosen.includes(id) === chosen ? (sheets.get(id) ?? []) : []));
  const { date } = await turn.desk.school(turn.desk.now());
  const buttons = [button(LABELS.record, 'record', choice.version), button(LABELS.cancel, 'cancel', choice.version)];
  return show(turn, say.confirmSheets(choice.deed, date, which(true), which(false)), [buttons], message);
}

async function record(turn: Turn, choice: SheetChoice, message: number): Promise<string | undefined> {
  const { desk } = turn;
  if (choice.step !== 'confirm') return staleStaffButton();
  const { date } = await desk.school(desk.now());
  const handed = await desk.handOver(choice.chosen, choice.deed, date);
  if (!handed.ok) return showSheets(turn, message);
  const { batch, noted, stood } = handed;
  Object.assign(choice, {
    step: 'done',
    version: choice.version + 1,
    batch,
    chosen: noted,
    at: desk.now().toISOString(),
  });
  const buttons = [
    ...(batch === null ? [] : [button(LABELS.undo, 'undo', choice.version)]),
    button(say.SHEET_BUTTONS.back, 'list'),
  ];
  return show(turn, say.sheetsNoted(choice.deed, noted.length, stood.length), [buttons], message);
}

async function undo(turn: Turn, choice: SheetChoice, message: number): Promise<string | undefined> {
  const { desk, state } = turn;
  if (choice.step !== 'done' || choice.batch === null) return staleStaffButton();
  if (desk.now().getTime() - Date.parse(choice.at) > UNDO_MINUTES * 60_000) return undoTooLate();
  const taken = await desk.takeBackSheets(choice.batch, choice.chosen);
  if (!taken) return say.sheetsChangedSince();
  state.sheets = null;
  return show(turn, say.sheetsTakenBack(), [[button(say.SHEET_BUTTONS.back, 'list')]], message);
}

/** Those of the choice that are still open, by number. */
async function offeredOf({ desk }: Turn, { offered }: SheetChoice): Promise<Map<number, OpenSheet>> {
  const sheets = (await desk.sheets()) ?? [];
  return new Map(sheets.filter(({ id }) => offered.includes(id)).map((sheet) => [sheet.id, sheet]));
}

/**
 * «Вручены все», «все, кроме Иванова»: the bare words only where sheets were shown lately, for they might be anything.
 * @returns whether the message was about sheets
 */
export async function onSheetsLine(turn: Turn, text: string): Promise<boolean> {
  const { desk, state } = turn;
  const said = readAllBut(text);
  if (!said) return false;
  const shown =
    state.sheets && state.sheets.step !== 'done' && desk.now().getTime() - Date.parse(state.sheets.at) < FRESH_MS;
  if (!said.named && !shown) return false;
  const sheets = (await desk.sheets())?.filter(isWaiting) ?? [];
  if (!sheets.length) {
    await showSheets(turn);
    return true;
  }
  const excepted = exceptedBy(await desk.school(desk.now()), sheets, said.but);
  const choice = begin(turn, 'choose', 'person', sheets);
  choice.chosen = choice.offered.filter((id) => !excepted.ids.has(id));
  const unclear = excepted.unclear[0];
  if (unclear !== undefined) await showChoice(turn, choice, undefined, say.whoIsExcepted(unclear));
  else if (choice.chosen.length) await confirm(turn, choice);
  else await showSheets(turn);
  return true;
}
