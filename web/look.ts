/** The school's look: its one colour, and all that follows from it by day and in the dark. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { contrast, LEGIBLE, mixed, PAPER } from '../src/platform/colour.ts';
import { type Asset, once, ownFile, textAsset } from './asset.ts';
import { drawIcon, type IconLook } from './icon-image.ts';

/** As the style sheet and the drawing of the icon have it by themselves. */
const DEFAULT = '#1c5d8f';
const DARK_PAPER = '#17212a';
const WHITE = '#ffffff';
/** Quiet text, by day and in the dark, as the style sheet has it. */
const QUIET = '#55606b';
const DARK_QUIET = '#a5b1bc';
/** What text is read on for long. */
const EASY = 7;

export interface Colours {
  school: string;
  soft: string;
  on: string;
}

/** By day and in the dark. @param colour legible on the page by day (`isLegible`) */
export function coloursOf(colour: string): { day: Colours; dark: Colours } {
  const steps = Array.from({ length: 21 }, (_, nth) => nth / 20);
  const soft = (ground: string, from: number, text: readonly string[]) =>
    steps
      .filter((share) => share >= from)
      .map((share) => mixed(colour, ground, share))
      .find((each) => text.every((t) => contrast(t, each) >= LEGIBLE)) ?? ground;
  const light =
    steps.map((share) => mixed(colour, WHITE, share)).find((each) => contrast(each, DARK_PAPER) >= EASY) ?? WHITE;
  return {
    day: { school: colour, soft: soft(PAPER, 0.85, [colour, QUIET]), on: WHITE },
    dark: { school: light, soft: soft(DARK_PAPER, 0.6, [light, DARK_QUIET]), on: mixed(colour, '#000000', 0.8) },
  };
}

function styleOf(colour: string): string {
  if (colour === DEFAULT) return '';
  const { day, dark } = coloursOf(colour);
  const root = ({ school, soft, on }: Colours) => `:root{--school:${school};--school-soft:${soft};--on-school:${on}}`;
  return `\n${root(day)}@media (prefers-color-scheme:dark){${root(dark)}}`;
}

export interface Icon {
  path: string;
  size: number;
  image(): Buffer;
}

export interface Look {
  colour: string;
  style: Asset;
  icon: Asset;
  icons: { small: Icon; large: Icon; full: Icon; apple: Icon };
}

const looks = new Map<string, Look>();
const require = createRequire(import.meta.url);
const base = readFileSync(require.resolve('@picocss/pico/css/pico.classless.min.css'), 'utf8');
const style = ownFile('./styles/vestnik.css');
const drawing = ownFile('./styles/vestnik.svg');

/** @param colour `#rrggbb`; absent: Vestnik's own */
export function lookOf({ colour = DEFAULT }: { colour?: string | undefined }): Look {
  const known = looks.get(colour);
  if (known) return known;
  const look: Look = {
    colour,
    style: textAsset('vestnik', 'css', 'text/css; charset=utf-8', `${base}\n${style}${styleOf(colour)}`),
    icon: textAsset('vestnik', 'svg', 'image/svg+xml', drawing.replaceAll(DEFAULT, colour)),
    icons: {
      small: iconOf('icon-192', { colour, size: 192, full: false }),
      large: iconOf('icon-512', { colour, size: 512, full: false }),
      full: iconOf('icon-full-512', { colour, size: 512, full: true }),
      apple: iconOf('icon-apple', { colour, size: 180, full: true }),
    },
  };
  looks.set(colour, look);
  return look;
}

/** Drawn once: few pages are ever installed. */
function iconOf(name: string, look: IconLook): Icon {
  return { path: `/assets/${name}-${look.colour.slice(1)}.png`, size: look.size, image: once(() => drawIcon(look)) };
}
