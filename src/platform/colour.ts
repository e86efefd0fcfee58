/** Colours, `#rrggbb`, as WCAG 2.2 measures them. Pure. */

const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Relative luminance, 0 black … 1 white. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 (the same) to 21 (black on white); small text wants 4.5. */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** @param share of the second, 0–1 */
export function mixed(a: string, b: string, share: number): string {
  const other = channels(b);
  const parts = channels(a).map((value, nth) => Math.round(value + ((other[nth] ?? 0) - value) * share));
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** What text in a school's colour, and white text on it, needs to be read by everybody. */
export const LEGIBLE = 4.5;
/** What pages stand on, by day. */
export const PAPER = '#f4f6f8';

export function isLegible(colour: string): boolean {
  return contrast(colour, PAPER) >= LEGIBLE;
}
