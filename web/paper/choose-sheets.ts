import { openId } from '../../src/access/public-ids.ts';
import type { Deed } from '../../src/delivery/hand-over.ts';
import type { SheetOnHand } from '../../src/delivery/sheets-view.ts';

/**
 * Which sheets a form means: those marked; or of those that stood on the page all but the marked, as far as they wait for
 * this: for their stub, else to be handed over. What was refused or awaits its stub is never meant by «all».
 * @returns null when one is none of these sheets
 */
export function chosenSheets(
  secret: string,
  sheets: readonly SheetOnHand[],
  form: { who: 'marked' | 'allBut'; sheet: string[]; shown: string[]; deed: Deed },
): number[] | null {
  const known = new Map(sheets.map((sheet) => [sheet.id, sheet]));
  const opened = (sealed: string[]) => sealed.map((one) => known.get(Number(openId(secret, 'sheet', one))));
  const marked = opened(form.sheet);
  const shown = opened(form.shown);
  if (![...marked, ...shown].every((sheet) => sheet !== undefined)) return null;
  if (form.who === 'marked') return marked.flatMap((sheet) => (sheet ? [sheet.id] : []));
  return waitingFor(
    shown.flatMap((sheet) => (sheet && !marked.includes(sheet) ? [sheet] : [])),
    form.deed,
  ).map(({ id }) => id);
}

/** Those that «all» means: for a stub who awaits it, else who is still to get the sheet. */
export function waitingFor<S extends Pick<SheetOnHand, 'state'>>(sheets: readonly S[], deed: Deed): S[] {
  return sheets.filter(({ state }) =>
    deed === 'stub' ? state === 'awaitingStub' : state === 'open' || state === 'absent',
  );
}
