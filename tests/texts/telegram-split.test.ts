import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Section } from '../../src/texts/news/section.ts';
import { itemText } from '../../src/texts/news/section.ts';
import { renderNotice } from '../../src/texts/telegram/notice.ts';
import { TELEGRAM_LIMIT, telegramTexts } from '../../src/texts/telegram/text.ts';
import { renderWeek } from '../../src/texts/telegram/week.ts';
import { child, emptyWeek, homework, message, notice } from './facts.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('\n', 'a\r\nb', '👩‍👩‍👧', ' ', '<b>&amp;</b>', '*_`[', '\u0000', '«ёлочки»'),
  fc
    .tuple(fc.constantFrom('ж', '😀', 'слово ', 'a\n'), fc.integer({ min: 1, max: 3000 }))
    .map(([unit, n]) => unit.repeat(n)),
);
const section: fc.Arbitrary<Section> = fc.record({
  who: text,
  title: fc.option(text, { nil: undefined }),
  blocks: fc.array(
    fc.record({
      title: fc.option(text, { nil: undefined }),
      items: fc.array(fc.record({ label: fc.option(text, { nil: undefined }), text }), { maxLength: 6 }),
    }),
    { maxLength: 4 },
  ),
});

/** Everything that is to be said, without line ends and outer spaces: those may move. */
const bare = (said: string) => said.replace(/\s+/gu, '');
const said = (sections: Section[]) =>
  sections
    .flatMap(({ title, blocks }) => [
      title ?? '',
      ...blocks.flatMap((block) => [block.title ?? '', ...block.items.map(itemText)]),
    ])
    .join('');

describe('splitting', () => {
  it('loses nothing, keeps the order and the limit, and never cuts a character in two', () => {
    fc.assert(
      fc.property(fc.array(section, { maxLength: 4 }), (sections) => {
        const texts = telegramTexts(sections);
        for (const { text, entities } of texts) {
          expect(text.length).toBeLessThanOrEqual(TELEGRAM_LIMIT);
          expect(text.trim()).not.toBe('');
          expect(text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
          for (const { offset, length } of entities) {
            expect(length).toBeGreaterThan(0);
            expect(offset + length).toBeLessThanOrEqual(text.length);
          }
        }
        const parts = texts.map(({ text, entities }, i) => {
          const [first] = entities;
          const heading = first?.offset === 0 ? text.slice(0, first.length) : '';
          return i > 0 && heading.endsWith(' · продолжение') ? text.slice(heading.length) : text;
        });
        expect(bare(parts.join(''))).toBe(bare(said(sections)));
      }),
      { numRuns: 150 },
    );
  });

  it('goes on under the name of the child', () => {
    const lines = Array.from({ length: 12 }, (_, i) =>
      homework('слово '.repeat(100).trim(), { subject: `Предмет ${i}` }),
    );
    const texts = renderNotice(notice([child(lines), child([message('Привет')], { first: 'Анна', class: '1А' })]));
    expect(texts).toHaveLength(2);
    expect(texts[1]!.text.split('\n')[0]).toBe('Пётр, 7Б · продолжение');
    expect(texts[1]!.entities[0]).toEqual({ type: 'bold', offset: 0, length: 'Пётр, 7Б · продолжение'.length });
    expect(texts[1]!.text).toContain('Анна, 1А · ');
  });

  it('never leaves a heading alone at the end of a message', () => {
    const lines = [homework('а'.repeat(3990)), homework('б'.repeat(300), { date: '2026-09-17' })];
    const texts = renderNotice(notice([child(lines)]));
    expect(texts[0]!.text.endsWith('а')).toBe(true);
    expect(texts[1]!.text).toMatch(/^Пётр, 7Б · продолжение\nНа четверг/);
  });

  it('a message of the greatest length is told whole', () => {
    const long = 'Слово, 😀 и ещё. '.repeat(235).trim().slice(0, 4000);
    const texts = renderNotice(notice([child([message(long)])]));
    expect(bare(texts.map(({ text }) => text.replace(/^.* · продолжение\n/, '')).join(''))).toContain(bare(long));
    const weekly = renderWeek(
      emptyWeek({ messages: [{ date: '2026-09-15', by: 'Орлова', text: long, personal: false }] }),
    );
    expect(bare(weekly.map(({ text }) => text.replace(/^.* · продолжение\n/, '')).join(''))).toContain(bare(long));
  });

  it('what looks like markup comes out as it was written', () => {
    const hostile = '<b>жирно</b> & *звёзды* _под_ [ссылка](tg://user?id=1) `код` ```x``` </body> \\';
    const [only] = renderNotice(
      notice([child([message(hostile), homework(hostile, { subject: '<i>ИЗО</i>' })], { first: '<s>Пётр</s>' })]),
    );
    expect(only!.text.split(hostile)).toHaveLength(3);
    expect(only!.text).toContain('<s>Пётр</s>, 7Б · ');
    expect(only!.text).toContain('<i>ИЗО</i>: ');
  });
});
