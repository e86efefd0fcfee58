/** Single lines of a notice. */
import type { EntryValue } from '../../journal/entry.ts';
import type { NoticeLine } from '../../notify/notice.ts';
import { dayMonth } from '../russian/dates.ts';
import type { Item } from './section.ts';
import { workName } from './words.ts';

/** Something told for the first time. */
export interface FreshLine extends NoticeLine {
  now: EntryValue;
}

/** One mark, period mark, topic or message as a line. */
export function freshItem({ kind, now, entered }: FreshLine): Item {
  const late = entered ? `, внесено ${dayMonth(entered)}` : '';
  const subject = now.subject ?? '';
  switch (kind) {
    case 'message':
      return messageItem(now);
    case 'topic':
      return { label: subject, text: `тема урока — ${now.text ?? ''}` };
    case 'periodMark':
      return { label: subject, text: `${now.value} (итоговая отметка${now.period ? `, ${now.period}` : ''})${late}` };
    default: {
      const work = workName(now.work);
      return { label: subject, text: `${now.value}${work ? ` (${work})` : ''}${late}` };
    }
  }
}

/** «Сообщение. Орлова Анна Сергеевна: …», personal and urgent ones named so. */
export function messageItem({ by, text = '', personal, urgent }: EntryValue): Item {
  const kind = [urgent && 'Срочное', personal && 'Личное', 'Сообщение'].filter((word) => word !== false && word);
  const title = kind.map((word, i) => (i ? String(word).toLowerCase() : word)).join(' ');
  return { label: by ? `${title}. ${by}` : title, text };
}
