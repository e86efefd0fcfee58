/** Problem documents (RFC 9457) of the signed API, in words for whoever connects a system to it. */
export const problemTexts = {
  'not-configured': {
    status: 503,
    title: 'Приём запросов не настроен',
    detail: 'Администратору: задайте INGEST_SECRET (whsec_…) и перезапустите Вестник.',
  },
  'signature-missing': {
    status: 401,
    title: 'Нет подписи',
    detail: 'Нужны заголовки webhook-id (не длиннее 190 знаков), webhook-timestamp и webhook-signature.',
  },
  'signature-invalid': {
    status: 401,
    title: 'Подпись не подходит',
    detail: 'Подпись (v1, HMAC-SHA256) не соответствует телу запроса и ключу INGEST_SECRET.',
  },
  'timestamp-old': {
    status: 401,
    title: 'Запрос устарел',
    detail: 'Время в webhook-timestamp отстаёт от часов школы больше чем на 5 минут. Подпишите запрос заново.',
  },
  'timestamp-new': {
    status: 401,
    title: 'Запрос из будущего',
    detail: 'Время в webhook-timestamp опережает часы школы больше чем на 5 минут. Проверьте часы.',
  },
  'invalid-json': { status: 400, title: 'Тело запроса не разобрано', detail: 'Тело запроса должно быть JSON в UTF-8.' },
  'invalid-body': {
    status: 422,
    title: 'В запросе нет списка',
    detail: 'Ожидается объект: для записей журнала {"entries": […]}, для недоставленных писем {"bounces": […]}.',
  },
  'too-many-entries': {
    status: 413,
    title: 'Слишком много записей',
    detail: 'В одном запросе не больше 500 записей. Разделите его на несколько.',
  },
  'too-many-bounces': {
    status: 413,
    title: 'Слишком много недоставленных писем',
    detail: 'В одном запросе не больше 100 недоставленных писем. Разделите его на несколько.',
  },
  'id-reused': {
    status: 409,
    title: 'Этот webhook-id уже использован',
    detail: 'Под этим webhook-id принят запрос с другим содержанием. Для нового запроса нужен новый webhook-id.',
  },
} as const;

export type ProblemCode = keyof typeof problemTexts;
