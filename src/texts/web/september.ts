/** The September form: what a whole class chose, on one page. */
import { choiceFault, choiceOrder } from '../choices.ts';
import { CHANNEL_NAMES } from '../russian/rhythms.ts';
import { capital } from '../russian/typography.ts';

export const SEPTEMBER = {
  title: 'Анкеты сентября',
  lead: 'Перенесите ответы из письменных заявлений всего класса. Записывается только то, что изменилось: с датой заявления, с Вашим именем и временем.',
  date: 'Дата заявлений',
  dateHint: 'Если даты разные, запишите анкеты в несколько приёмов: с каждой датой свои.',
  consent: 'Согласие',
  consentHint:
    'Без согласия на обработку персональных данных в электронном виде ничего не приходит: только распечатка.',
  where: 'Куда',
  proxy: 'только получает распечатку, анкета не нужна',
  noRights: 'прав на сведения нет',
  nobody: 'Представителей с полными правами нет.',
  preview: 'Показать изменения',
  save: 'Записать всё',
  edit: 'Вернуться к анкетам',
  changes: 'Что изменится',
  none: 'Изменений нет: всё уже так и записано.',
  withdrawn: 'чат, почта и вход этого представителя закроются сразу, неделя уйдёт на распечатку',
  given: 'согласие: есть',
  notGiven: 'согласие: нет или отозвано',
  faults: 'Ничего не записано. Исправьте, пожалуйста:',
  letters: 'Письма с кодами доступа',
  lettersNote: 'Кому нужен вход в дневник или в бот, выдайте письмо с кодом.',
  back: 'К классу',
} as const;

/** «Записано представителей: 12.» */
export function septemberSaved(people: number): string {
  return people === 0 ? SEPTEMBER.none : `Записано представителей: ${people}.`;
}

/** «согласие: есть», «куда: Telegram»: what one row changes. */
export function rowChanges(
  was: { consent: boolean; channels: readonly string[] },
  becomes: { consent: boolean; channels: readonly string[] },
): string[] {
  const order = (channels: readonly string[]) => choiceOrder(channels.length > 0 ? channels : ['paper']);
  return [
    ...(was.consent === becomes.consent ? [] : [becomes.consent ? SEPTEMBER.given : SEPTEMBER.notGiven]),
    ...(was.consent && !becomes.consent ? [SEPTEMBER.withdrawn] : []),
    ...(order(was.channels) === order(becomes.channels)
      ? []
      : [`было: ${order(was.channels)}; станет: ${order(becomes.channels)}`]),
  ].map((said, index) => (index === 0 ? capital(said) : said));
}

/** What is wrong with one row, by the codes of src/access/class-choices.ts. */
export function rowFault(code: string, field: string): string {
  return code === 'changed'
    ? 'Пока форма была открыта, здесь записали другое. Ниже Ваш выбор: проверьте его и запишите ещё раз.'
    : choiceFault(code, field);
}

/** «Telegram, потом почта», «На бумаге»: short enough for a telephone. */
export function orderName(order: readonly string[]): string {
  const names = order.filter((one) => one !== 'paper').map((one) => CHANNEL_NAMES[one as keyof typeof CHANNEL_NAMES]);
  return names.length === 0 ? 'На бумаге' : capital(names.join(', потом '));
}
