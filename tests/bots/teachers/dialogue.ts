/**
 * Runs dialogues written as a script, without Telegram and without a framework:
 *
 *     t1: 7Б алг Иванов 5                      a teacher writes; t1: [Записать] taps the newest button of that label
 *     bot: Записать? / … [Записать] [Отмена]   what the bot shows then: lines parted by « / », … is anything, then buttons
 *     word: Уже                                what the tap itself answers, or a part of it
 *     t1 edits: 7Б алг Иванов 4                the teacher's last message is edited; «edits 2:» the one before it
 *     t1 forwards: | t1 speaks:                a forwarded message, a voice message
 *     t1 replies: Степень                      to the bot's newest message
 *     t1 again:                                the last update once more, as after a restart
 *     wait: 16 min | at: 2026-09-16T09:00      time passes (school-local)
 *     journal: mark s1 5; absence s3 Н         what stands then, of all kinds, in the order of recording; — is nothing
 *
 * After every step the state goes through the database and back, as in a process that was just started.
 */
import { Telegram } from 'telegraf';
import { expect } from 'vitest';
import type { Button, Effect, Input } from '../../../bots/teachers/conversation/model.ts';
import { respond } from '../../../bots/teachers/conversation/respond.ts';
import { createDesk } from '../../../bots/teachers/desk.ts';
import { keepShown, readState, saveState } from '../../../bots/teachers/dialogue.ts';
import { openAttachments } from '../../../src/platform/attachments.ts';
import type { Db } from '../../../src/platform/database/open.ts';
import { instantOf } from '../../../src/platform/school-time.ts';
import type { FakeClock } from '../../fake-clock.ts';

/** Files come through Telegram only: telegram.db.test.ts. */
const NO_FILES = {
  telegram: new Telegram('1:none'),
  address: { token: '1:none', apiRoot: 'http://127.0.0.1:1' },
  attachments: openAttachments('/nowhere'),
};

const ZONE = 'Europe/Simferopol';

interface Shown {
  message: number;
  text: string;
  buttons: Button[];
}

interface Chat {
  id: string;
  teacher: string;
  /** the bot's messages, newest last; a changed one keeps its place */
  shown: Shown[];
  /** what was shown and not looked at yet */
  unseen: Shown[];
  own: number[];
  lastInput: Input | null;
  word: string | undefined;
}

export interface Stage {
  db: Db;
  clock: FakeClock;
}

export async function play(stage: Stage, script: string): Promise<void> {
  const chats = new Map<string, Chat>();
  let speaking: Chat | undefined;
  let next = 100;
  const chatOf = (teacher: string): Chat => {
    const known = chats.get(teacher);
    const id = `90${teacher.slice(1)}`;
    const chat = known ?? { id, teacher, shown: [], unseen: [], own: [], lastInput: null, word: undefined };
    chats.set(teacher, chat);
    return chat;
  };
  for (const line of script
    .trim()
    .split('\n')
    .map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, head = '', rest = ''] = /^([^:]+):\s*(.*)$/su.exec(line) ?? [];
    const teacher = /^(t\d+)\s*(.*)$/.exec(head);
    if (teacher) {
      speaking = chatOf(teacher[1]!);
      // people take some seconds to write
      stage.clock.advance({ seconds: 5 });
      const input = inputOf(stage, speaking, teacher[2]!, rest.replaceAll(' / ', '\n'), () => next++);
      await step(stage, speaking, input, () => next++);
    } else if (head === 'bot') seen(speaking, rest, line);
    else if (head === 'word') expect(plain(speaking?.word ?? ''), line).toContain(rest);
    else if (head === 'journal') expect(await journal(stage.db), line).toBe(rest);
    else if (head === 'wait') stage.clock.advance({ minutes: Number.parseInt(rest, 10) });
    else if (head === 'at') stage.clock.set(instantOf(rest.slice(0, 10), rest.slice(11), ZONE));
    else throw new Error(`no such step: ${line}`);
  }
  for (const chat of chats.values())
    expect(
      chat.unseen.map(({ text }) => plain(text)),
      'said, not expected',
    ).toEqual([]);
}

function inputOf({ clock }: Stage, chat: Chat, does: string, said: string, next: () => number): Input {
  const now = clock.now();
  const tapped = /^\[(.+)\]$/.exec(said);
  if (does === '' && tapped) return tapOn(chat, tapped[1]!);
  if (does === 'taps old') return tapOn(chat, said.replace(/^\[|\]$/g, ''), true);
  if (does === 'sends data') return { kind: 'tap', message: chat.shown.at(-1)!.message, data: said };
  if (does === 'forwards') return { kind: 'forwarded' };
  if (does === 'speaks') return { kind: 'wordless' };
  if (does === 'again') return chat.lastInput!;
  const edits = /^edits\s*(\d*)$/.exec(does);
  if (edits) {
    const message = chat.own.at(-Number(edits[1] || 1))!;
    return { kind: 'edited', message, text: said, editedAt: now };
  }
  const message = next();
  chat.own.push(message);
  if (does === 'replies')
    return { kind: 'text', message, text: said, sentAt: now, replyTo: chat.shown.at(-1)!.message };
  const sent = /^wrote at (.+)$/.exec(does);
  const sentAt = sent ? instantOf(sent[1]!.slice(0, 10), sent[1]!.slice(11).replace('.', ':'), ZONE) : now;
  return { kind: 'text', message, text: said, sentAt };
}

const everShown = new WeakMap<Chat, Shown[]>();

/** `old`: the first button of that label ever shown, even if its message was changed since. */
function tapOn(chat: Chat, label: string, old = false): Input {
  const all = old ? (everShown.get(chat) ?? []) : chat.shown.toReversed();
  for (const { message, buttons } of all) {
    const button = buttons.find(({ text }) => plain(text) === label);
    if (button) return { kind: 'tap', message, data: button.data };
  }
  throw new Error(
    `no button ${label}; there are: ${chat.shown.flatMap((s) => s.buttons.map((b) => b.text)).join(' | ')}`,
  );
}

async function step({ db, clock }: Stage, chat: Chat, input: Input, next: () => number): Promise<void> {
  const staff = await db.staffMember.findUniqueOrThrow({ where: { id: chat.teacher }, include: { person: true } });
  const visit = { staffId: chat.teacher, name: staff.person, previewOff: staff.previewOff, left: false };
  const desk = createDesk({ db, clock, ...NO_FILES }, visit);
  const { state, effects } = await respond(desk, chat.id, await readState(db, chat.id), input);
  chat.lastInput = input;
  chat.word = undefined;
  const done = effects.flatMap((effect) => show(chat, effect, next));
  keepShown(state, done);
  await saveState(db, clock, chat.id, state);
}

function show(chat: Chat, effect: Effect, next: () => number) {
  if (effect.do === 'answer') {
    chat.word = effect.text ?? '';
    return [];
  }
  const message = effect.do === 'send' ? next() : effect.message;
  const shown = { message, text: effect.text, buttons: (effect.buttons ?? []).flat() };
  for (const { data } of shown.buttons) expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
  expect(effect.text.length).toBeLessThanOrEqual(4096);
  chat.shown = [...chat.shown.filter((each) => each.message !== message), shown];
  everShown.set(chat, [...(everShown.get(chat) ?? []), shown]);
  chat.unseen.push(shown);
  return [{ message, keep: effect.keep, ask: effect.do === 'send' ? effect.ask : undefined }];
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\n', ' / ');

function seen(chat: Chat | undefined, expected: string, line: string): void {
  const shown = chat?.unseen.shift();
  if (!shown) throw new Error(`the bot said nothing: ${line}`);
  const labels = shown.buttons.map(({ text }) => `[${plain(text)}]`).join(' ');
  const actual = [plain(shown.text), labels].filter(Boolean).join(' ');
  if (!expected.includes('…')) expect(actual).toBe(expected);
  else expect(actual).toMatch(new RegExp(`^${expected.split('…').map(escaped).join('.*')}$`, 'su'));
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

async function journal(db: Db): Promise<string> {
  const entries = await db.journalEntry.findMany({ where: { withdrawnAt: null }, orderBy: { id: 'asc' } });
  const words = entries.map((e) => {
    const flags = [e.personal && 'personal', e.urgent && 'urgent', e.toStudent && 'toStudent'];
    return [e.kind, e.studentId, e.value, e.work === 'ответ' ? null : e.work, e.text, ...flags]
      .filter(Boolean)
      .join(' ');
  });
  return words.join('; ') || '—';
}
