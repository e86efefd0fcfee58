import { expect, test } from 'vitest';
import { askTogether } from '../../src/platform/database/ask-together.ts';

/** A statement that answers when it is told to, twice what it was asked. */
function standIn() {
  const asked: number[][] = [];
  const open: { answer(): void; fail(error: Error): void }[] = [];
  const ask = askTogether((questions: number[]) => {
    asked.push(questions);
    return new Promise<number[]>((resolve, reject) => {
      open.push({ answer: () => resolve(questions.map((each) => each * 2)), fail: reject });
    });
  });
  return { ask, asked, open };
}

test('what comes while statements are under way is asked together afterwards, never answered by one that began before', async () => {
  const { ask, asked, open } = standIn();
  const answers = [1, 2, 3, 4, 5].map(ask);
  expect(asked).toEqual([[1], [2]]);
  open[0]!.answer();
  expect(await answers[0]).toBe(2);
  expect(asked).toEqual([[1], [2], [3, 4, 5]]);
  const late = ask(6);
  open[1]!.answer();
  open[2]!.answer();
  expect(await Promise.all(answers)).toEqual([2, 4, 6, 8, 10]);
  open[3]!.answer();
  expect(await late).toBe(12);
});

test('a statement that fails fails those that it asked for, and nobody else', async () => {
  const { ask, open } = standIn();
  const [first, second, third] = [ask(1), ask(2), ask(3)];
  const refused = expect(first).rejects.toThrow('gone');
  open[0]!.fail(new Error('gone'));
  await refused;
  open[1]!.answer();
  open[2]!.answer();
  expect(await Promise.all([second, third])).toEqual([4, 6]);
});
