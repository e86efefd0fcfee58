/** A letter to a member of staff, where the teachers' bot cannot carry the word. */
import { escapeHtml, oneLine } from './escape.ts';
import { letterHtml, paragraph } from './layout.ts';
import { AUTOMATIC, type EmailText } from './letter.ts';
import { wrapped } from './plain.ts';

/** Both forms. */
export function renderStaffEmail(subject: string, paragraphs: readonly string[]): EmailText {
  return {
    subject: oneLine(subject),
    text: `${wrapped([...paragraphs, `-- \n${AUTOMATIC}`].join('\n\n'))}\n`,
    html: letterHtml({
      title: subject,
      body: paragraphs.map((one) => paragraph(escapeHtml(one))).join('\n'),
      footer: paragraph(AUTOMATIC),
    }),
  };
}
