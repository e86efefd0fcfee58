import { describe, expect, it } from 'vitest';
import * as parents from '../../src/texts/bot/parents.ts';
import * as linking from '../../src/texts/bot/parents-linking.ts';
import {
  PARENTS_BUTTONS,
  PARENTS_COMMANDS,
  PARENTS_DESCRIPTION,
  PARENTS_SHORT_DESCRIPTION,
  understood,
} from '../../src/texts/bot/parents-menu.ts';
import * as settings from '../../src/texts/bot/parents-settings.ts';
import * as week from '../../src/texts/bot/parents-week.ts';
import * as choices from '../../src/texts/choices.ts';
import { expectTone, listing, unlisted } from './tone.ts';

const petr = { first: 'Пётр', class: '7Б', grade: 7 };
const anna = { first: 'Анна', class: '1А', grade: 1 };
const plan: linking.Plan = {
  rhythms: { absence: 'now', mark: 'now', homework: 'evening', message: 'now', periodMark: 'now' },
  quiet: { from: '21:00', to: '07:30' },
};
const KINDS = ['absence', 'mark', 'homework', 'message', 'periodMark'] as const;
const coming: choices.Coming = {
  by: 'telegram',
  order: ['telegram', 'email'],
  failing: [],
  paperToo: false,
  rhythms: plan.rhythms,
};
const ofPetr = { child: petr, coming, kinds: KINDS };
const ofAnna = { child: anna, coming, kinds: ['absence', 'message'] as const };
const onPaper = { ...ofPetr, coming: { ...coming, by: 'paper', order: [], rhythms: {} } as choices.Coming };
const rest = { quiet: { from: '21:00', to: '07:30' } };
const rules = { mandatory: ['firstLesson', 'urgent', 'periodMark'], heldBack: ['homework'] };
const school = { from: '21:00', to: '07:30' };

const PARENTS: Record<string, string> = {
  askCode: linking.askCode(),
  noLongerLinked: linking.noLongerLinked(),
  alreadyLinked: linking.alreadyLinked([petr, anna]),
  askClass: linking.askClass(),
  'askClass, typed': linking.askClass({ typed: true }),
  'askClass, children': linking.askClass({ children: 2 }),
  wrongClass: linking.wrongClass(3),
  'wrongClass, last': linking.wrongClass(1),
  codeVoided: linking.codeVoided(),
  codeUnknown: linking.codeUnknown(),
  codeUsed: linking.codeUsed(),
  codeExpired: linking.codeExpired(),
  codeForPupil: linking.codeForPupil(),
  codeForStaff: linking.codeForStaff('school_teachers_bot'),
  linkedWithoutConsent: linking.linkedWithoutConsent('Орлова Анна Сергеевна'),
  named: linking.named([petr, anna]),
  linked: linking.linked('Мария Петровна', [petr], plan),
  'linked, children': linking.linked('Мария Петровна', [petr, anna], plan),
  'linked, grade 1': linking.linked('Мария Петровна', [anna], { rhythms: plan.rhythms }),
  linkedApart: linking.linkedApart('Мария Петровна', [petr, anna]),
  chatMoved: linking.chatMoved(),
  chatShared: linking.chatShared(['Мария Петровна', 'Илья Андреевич']),
  alsoForStaff: linking.alsoForStaff('school_teachers_bot'),
  'alsoForStaff, unknown': linking.alsoForStaff(),
  dayHeading: week.dayHeading(petr, '2026-09-15'),
  todayEmpty: week.todayEmpty(),
  todayNoLessons: week.todayNoLessons(),
  sheetCaption: week.sheetCaption(petr, '14–19 сентября'),
  sheetNone: week.sheetNone(petr),
  sheetFileName: week.sheetFileName({ student: { last: 'Иванов-Ким', first: 'Пётр' }, week: '2026-W38' }),
  onlyInDiary: week.onlyInDiary(),
  chooseSheet: week.chooseSheet(petr),
  chooseChild: week.chooseChild(),
  diaryLink: parents.diaryLink('https://school.example.ru/s/x', 15),
  seen: parents.seen(),
  settings: settings.settings([ofPetr], rest),
  'settings, children': settings.settings([ofPetr, ofAnna], { ...rest, pausedUntil: '2026-09-22' }),
  'settings, alike': settings.settings([ofAnna, { ...ofAnna, child: { ...anna, first: 'Вера' } }], {}),
  'settings, grade 1': settings.settings([ofAnna], rest),
  'settings, mixed': settings.settings(
    [
      {
        ...ofPetr,
        coming: {
          ...coming,
          by: 'email',
          failing: ['telegram'],
          paperToo: true,
          rhythms: { absence: 'evening', mark: 'week', homework: 'diary', message: 'week', periodMark: 'now' },
        },
      },
    ],
    rest,
  ),
  'settings, paper': settings.settings([onPaper], rest),
  'settings, unreached': settings.settings(
    [{ ...onPaper, coming: { ...onPaper.coming, order: ['telegram'], failing: ['telegram'] } }],
    rest,
  ),
  childSettings: settings.childSettings(ofPetr),
  askWhere: settings.askWhere(petr, { address: 'i@example.ru', works: true }),
  'askWhere, bounced': settings.askWhere(petr, { address: 'i@example.ru', works: false }),
  'askWhere, no address': settings.askWhere(petr, null),
  whereSaved: settings.whereSaved(['telegram', 'email', 'paper']),
  'whereSaved, email': settings.whereSaved(['email', 'telegram', 'paper'], 'i@example.ru'),
  'whereSaved, email alone': settings.whereSaved(['email', 'paper'], 'i@example.ru'),
  'whereSaved, paper': settings.whereSaved(['paper']),
  askKinds: settings.askKinds(petr),
  kindsOnPaper: settings.kindsOnPaper(petr),
  kindButton: settings.kindButton('absence', 'now'),
  askRhythm: settings.askRhythm('mark', petr, rules),
  'askRhythm, mandatory': settings.askRhythm('periodMark', petr, rules),
  'askRhythm, held back': settings.askRhythm('homework', petr, rules),
  'askRhythm, first lesson': settings.askRhythm('absence', petr, rules),
  'askRhythm, urgent': settings.askRhythm('message', petr, rules),
  rhythmSaved: settings.rhythmSaved('mark', 'evening'),
  'rhythmSaved, diary': settings.rhythmSaved('mark', 'diary'),
  copied: settings.copied([petr, anna]),
  askQuiet: settings.askQuiet(school),
  'askQuiet, no hours': settings.askQuiet(),
  schoolHoursButton: settings.schoolHoursButton(school),
  'schoolHoursButton, none': settings.schoolHoursButton(undefined),
  askQuietFrom: settings.askQuietFrom(),
  askQuietTo: settings.askQuietTo('22:30'),
  quietSaved: settings.quietSaved({ from: '22:00', to: '07:00' }),
  'quietSaved, none': settings.quietSaved(),
  askPause: settings.askPause(),
  pauseButton: settings.pauseButton('2026-09-22'),
  paused: settings.paused('2026-09-30'),
  resumed: settings.resumed(),
  askPaper: settings.askPaper(),
  'paperSaved, kept': settings.paperSaved([petr], true, 'Орлова Анна Сергеевна'),
  'paperSaved, alone': settings.paperSaved([petr, anna], false),
  paperEnded: settings.paperEnded(),
  askStop: settings.askStop(),
  'stopped, email': settings.stopped('email', 'i@example.ru'),
  'stopped, paper': settings.stopped('paper'),
  stopKept: settings.stopKept(),
  help: parents.help('МБОУ «Краснознаменская школа»', { name: 'Орлова Анна Сергеевна', phone: '8 978 000-00-00' }),
  helpNotLinked: parents.helpNotLinked(),
  notUnderstood: parents.notUnderstood(),
  textOnly: parents.textOnly(),
  rateLimited: parents.rateLimited(40),
  'rateLimited, long': parents.rateLimited(7200),
  staleButton: parents.staleButton(),
  privateOnly: parents.privateOnly(),
  accessEnded: parents.accessEnded(),
  troubled: parents.troubled(),
  commands: PARENTS_COMMANDS.map(({ command, description }) => `/${command} ${description}`).join('\n'),
  buttons: Object.values(PARENTS_BUTTONS).join(' | '),
  description: PARENTS_DESCRIPTION,
  shortDescription: PARENTS_SHORT_DESCRIPTION,
};

const FAULTS = [
  'notYours child',
  'noConsent mark',
  'noAddress channels',
  'ruled mark',
  'badHours quiet',
  'badDate pause',
  'past pause',
  'tooFar pause',
  'past date',
  'tooFar date',
  'badNumber number',
  ' ',
].map((one): [string, string] => {
  const [code = '', field = ''] = one.split(' ');
  return [`choiceFault, ${one}`, choices.choiceFault(code, field)];
});

describe("the parents' bot's words", () => {
  it('are these', async () => {
    await expect(listing(PARENTS)).toMatchFileSnapshot('snapshots/bot-parents.txt');
  });

  it('are all in the listing above', () => {
    expect(unlisted(PARENTS, [parents, linking, settings, week])).toEqual([]);
  });

  it('are the models of texts, to the letter', () => {
    expect(linking.askCode()).toBe(
      'Здравствуйте! Пришлите код из письма школы. Нет кода? Его выдаст классный руководитель.',
    );
    expect(linking.askClass()).toBe('Здравствуйте! Чтобы данные ребёнка не увидел посторонний, выберите его класс.');
    expect(linking.linked('Мария Петровна', [petr], plan)).toBe(
      'Готово, Мария Петровна! Пётр, 7Б. Пропуск урока — сразу. Отметки — в течение дня. Домашние задания — вечером. Итоги — раз в неделю. С 21:00 до 7:30 не беспокоим.',
    );
    expect(['week', 'settings', 'wantPaper'].map((name) => PARENTS_BUTTONS[name as 'week'])).toEqual([
      'Эта неделя',
      'Настроить',
      'Хочу на бумаге',
    ]);
  });

  it("speak of отметка, say Вы, show nobody's sex and fit a message", () => {
    expectTone({ ...PARENTS, ...Object.fromEntries(FAULTS) });
  });

  it('name each fault of a choice apart', () => {
    expect(new Set(FAULTS.map(([, said]) => said)).size).toBe(FAULTS.length);
  });

  it('are short enough for where Telegram shows them', () => {
    expect(PARENTS_DESCRIPTION.length).toBeLessThanOrEqual(512);
    expect(PARENTS_SHORT_DESCRIPTION.length).toBeLessThanOrEqual(120);
    expect(parents.seen().length).toBeLessThanOrEqual(200);
    for (const label of Object.values(PARENTS_BUTTONS)) expect(label.length).toBeLessThanOrEqual(20);
    for (const { command } of PARENTS_COMMANDS) expect(command).toMatch(/^[a-z]{1,32}$/);
  });

  it('say nothing of marks to a family of grade 1', () => {
    for (const name of ['linked, grade 1', 'settings, grade 1', 'settings, alike'])
      expect(PARENTS[name]).not.toMatch(/отмет|балл/i);
  });
});

describe('a kept choice in words', () => {
  it.each([
    ['channels', ['telegram', 'email', 'paper'], 'Куда: Telegram, а если не дойдёт — почта'],
    ['channels', ['email', 'paper'], 'Куда: только почта'],
    ['channels', ['paper', 'telegram'], 'Куда: распечатка на бумаге, раз в неделю'],
    ['rhythm', { mark: 'evening' }, 'Отметки — вечером'],
    ['paper', true, 'Распечатка каждую неделю'],
    ['paper', false, 'Распечатка каждую неделю больше не нужна'],
    ['consent', { consent: true, date: '2026-09-01' }, 'Есть согласие на электронные уведомления (1 сентября 2026 г.)'],
    ['consent', { consent: false, date: null }, 'Нет согласия на электронные уведомления'],
    ['quiet', { from: '22:00', to: '07:00' }, 'Не беспокоить с 22:00 до 7:00'],
    ['quiet', { from: '00:00', to: '00:00' }, 'Уведомления в любое время'],
    ['quiet', {}, 'Тихие часы — как в школе'],
    ['pause', '2026-09-30', 'Пауза до 30 сентября включительно'],
    ['pause', {}, 'Пауза снята'],
    ['links', { void: true }, 'Ссылки из прежних писем отключены'],
    ['rights', { rights: 'full', relation: 'мать' }, 'Права — полные'],
    ['rights', { rights: 'paper', relation: null }, 'Права — только получать распечатку'],
    ['rights', { rights: 'none', ended: true }, 'Доступ закрыт'],
    ['rights', 'none', 'Прав нет'],
    ['something of a later version', 1, null],
  ])('%s %j → %s', (what, value, words) => {
    expect(choices.choiceWords({ what, value })?.replaceAll('\u00a0', ' ') ?? null).toBe(words);
  });
});

describe('words that parents write', () => {
  it.each([
    ['Неделя', 'week'],
    ['  /сегодня  ', 'today'],
    ['РАСПЕЧАТКА.', 'sheet'],
    ['дневник', 'diary'],
    ['Настройки!', 'settings'],
    ['пауза', 'settings'],
    ['стоп', 'stop'],
    ['помощь', 'help'],
    ['?', 'help'],
  ])('%s → %s', (said, command) => {
    expect(understood(said)).toBe(command);
  });

  it.each(['', '4827 1936', 'неделя моды', 'constructor', '__proto__'])('%j is none', (said) => {
    expect(understood(said)).toBeNull();
  });
});
