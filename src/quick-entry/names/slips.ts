/** Finds forms that differ from a word by one slip of the pen, without comparing it with each of them. */
export interface SlipIndex {
  add(form: string, id: string): void;
  /** Ids of all forms one slip away; the word itself is not sought. */
  find(word: string): Set<string>;
}

const LONGEST = 40;

/** Two words one slip apart share a spelling with one letter left out: forms are kept under all such spellings. */
export function createSlipIndex(): SlipIndex {
  const owners = new Map<string, Set<string>>();
  const spellings = new Map<string, Set<string>>();

  function add(form: string, id: string): void {
    const known = owners.get(form);
    if (known) {
      known.add(id);
      return;
    }
    owners.set(form, new Set([id]));
    for (const spelling of withOneLeftOut(form)) {
      const forms = spellings.get(spelling);
      if (forms) forms.add(form);
      else spellings.set(spelling, new Set([form]));
    }
  }

  function find(word: string): Set<string> {
    const found = new Set<string>();
    if (word.length > LONGEST) return found;
    for (const spelling of withOneLeftOut(word)) {
      for (const form of spellings.get(spelling) ?? []) {
        if (isOneSlip(word, form)) for (const id of owners.get(form) ?? []) found.add(id);
      }
    }
    return found;
  }

  return { add, find };
}

function withOneLeftOut(word: string): string[] {
  const spellings = [word];
  for (let at = 0; at < word.length; at += 1) spellings.push(word.slice(0, at) + word.slice(at + 1));
  return spellings;
}

/** One letter wrong, missing or extra, or two neighbours swapped. */
export function isOneSlip(word: string, form: string): boolean {
  if (word === form || Math.abs(word.length - form.length) > 1) return false;
  let head = 0;
  while (head < word.length && word[head] === form[head]) head += 1;
  const rest = (text: string, skip: number) => text.slice(head + skip);
  if (word.length < form.length) return rest(word, 0) === rest(form, 1);
  if (word.length > form.length) return rest(word, 1) === rest(form, 0);
  if (rest(word, 1) === rest(form, 1)) return true;
  return word[head] === form[head + 1] && word[head + 1] === form[head] && rest(word, 2) === rest(form, 2);
}
