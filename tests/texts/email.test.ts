import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, oneLine } from '../../src/texts/email/escape.ts';
import { renderNoticeEmail } from '../../src/texts/email/notice.ts';
import { wrapped } from '../../src/texts/email/plain.ts';
import { renderSignInEmail } from '../../src/texts/email/sign-in.ts';
import { renderWeekEmail } from '../../src/texts/email/week.ts';
import { absence, child, emptyWeek, fullWeek, homework, mark, markOf, message, notice, spaced, week } from './facts.ts';

const links = {
  diaryUrl: 'https://school.example.ru/diary',
  settingsUrl: 'https://school.example.ru/settings',
  unsubscribeUrl: 'https://school.example.ru/u/AbCdEfGhIjKlMnOpQrStUvWxYz',
};
const weekly = (facts = [week()], over = {}) =>
  renderWeekEmail({ facts, guardianName: 'Мария Петровна', ...links, ...over });
const anna = emptyWeek({
  student: { id: 's2', last: 'Иванова', first: 'Анна', patronymic: 'Ильинична' },
  class: '1А',
  grade: 1,
  to: '2026-09-18',
});
const HOSTILE = `<script>alert("1")</script> & </p> 'х' \u0022`;

describe('the weekly letter', () => {
  it('has the subject of the model', () => {
    expect(spaced(weekly().subject)).toBe('Школьная неделя 14–19 сентября: Пётр, 7Б');
    expect(spaced(weekly([fullWeek(), anna]).subject)).toBe('Школьная неделя 14–19 сентября: Пётр, 7Б; Анна, 1А');
    expect(spaced(weekly([anna, week()]).subject)).toContain('14–19 сентября');
  });

  it('in plain text', async () => {
    const { text } = weekly([fullWeek(), anna], { sha256: ['0123456789abcdef', 'fedcba9876543210'] });
    await expect(spaced(text)).toMatchFileSnapshot('snapshots/letter-week.txt');
  });

  it('in HTML', async () => {
    await expect(weekly([fullWeek(), anna]).html).toMatchFileSnapshot('snapshots/letter-week.html');
  });

  it('says in both forms all that the record holds', () => {
    const { text, html } = weekly([fullWeek()]);
    const plain = spaced(text).replace(/\s+/g, ' ');
    for (const { text: said, by } of fullWeek().messages) {
      expect(plain).toContain(said.replace(/\s+/g, ' '));
      expect(html).toContain(escapeHtml(said));
      expect(html).toContain(by);
    }
    for (const { text: task } of fullWeek().homework) {
      expect(plain).toContain(task);
      expect(html).toContain(task);
    }
    for (const fact of ['5 (контрольная, 15.09)', 'средний балл 4,33', 'было 4, стало 5', 'отметка 2 снята']) {
      expect(plain).toContain(fact);
      expect(spaced(html)).toContain(fact);
    }
  });

  it('says how to change or end it, and that the duty to inform goes on', () => {
    const { text, html } = weekly();
    for (const url of Object.values(links)) {
      expect(text).toContain(url);
      expect(html).toContain(`href="${url}"`);
    }
    expect(text.replace(/\s+/g, ' ')).toContain('школа всё равно раз в неделю сообщит об учёбе');
  });

  it('escapes markup in HTML and leaves it as it is in plain text', () => {
    const facts = fullWeek({
      student: { id: 's1', last: 'И', first: '<b>Пётр</b>', patronymic: '' },
      messages: [{ date: '2026-09-15', by: HOSTILE, text: HOSTILE, personal: false }],
      homework: [{ due: '2026-09-21', subject: HOSTILE, text: HOSTILE }],
      classTeacher: { name: HOSTILE },
    });
    const { html, text, subject } = weekly([facts], { guardianName: HOSTILE });
    const known = ['html', 'head', 'meta', 'title', 'body', 'div', 'p', 'b', 'a', 'h2', 'h3', 'hr'];
    const tags = [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag = '']) => tag);
    expect(tags.filter((tag) => !known.includes(tag))).toEqual([]);
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &lt;/p&gt; &#39;х&#39;');
    expect(text.replace(/\s+/g, ' ')).toContain(HOSTILE);
    expect(subject).toContain('<b>Пётр</b>');
  });

  it("asks nobody else for anything and keeps to the reader's colours", () => {
    const { html } = weekly([fullWeek()]);
    expect(html).not.toMatch(/<img|<script|<link|<style|url\(|@import|background|(?<!-)color:#/);
    const hosts = [...html.matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host);
    expect(new Set(hosts)).toEqual(new Set(['school.example.ru']));
    expect(html).toContain('<html lang="ru" style="color-scheme:light dark">');
    expect(html).toContain('max-width:600px');
  });

  it('is small', () => {
    expect(Buffer.byteLength(weekly([fullWeek(), anna]).html)).toBeLessThan(20_000);
  });

  it('tells nothing personal where only that may be told', () => {
    const { subject, text, html } = weekly([fullWeek()], { detail: 'minimal' });
    for (const secret of ['7Б', 'Алгебра', 'алгебра', '4,33', 'собрание', '§', 'Орлова', 'Иванов']) {
      expect(subject + text + html).not.toContain(secret);
    }
    expect(text).toContain('Итоги недели готовы, откройте дневник.');
  });

  it('is about somebody', () => {
    expect(() => weekly([])).toThrow('no child');
  });
});

describe('a notice by email', () => {
  const letter = (...args: Parameters<typeof notice>) =>
    renderNoticeEmail({ notice: notice(...args), guardianName: 'Мария Петровна', ...links });

  it('in plain text', async () => {
    const { text } = letter(
      [child([mark('5', { work: 'контрольная' }), homework('§ 12'), message('Собрание\nв 18:00')])],
      {
        uncertain: true,
      },
    );
    await expect(spaced(text)).toMatchFileSnapshot('snapshots/letter-notice.txt');
  });

  it.each([
    [[mark('5')], 'Пётр, 7Б: новое в дневнике, 15 сентября'],
    [[absence('Н', 1)], 'Пётр, 7Б: посещаемость, 15 сентября'],
    [[message('Собрание')], 'Пётр, 7Б: сообщение школы, 15 сентября'],
    [[homework('§ 12')], 'Пётр, 7Б: домашние задания, 15 сентября'],
    [[mark('5'), homework('§ 12')], 'Пётр, 7Б: новое в дневнике, 15 сентября'],
    [[{ kind: 'mark' as const, told: markOf('4'), now: markOf('5') }], 'Пётр, 7Б: исправление, 15 сентября'],
  ])('has a subject that says whose and what sort of news', (lines, subject) => {
    expect(spaced(letter([child(lines)]).subject)).toBe(subject);
  });

  it('names only the child where nothing else may be told', () => {
    const { subject, text } = letter([child([mark('5')])], { detail: 'minimal' });
    expect(spaced(subject)).toBe('Пётр: новое в дневнике, 15 сентября');
    expect(text).not.toMatch(/7Б|Алгебра/);
  });
});

describe('header and line safety', () => {
  it('a subject is one line whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (evil) => {
        const { subject } = weekly([week({ student: { id: 's', last: '', first: evil, patronymic: '' } })]);
        expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
    expect(oneLine('Тема\r\nBcc: a@b\r\n\r\n<html>')).toBe('Тема Bcc: a@b <html>');
  });

  it('escaping leaves no way out of text or attribute, and nothing behind', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'ж', ';', 'a') }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        const back = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' } as Record<string, string>;
        expect(escaped.replace(/&(lt|gt|quot|#39|amp);/g, (_all, name: string) => back[name]!)).toBe(text);
      }),
    );
  });

  it('lines are of 78 characters at most unless one word is longer, and nothing is lost', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('ж', ' ', 'слово', '\n', 'x'.repeat(40)), maxLength: 120 }),
        (text) => {
          const out = wrapped(text);
          expect(out.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
          for (const line of out.split('\n')) if (line.length > 78) expect(line.trim()).not.toMatch(/ /);
        },
      ),
    );
  });
});

describe('the letter with a link to sign in', () => {
  const person = { first: 'Мария', patronymic: 'Петровна', link: 'https://diary.example/enter/AbCd' };
  const school = 'МБОУ «Школа\r\n№ 3»';

  it('says whose diary, until when, and what to do when nobody asked', async () => {
    const { subject, text, html } = renderSignInEmail({ school, people: [person], until: '15:15' });
    expect(subject).toBe('Вход в электронный дневник');
    await expect(spaced(text)).toMatchFileSnapshot('snapshots/letter-sign-in.txt');
    expect(html).toContain('<a href="https://diary.example/enter/AbCd">Войти в дневник</a>');
    expect(html).not.toMatch(/<img|<script|@import/);
  });

  it('names each who reads the mailbox, as text, whatever their names', () => {
    const other = { first: '<b>Пётр', patronymic: '', link: 'https://diary.example/enter/EfGh' };
    const { html, text } = renderSignInEmail({ school, people: [person, other], until: '09:05' });
    expect(text).toContain('Войти в дневник: Мария Петровна\nhttps://diary.example/enter/AbCd');
    expect(html).toContain('Войти в дневник: &lt;b&gt;Пётр');
    expect(text).toContain('9:05');
  });
});
