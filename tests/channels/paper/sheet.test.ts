import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { printable } from '../../../src/channels/paper/printable.ts';
import { sheetPdf } from '../../../src/channels/paper/sheet.ts';
import type { WeekFacts } from '../../../src/notify/week-facts.ts';
import { foldingText, recipientText, teacherText, windowText } from '../../../src/texts/sheet/labels.ts';
import { hasMarks, sheetText } from '../../../src/texts/sheet/sheet.ts';
import { needs } from '../../needs.ts';
import { DAYS, HARD_CASES, PRINT, plainWeek, quietWeek, sheetOf, TEACHER } from './facts.ts';
import { boxesOf, dense, faultsOf, flat, foldsOf, inOrderOf, pagesOf, pixelsOf, structureOf } from './pdf.ts';

/** its types say `default`, its module is the function */
const readQr = jsqr as unknown as typeof jsqr.default;
const cases = Object.entries(HARD_CASES);
/** Two tests look at the same sheets. */
const printed = new Map<string, Promise<Buffer>>();
function printedCase(name: string, facts: WeekFacts, format: 'A4' | 'A5'): Promise<Buffer> {
  const key = `${name} ${format}`;
  const pdf = printed.get(key) ?? sheetPdf(sheetOf(facts, { copy: true }), { ...PRINT, format });
  printed.set(key, pdf);
  return pdf;
}
const textOf = async (facts: WeekFacts, more = {}) =>
  (await pagesOf(await sheetPdf(sheetOf(facts, more), PRINT))).join(' ');

describe('a sheet as poppler reads it', needs('pdftotext'), () => {
  it('says who, where, when, and up to which entry', async () => {
    const text = await textOf(HARD_CASES.plain!);
    for (const said of [
      'МБОУ «Краснознаменская школа». Успеваемость и посещаемость',
      'Иванов Пётр, 7Б',
      '14–19 сентября 2026 г.',
      'Кому: Иванова Мария Петровна (через ребёнка, сложенной)',
      'Классный руководитель: Орлова Анна Сергеевна, 8 978 000-00-00',
      'Записи журнала по 19.09.2026, 10:00. Внесённое позже войдёт в следующую распечатку.',
      'Корешок — верните, пожалуйста, классному руководителю',
      'Иванов Пётр, 7Б, распечатка от 19.09.2026, № 4827',
      sheetOf(HARD_CASES.plain!).hash,
      'Лист 1 из 1',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('shows marks by subject and day with their works, and explains the short ones it uses', async () => {
    const marks = [
      { date: DAYS[0]!, value: '5', work: 'контрольная' },
      { date: DAYS[2]!, value: '4', work: 'ответ' },
      { date: '2026-09-08', value: '3', work: 'проект', entered: DAYS[1]! },
    ];
    const facts = quietWeek({ subjects: [{ name: 'Алгебра', marks, average: '4,33' }] });
    const words = (await boxesOf(await sheetPdf(sheetOf(facts), PRINT)))[0]!.words;
    const at = (text: string) => words.find((word) => word.text === text)!;
    const middle = (text: string) => (at(text).left + at(text).right) / 2;
    expect(at('5').left).toBeLessThan(at('контр.').left);
    expect(Math.abs(middle('4') - (at('ср').left + at('16.09').right) / 2)).toBeLessThan(1);
    expect(Math.abs(at('4').top - at('5').top)).toBeLessThan(1);
    expect(Math.abs(at('4,33').top - at('4').top)).toBeLessThan(6);
    const text = await textOf(facts);
    expect(text).toContain('Алгебра: 3 (проект, 08.09, внесено 15.09)');
    expect(text).toContain('контр. — контрольная работа. Отметка без пометки — ответ на уроке.');
    expect(text).toContain('Средний балл — с начала периода (1 четверть)');
    expect(text).not.toContain('самост.');
  });

  it('shows every other fact of a full week', async () => {
    const text = await textOf(HARD_CASES['two-pages']!);
    for (const said of [
      'Понедельник, 14 сентября: отсутствие на 1–2 уроках (английский язык, биология), причина пока не указана',
      'Суббота, 19 сентября: отсутствие на 4-м уроке (геометрия), болезнь',
      'пропущено 5 уроков, из них по болезни 2, по уважительной причине 1; 2 опоздания',
      'Алгебра — 4, Английский язык — 4',
      'Алгебра, 8 сентября, контрольная работа: было 4, стало 5.',
      'Физика, 9 сентября: отметка 2 снята.',
      'было «отсутствие, причина не указана», стало «отсутствие, уважительная причина»',
      '16.09, Орлова Анна Сергеевна: Собрание в четверг, 24 сентября, в 18:00, кабинет 107.',
      'На понедельник, 21 сентября',
      'История: § 9, упражнения 61–67; повторить правила, подготовиться к самостоятельной работе',
    ]) {
      expect(text).toContain(said);
    }
    expect(text.indexOf('На понедельник')).toBeLessThan(text.indexOf('На вторник, 22'));
  });

  it('prints a message of 2,000 characters to its end', async () => {
    const facts = HARD_CASES['long-message']!;
    const said = facts.messages[0]!.text;
    expect(said).toHaveLength(2000);
    const pages = await pagesOf(await sheetPdf(sheetOf(facts), PRINT));
    expect(pages).toHaveLength(2);
    const [first, second] = pages.map(dense);
    const whole = dense(said);
    const turn = [...whole].findIndex((_, i) => i > 50 && !first!.includes(whole.slice(0, i + 1)));
    expect(turn).toBeGreaterThan(50);
    expect(second).toContain(whole.slice(turn));
  });

  it('says plainly that there was nothing', async () => {
    expect(await textOf(quietWeek())).toContain('За неделю новых отметок, пропусков и сообщений в журнале нет.');
    const some = await textOf(plainWeek(1, { messages: [] }));
    expect(some).toContain('Сообщений нет.');
    expect(some).not.toContain('За неделю новых отметок');
  });

  it('has no word of marks or averages in grade 1', async () => {
    const marks = [{ date: DAYS[0]!, value: '5', work: 'контрольная' }];
    const odd = quietWeek({ grade: 1, class: '1А', subjects: [{ name: 'Математика', marks, average: '5,00' }] });
    for (const facts of [HARD_CASES['grade-1']!, odd, quietWeek({ grade: 1, class: '1А' })]) {
      expect(await textOf(facts)).not.toMatch(/отмет|балл|успеваем|контр|оцен/i);
    }
    expect(await textOf(odd)).toContain('За неделю новых пропусков и сообщений в журнале нет.');
    expect(await textOf(HARD_CASES['grade-1']!)).toContain('пропущено 3 урока, из них по болезни 3');
  });

  it('tells of a child taught at home only what there is', async () => {
    const text = await textOf(HARD_CASES['taught-at-home']!);
    expect(text).toContain('Алгебра — 4');
    expect(text).not.toMatch(/пропуск|Новых отметок нет/i);
  });

  it('keeps a personal message from whoever carries the sheet, also when it was corrected', async () => {
    const facts = HARD_CASES.personal!;
    const secret = facts.messages[0]!.text;
    const corrections = [
      { kind: 'message' as const, date: DAYS[2]!, was: 'Другое про драку', now: secret, personal: true },
    ];
    const text = await textOf({ ...facts, corrections });
    expect(text).toContain(`просим зайти или позвонить: ${TEACHER.name}, ${TEACHER.phone}`);
    expect(text).not.toMatch(/Подрался|драку/);
    expect(text).toContain('Личное сообщение от 16.09 исправлено.');
  });

  it('marks a copy on sheet and stub, and gives no stub to who asked for the sheet itself', async () => {
    expect((await textOf(quietWeek(), { copy: true })).match(/КОПИЯ/g)).toHaveLength(2);
    const asked = await textOf(quietWeek(), { number: null, stubUrl: undefined, recipient: undefined });
    expect(asked).not.toMatch(/Корешок|№ |Кому/);
    expect(asked).toContain('Иванов Пётр, 7Б');
  });

  it('shows a sign for what the font lacks, explains it, and breaks nothing', async () => {
    const text = await textOf(HARD_CASES.hostile!);
    expect(text).toContain('О’Брайен-ﬁ\u0301 Ёлка◊, 7Б');
    expect(text).toContain('(скобки) \\слеш\\ <тег> &амп;: Привет ◊◊!');
    expect(text).toContain('Вторая строка третья оборот, ffﬁ, файл, й, ◊, 5 μм, № 7, ◊');
    expect(text).toContain('Учитель◊◊');
    expect(text).toContain('◊ — знак, которого нет в шрифте распечатки.');
    expect(await textOf(quietWeek())).not.toContain('◊');
  });

  it.each(cases)(
    '%s: every page names child and window, all stands inside, nothing over another',
    async (of, facts) => {
      for (const format of ['A4', 'A5'] as const) {
        const pdf = await printedCase(of, facts, format);
        const { student } = facts;
        const name = flat(`${student.last} ${student.first}`).slice(0, 3);
        for (const page of await boxesOf(pdf)) {
          const said = page.words.map(({ text }) => text).join(' ');
          expect(said).toContain(name);
          expect(said).toContain('14–19 сентября 2026');
          expect(outside(page)).toEqual([]);
          expect(overlapping(page.words)).toEqual([]);
        }
      }
    },
  );

  it.each(cases)('%s: folded by its marks it shows the name outside and nothing of the week', async (of, facts) => {
    for (const format of ['A4', 'A5'] as const) {
      const sheet = sheetOf(facts, { copy: true });
      const pdf = await printedCase(of, facts, format);
      const [page] = await boxesOf(pdf);
      const [first, second] = await foldsOf(pdf);
      // of two A5 leaves the second lies beneath the first
      const width = format === 'A5' ? page!.width / 2 : page!.width;
      const outside = page!.words.filter(({ top, left }) => top < first! && left < width);
      const { child, title } = sheetText(facts);
      const mayBeRead = [
        `${facts.school}. ${title}`,
        `КОПИЯ Распечатка № ${sheet.number}`,
        child,
        windowText(facts.from, facts.to),
        recipientText(sheet.recipient!, sheet.way),
        teacherText(facts.classTeacher),
        foldingText(hasMarks(facts)),
      ];
      const known = dense(printable(mayBeRead.join(' '), () => true));
      expect(outside.map(({ text }) => text)).toContain('Сложите');
      for (const { text, bottom } of outside) {
        expect(bottom).toBeLessThan(first! + 1);
        for (const part of text.split('◊')) expect(known).toContain(part);
      }
      // the lower part covers the middle one
      expect(second! - first!).toBeCloseTo(page!.height - second!, 0);
      expect(page!.words.find(({ text }) => text === 'Записи')!.top).toBeGreaterThan(first!);
    }
  });

  it('fits on one page whenever a plain week does', async () => {
    for (const name of ['plain', 'nothing', 'long-names', 'grade-1', 'personal', 'hostile']) {
      expect(await pagesOf(await sheetPdf(sheetOf(HARD_CASES[name]!), PRINT)), name).toHaveLength(1);
    }
  });

  it('has a code on its stub that a phone reads', async () => {
    for (const format of ['A4', 'A5'] as const) {
      const sheet = sheetOf(quietWeek());
      const { width, ...page } = await pixelsOf(await sheetPdf(sheet, { ...PRINT, format }), 1, 150);
      // the stub is at the foot
      const height = Math.floor(page.height / 3);
      const grey = page.grey.subarray((page.height - height) * width);
      const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
      for (let i = 0; i < width * height; i += 1) rgba.fill(grey[i]!, i * 4, i * 4 + 3);
      expect(readQr(rgba, width, height)?.data).toBe(sheet.stubUrl);
    }
  });

  it('is read aloud in order, with headings and a table of headed rows and columns', async () => {
    const structure = await structureOf(await sheetPdf(sheetOf(HARD_CASES.plain!), PRINT));
    expect(structure).toMatch(/^Document\n\s+Sect/);
    for (const tag of ['H1 (block)', 'H2 (block)', 'Table (block)', 'THead', 'Figure'])
      expect(structure).toContain(tag);
    expect(structure).toContain('/Scope /Row');
    const heard = inOrderOf(structure);
    const order = [
      'Иванов Пётр, 7Б',
      'Отметки за неделю',
      'Предмет',
      'Алгебра',
      'Пропуски',
      'Сообщения',
      'Домашние',
      'Корешок',
    ];
    expect(order.map((word) => heard.indexOf(word)).every((at, i, all) => at > (all[i - 1] ?? -1))).toBe(true);
  });
});

describe('a sheet as a file', needs('qpdf', 'pdftotext'), () => {
  it.each(cases)('%s: opens without a warning', async (_, facts) => {
    expect(await faultsOf(await sheetPdf(sheetOf(facts), PRINT))).toBe('');
  });

  it('is the same, byte for byte, whenever it is printed again', async () => {
    const sheet = sheetOf(HARD_CASES['two-pages']!);
    const first = await sheetPdf(sheet, PRINT);
    expect((await sheetPdf(structuredClone(sheet), { ...PRINT })).equals(first)).toBe(true);
    const later = new Date(PRINT.madeAt.getTime() + 1000);
    expect((await sheetPdf(sheet, { ...PRINT, madeAt: later })).equals(first)).toBe(false);
  });
});

type Page = Awaited<ReturnType<typeof boxesOf>>[number];

function outside({ width, height, words }: Page): string[] {
  const margin = 14;
  return words
    .filter(
      ({ left, right, top, bottom }) =>
        left < margin || right > width - margin || top < margin || bottom > height - margin,
    )
    .map(({ text }) => text);
}

/** Words whose inked parts touch. A box is as high as the font's tallest signs: the middle of it is where letters are. */
function overlapping(words: Page['words']): string[] {
  const found: string[] = [];
  const inked = words.map(({ text, left, right, top, bottom }) => {
    const height = bottom - top;
    return { text, left: left + 0.2, right: right - 0.2, top: top + height * 0.3, bottom: bottom - height * 0.25 };
  });
  for (const [i, a] of inked.entries()) {
    for (const b of inked.slice(i + 1)) {
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        found.push(`${a.text} ${b.text}`);
    }
  }
  return found;
}
