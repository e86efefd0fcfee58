/** The letter with a link into the diary, for whoever asked for one on the sign-in page. */
import { clockTime } from '../russian/dates.ts';
import { address } from '../russian/names.ts';
import { escapeHtml, oneLine } from './escape.ts';
import { letterHtml, link, paragraph } from './layout.ts';
import { AUTOMATIC, type EmailText } from './letter.ts';
import { wrapped } from './plain.ts';

export interface SignInEmail {
  school: string;
  /** everybody who reads this mailbox and has an account; usually one */
  people: readonly { first: string; patronymic: string; link: string }[];
  /** school-local HH:MM */
  until: string;
}

const WORDS = {
  subject: 'Вход в электронный дневник',
  enter: 'Войти в дневник',
  notYou:
    'Просили не Вы? Ничего делать не нужно: без этого письма по ссылке не войти. Не пересылайте его, пожалуйста, никому.',
} as const;

/** Both forms of the letter; its links are the only way in that stands in it. */
export function renderSignInEmail({ school, people, until }: SignInEmail): EmailText {
  const [only] = people;
  const greeting = people.length === 1 && only ? `Здравствуйте, ${address(only)}!` : 'Здравствуйте!';
  const [these, each] = people.length > 1 ? ['Эти ссылки открывают', 'Каждая'] : ['Эта ссылка открывает', 'Она'];
  const lead = `${these} электронный дневник: ${oneLine(school)}. ${each} действует до ${clockTime(until)} и сработает один раз.`;
  const named = (person: SignInEmail['people'][number]) =>
    people.length > 1 ? `${WORDS.enter}: ${address(person)}` : WORDS.enter;
  const text = [
    greeting,
    lead,
    ...people.map((person) => `${named(person)}\n${person.link}`),
    WORDS.notYou,
    `-- \n${AUTOMATIC}`,
  ].join('\n\n');
  return {
    subject: WORDS.subject,
    text: `${wrapped(text)}\n`,
    html: letterHtml({
      title: WORDS.subject,
      body: [
        ...[greeting, lead].map((words) => paragraph(escapeHtml(words))),
        ...people.map((person) => paragraph(link(person.link, named(person)))),
        paragraph(escapeHtml(WORDS.notYou)),
      ].join('\n'),
      footer: paragraph(AUTOMATIC),
    }),
  };
}
