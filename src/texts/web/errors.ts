/** Error pages; problem documents (RFC 9457) say the same. */

export interface ErrorWords {
  title: string;
  text: string;
}

const PAGES: Record<number, ErrorWords> = {
  400: { title: 'Запрос не понят', text: 'Вернитесь, пожалуйста, и попробуйте ещё раз.' },
  403: {
    title: 'Нет доступа',
    text: 'Эта страница Вам не открыта. Если это ошибка, обратитесь, пожалуйста, к классному руководителю.',
  },
  404: { title: 'Страница не найдена', text: 'Проверьте, пожалуйста, адрес или начните с главной.' },
  413: { title: 'Слишком большой запрос', text: 'Уменьшите, пожалуйста, то, что отправляете.' },
  429: { title: 'Слишком много попыток', text: 'Подождите, пожалуйста, 15 минут и попробуйте снова.' },
  503: { title: 'Вестник занят', text: 'Попробуйте, пожалуйста, через минуту.' },
};
const TROUBLE: ErrorWords = {
  title: 'Что-то сломалось',
  text: 'Ошибка на нашей стороне. Попробуйте, пожалуйста, через несколько минут.',
};

export function errorWords(status: number): ErrorWords {
  return PAGES[status] ?? (status >= 500 ? TROUBLE : PAGES[400]!);
}

export const ERRORS = {
  home: 'На главную',
  reference: 'Номер ошибки для техника школы',
  stale: 'Страница устарела',
  staleText: 'Форма открыта слишком давно или в другом окне уже вошли. Откройте страницу заново, пожалуйста.',
} as const;
