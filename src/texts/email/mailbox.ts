/** The letter by which somebody confirms that a mailbox is theirs. */
import { clockTime, dayMonth } from '../russian/dates.ts';
import { address } from '../russian/names.ts';
import { escapeHtml, oneLine } from './escape.ts';
import { letterHtml, link as linkHtml, paragraph } from './layout.ts';
import { AUTOMATIC, type EmailText } from './letter.ts';
import { wrapped } from './plain.ts';

export interface MailboxEmail {
  school: string;
  person: { first: string; patronymic: string };
  link: string;
  /** school-local */
  until: { date: string; time: string };
}

const WORDS = {
  subject: 'Подтвердите адрес почты',
  confirm: 'Подтвердить адрес',
  notYou: 'Указали этот адрес не Вы? Ничего делать не нужно: без подтверждения он не сохранится.',
} as const;

/** Both forms of the letter. It says nothing of a child: whose mailbox it is, is not known yet. */
export function renderMailboxEmail({ school, person, link, until }: MailboxEmail): EmailText {
  const greeting = `Здравствуйте, ${address(person)}!`;
  const lead = `Этот адрес указан для входа в электронный дневник: ${oneLine(school)}. Чтобы сюда приходили ссылки для входа, подтвердите его, пожалуйста, до ${clockTime(until.time)} ${dayMonth(until.date)}.`;
  const text = [greeting, lead, `${WORDS.confirm}\n${link}`, WORDS.notYou, `-- \n${AUTOMATIC}`].join('\n\n');
  return {
    subject: WORDS.subject,
    text: `${wrapped(text)}\n`,
    html: letterHtml({
      title: WORDS.subject,
      body: [
        ...[greeting, lead].map((words) => paragraph(escapeHtml(words))),
        paragraph(linkHtml(link, WORDS.confirm)),
        paragraph(escapeHtml(WORDS.notYou)),
      ].join('\n'),
      footer: paragraph(AUTOMATIC),
    }),
  };
}
