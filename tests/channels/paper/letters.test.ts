/** Forms, refusals, access and information letters as the outside world reads them. */
import jsqr from 'jsqr';
import { describe, expect, test } from 'vitest';
import { accessLettersPdf } from '../../../src/channels/paper/letters/access-letters.ts';
import { applicationFormPdf } from '../../../src/channels/paper/letters/application-form.ts';
import { applicationsRegisterPdf } from '../../../src/channels/paper/letters/applications-register.ts';
import { refusalPdf } from '../../../src/channels/paper/letters/refusal.ts';
import { riskLettersPdf } from '../../../src/channels/paper/letters/risk-letters.ts';
import { FORM_KINDS } from '../../../src/texts/letters/application-form.ts';
import { needs } from '../../needs.ts';
import { boxesOf, faultsOf, inOrderOf, pagesOf, pixelsOf, structureOf } from './pdf.ts';

const readQr = jsqr as unknown as typeof jsqr.default;

const madeAt = new Date('2026-09-16T12:00:00Z');
const school = 'МБОУ «Приморская школа»';
const teacher = { name: 'Орлова Анна Сергеевна', phone: '8 978 000-00-00' };
const LONG = 'Константинопольская-Преображенская Александра-Виктория Владиславовна';

async function sound(pdf: Buffer, words: string[]): Promise<string[]> {
  const [faults, pages, structure] = await Promise.all([faultsOf(pdf), pagesOf(pdf), structureOf(pdf)]);
  expect(faults).toBe('');
  expect(structure).toContain('H1');
  const heard = inOrderOf(structure);
  for (const word of words) {
    expect(pages.join(' ')).toContain(word);
    expect(heard).toContain(word);
  }
  for (const { width, words: boxes } of await boxesOf(pdf))
    for (const box of boxes) expect(box.left >= 20 && box.right <= width - 20, box.text).toBe(true);
  return pages;
}

describe('letters and forms', needs('pdftotext', 'qpdf'), () => {
  test.each(FORM_KINDS)('the form «%s», blank and filled in, is one page', async (kind) => {
    const blank = await sound(await applicationFormPdf({ kind, school, applicant: null, child: null, madeAt }), [
      'Директору МБОУ «Приморская школа»',
      'Заявитель:',
      'Обучающийся:',
    ]);
    const filled = await sound(
      await applicationFormPdf({
        kind,
        school,
        applicant: LONG,
        child: { name: 'Иванова Дарья Ильинична', className: '1А', grade: 1 },
        madeAt,
      }),
      ['Иванова Дарья Ильинична, класс 1А'],
    );
    expect([blank.length, filled.length]).toEqual([1, 1]);
    expect(filled.join()).not.toContain('успеваемости');
    expect(blank.join().includes('выдавать доверенному лицу')).toBe(kind === 'paper' || kind === 'endElectronic');
  });

  test('the refusal names number, date, reason and who signs', async () => {
    const [page] = await sound(
      await refusalPdf({
        school,
        kind: 'access',
        number: '12',
        date: '2026-09-15',
        ground: 'notEntitled',
        applicant: { first: 'Мария', patronymic: 'Петровна' },
        recipient: 'Иванова Мария Петровна',
        child: 'Иванов Пётр, 7Б',
        pupil: true,
        registered: { number: 3, outsideNumber: '12' },
        decided: '2026-09-16',
        director: 'Громов И. Л.',
        note: '',
        madeAt,
      }),
      ['Здравствуйте, Мария Петровна!', 'Громов И. Л.'],
    );
    expect(page).toContain(
      'По Вашему заявлению от 15.09.2026 № 12 в доступе к электронному дневнику отказано. Причина: заявитель не является законным представителем обучающегося (п. 5.1 регламента).',
    );
  });

  test('a page for each guardian in the order given; the name above the fold, the code beneath', async () => {
    const letter = (last: string, code: string) => ({
      guardian: { last, first: 'Мария', patronymic: 'Петровна' },
      children: [
        { last: 'Иванов', first: 'Пётр', className: '7Б' },
        { last: 'Иванова', first: 'Дарья', className: '1А' },
      ],
      code,
      link: `https://dnevnik.school.example/join/${'x'.repeat(43)}`,
      until: '2026-09-30',
    });
    const pdf = await accessLettersPdf({
      school,
      className: '7Б',
      teacher,
      joinUrl: 'dnevnik.school.example/join',
      bot: 'school_bot',
      letters: [letter('Иванова', '48271936'), letter(LONG.split(' ')[0]!, '00112233')],
      madeAt,
    });
    const pages = await sound(pdf, ['Код 4827 1936', 'dnevnik.school.example/join', '@school_bot', '8 978 000-00-00']);
    expect(pages).toHaveLength(2);
    expect(pages[1]).toContain('Код 0011 2233');
    expect(pages[0]).not.toContain('0011');
    const [first] = await boxesOf(pdf);
    const top = (text: string) => first!.words.find((word) => word.text.includes(text))!;
    expect(top('Иванова').bottom).toBeLessThan(first!.height / 3);
    expect(top('4827').top).toBeGreaterThan(first!.height / 3);
    expect(top('4827').bottom).toBeLessThan((first!.height * 2) / 3);
    expect(await structureOf(pdf)).toContain('Figure');
    const { width, height, grey } = await pixelsOf(pdf, 1, 200);
    const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let i = 0; i < width * height; i += 1) rgba.fill(grey[i]!, i * 4, i * 4 + 3);
    expect(readQr(rgba, width, height)?.data).toBe(`https://dnevnik.school.example/join/${'x'.repeat(43)}`);
  });

  test('the information letter holds the facts, flows over where they are many, and says what to do', async () => {
    const subject = (name: string, count: number) => ({
      subject: name,
      average: 2.33,
      marks: Array.from({ length: count }, (_, i) => ({
        date: '2026-09-14',
        value: String(2 + (i % 2)),
        work: 'контрольная',
      })),
      missed: 2,
    });
    const about = {
      school,
      about: '7Б',
      teacher,
      period: { name: '1 четверть', ends: '2026-10-23' },
      today: '2026-09-16',
      madeAt,
    };
    const one = (subjects: ReturnType<typeof subject>[]) => ({
      child: 'Иванов Пётр',
      className: '7Б',
      subjects,
      missed: { lessons: 6, ill: 4, late: 1 },
    });
    const words = [
      '2,33',
      'заканчивается 23 октября',
      'Что можно сделать',
      'пропущено 6 уроков, из них по болезни 4',
      '1 опоздание',
    ];
    const pages = await sound(await riskLettersPdf({ ...about, letters: [one([subject('Алгебра', 3)])] }), words);
    expect(pages).toHaveLength(1);
    const many = Array.from({ length: 12 }, (_, i) => subject(`Предмет с длинным названием № ${i}`, 12));
    const long = await sound(await riskLettersPdf({ ...about, letters: [one(many)] }), [...words, '№ 11']);
    expect(long.length).toBeGreaterThan(1);
  });

  test('the register repeats its head on each page', async () => {
    const line = (i: number) => ({
      number: `№ ${i}`,
      date: '15.09.2026',
      applicant: LONG,
      child: 'Иванов Пётр, 7Б',
      kind: 'Распечатка каждую неделю',
      decision: ['удовлетворено', '16.09.2026, Орлова А. С.'],
    });
    const facts = { school, selection: 'все', made: 'Составлено 16.09.2026', madeAt };
    const lines = Array.from({ length: 60 }, (_, i) => line(i + 1));
    const pages = await sound(await applicationsRegisterPdf({ ...facts, lines }), ['№ 60']);
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) expect(page).toContain('Заявитель, обучающийся');
    expect(await pagesOf(await applicationsRegisterPdf({ ...facts, lines: [] }))).toHaveLength(1);
  });
});
