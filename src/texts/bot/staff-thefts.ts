/** To deputies, directors and administrators: somebody reported the own account as stolen. No name stands in it. */

/** @param accountsUrl where it is looked into */
export function theftReportedWords(accountsUrl: string): string {
  return [
    'Сообщение о чужом входе: в дневник вошли под чужим именем.',
    'Другие входы этого человека уже завершены. Проверьте, пожалуйста, что было сделано, и отмените лишнее: рабочий стол, «Учётные записи».',
    accountsUrl,
  ].join('\n');
}
