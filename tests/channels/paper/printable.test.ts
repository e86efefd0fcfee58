import { describe, expect, it } from 'vitest';
import { printable } from '../../../src/channels/paper/printable.ts';

const latinOnly = (codePoint: number) => codePoint >= 0x20 && codePoint < 0x250 && codePoint !== 0xb5;
const greek = (codePoint: number) => codePoint >= 0x370 && codePoint < 0x400;

describe('printable', () => {
  it.each([
    ['Обычный текст: № 7, § 4 — «да»…', 'Обычный текст: № 7, § 4 — «да»…'],
    ['a\r\nb\rc\u2028d\ve', 'a\nb\nc\nd\ne'],
    ['a\tb\u2003c\u202fd', 'a b c\u00a0d'],
    ['co\u00adop\u200b \ufeffx\u2011y', 'coop x-y'],
    ['☺ and \u0000 and \ud800', '◊ and ◊ and ◊'],
    ['❤\ufe0f', '◊'],
    ['e\u0301', 'é'],
    ['ﬃ ①', 'ffi 1'],
  ])('%j becomes %j', (text, expected) => {
    expect(printable(text, latinOnly)).toBe(expected);
  });

  it('takes one of two characters that share a glyph, so that it is found again', () => {
    expect(printable('5 \u00b5m, \u2126', (point) => latinOnly(point) || greek(point))).toBe('5 \u03bcm, \u03a9');
  });
});
