/** Whatever colour a school sets, its pages stay legible by day and in the dark. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, isLegible } from '../../src/platform/colour.ts';
import { readConfig } from '../../src/platform/config.ts';
import { coloursOf, lookOf } from '../../web/look.ts';

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)
  .filter(isLegible);

test('contrast is what WCAG says it is', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#ffffff', '#ffffff')).toBe(1);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('text in the colour, on it, and on its tints has a contrast of 4.5 at least', () => {
  fc.assert(
    fc.property(colour, (school) => {
      const { day, dark } = coloursOf(school);
      for (const [a, b] of [
        [day.school, '#ffffff'],
        [day.school, '#f4f6f8'],
        [day.on, day.school],
        [day.school, day.soft],
        ['#55606b', day.soft],
        [dark.school, '#10171e'],
        [dark.school, '#17212a'],
        [dark.on, dark.school],
        [dark.school, dark.soft],
        ['#a5b1bc', dark.soft],
      ] as const)
        expect(contrast(a, b), `${a} on ${b}`).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test('the style sheet, the icon and their addresses follow the colour; without one they are Vestnik’s own', () => {
  const own = lookOf({});
  const red = lookOf({ colour: '#8f1c2c' });
  expect(red.style.path).not.toBe(own.style.path);
  expect(red.style.plain.toString()).toContain('--school:#8f1c2c');
  expect(own.style.plain.toString()).toContain('--school: #1c5d8f');
  expect(red.icon.plain.toString()).toContain('#8f1c2c');
  expect(red.icons.large.path).not.toBe(own.icons.large.path);
  expect(lookOf({ colour: '#8f1c2c' })).toBe(red);
});

test('a colour that nobody could read is refused at the start, by its name and with the remedy', () => {
  expect(readConfig({ SCHOOL_COLOUR: '#8F1C2C' })).toMatchObject({ ok: true, config: { SCHOOL_COLOUR: '#8f1c2c' } });
  for (const wrong of ['#ffee00', 'red', '#12345']) {
    const read = readConfig({ SCHOOL_COLOUR: wrong });
    expect(read.ok ? [] : read.faults.map(({ name }) => name)).toEqual(['SCHOOL_COLOUR']);
  }
});
