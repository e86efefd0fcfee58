import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { writeRun } from '../../../src/channels/paper/run.ts';
import type { SheetFacts } from '../../../src/channels/paper/sheet-facts.ts';
import type { WeekFacts } from '../../../src/notify/week-facts.ts';
import { needs } from '../../needs.ts';
import { HARD_CASES, letters, plainWeek, quietWeek, registerOf, runOf, sheetOf, streamOf } from './facts.ts';
import { boxesOf, faultsOf, flat, pagesOf, printed } from './pdf.ts';

/** Sheets of two classes, each child with facts of its own. */
const SHEETS: SheetFacts[] = Array.from({ length: 12 }, (_, i) =>
  sheetOf(plainWeek(i, { class: i < 7 ? '5А' : '7Б', grade: i < 7 ? 5 : 7 }), {
    number: 100 + i,
    hash: i.toString(16).padStart(64, 'abc'),
    recipient: `Родитель-${letters(i)} Мария`,
    stubUrl: `https://dnevnik.example.ru/stub/${i}`,
  }),
);

describe('a run', needs('pdftotext', 'qpdf'), () => {
  it('goes class by class: the register, then each child on pages of its own with no fact of another', async () => {
    const { pdf, pages, sheets } = await printed(runOf(SHEETS));
    const text = await pagesOf(pdf);
    expect(text).toHaveLength(pages);
    expect(sheets.map(({ number }) => number)).toEqual(SHEETS.map(({ number }) => number));
    const isRegister = text.map((page) => page.includes('Ведомость выдачи распечаток'));
    expect(isRegister.flatMap((yes, i) => (yes ? [i] : []))).toEqual([0, 8]);
    expect(text[0]).toContain('Ведомость выдачи распечаток, 5А, 1 четверть');
    expect(text[8]).toContain('Сведения за 14–19 сентября 2026 г. Распечаток: 5.');
    const own = text.filter((_, i) => !isRegister[i]);
    expect(own).toHaveLength(SHEETS.length);
    SHEETS.forEach((sheet, i) => {
      for (const mine of marksOfOwn(sheet)) {
        expect(own[i]).toContain(mine);
        expect(own.filter((page) => page.includes(mine))).toHaveLength(1);
      }
    });
    expect(await faultsOf(pdf)).toBe('');
  });

  it('lists in the register who gets which sheet and how', async () => {
    const { pdf } = await printed(runOf(SHEETS.slice(0, 7)));
    const [register] = await pagesOf(pdf);
    for (const { facts, number, recipient } of SHEETS.slice(0, 7)) {
      expect(register).toContain(`${facts.student.last} ${facts.student.first}`);
      expect(register).toContain(`${recipient}, через ребёнка, сложенной`);
      expect(register).toContain(`№ ${number}`);
    }
    expect(register).toContain('28.09–03.10');
  });

  it('goes on with a register of forty families, and prints one of a class that has no sheet this week', async () => {
    const many = Array.from({ length: 40 }, (_, i) => sheetOf(plainWeek(i), { number: i + 1 }));
    const alone = registerOf([], { class: '9В' });
    const { pdf } = await printed(
      runOf([], {
        classes: [registerOf(many), alone].map((register) => ({ register, sheets: [] })),
      }),
    );
    const text = await pagesOf(pdf);
    expect(text.length).toBeGreaterThan(2);
    expect(text.at(-1)).toContain('На бумаге сведения в этом классе никому не выдаются.');
    const whole = text.join(' ');
    for (const { facts } of many) expect(whole).toContain(`${facts.student.last} ${facts.student.first}`);
    for (const page of text.slice(0, -1)) expect(page).toContain('Обучающийся, кому выдаётся');
  });

  it('tells twins apart by first name and number', async () => {
    const twin = (first: string, number: number) =>
      sheetOf(quietWeek({ student: { id: first, last: 'Близнюк', first, patronymic: 'Ильич' } }), { number });
    const { pdf, sheets } = await printed(runOf([twin('Глеб', 7), twin('Егор', 8)]));
    const [register, first, second] = await pagesOf(pdf);
    expect(register).toMatch(/Близнюк Глеб.*№ ?7.*Близнюк Егор.*№ ?8/);
    expect(first).toMatch(/№ 7 .*Близнюк Глеб, 7Б/);
    expect(first).not.toContain('Егор');
    expect(second).toMatch(/№ 8 .*Близнюк Егор, 7Б/);
    expect(sheets).toEqual([
      { number: 7, pages: 1 },
      { number: 8, pages: 1 },
    ]);
  });

  it('prints a class of one, and a week for nobody', async () => {
    expect((await printed(runOf([sheetOf(quietWeek())]))).pages).toBe(2);
    const { pdf, pages } = await printed(runOf([], { class: '7Б' }));
    expect(pages).toBe(1);
    expect((await pagesOf(pdf))[0]).toContain('За этот период распечаток нет.');
    expect(await faultsOf(pdf)).toBe('');
  });

  it('repeats the heading on a second page and counts each child’s pages apart', async () => {
    const long = sheetOf(HARD_CASES['two-pages']!, { number: 2 });
    const { pdf, sheets } = await printed(runOf([sheetOf(quietWeek(), { number: 1 }), long], { registers: false }));
    const text = await pagesOf(pdf);
    expect(sheets.map(({ pages }) => pages)).toEqual([1, 2]);
    expect(text[1]).toContain('Лист 1 из 2');
    expect(text[2]).toMatch(/^Ким Лев, 7Б · 14–19 сентября 2026 г\./);
    expect(text[2]).toContain('Лист 2 из 2');
    expect(text[1]).not.toContain('Корешок');
    expect(text[2]).toContain('Корешок');
  });

  it('puts two A5 on a page with a cut line; an odd last one leaves the right half empty', async () => {
    const three = [1, 2, 3].map((number) =>
      sheetOf(quietWeek({ student: { id: `${number}`, last: `Имя${number}`, first: 'Ян', patronymic: '' } }), {
        number,
      }),
    );
    const { pdf, pages } = await printed(runOf(three, { registers: false, format: 'A5' }));
    expect(pages).toBe(2);
    const [first, second] = await boxesOf(pdf);
    const half = first!.width / 2;
    const on = (side: (box: { left: number }) => boolean) =>
      first!.words
        .filter(side)
        .map(({ text }) => text)
        .join(' ');
    expect(on(({ left }) => left < half)).toMatch(/Имя1/);
    expect(on(({ left }) => left < half)).not.toMatch(/Имя2/);
    expect(on(({ left }) => left > half)).toMatch(/Имя2/);
    expect(second!.words.filter(({ left }) => left > half)).toEqual([]);
    expect(await faultsOf(pdf)).toBe('');
    expect(
      (await boxesOf((await printed(runOf(three, { format: 'A5' }))).pdf)).map(({ width }) => Math.round(width)),
    ).toEqual([842, 842, 842]);
  });

  it('keeps the two A5 leaves of one child on one page', async () => {
    const one = (last: string) => sheetOf(quietWeek({ student: { id: last, last, first: 'Ян', patronymic: '' } }));
    const long = sheetOf(HARD_CASES['forty-marks']!);
    const run = runOf([one('Первый'), long, one('Третий'), one('Четвёртый')], { registers: false, format: 'A5' });
    const { pdf, sheets } = await printed(run);
    expect(sheets.map(({ pages }) => pages)).toEqual([1, 2, 1, 1]);
    const halves = (await boxesOf(pdf)).map(({ width, words }) =>
      [true, false].map((leftHalf) =>
        words.filter(({ left }) => left < width / 2 === leftHalf).map(({ text }) => text),
      ),
    );
    const names = ['Первый', 'Петрова', 'Третий', 'Четвёртый'];
    const on = halves.map((page) => page.map((half) => names.filter((name) => half.includes(name))));
    expect(on).toEqual([
      [['Первый'], []],
      [['Петрова'], ['Петрова']],
      [['Третий'], ['Четвёртый']],
    ]);
    expect(halves[1]!.map((half) => flat(half.join(' ')).match(/Лист \d из 2/)?.[0])).toEqual([
      'Лист 1 из 2',
      'Лист 2 из 2',
    ]);
    expect(await faultsOf(pdf)).toBe('');
  });

  it('makes the same bytes of the same facts, read at once or as they come', async () => {
    async function* slowly(sheets: readonly SheetFacts[]) {
      for (const sheet of sheets) {
        await new Promise((resolve) => setImmediate(resolve));
        yield sheet;
      }
    }
    const one = await printed(runOf(SHEETS));
    const [first, second] = [SHEETS.slice(0, 7), SHEETS.slice(7)];
    const classes = [first, second].map((own) => ({ register: registerOf(own), sheets: slowly(own) }));
    const two = await printed(runOf(SHEETS, { classes }));
    expect(two.pdf.equals(one.pdf)).toBe(true);
  });
});

describe('what a run does to its sink', () => {
  it('waits for a slow one', async () => {
    let waiting = 0;
    let most = 0;
    const sink = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _encoding, done) => {
        waiting += chunk.length;
        most = Math.max(most, sink.writableLength);
        setImmediate(() => {
          waiting -= chunk.length;
          done();
        });
      },
    });
    const sheets = Array.from({ length: 60 }, (_, i) => sheetOf(plainWeek(i), { number: i }));
    await writeRun(sink, runOf(sheets));
    expect(waiting).toBe(0);
    expect(sink.writableFinished).toBe(true);
    expect(most).toBeLessThan(400_000);
  });

  it('passes on what the sink fails with, and asks for no more facts', async () => {
    const sink = new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) });
    let asked = 0;
    function* endless(): Iterable<SheetFacts> {
      for (; ; asked += 1) yield sheetOf(plainWeek(asked), { number: asked });
    }
    await expect(writeRun(sink, streamOf(endless()))).rejects.toThrow('disk full');
    expect(asked).toBeLessThan(100);
  });

  it('destroys the sink when the facts fail, so that half a file is never taken for a whole one', async () => {
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    function* broken(): Iterable<SheetFacts> {
      yield sheetOf(quietWeek());
      throw new Error('no database');
    }
    await expect(writeRun(sink, streamOf(broken()))).rejects.toThrow('no database');
    expect(sink.destroyed).toBe(true);
    expect(sink.writableFinished).toBe(false);
  });
});

/** What only this child's sheet may say. */
function marksOfOwn({ facts, hash, number, recipient }: SheetFacts): string[] {
  const { student, messages, homework }: WeekFacts = facts;
  return [
    `${student.last} ${student.first}, ${facts.class}`,
    hash,
    `№ ${number} `,
    recipient!,
    messages[0]!.text,
    `Алгебра: ${homework[0]!.text}`,
  ];
}
