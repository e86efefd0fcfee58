/** The table of rights as the school reads it: nothing left out, nothing but the table. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACTIONS, ROLES, TABLE } from '../../src/access/may.ts';
import { ACTION_NAMES, ROLE_NAMES, WHOSE_MEANING, WHOSE_NAMES } from '../../src/texts/web/rights.ts';
import { expectTone } from '../texts/tone.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { signedIn } from './visitor.ts';

let school: WebSchool;
beforeAll(async () => {
  school = await openWebSchool();
});
afterAll(() => school.close());

test('every action, role and reach has a Russian name of its own', () => {
  const reaches = ACTIONS.flatMap((action) => Object.values(TABLE[action]));
  for (const [names, keys] of [
    [ACTION_NAMES, ACTIONS],
    [ROLE_NAMES, ROLES],
    [WHOSE_NAMES, reaches],
    [WHOSE_MEANING, reaches],
  ] as [Record<string, string>, readonly string[]][]) {
    for (const key of keys) expect(names[key], key).toMatch(/^[а-яё][^a-z]+$/i);
    expect(new Set(Object.values(names)).size).toBe(Object.keys(names).length);
    expectTone(names);
  }
});

test('the page says what the table says, cell by cell', async () => {
  const { text } = await (await signedIn(school, 't5')).get('/desk/rights');
  const rows = [...text.matchAll(/<tr><th scope="row">([^<]+)<\/th>(.*?)<\/tr>/g)].map(([, name, cells]) => [
    name,
    ...[...(cells ?? '').matchAll(/<td>([^<]*)<\/td>/g)].map(([, cell]) => cell),
  ]);
  const expected = ACTIONS.map((action) => [
    ACTION_NAMES[action],
    ...ROLES.map((role) => {
      const whose = TABLE[action][role];
      return whose ? WHOSE_NAMES[whose] : '—';
    }),
  ]);
  expect(rows).toEqual(expected);
  expect(text).toContain('по состоянию на\u00a016\u00a0сентября');
  expect((await (await signedIn(school, 't5')).get('/desk')).text).toContain('href="/desk/rights"');
});
