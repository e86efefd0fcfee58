import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import { expect, it } from 'vitest';
import { composerOf } from '../../../src/channels/email/message.ts';
import type { EmailPayload } from '../../../src/delivery/channel.ts';
import { asMail } from './as-mail.ts';
import { letter } from './parts.ts';

const FROM = 'Муниципальное бюджетное общеобразовательное учреждение «Школа № 1» <dnevnik@school.example.ru>';

const anything = fc.string({ unit: 'grapheme', maxLength: 300 });
const russian = fc.string({ unit: fc.constantFrom(...'абвгдежё АБВ«»—-,.:()№…0123456789\n'), maxLength: 400 });
const payloads: fc.Arbitrary<EmailPayload> = fc
  .record({
    subject: fc.oneof(anything, russian).map((text) => `Неделя ${text}`),
    text: fc.oneof(anything, russian).map((text) => `Здравствуйте!\n${text}`),
    html: fc.oneof(anything, russian).map((text) => `<p>${text}</p>`),
    to: fc.constantFrom(
      'a@example.ru',
      'очень-длинный.адрес@почта.рф',
      `${'a'.repeat(60)}@${'b'.repeat(60)}.example.ru`,
    ),
    unsubscribeUrl: fc.webUrl({ validSchemes: ['https'] }).filter((url) => !/[<>,\s]/.test(url)),
    date: fc.date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true }).map((at) => at.toISOString()),
  })
  .map((over) => letter(over));

it('makes the very bytes that nodemailer makes of the same letter', async () => {
  const compose = composerOf(FROM);
  await fc.assert(
    fc.asyncProperty(payloads, async (payload) => {
      const theirs = await new MailComposer(asMail(payload, FROM)).compile().build();
      const { bytes, from, to } = compose(payload);
      expect(bytes.toString()).toBe(theirs.toString());
      expect({ from, to: [to] }).toEqual(new MailComposer(asMail(payload, FROM)).compile().getEnvelope());
    }),
    { numRuns: 200 },
  );
});

it('makes the same bytes of the same letter whenever it is asked', () => {
  const sent = letter();
  expect(composerOf(FROM)(sent)).toEqual(composerOf(FROM)({ ...sent }));
});

it('lets no text be taken for the end of a part', async () => {
  const text = '--=_vestnik-letter-Part_1--\r\n\r\nConsider this the end\n';
  const parsed = await PostalMime.parse(composerOf(FROM)(letter({ text, html: `<pre>${text}</pre>` })).bytes);
  expect(parsed.text).toBe(text);
  expect(parsed.html?.trim()).toBe(`<pre>${text}</pre>`);
  expect(parsed.attachments).toEqual([]);
});
