/** What stands behind the buttons of printed sheets: 64 bytes at most, trusted in nothing. */

const VERBS = ['open', 'list', 'all', 'but', 'child', 'stubs', 'pick', 'next', 'record', 'cancel', 'undo'] as const;
export type SheetVerb = (typeof VERBS)[number];

export interface SheetTap {
  verb: SheetVerb;
  /** of the choice under way: an older button does nothing */
  version: number;
  index: number;
}

export function sheetData(verb: SheetVerb, version = 0, index = 0): string {
  return ['h', verb, version, index].join(':');
}

export function readSheetData(data: string): SheetTap | null {
  const found = /^h:([a-z]+):(\d{1,9}):(\d{1,4})$/.exec(data);
  const verb = VERBS.find((each) => each === found?.[1]);
  return found && verb ? { verb, version: Number(found[2]), index: Number(found[3]) } : null;
}
