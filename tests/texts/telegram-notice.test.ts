import { describe, expect, it } from 'vitest';
import type { Notice } from '../../src/notify/notice.ts';
import { renderNotice } from '../../src/texts/telegram/notice.ts';
import {
  absence,
  absenceOf,
  child,
  homework,
  homeworkOf,
  mark,
  markOf,
  message,
  messageOf,
  notice,
  orlova,
  spaced,
} from './facts.ts';

/** The text as a reader sees it: bold between asterisks, italics between underscores. */
function read(about: Notice): string {
  return renderNotice(about)
    .map(({ text, entities }) =>
      [...entities]
        .reverse()
        .reduce(
          (said, { type, offset, length }) =>
            `${said.slice(0, offset)}${type === 'bold' ? '*' : '_'}${said.slice(offset, offset + length)}${type === 'bold' ? '*' : '_'}${said.slice(offset + length)}`,
          text,
        ),
    )
    .map(spaced)
    .join('\n=====\n');
}

const work = { work: 'контрольная' };
const anna = { studentId: 's2', first: 'Анна', class: '1А', grade: 1 };

const NOTICES: Record<string, Notice> = {
  'marks and homework': notice([
    child([mark('5', work), mark('4', { subject: 'Русский язык' }), homework('§ 12, № 345–350')]),
  ]),
  'one absence': notice([child([absence('Н', 1)])]),
  'absences in a row': notice([
    child([absence('Н', 1), absence('Н', 2, { subject: 'Русский язык' }), absence('Н', 3, { subject: 'ОБЖ' })]),
  ]),
  'absences apart': notice([child([absence('Н', 1), absence('Н', 4, { subject: 'Физика' })])]),
  'ill, excused and late': notice([
    child([
      absence('Б', 1),
      absence('Б', 2, { subject: 'Физика' }),
      absence('У', 3, { subject: 'Химия' }),
      absence('ОП', 4, { subject: 'История' }),
    ]),
  ]),
  'absence and mark, two days': notice([
    child([absence('Н', 1, { date: '2026-09-14' }), mark('5', { date: '2026-09-14' }), absence('Н', 1), mark('4')]),
  ]),
  'absence without lesson and telephone': notice([
    child([{ kind: 'absence', now: { subject: 'Алгебра', date: '2026-09-15', value: 'Н' } }], {
      classTeacher: { name: orlova.name },
    }),
  ]),
  'evening list': notice(
    [
      child([
        homework('§ 12'),
        homework('упр. 45', { subject: 'Русский язык' }),
        homework('§ 3', { date: '2026-09-17', subject: 'Физика' }),
      ]),
      child([homework('читать «Мцыри»', { subject: 'Литература' })], { ...anna, class: '8А', grade: 8 }),
    ],
    { rhythm: 'evening' },
  ),
  'late entry': notice([child([mark('3', { date: '2026-09-10', work: 'лабораторная' }, '2026-09-15')])]),
  'late absence': notice([child([{ ...absence('Н', 1, { date: '2026-09-10' }), entered: '2026-09-15' }])]),
  messages: notice([
    child([
      message('В пятницу собрание в 18:00.\nКабинет 12.'),
      message('Зайдите, пожалуйста, в школу.', { personal: true }),
      message('Занятий завтра нет!', { urgent: true }),
      message('Позвоните мне.', { urgent: true, personal: true }),
    ]),
  ]),
  'several children': notice([child([message('Приносим сменную обувь.')], anna), child([mark('5'), homework('§ 12')])]),
  'period mark and topic': notice([
    child([
      { kind: 'periodMark', now: { subject: 'Алгебра', date: '2026-09-15', value: '4', period: '1 четверть' } },
      { kind: 'topic', now: { subject: 'Химия', date: '2026-09-15', text: 'Соли' } },
      mark('зачёт', { subject: 'Физкультура' }),
    ]),
  ]),
  corrections: notice([
    child([
      { kind: 'mark', told: markOf('4', work), now: markOf('5', work) },
      { kind: 'mark', told: markOf('5'), now: markOf('3') },
      { kind: 'mark', told: markOf('5'), now: markOf('5', work) },
      { kind: 'mark', told: markOf('5'), now: markOf('5', { date: '2026-09-14' }) },
      { kind: 'homework', told: homeworkOf('§ 12'), now: homeworkOf('§ 13') },
      { kind: 'homework', told: homeworkOf('§ 12'), now: homeworkOf('§ 12', { date: '2026-09-17' }) },
      { kind: 'message', told: messageOf('Собрание в 17:00'), now: messageOf('Собрание в 18:00') },
      { kind: 'absence', told: absenceOf('Н', 1), now: absenceOf('ОП', 1) },
      { kind: 'topic', told: homeworkOf('Соли'), now: homeworkOf('Оксиды') },
      {
        kind: 'periodMark',
        told: { subject: 'Алгебра', date: '2026-09-15', value: '4', period: '1 четверть' },
        now: { subject: 'Алгебра', date: '2026-09-15', value: '5', period: '1 четверть' },
      },
    ]),
  ]),
  withdrawals: notice([
    child([
      { kind: 'mark', told: markOf('2'), now: null },
      { kind: 'absence', told: absenceOf('Н', 1), now: null },
      { kind: 'homework', told: homeworkOf('читать «Мцыри»'), now: null },
      { kind: 'message', told: messageOf('Собрание в 17:00'), now: null },
      { kind: 'topic', told: homeworkOf('Соли'), now: null },
      { kind: 'periodMark', told: { subject: 'ОБЖ', date: '2026-09-15', value: '4', period: 'год' }, now: null },
    ]),
  ]),
  'absences withdrawn together': notice([
    child([
      { kind: 'absence', told: absenceOf('Н', 1), now: null },
      { kind: 'absence', told: absenceOf('Н', 2, { subject: 'Физика' }), now: null },
      { kind: 'absence', told: absenceOf('ОП', 3, { subject: 'Химия' }), now: null },
    ]),
  ]),
  'correction beside news': notice([
    child([{ kind: 'mark', told: markOf('4'), now: markOf('5') }, mark('4', { subject: 'Физика' })]),
  ]),
  minimal: notice(
    [
      child([mark('5', work), absence('Н', 1), homework('§ 12'), message('тайное')]),
      child([{ kind: 'mark', told: markOf('4'), now: markOf('5') }], anna),
    ],
    { detail: 'minimal' },
  ),
  flood: notice(
    [
      child([
        mark('5'),
        mark('4', { date: '2026-09-14', ...work }),
        mark('3', { date: '2026-09-10', subject: 'Физика' }, '2026-09-15'),
        absence('Н', 1),
        absence('Н', 2, { subject: 'Физика' }),
        absence('ОП', 3, { subject: 'Химия', date: '2026-09-14' }),
        message('Собрание в 18:00'),
        homework('§ 12'),
        { kind: 'mark', told: markOf('4'), now: markOf('5') },
      ]),
    ],
    { flood: true },
  ),
  'mass edit': notice(
    [
      child([
        { kind: 'mark', told: markOf('4', work), now: markOf('5', work) },
        { kind: 'mark', told: markOf('3', { date: '2026-09-14' }), now: markOf('4', { date: '2026-09-14' }) },
        { kind: 'mark', told: markOf('2', { date: '2026-09-11' }), now: null },
        { kind: 'mark', told: markOf('3', { subject: 'Физика' }), now: markOf('5', { subject: 'Физика' }) },
        homework('§ 12'),
      ]),
    ],
    { flood: true },
  ),
  'perhaps a repeat': notice([child([mark('5')])], { uncertain: true }),
};

describe('a notice in Telegram', () => {
  for (const [name, about] of Object.entries(NOTICES)) {
    it(name, async () => {
      await expect(`${read(about)}\n`).toMatchFileSnapshot(`snapshots/notice-${name.replace(/[^a-z0-9]+/g, '-')}.txt`);
    });
  }

  it('is the model of texts, to the letter', () => {
    expect(read(NOTICES['marks and homework']!)).toBe(
      '*Пётр, 7Б · вторник, 15 сентября*\nАлгебра: 5 (контрольная работа)\nРусский язык: 4\n*На среду, 16 сентября*\nАлгебра: § 12, № 345–350',
    );
    expect(read(NOTICES['one absence']!)).toBe(
      'Пётр, 7Б. Вторник, 15 сентября: отмечено отсутствие на 1-м уроке (алгебра, 8:30). Причина пока не указана. Если Вы об этом не знали, позвоните, пожалуйста: Орлова Анна Сергеевна, 8 978 000-00-00.',
    );
    const correction = notice([child([{ kind: 'mark', told: markOf('4', work), now: markOf('5', work) }])]);
    expect(read(correction)).toBe('Исправление. Пётр, 7Б, алгебра, 15 сентября, контрольная работа: было 4, стало 5.');
  });

  it('ties days to their months', () => {
    expect(renderNotice(NOTICES['marks and homework']!)[0]!.text).toContain('15\u00a0сентября');
  });

  it('tells nothing personal where only that may be told', () => {
    const said = read(NOTICES.minimal!);
    for (const secret of ['Иванов', '7Б', 'Алгебра', 'алгебра', '5', 'тайное', '§', 'сентября'])
      expect(said).not.toContain(secret);
    expect(said).toContain('Пётр');
    expect(said).toContain('есть новые отметки');
  });

  it('says nothing of a repeat when there is no doubt', () => {
    expect(read(NOTICES['one absence']!)).not.toContain('Возможно');
  });
});
