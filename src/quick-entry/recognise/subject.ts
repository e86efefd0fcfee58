import type { SubjectVariant } from '../subjects.ts';
import type { Token } from '../text/tokens.ts';
import type { Found, Reading } from './part.ts';
import { surnameAt } from './pupil.ts';

const SHORTEST_PREFIX = 3;
const SHORTEST_LATER_PREFIX = 2;

interface Match {
  subject: string;
  next: number;
  exact: boolean;
}

/** A subject by its name, a short form or a prefix, in any case, with or without "по" before it. */
export function readSubject(reading: Reading, at: number): Found | null {
  const { tokens } = reading.line;
  const key = tokens[at]?.key;
  const led = key === 'по' || key === 'на';
  const matches = matchesAt(reading, led ? at + 1 : at);
  if (matches.length === 0) return null;
  const next = matches[0]?.next ?? at;
  const exact = matches[0]?.exact ?? false;
  if (key === 'на' && !exact) return null;
  // a pupil's very name goes before a mere prefix of a subject
  if (!led && !exact && surnameAt(reading, at)) return null;
  return { part: { is: 'subject', names: matches.map((match) => match.subject), exact }, next };
}

/** The longest match; of equally long ones the exact; several subjects when they cannot be told apart. */
function matchesAt(reading: Reading, at: number): Match[] {
  const first = reading.line.tokens[at];
  if (first?.kind !== 'word') return [];
  const variants = reading.roster.subjects.variants.get(first.key.slice(0, 2)) ?? [];
  const matches = variants.flatMap((variant) => matchVariant(variant, reading.line.tokens, at) ?? []);
  const longest = Math.max(...matches.map((match) => match.next));
  const long = matches.filter((match) => match.next === longest);
  const exact = long.filter((match) => match.exact);
  const best = exact.length > 0 ? exact : long;
  return best.filter((match, index) => best.findIndex((other) => other.subject === match.subject) === index);
}

function matchVariant(variant: SubjectVariant, tokens: Token[], at: number): Match | null {
  let next = at;
  let exact = true;
  let words = 0;
  for (const { plain, forms } of variant.words) {
    const position = words === 0 ? at : wordAfter(tokens, next);
    const token = position === null ? undefined : tokens[position];
    if (position === null || !token) break;
    const form = forms.has(token.key);
    const shortest = words === 0 ? SHORTEST_PREFIX : SHORTEST_LATER_PREFIX;
    if (!form && !(token.key.length >= shortest && plain.startsWith(token.key))) break;
    exact = exact && form;
    words += 1;
    next = position + 1;
  }
  if (words === 0) return null;
  const whole = words === variant.words.length;
  // one letter or two alone are a subject only if the school says so
  if (!whole && words === 1 && (tokens[at]?.key.length ?? 0) < SHORTEST_PREFIX) return null;
  return { subject: variant.subject, next, exact: exact && whole };
}

/** The next word, over a dot, a hyphen or a bracket between the words of a name. */
function wordAfter(tokens: Token[], from: number): number | null {
  let at = from;
  while (at < from + 2 && ['.', '-', '('].includes(tokens[at]?.key ?? '')) at += 1;
  return tokens[at]?.kind === 'word' ? at : null;
}
