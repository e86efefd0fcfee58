import { describe, expect, it } from 'vitest';
import * as teachers from '../../src/texts/bot/teachers.ts';
import * as lessons from '../../src/texts/bot/teachers-lessons.ts';
import { TEACHERS_COMMANDS, understoodByTeachers } from '../../src/texts/bot/teachers-menu.ts';
import { type PreviewEntry, previewLines } from '../../src/texts/bot/teachers-preview.ts';
import * as sheets from '../../src/texts/bot/teachers-sheets.ts';
import { refusalTexts } from '../../src/texts/refusals.ts';
import { DKIM_KEY_FAULTS, SMTP_URL_FAULTS } from '../../src/texts/settings-email.ts';
import { expectTone, listing, unlisted } from './tone.ts';

const lesson = { class: '7Б', subject: 'Алгебра', date: '2026-09-15' };
const entries: PreviewEntry[] = [
  { ...lesson, kind: 'mark', student: 'Иванов П.', value: '5' },
  { ...lesson, kind: 'mark', student: 'Петрова А.', value: '4' },
  { ...lesson, kind: 'absence', student: 'Сидоров К.', code: 'Н' },
];

const algebra: lessons.LessonWords = {
  number: 2,
  class: '7Б',
  subject: 'Алгебра',
  date: '2026-09-15',
  starts: '09:25',
};

const EXAMPLES = ['7Б алгебра Иванов 5, Петрова 4', 'дз 7Б алгебра § 12'];
const TEACHERS: Record<string, string> = {
  staffAskCode: teachers.staffAskCode(),
  staffLinked: teachers.staffLinked('Анна Сергеевна', EXAMPLES),
  staffAlreadyLinked: teachers.staffAlreadyLinked('Орлова Анна Сергеевна'),
  staffCodeUnknown: teachers.staffCodeUnknown(),
  staffCodeUsed: teachers.staffCodeUsed(),
  staffCodeExpired: teachers.staffCodeExpired(),
  staffCodeForGuardian: teachers.staffCodeForGuardian(),
  staffLeft: teachers.staffLeft(),
  preview: teachers.preview(previewLines(entries)),
  recorded: teachers.recorded(previewLines(entries), 3),
  changePreview: teachers.changePreview(previewLines(entries)),
  changed: teachers.changed(previewLines(entries)),
  'changed, nothing left': teachers.changed([]),
  editTooLate: teachers.editTooLate(),
  recordedBefore: teachers.recordedBefore(),
  correctedTo: teachers.correctedTo('Иванов П.', '4', '5'),
  refused: teachers.refused([refusalTexts['grade-1']]),
  undone: teachers.undone(previewLines(entries)),
  'undone, told': teachers.undone(previewLines(entries), true),
  undoTooLate: teachers.undoTooLate(),
  undoChangedSince: teachers.undoChangedSince(),
  staleStaffButton: teachers.staleStaffButton(),
  flagButton: teachers.flagButton('personal', false),
  'flagButton, on': teachers.flagButton('urgent', true),
  'flagButton, to the pupil': teachers.flagButton('toStudent', true),
  draftCancelled: teachers.draftCancelled(),
  askEdit: teachers.askEdit(),
  draftGone: teachers.draftGone(),
  'ask class': teachers.ask('class'),
  'ask subject': teachers.ask('subject'),
  'ask student': teachers.ask('student', 'Иванову'),
  'ask date': teachers.ask('date', 'за 12.09'),
  'ask date, left out': teachers.ask('date'),
  'ask due': teachers.ask('due', 'на завтра'),
  askNoCandidates: teachers.askNoCandidates(),
  dayButton: teachers.dayButton('2026-09-17'),
  notRecorded: teachers.notRecorded('unknown-student', 'Иваноф', EXAMPLES),
  'notRecorded, unreadable': teachers.notRecorded('unreadable'),
  clearedLine: teachers.clearedLine(previewLines(entries)[0] ?? ''),
  lessonsToday: lessons.lessonsToday(
    '2026-09-15',
    [
      lessons.lessonLine(algebra, ['attendance', 'topic', 'homework'], 0, 0),
      lessons.lessonLine({ ...algebra, number: 3 }, [], 2, 5),
    ],
    lessons.deadlines([['7Б', '12:15']], '17:00'),
  ),
  'lessonsToday, all filled': lessons.lessonsToday('2026-09-15', [lessons.lessonLine(algebra, [], 0, 0)], ''),
  noLessonsToday: lessons.noLessonsToday('2026-09-15'),
  lessonLine: lessons.lessonLine(algebra, ['topic'], 1, 0),
  deadlines: lessons.deadlines(
    [
      ['7Б', '12:15'],
      ['9А', '13:15'],
    ],
    null,
  ),
  lessonButton: lessons.lessonButton('attendance', algebra, false),
  'lessonButton, there': lessons.lessonButton('homework', algebra, true),
  askTopic: lessons.askTopic(algebra),
  askHomework: lessons.askHomework(algebra),
  classList: lessons.classList(algebra, 'Н'),
  'classList, marks': lessons.classList(algebra, '5'),
  valueButton: lessons.valueButton('ОП', true),
  pupilButton: lessons.pupilButton('Иванов П.', ['Н', '5']),
  otherDay: lessons.otherDay(),
  nobodyMarked: lessons.nobodyMarked(),
  reminder: lessons.reminder(
    [lessons.lessonLine(algebra, ['homework'], 0, 2)],
    lessons.deadlines([['7Б', '12:15']], null),
  ),
  staffHelp: teachers.staffHelp(EXAMPLES),
  staffSettings: teachers.staffSettings(false),
  'staffSettings, off': teachers.staffSettings(true),
  previewSwitch: teachers.previewSwitch(false),
  'previewSwitch, off': teachers.previewSwitch(true),
  fileWithoutCaption: teachers.fileWithoutCaption(),
  fileForHomework: teachers.fileForHomework(),
  fileTooBig: teachers.fileTooBig(),
  fileOfWrongType: teachers.fileOfWrongType(),
  withAttachment: teachers.withAttachment('§ 12', 'карточка.pdf'),
  staffPrivateOnly: teachers.staffPrivateOnly(),
  staffTextOnly: teachers.staffTextOnly(),
  staffForwarded: teachers.staffForwarded(),
  staffTooFast: teachers.staffTooFast(),
  staffTroubled: teachers.staffTroubled(),
};

const sheet = { id: 12, className: '7Б', starts: '2026-09-14', ends: '2026-09-19', state: 'open' };
const vera = { ...sheet, child: { last: 'Цой', first: 'Вера' }, nameless: false };
const nobody = { ...sheet, id: 13, child: { last: 'Степанян', first: 'Нарек' }, nameless: true };
const SHEETS = {
  sheetButton: sheets.sheetButton(vera, true),
  allButton: sheets.allButton(2),
  openSheets: sheets.openSheets([vera, { ...nobody, state: 'refused' }], [{ ...vera, state: 'awaitingStub' }]),
  nothingToHandOver: sheets.nothingToHandOver(),
  noSheetsForYou: sheets.noSheetsForYou(),
  chooseSheets: sheets.chooseSheets('child'),
  'chooseSheets, stubs': sheets.chooseSheets('stub'),
  confirmSheets: sheets.confirmSheets('person', '2026-09-21', [vera], [nobody]),
  sheetsNoted: sheets.sheetsNoted('child', 2, 1),
  sheetsTakenBack: sheets.sheetsTakenBack(),
  sheetsChangedSince: sheets.sheetsChangedSince(),
  nobodyChosen: sheets.nobodyChosen(),
  whoIsExcepted: sheets.whoIsExcepted('Вересаева'),
  sheetsCancelled: sheets.sheetsCancelled(),
};

describe("the teachers' bot's words", () => {
  it('of printed sheets name no child without consent', () => {
    expect(unlisted(SHEETS, [sheets])).toEqual([]);
    expectTone(SHEETS);
    for (const [name, said] of Object.entries(SHEETS)) expect(said, name).not.toMatch(/Степанян|Нарек/);
    expect(SHEETS.openSheets).toContain('№\u00a013 — отказались взять');
  });

  it('to teachers', async () => {
    await expect(listing(TEACHERS)).toMatchFileSnapshot('snapshots/bot-teachers.txt');
  });

  it('are all in the listing above', () => {
    expect(unlisted(TEACHERS, [teachers, lessons])).toEqual([]);
  });

  it("speak of отметка, say Вы, show nobody's sex and fit a message", () => {
    expectTone({ ...TEACHERS, ...refusalTexts, ...SMTP_URL_FAULTS, ...DKIM_KEY_FAULTS });
  });

  it('are short enough for where Telegram shows them', () => {
    expect(teachers.TEACHERS_DESCRIPTION.length).toBeLessThanOrEqual(512);
    expect(teachers.TEACHERS_SHORT_DESCRIPTION.length).toBeLessThanOrEqual(120);
  });
});

describe('words that teachers write', () => {
  it.each([
    ['/сегодня', 'today'],
    ['/today@school_teachers_bot', 'today'],
    ['Помощь!', 'help'],
    ['/help', 'help'],
    ['настройки', 'settings'],
    ['Дневник', 'desk'],
  ])('%s → %s', (said, command) => {
    expect(understoodByTeachers(said)).toBe(command);
  });

  it.each(['', 'сегодня 7Б Иванов 5', '/start', 'constructor'])('%j is none', (said) => {
    expect(understoodByTeachers(said)).toBeNull();
  });

  it('are listed by Latin names', () => {
    for (const { command } of TEACHERS_COMMANDS) expect(command).toMatch(/^[a-z]{1,32}$/);
  });
});

describe('the preview', () => {
  it('says in plain words what was understood', () => {
    expect(previewLines(entries)).toEqual(['7Б · алгебра · вт 15.09 — Иванов П.: 5; Петрова А.: 4; нет: Сидоров К.']);
  });

  it('has a line for each lesson, homework, topic, message and period', () => {
    const more: PreviewEntry[] = [
      { ...lesson, kind: 'mark', student: 'Иванов П.', value: '5', work: 'контрольная' },
      { ...lesson, kind: 'mark', student: 'Иванов П.', value: '4', work: 'контрольная' },
      { ...lesson, kind: 'absence', student: 'Цой В.', code: 'Б' },
      { ...lesson, kind: 'absence', student: 'Ким А.', code: 'Б' },
      { ...lesson, kind: 'absence', student: 'Ли С.', code: 'ОП' },
      { ...lesson, kind: 'homework', date: '2026-09-17', text: '§ 12, № 345' },
      { ...lesson, kind: 'homework', date: '2026-09-17', text: 'карточка', student: 'Цой В.' },
      { ...lesson, kind: 'topic', text: 'Степень' },
      { kind: 'message', class: '7Б', text: 'Собрание в 18:00' },
      { kind: 'message', class: '7Б', text: 'Зайдите', student: 'Цой В.' },
      { kind: 'periodMark', class: '7Б', subject: 'ОБЖ', period: '1 четверть', student: 'Цой В.', value: '5' },
    ];
    expect(previewLines(more)).toEqual([
      '7Б · алгебра · вт 15.09 — контрольная работа: Иванов П.: 5, 4; болеют: Цой В., Ким А.; с опозданием: Ли С.',
      '7Б · алгебра · на чт 17.09 — задание: § 12, № 345',
      '7Б · алгебра · на чт 17.09 — задание (Цой В.): карточка',
      '7Б · алгебра · вт 15.09 — тема: Степень',
      '7Б · всем родителям — сообщение «Собрание в 18:00»',
      '7Б · родителям: Цой В. — сообщение «Зайдите»',
      '7Б · ОБЖ · 1 четверть — Цой В.: 5',
    ]);
  });
});
