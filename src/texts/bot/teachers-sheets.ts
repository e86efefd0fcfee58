/** Printed sheets in the teachers' bot: what waits to be handed over, and noting it. No name without consent. */
import { dateRange, dayMonth, weekday } from '../russian/dates.ts';
import { shortName } from '../russian/names.ts';
import { count, FORMS } from '../russian/plural.ts';
import { NBSP } from '../russian/typography.ts';

/** What the button «Отметить вручение» under a word of the bot carries. */
export const SHEETS_DATA = 'h:open:0:0';

export type BotDeed = 'person' | 'child' | 'stub';

export const SHEET_BUTTONS = {
  open: 'Отметить вручение',
  allBut: 'Все, кроме…',
  child: 'Через ребёнка',
  stubs: 'Корешки вернулись',
  next: 'Дальше',
  back: 'К распечаткам',
} as const;

export interface SheetWords {
  id: number;
  className: string;
  starts: string;
  ends: string;
  child: { last: string; first: string };
  /** nobody of the family consented: the number alone */
  nameless: boolean;
  state: string;
}

const number = (id: number) => `№${NBSP}${id}`;

/** «№ 3, Иванов Пётр»; «№ 6» without consent */
function line(sheet: SheetWords): string {
  const { id, child, nameless, state } = sheet;
  const note = state === 'absent' ? ' — некому было вручить' : state === 'refused' ? ' — отказались взять' : '';
  return `${number(id)}${nameless ? '' : `, ${child.last} ${child.first}`}${note}`;
}

/** «✓ Иванов П., № 3» */
export function sheetButton({ id, child, nameless }: SheetWords, chosen: boolean): string {
  const name = nameless ? number(id) : `${shortName({ last: child.last, first: child.first })}, ${number(id)}`;
  return chosen ? `✓ ${name}` : name;
}

export function allButton(sheets: number): string {
  return `Вручены все: ${sheets}`;
}

/** All that is not handed over, week by week. */
export function openSheets(waiting: readonly SheetWords[], stubs: readonly SheetWords[]): string {
  return [
    ...(waiting.length ? [`Ждут вручения: ${count(waiting.length, FORMS.sheet)}.`, ...byWeek(waiting)] : []),
    ...(stubs.length ? [`Ждём корешок: ${count(stubs.length, FORMS.sheet)}.`, ...byWeek(stubs)] : []),
    ...([...waiting, ...stubs].some(({ nameless }) => nameless)
      ? ['Где стоит один номер, согласия на электронные сведения нет: имя — в реестре распечаток.']
      : []),
  ].join('\n');
}

function byWeek(sheets: readonly SheetWords[]): string[] {
  let heading = '';
  return sheets.flatMap((sheet) => {
    const week = `${sheet.className}, ${dateRange(sheet.starts, sheet.ends)}:`;
    const first = week !== heading;
    heading = week;
    return first ? [week, line(sheet)] : [line(sheet)];
  });
}

export function nothingToHandOver(): string {
  return 'Все распечатки вручены, корешки вернулись.';
}

export function noSheetsForYou(): string {
  return 'Вручение распечаток здесь отмечает классный руководитель. Секретарь и администрация отмечают его на рабочем столе в дневнике.';
}

const DEEDS: Record<BotDeed, string> = {
  person: 'вручено лично',
  child: 'передано через ребёнка',
  stub: 'корешки вернулись',
};

/** Over the names to tap. */
export function chooseSheets(deed: BotDeed): string {
  if (deed === 'stub') return 'Чьи корешки вернулись? Коснитесь имён.';
  const done = deed === 'child' ? 'Передано через ребёнка' : 'Вручено лично';
  return `${done} всем, у кого стоит ✓. Снимите её с остальных.`;
}

/** «Записать? / Вручено лично, понедельник, 21 сентября: 2 листа. / …» */
export function confirmSheets(
  deed: BotDeed,
  date: string,
  chosen: readonly SheetWords[],
  left: readonly SheetWords[],
): string {
  return [
    `Записать: ${DEEDS[deed]}, ${weekday(date)}, ${dayMonth(date)}: ${count(chosen.length, FORMS.sheet)}?`,
    ...chosen.map(line),
    ...(left.length ? [deed === 'stub' ? 'Корешка ещё ждём:' : 'Остаются:', ...left.map(line)] : []),
  ].join('\n');
}

/** @param stood somebody else noted these meanwhile */
export function sheetsNoted(deed: BotDeed, noted: number, stood: number): string {
  const words = [
    `Записано: ${DEEDS[deed]}, ${count(noted, FORMS.sheet)}.`,
    ...(deed === 'child' ? ['Когда вернётся корешок, отметьте его: до тех пор неделя не подтверждена.'] : []),
    ...(stood ? [`Отмечены раньше: ${count(stood, FORMS.sheet)}.`] : []),
  ];
  return words.join('\n');
}

export function sheetsTakenBack(): string {
  return 'Отменено: листы снова ждут отметки.';
}

export function sheetsChangedSince(): string {
  return 'Отменить уже нельзя: с листами с тех пор сделали что-то ещё.';
}

export function nobodyChosen(): string {
  return 'Никого не отмечено';
}

/** A name typed after «кроме» that is nobody's, or several pupils'. */
export function whoIsExcepted(name: string): string {
  return `Не понятно, кто это: ${name}. Отметьте, пожалуйста, кнопками.`;
}

export function sheetsCancelled(): string {
  return 'Хорошо, ничего не записано.';
}
