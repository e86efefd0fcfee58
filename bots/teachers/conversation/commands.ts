/** Commands that record nothing: help, settings, start. */
import { suggestForm } from '../../../src/quick-entry/suggest.ts';
import * as say from '../../../src/texts/bot/teachers.ts';
import type { TeachersCommand } from '../../../src/texts/bot/teachers-menu.ts';
import { cardData } from './callback-data.ts';
import type { School, Turn } from './model.ts';
import { showSheets } from './sheets.ts';
import { showToday } from './today.ts';

/** Words that call for one form each: marks, absences, homework, a topic, a message. */
const CALLS = ['отметки', 'нет', 'дз', 'тема', 'родителям'];

/** Lines that this teacher could type right now. */
export function examplesFor({ quick, date, time }: School, teacher: string): string[] {
  const forms = CALLS.map((text) => suggestForm(quick, { teacher, now: `${date}T${time}`, text }));
  return [...new Set(forms.filter((form) => form !== null))];
}

/** @param tapped the message and the choice of a tap on the settings */
export async function runCommand(
  turn: Turn,
  command: Exclude<TeachersCommand, 'desk'>,
  tapped?: { message: number; off: boolean },
): Promise<undefined> {
  const { desk, effects } = turn;
  if (command === 'settings') return showSettings(turn, tapped);
  if (command === 'today') return showToday(turn);
  if (command === 'sheets') return showSheets(turn);
  const examples = examplesFor(await desk.school(desk.now()), desk.teacher);
  effects.push({ do: 'send', text: say.staffHelp(examples) });
}

async function showSettings({ desk, effects }: Turn, tapped?: { message: number; off: boolean }): Promise<undefined> {
  const off = tapped?.off ?? desk.previewOff;
  if (tapped) await desk.setPreviewOff(off);
  const shown = {
    text: say.staffSettings(off),
    buttons: [[{ text: say.previewSwitch(off), data: cardData('switch', { message: 0, version: 0 }, off ? 0 : 1) }]],
  };
  effects.push(tapped ? { do: 'change', message: tapped.message, ...shown } : { do: 'send', ...shown });
}
