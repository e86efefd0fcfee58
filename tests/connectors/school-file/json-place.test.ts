import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFaultAt } from '../../../src/connectors/school-file/json-place.ts';

test.each([
  ['{"a": }', 6],
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ['[1 2]', 3],
  ['[1,]', 3],
  ['{a: 1}', 1],
  ['[1', 2],
  ['[01]', 1],
  ['{} x', 3],
  ['["a\nb"]', 1],
])('%j goes wrong at %i', (text, at) => {
  expect(jsonFaultAt(text)).toBe(at);
});

test('agrees with the engine on what is JSON and what only ends too early', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ':', 'x', '1'), (json, spot, sign) => {
      const at = spot % (json.length + 1);
      const text = json.slice(0, at) + sign + json.slice(at);
      const said = engineSays(text);
      const found = jsonFaultAt(text);
      if (said === null) expect(found).toBe(text.length);
      else if (found === text.length) expect(said).toMatch(/end of JSON|Unterminated|property name|after/);
      else expect(found).toBeLessThan(text.length);
    }),
    { numRuns: 1000 },
  );
});

/** Null when the text is JSON. */
function engineSays(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return String(error);
  }
}
