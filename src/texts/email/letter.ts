/** What every letter to a guardian has besides its news. */
import type { Section } from '../news/section.ts';
import { escapeHtml, oneLine } from './escape.ts';
import { letterHtml, link, paragraph, sectionHtml } from './layout.ts';
import { sectionsPlain, wrapped } from './plain.ts';

/** Below every letter. */
export const AUTOMATIC = 'Письмо составлено автоматически, отвечать на него не нужно.';

export interface EmailText {
  subject: string;
  text: string;
  html: string;
}

/** The links of a letter; all http or https, made by us. */
export interface LetterLinks {
  diaryUrl: string;
  /** where a guardian changes what comes and how often */
  settingsUrl?: string;
  /** the page that ends the letters; the same address serves RFC 8058's one click */
  unsubscribeUrl: string;
}

export interface Letter {
  subject: string;
  /** «Мария Петровна» */
  guardianName: string;
  sections: readonly Section[];
  /** sentences after the news: until when the journal was read, whom to ask */
  notes: readonly string[];
  links: LetterLinks;
}

const WORDS = {
  diary: 'Открыть дневник',
  settings: 'Изменить, что и куда приходит',
  unsubscribe: 'Отписаться от писем',
  duty: 'Если отписаться, школа всё равно раз в неделю сообщит об учёбе: другим выбранным способом, а если его нет — на бумаге, через классного руководителя.',
} as const;

/** The letter in both forms; the subject is safe as a header. */
export function letterText({ subject, guardianName, sections, notes, links }: Letter): EmailText {
  const safeSubject = oneLine(subject);
  const greeting = `Здравствуйте, ${guardianName}!`;
  return {
    subject: safeSubject,
    text: plainLetter(greeting, sections, notes, links),
    html: letterHtml({
      title: safeSubject,
      body: [
        paragraph(escapeHtml(greeting)),
        ...sections.map(sectionHtml),
        `<div style="margin-top:24px">${notes.map((note) => paragraph(escapeHtml(note))).join('\n')}</div>`,
        paragraph(link(links.diaryUrl, WORDS.diary)),
      ].join('\n'),
      footer: htmlFooter(links),
    }),
  };
}

function plainLetter(
  greeting: string,
  sections: readonly Section[],
  notes: readonly string[],
  links: LetterLinks,
): string {
  const footer = [
    ...(links.settingsUrl ? [`${WORDS.settings}: ${links.settingsUrl}`] : []),
    `${WORDS.unsubscribe}: ${links.unsubscribeUrl}`,
    WORDS.duty,
    AUTOMATIC,
  ];
  const parts = [
    greeting,
    sectionsPlain(sections),
    [...notes, `${WORDS.diary}: ${links.diaryUrl}`].join('\n'),
    ['-- ', ...footer].join('\n'),
  ];
  return `${wrapped(parts.join('\n\n'))}\n`;
}

function htmlFooter({ settingsUrl, unsubscribeUrl }: LetterLinks): string {
  const links = [settingsUrl && link(settingsUrl, WORDS.settings), link(unsubscribeUrl, WORDS.unsubscribe)];
  return [links.filter(Boolean).join(' · '), WORDS.duty, AUTOMATIC].map(paragraph).join('\n');
}
