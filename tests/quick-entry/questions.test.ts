import { describe, expect, it } from 'vitest';
import type { Answer, Answered } from '../../src/quick-entry/answer.ts';
import { readPhrase } from '../../src/quick-entry/read-phrase.ts';
import { roster } from './gymnasium.ts';

/** Answers every question by `choose` until none is left. */
function converse(teacher: string, now: string, text: string, choose: (candidates: string[], asked: string) => string) {
  const answers: Answered[] = [];
  const asked: string[] = [];
  for (;;) {
    const answer: Answer = readPhrase(roster, { teacher, now, text, answers });
    if (answer.status !== 'ask' || asked.length > 10) return { answer, asked };
    asked.push(`${answer.about} ${answer.asked}`.trim());
    answers.push({ about: answer.about, at: answer.at, value: choose(answer.candidates, answer.asked) });
  }
}

describe('questions: an answer completes the same entry', () => {
  it('one ambiguous surname', () => {
    const { answer, asked } = converse('u1', '2026-10-05T09:00', '8Г алг Сидорову 5', () => 'g21');
    expect(asked).toEqual(['student Сидорову']);
    expect(answer).toMatchObject({ status: 'ok', entries: [{ student: 'g21', value: '5' }] });
  });

  it('two different ambiguous names in one line, in turn', () => {
    const choose = (candidates: string[], asked: string) => (asked === 'Саше' ? 'g08' : (candidates[0] ?? ''));
    const { answer, asked } = converse('u1', '2026-10-05T09:00', 'Сидорову 5, Саше 4, Ветрову 3', choose);
    expect(asked).toEqual(['student Сидорову', 'student Саше']);
    expect(answer).toMatchObject({
      status: 'ok',
      entries: [{ student: 'g20' }, { student: 'g08' }, { student: 'g05' }],
    });
  });

  it('the same words twice are two questions', () => {
    let turn = 0;
    const { answer } = converse('u1', '2026-10-05T09:00', 'Сидорову 5, Сидорову 4', () => ['g20', 'g21'][turn++] ?? '');
    expect(answer).toMatchObject({
      entries: [
        { student: 'g20', value: '5' },
        { student: 'g21', value: '4' },
      ],
    });
  });

  it('class, then subject, then student, then date', () => {
    const wanted = ['8Г', 'Алгебра', 'g20', '2026-10-09', 'Геометрия'];
    const choose = (candidates: string[]) => candidates.find((candidate) => wanted.includes(candidate)) ?? '';
    const { answer, asked } = converse('u1', '2026-10-10T15:00', 'Сидорову 5', choose);
    expect(asked.map((words) => words.split(' ')[0])).toEqual(['class', 'subject', 'student', 'date']);
    expect(answer).toMatchObject({ entries: [{ class: '8Г', student: 'g20', value: '5' }] });
  });

  it('an answer about class and subject holds for the lines below', () => {
    const wanted = ['8Г', 'Алгебра', '2026-10-09'];
    const choose = (candidates: string[]) => candidates.find((candidate) => wanted.includes(candidate)) ?? '';
    const { answer, asked } = converse('u1', '2026-10-09T15:00', 'Ветрову 5\nн Гуль\nдз § 3', choose);
    expect(asked).toEqual(['class', 'subject']);
    expect(answer).toMatchObject({
      status: 'ok',
      entries: [{ class: '8Г' }, { class: '8Г' }, { class: '8Г', due: '2026-10-12' }],
    });
  });

  it('the due day', () => {
    const { answer } = converse('u1', '2026-10-05T09:00', 'дз на четверг § 5', (candidates) => candidates[1] ?? '');
    expect(answer).toMatchObject({ entries: [{ due: '2026-10-09', text: '§ 5' }] });
  });

  it('an answer that was not offered is no answer', () => {
    const answers: Answered[] = [{ about: 'student', at: 7, value: 'g01' }];
    const phrase = { teacher: 'u1', now: '2026-10-05T09:00', text: '8Г алг Сидорову 5', answers };
    expect(readPhrase(roster, phrase)).toMatchObject({ status: 'ask', about: 'student', at: 7 });
  });

  it('a refusal names the words at fault', () => {
    const at = { teacher: 'u1', now: '2026-10-05T09:00' };
    expect(readPhrase(roster, { ...at, text: 'Ветров 5, Смирнов 4' })).toMatchObject({ word: 'Смирнов' });
    expect(readPhrase(roster, { ...at, text: '8Ы алг Ветров 5' })).toMatchObject({ code: 'unknown-class', word: '8Ы' });
    expect(readPhrase(roster, { ...at, text: 'Ветров 7' })).toMatchObject({ code: 'bad-mark', word: '7' });
  });
});
