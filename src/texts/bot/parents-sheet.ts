/** Words around what the bot shows: the sheet as a file, and a school that keeps details to the diary. */

/** For what is told as soon as it is known. */
export const AT_ONCE = 'Сразу';

/** The school's rule is to send no details through Telegram. */
export function onlyInDiary(): string {
  return 'Подробностей школа в Telegram не присылает. Они в дневнике: /diary';
}

/** Without spaces: on its way through Telegram a file's name would lose them. */
export function sheetFileName({ student, week }: { student: { last: string; first: string }; week: string }): string {
  return `${['Распечатка', student.last, student.first, week].join('_').replace(/[^\p{L}\p{N}_-]+/gu, '_')}.pdf`;
}
