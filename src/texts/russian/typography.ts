/**
 * No-break space: within dates, after № and §, between a number and its noun, in our own words only. What a teacher or parent
 * wrote stays as it was written.
 */
export const NBSP = '\u00a0';

/**
 * Text in «ёлочки», untouched inside. A text that brings its own «ёлочки» gets „лапки“ around itself instead:
 * nothing of it is rewritten, and the reader still sees where it ends.
 */
export function quoted(text: string): string {
  return /[«»]/.test(text) ? `„${text}“` : `«${text}»`;
}

/** The text with its first letter large; the rest as it is. */
export function capital(text: string): string {
  const first = [...text][0] ?? '';
  return first.toUpperCase() + text.slice(first.length);
}

/** «а, б и в» */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} и ${parts.at(-1)}`;
}

/** The text as one sentence: a full stop where it ends without a mark of its own. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
