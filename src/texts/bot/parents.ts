/**
 * What the parents' bot says besides linking, settings and the week (parents-linking.ts, parents-settings.ts,
 * parents-week.ts). Buttons, commands and the words it understands stand in parents-menu.ts.
 */
import { count, FORMS } from '../russian/plural.ts';

/** The one-time link into the diary. @param minutes how long it is good for */
export function diaryLink(url: string, minutes: number): string {
  return `Дневник: ${url}\nСсылка одноразовая, действует ${count(minutes, FORMS.minuteAfter)}. Никому её не пересылайте.`;
}

/** Answer to «Вижу», a toast of 200 characters at most. */
export function seen(): string {
  return 'Спасибо!';
}

/** /help of a linked chat. */
export function help(school: string, teacher?: { name: string; phone?: string }): string {
  return [
    `Школа: ${school}.`,
    'Сюда приходят отметки, пропуски, задания и сообщения. Кнопки внизу — всё, что нужно; писать ничего не придётся.',
    '',
    '/week — эта неделя',
    '/today — сегодня',
    '/sheet — распечатка (PDF)',
    '/diary — электронный дневник',
    '/settings — что и когда присылать, пауза',
    '/stop — отключить уведомления',
    ...(teacher
      ? ['', `Вопросы: классный руководитель ${teacher.name}${teacher.phone ? `, ${teacher.phone}` : ''}.`]
      : []),
  ].join('\n');
}

export function helpNotLinked(): string {
  return 'Это бот школы для родителей. Пришлите код из письма школы: он открывает сведения о ребёнке. Нет кода? Его выдаст классный руководитель.';
}

/** A text that is neither a code, a command nor a known word. */
export function notUnderstood(): string {
  return 'Это сообщение никто в школе не прочтёт: бот отвечает только на кнопки. Вопрос задайте, пожалуйста, классному руководителю.';
}

/** A voice message, photo, file or sticker. */
export function textOnly(): string {
  return 'Бот понимает только кнопки и текст.';
}

/** @param seconds until another try is taken */
export function rateLimited(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const wait = minutes < 60 ? count(minutes, FORMS.minuteAfter) : count(Math.ceil(minutes / 60), FORMS.hourAfter);
  return `Слишком много попыток. Попробуйте, пожалуйста, через ${wait}.`;
}

export function staleButton(): string {
  return 'Эта кнопка устарела. Нажмите /week или /settings.';
}

export function privateOnly(): string {
  return 'Бот отвечает только в личной переписке: так данные ребёнка не увидит посторонний.';
}

/** Access to every child of this chat has ended. */
export function accessEnded(): string {
  return 'Доступ к сведениям закрыт. Если это ошибка, обратитесь, пожалуйста, к классному руководителю.';
}

/** Something failed on our side. */
export function troubled(): string {
  return 'Сейчас не получилось. Попробуйте, пожалуйста, через несколько минут.';
}
