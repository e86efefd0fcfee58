/** Names of works, absences and subjects inside a sentence. */

const FULL_WORKS: Record<string, string> = {
  контрольная: 'контрольная работа',
  самостоятельная: 'самостоятельная работа',
  проверочная: 'проверочная работа',
  лабораторная: 'лабораторная работа',
  практическая: 'практическая работа',
  домашняя: 'домашняя работа',
};

/** «контрольная работа»; null for an ordinary answer in class, which is not named. */
export function workName(work: string | undefined): string | null {
  if (!work || work === 'ответ') return null;
  return FULL_WORKS[work] ?? work;
}

/** «контрольная»: the same where a line is short; null for an answer. */
export function shortWork(work: string | undefined): string | null {
  return !work || work === 'ответ' ? null : work;
}

/** A subject in the middle of a sentence: «алгебра», but «ОБЖ». */
export function midSentence(subject: string): string {
  const [first = '', second = ''] = subject;
  return second === second.toUpperCase() && second !== second.toLowerCase()
    ? subject
    : first.toLowerCase() + subject.slice(first.length);
}

/** Why a lesson was missed, after a comma: «причина не указана», «болезнь». */
export function reasonName(code: string): string {
  return { Н: 'причина не указана', Б: 'болезнь', У: 'уважительная причина' }[code] ?? code;
}

/** An absence code on its own: «отсутствие, причина не указана», «опоздание». */
export function absenceName(code: string): string {
  return code === 'ОП' ? 'опоздание' : `отсутствие, ${reasonName(code)}`;
}
