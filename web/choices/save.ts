import type { Actor } from '../../src/access/actor.ts';
import type { Change } from '../../src/access/choice-check.ts';
import { choose } from '../../src/access/choices.ts';
import { choiceFault } from '../../src/texts/choices.ts';
import type { WebDeps } from '../services.ts';
import { childChanges, type OwnForm, ownForm, restChanges } from './forms.ts';
import type { Choices } from './load.ts';

/** A form that was refused: what is wrong, with which form, and what was filled in. */
export interface Refused {
  fault: string;
  /** sealed child of the form, or its part */
  form: string;
  filled: Partial<Record<string, string>>;
}

export type Saved = { ok: true; links: boolean } | ({ ok: false } & Refused);

/** Saves one form of the own page, in the diary or by the link of a letter. */
export async function saveOwn(
  deps: WebDeps,
  chooser: { actor: Actor; guardianIds: string[]; way: 'diary' | 'emailLink' },
  choices: Choices,
  body: unknown,
): Promise<Saved> {
  const parsed = ownForm.safeParse(body);
  const filled = filledIn(body);
  const form = filled.child ?? filled.part ?? '';
  const changes = parsed.success ? changesOf(choices, parsed.data) : null;
  if (!parsed.success || !changes)
    return { ok: false, fault: choiceFault(parsed.success ? 'notYours' : '', ''), form, filled };
  const chosen = await choose(deps, chooser, changes);
  if (!chosen.ok) return { ok: false, fault: choiceFault(chosen.code, chosen.field), form, filled };
  return { ok: true, links: parsed.data.part === 'links' };
}

/** Null: a child that is not among these. */
function changesOf(choices: Choices, filled: OwnForm): Change[] | null {
  switch (filled.part) {
    case 'child': {
      const one = choices.children.find(({ sealed }) => sealed === filled.child);
      return one ? childChanges(one, filled) : null;
    }
    case 'rest':
      return restChanges(choices, filled);
    case 'resume':
      return [{ what: 'pause', until: null }];
    case 'links':
      return [{ what: 'links' }];
  }
}

/** The fields of a form as they came, for showing them again. */
export function filledIn(body: unknown): Partial<Record<string, string>> {
  const entries = Object.entries(typeof body === 'object' && body !== null ? body : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
