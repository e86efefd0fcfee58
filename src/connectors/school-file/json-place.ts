/** Where a text stops being JSON: the engine's own message does not always say. */

const SPACE = /[\t\n\r ]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

/** The offset of the first sign that cannot stand where it stands; the length when the text ends too early. */
export function jsonFaultAt(text: string): number {
  let at = 0;
  const open: ('{' | '[')[] = [];
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const sign = (wanted: string): boolean => {
    skip(SPACE);
    if (text[at] !== wanted) return false;
    at++;
    return true;
  };
  const key = (): boolean => skip(SPACE) && skip(STRING) && sign(':');
  /** After a value: closes what ends here, goes on with the next element. False: a fault. */
  const next = (): boolean => {
    while (open.length > 0) {
      const inObject = open.at(-1) === '{';
      if (sign(',')) return !inObject || key();
      if (!sign(inObject ? '}' : ']')) return false;
      open.pop();
    }
    return true;
  };
  do {
    skip(SPACE);
    if (sign('{')) {
      open.push('{');
      if (!sign('}')) {
        if (key()) continue;
        return at;
      }
      open.pop();
    } else if (sign('[')) {
      open.push('[');
      if (!sign(']')) continue;
      open.pop();
    } else if (!skip(STRING) && !skip(SCALAR)) {
      return at;
    }
    if (!next()) return at;
  } while (open.length > 0);
  skip(SPACE);
  return at;
}
