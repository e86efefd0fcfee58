import type { Notice } from '../../notify/notice.ts';
import { noticeSections, perhapsRepeated } from '../news/notice.ts';
import { dayMonth } from '../russian/dates.ts';
import { childHeading } from '../russian/names.ts';
import { type EmailText, type LetterLinks, letterText } from './letter.ts';

export interface NoticeEmail extends LetterLinks {
  notice: Notice;
  /** «Мария Петровна» */
  guardianName: string;
}

/** A notice for a guardian who wants some kind of event by email on the same day. */
export function renderNoticeEmail({ notice, guardianName, ...links }: NoticeEmail): EmailText {
  return letterText({
    subject: noticeSubject(notice),
    guardianName,
    sections: noticeSections(notice),
    notes: notice.uncertain ? [perhapsRepeated()] : [],
    links,
  });
}

/** Says whose news and of what sort; the news itself stays inside the letter. */
function noticeSubject({ children, today, detail }: Notice): string {
  const who = children.map((child) => (detail === 'minimal' ? child.first : childHeading(child))).join('; ');
  const lines = children.flatMap((child) => child.lines);
  const only = (kind: string) => lines.every((line) => line.kind === kind);
  const what = lines.every(({ told }) => told)
    ? 'исправление'
    : only('absence')
      ? 'посещаемость'
      : only('message')
        ? 'сообщение школы'
        : only('homework')
          ? 'домашние задания'
          : 'новое в дневнике';
  return `${who}: ${what}, ${dayMonth(today)}`;
}
