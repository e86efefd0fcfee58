/** A child has an average from so many marks on: fewer make no period mark either (К-И 5.2; Б 6.2). */
const FROM = 3;

/** The mean of the digits among marks, rounded to two decimals; none of fewer than three. «зачёт» has no average. */
export function averageOf(values: readonly string[]): { count: number; average?: number } {
  const digits = values.filter((value) => /^[1-5]$/.test(value)).map(Number);
  if (digits.length < FROM) return { count: digits.length };
  const sum = digits.reduce((total, digit) => total + digit, 0);
  return { count: digits.length, average: Math.round((sum / digits.length) * 100) / 100 };
}
