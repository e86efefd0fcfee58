/** Families of a class: rights, consents, households. */
import { choiceFault } from '../choices.ts';

export const FAMILIES = {
  title: 'Семьи, права и согласия',
  lead: 'Кто кому кем приходится, с какими правами, на каком основании и с какого дня есть согласие.',
  edit: 'Изменить права и семью',
  of: 'Права и семья',
  toClass: 'К классу',
  toPupil: 'К ученику',
  nobody: 'Представителей нет.',
  rights: 'Права',
  ground: 'Основание',
  number: 'Номер документа',
  numberHint: 'Если он есть: 2-15/2026',
  date: 'Дата документа',
  preview: 'Показать, что изменится',
  confirm: 'Подтвердить',
  back: 'Не менять',
  sure: 'Изменить права?',
  narrowed: 'Чат, почта, ссылки и вход в дневник по этому ребёнку закроются сразу. То, что ждёт отправки, не уйдёт.',
  widened: 'Сведения будут приходить так, как выбрано; без согласия — только распечатка.',
  last: 'После этого представителей с правом на сведения не останется: об учёбе не узнает никто.',
  saved: 'Записано.',
  unchanged: 'Ничего не изменилось.',
  households: 'Кто кого извещает',
  householdsLead:
    'В одной семье достаточно известить одного. Если родители живут раздельно и каждый должен получать сведения сам, назначьте разные семьи.',
  householdsDate: 'Дата заявления',
  householdsSave: 'Записать семьи',
} as const;

/** How rights are chosen. */
export const RIGHTS_NAMES = {
  full: 'полные: сведения, выбор, заявления',
  paper: 'только получать распечатку',
  none: 'нет прав на сведения',
} as const;

/** What is wrong, by the codes of src/access/rights.ts. */
export function rightsFaultWords(code: string, field: string): string {
  if (code === 'changed') return 'Пока форма была открыта, это изменили. Ниже — как записано сейчас.';
  if (code === 'proxyRights') return 'По доверенности можно только получать распечатку.';
  if (code === 'past') return 'Документу больше пяти лет. Проверьте, пожалуйста, год.';
  return choiceFault(code, field);
}
