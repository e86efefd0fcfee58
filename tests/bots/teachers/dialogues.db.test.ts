/** Conversations with teachers, played without Telegram over the real journal. The script's grammar: dialogue.ts. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changeDay } from '../../../src/journal/day/change-day.ts';
import { undoDay } from '../../../src/journal/day/undo-day.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { emptyTables } from '../../empty-tables.ts';
import { type FakeClock, fakeClock } from '../../fake-clock.ts';
import { type ExampleFile, newExampleSchool } from '../school.ts';
import { play } from './dialogue.ts';

/** A Tuesday, 15:00 in the school: lessons are over, none of them lately. */
const AFTERNOON = '2026-09-15T12:00:00Z';

let database: TestDatabase;
let clock: FakeClock;

beforeAll(async () => {
  database = await testDatabase();
  clock = fakeClock(AFTERNOON);
  await newExampleSchool(database, clock, school);
});
afterAll(() => database.close());
beforeEach(async () => {
  clock.set(AFTERNOON);
  const db = database.db.prisma;
  await emptyTables(db, 'bot_dialogue, told, entry_key, journal_event, journal_entry, lesson', { restart: true });
  await db.staffMember.updateMany({ data: { previewOff: false } });
});

/** Besides: a sister of Иванов in the class, and on Wednesday the third lesson of 7Б given by t2. */
function school(file: ExampleFile): void {
  const classes = file.classes as { name: string; students: Record<string, unknown>[] }[];
  const sister = { id: 's7', last: 'Иванова', first: 'Ольга', patronymic: 'Ильинична', sex: 'f' };
  classes.find(({ name }) => name === '7Б')?.students.push(sister);
  file.changes = [{ date: '2026-09-16', class: '7Б', lesson: 3, teacher: 't2' }];
}

/** One test, one dialogue. */
function dialogue(name: string, script: string): void {
  test(name, async () => {
    expect.hasAssertions();
    await play({ db: database.db.prisma, clock }, script);
  });
}

test('a substitution that the desk enters counts from the next line on, for one group alone', async () => {
  const db = database.db.prisma;
  const english = await db.course.findFirstOrThrow({
    where: { subject: { name: 'Английский язык' }, schoolClass: { name: '7Б' }, teacherId: 't5' },
  });
  const line = `t2: 7Б англ Сидоров 5`;
  await play({ db, clock }, `${line}\n   bot: …\n   journal: —`);
  const lessons = [{ courseId: english.id, number: 3 }];
  const what = { kind: 'substitute', lessons, teacherId: 't2' } as const;
  const deed = await changeDay({ db, clock }, { date: '2026-09-15', what, reason: 'болезнь', by: 't3' });
  if (!deed.ok) throw new Error(deed.code);
  await play(
    { db, clock },
    `${line}
   bot: Записать?…
   t2: [Записать]
   bot: Записано.…
   journal: mark s3 5`,
  );
  await undoDay({ db, clock }, { deedId: deed.deedId, by: 't3' });
});

dialogue(
  'a line, its preview, recorded',
  `t1: 7Б алг Петрова 5, Цой 4, нет Сидорова
   bot: Записать? / 7Б · алгебра · вт 15.09 — Петрова А.: 5; Цой В.: 4; нет: Сидоров К. [Записать] [Исправить] [Отмена]
   journal: —
   t1: [Записать]
   bot: Записано. / 7Б · алгебра · вт 15.09 — Петрова А.: 5; Цой В.: 4; нет: Сидоров К. / Родители узнают не раньше чем через 3 минуты. [Отменить]
   journal: mark s2 5; mark s4 4; absence s3 Н`,
);

dialogue(
  'a double tap on Записать records once',
  `t1: 7Б алг Петрова 5
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   t1 taps old: [Записать]
   word: Это уже записано
   journal: mark s2 5`,
);

dialogue(
  'the same tap again, because its answer was lost, records once and may still be taken back',
  `t1: 7Б алг Петрова 5
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   t1 again:
   word: Это уже записано
   t1: [Отменить]
   bot: Отменено. / 7Б · алгебра · вт 15.09 — Петрова А.: 5
   journal: —`,
);

dialogue(
  'which Иванов: asked by buttons, the answer completes the same entry',
  `t1: 7Б алг Иванову 5
   bot: Кто именно (Иванову)? [Иванов Пётр] [Иванова Ольга] [Отмена]
   t1: [Иванова Ольга]
   bot: Записать? / 7Б · алгебра · вт 15.09 — Иванова О.: 5 [Записать] [Исправить] [Отмена]
   t1: [Записать]
   bot: Записано.…
   journal: mark s7 5`,
);

dialogue(
  'several questions in turn, two Иванову in one line answered apart',
  `t1: алг Иванову 5
   bot: Какой класс? [7Б] [9А] [Отмена]
   t1: [7Б]
   bot: Кто именно (Иванову)? [Иванов Пётр] [Иванова Ольга] [Отмена]
   t1: [Иванов Пётр]
   bot: Записать? / 7Б · алгебра · вт 15.09 — Иванов П.: 5…
   t1: [Записать]
   bot: Записано.…
   journal: mark s1 5`,
);

dialogue(
  'the answer written instead of tapped',
  `t1: алг Петров 5
   bot: Какой класс? [7Б] [9А] [Отмена]
   t1: 9а
   bot: Записать? / 9А · алгебра · вт 15.09 — Петров С.: 5…
   t1: [Отмена]
   bot: Хорошо, ничего не записано.
   journal: —`,
);

dialogue(
  'no lesson that day: the nearest days as buttons',
  `t1: 7Б алг Цой 5 за 12.09
   bot: Такого урока в этот день нет. За какой день? [пт 11.09] [пн 14.09] [Отмена]
   t1: [пт 11.09]
   bot: Записать? / 7Б · алгебра · пт 11.09 — Цой В.: 5…
   t1: [Записать]
   bot: Записано.…
   journal: mark s4 5`,
);

dialogue(
  'an old button of a question that was answered does nothing',
  `t1: 7Б алг Иванову 5
   bot: Кто именно…
   t1: [Иванова Ольга]
   bot: Записать?…
   t1 taps old: [Иванов Пётр]
   word: Эта кнопка устарела
   t1: [Записать]
   bot: Записано. / 7Б · алгебра · вт 15.09 — Иванова О.: 5…
   journal: mark s7 5`,
);

dialogue(
  'a day-old button: a clear word, no entry',
  `t1: 7Б алг Цой 5
   bot: Записать?…
   at: 2026-09-16T15:00
   t1: [Записать]
   word: Этот черновик устарел, ничего не записано
   journal: —`,
);

dialogue(
  'buttons of one’s own making, and those of a card nobody knows',
  `t1: 7Б алг Цой 5
   bot: Записать?…
   t1 sends data: r:77:1:0
   word: черновик устарел
   t1 sends data: x
   word: черновик устарел
   t1 sends data: r:99999999999999999999:1:0
   word: черновик устарел
   journal: —`,
);

dialogue(
  'taken back within a quarter of an hour, not later',
  `t1: 7Б алг Цой 5
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   wait: 14 min
   t1: [Отменить]
   bot: Отменено.…
   journal: —
   t1: 7Б алг Цой 4
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   wait: 16 min
   t1: [Отменить]
   word: в течение 15 минут
   journal: mark s4 4`,
);

dialogue(
  'taking back a correction gives the entry the value it had',
  `t1: 7Б алг нет Сидорова
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   t1: 7Б алг Сидоров б
   bot: Записать? / 7Б · алгебра · вт 15.09 — болеют: Сидоров К.…
   t1: [Записать]
   bot: Записано.…
   journal: absence s3 Б
   t1: [Отменить]
   bot: Отменено.…
   journal: absence s3 Н`,
);

dialogue(
  'what stood there already is nobody’s to take back by this message',
  `t1: 7Б алг нет Сидорова
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   t1: 7Б алг нет Сидорова
   bot: Записать?…
   t1: [Записать]
   bot: Это уже записано.
   journal: absence s3 Н`,
);

dialogue(
  'an edited draft changes in its place',
  `t1: 7Б алг Цой 5
   bot: Записать? / 7Б · алгебра · вт 15.09 — Цой В.: 5…
   t1 edits: 7Б алг Цой 4
   bot: Записать? / 7Б · алгебра · вт 15.09 — Цой В.: 4…
   t1 taps old: [Записать]
   word: Эта кнопка устарела
   journal: —
   t1: [Записать]
   bot: Записано.…
   journal: mark s4 4`,
);

dialogue(
  'editing the message corrects the entries it made: another value, one gone, one new',
  `t1: 7Б алг Цой 5, Петрова 4
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   t1 edits: 7Б алг Цой 3, Мамутов 4
   bot: Сообщение изменено. Исправить в журнале? Будет так: / 7Б · алгебра · вт 15.09 — Цой В.: 3; Мамутов Р.: 4 [Записать] [Исправить] [Отмена]
   journal: mark s4 5; mark s2 4
   t1: [Записать]
   bot: Исправлено. Теперь в журнале: / 7Б · алгебра · вт 15.09 — Цой В.: 3; Мамутов Р.: 4 [Отменить]
   journal: mark s4 3; mark s5 4
   t1: [Отменить]
   bot: Отменено.…
   journal: —`,
);

dialogue(
  'an edit that comes twice is answered twice, and one that changes no word not at all',
  `t1: 7Б алг Цой 5
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   t1 edits: 7Б алг Цой 5
   t1 edits: 7Б алг Цой 2
   bot: Сообщение изменено…
   t1 again:
   bot: Сообщение изменено…
   t1: [Записать]
   bot: Исправлено.…
   journal: mark s4 2`,
);

dialogue(
  'the same message again, because its answer was lost: answered again, recorded once',
  `t1: 7Б алг Цой 5
   bot: Записать?…
   t1 again:
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   journal: mark s4 5`,
);

dialogue(
  'an edit that is not confirmed changes nothing',
  `t1: 7Б алг Цой 5
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   t1 edits: 7Б алг Цой 2
   bot: Сообщение изменено…
   t1: [Отмена]
   bot: Записано. / 7Б · алгебра · вт 15.09 — Цой В.: 5…
   journal: mark s4 5`,
);

dialogue(
  'a slip mended by editing the message: the refusal becomes a preview',
  `t1: 7Б алг Сидорчук 5
   bot: Не записано: такого ученика в классе нет (Сидорчук).…
   t1 edits: 7Б алг Сидоров 5
   bot: Записать? / 7Б · алгебра · вт 15.09 — Сидоров К.: 5…
   t1: [Записать]
   bot: Записано.…
   journal: mark s3 5`,
);

dialogue(
  'a message that the bot does not remember is edited: nothing is changed, and that is said',
  `t1: 7Б алг Цой 5
   bot: Записать?…
   t1: [Записать]
   bot: Записано.…
   at: 2026-09-18T10:00
   t1: 7Б алг Петрова 5
   bot: Записать? / 7Б · алгебра · пт 18.09…
   t1 edits 2: 7Б алг Цой 2
   bot: Это сообщение уже не связано с журналом, ничего не изменено.…
   journal: mark s4 5`,
);

dialogue(
  'Исправить: the next line takes the place of the draft',
  `t1: 7Б алг Цой 5
   bot: Записать?…
   t1: [Исправить]
   bot: Пока не записано. Измените своё сообщение… [Отмена]
   t1: 7Б алг Цой 4
   bot: Записать? / 7Б · алгебра · вт 15.09 — Цой В.: 4…
   t1 taps old: [Записать]
   word: черновик устарел
   t1: [Записать]
   bot: Записано.…
   journal: mark s4 4`,
);

dialogue(
  'two messages in flight do not mix',
  `t1: 7Б алг Цой 5
   bot: Записать?…
   t1: дз 9А алг § 12
   bot: Записать? / 9А · алгебра · на чт 17.09 — задание: § 12…
   t1 taps old: [Записать]
   bot: Записано. / 7Б · алгебра · вт 15.09 — Цой В.: 5…
   journal: mark s4 5
   t1: [Записать]
   bot: Записано. / 9А · алгебра · на чт 17.09 — задание: § 12…
   journal: mark s4 5; homework § 12`,
);

dialogue(
  'two teachers at once',
  `t1: 7Б Иванову 5
   bot: Кто именно…
   t5: 7Б нет Мамутова
   bot: Записать? / 7Б · английский язык · вт 15.09 — нет: Мамутов Р.…
   t1: [Иванов Пётр]
   bot: Записать? / 7Б · алгебра · вт 15.09 — Иванов П.: 5…
   t5: [Записать]
   bot: Записано.…
   t1: [Записать]
   bot: Записано.…
   journal: absence s5 Н; mark s1 5`,
);

dialogue(
  'another’s course, a pupil of the other group: refused in words',
  `t1: 7Б физика Цой 5
   bot: Не записано: этот предмет в этом классе ведёт другой учитель…
   t5: 7Б англ Цой 5
   bot: Не записано: такого ученика в классе нет (Цой).…
   journal: —`,
);

dialogue(
  'grade 1 has absences and topics, neither marks nor homework',
  `t4: 1А мат Бойко 5
   bot: Не записано: в первом классе нет отметок и домашних заданий…
   t4: дз 1А мат стр. 5
   bot: Не записано: в первом классе нет отметок и домашних заданий…
   t4: 1А мат нет Бойко
   bot: Записать? / 1А · математика · вт 15.09 — нет: Бойко Т.…
   t4: [Записать]
   bot: Записано.…
   journal: absence s12 Н`,
);

dialogue(
  'a substitute records the lesson; its teacher’s other days stay the teacher’s',
  `at: 2026-09-16T12:00
   t2: 7Б алг Цой 5
   bot: Записать? / 7Б · алгебра · ср 16.09 — Цой В.: 5…
   t2: [Записать]
   bot: Записано.…
   journal: mark s4 5`,
);

dialogue(
  'forwarded, spoken: a kind refusal',
  `t1 forwards: 7Б алг Цой 5
   bot: Пересланное сообщение в журнал не записать: напишите, пожалуйста, строку сами.
   t1 speaks:
   bot: Бот понимает только текст. Напишите, пожалуйста, одной строкой.
   journal: —`,
);

dialogue(
  'a line that is not understood is answered with one that would be',
  `t1: привет, как дела
   bot: Не записано: строку не удалось понять (привет). / Например: / …
   journal: —`,
);

dialogue(
  'a message to one pupil’s parents: Лично, Срочно, и ученику before it is recorded',
  `t1: родителям 7Б Цой: зайдите завтра
   bot: Записать? / 7Б · родителям: Цой В. — сообщение «зайдите завтра» [☐ Лично] [☐ Срочно] [☐ и ученику] [Записать] [Исправить] [Отмена]
   t1: [☐ Лично]
   bot: Записать?… [☑ Лично] [☐ Срочно] [☐ и ученику] [Записать] [Исправить] [Отмена]
   t1: [☐ Срочно]
   bot: Записать?… [☑ Лично] [☑ Срочно] [☐ и ученику] [Записать] [Исправить] [Отмена]
   t1: [☑ Лично]
   bot: Записать?… [☐ Лично] [☑ Срочно] [☐ и ученику] [Записать] [Исправить] [Отмена]
   t1: [Записать]
   bot: Записано.… [Отменить]
   journal: message s4 зайдите завтра urgent`,
);

dialogue(
  'a message to the whole class is not offered as personal',
  `t1: родителям 7Б: собрание в пятницу
   bot: Записать? / 7Б · всем родителям — сообщение «собрание в пятницу» [☐ Срочно] [☐ и ученику] [Записать] [Исправить] [Отмена]
   t1: [Отмена]
   bot: Хорошо, ничего не записано.`,
);

dialogue(
  'with the preview switched off a line without doubt is recorded at once, questions and messages are shown',
  `t1: /настройки
   bot: Разбор перед записью включён… [Записывать сразу]
   t1: [Записывать сразу]
   bot: Разбор перед записью выключен… [Показывать разбор]
   t1: 7Б алг Цой 5
   bot: Записано.… [Отменить]
   journal: mark s4 5
   t1: 7Б алг Иванову 4
   bot: Кто именно…
   t1: [Иванов Пётр]
   bot: Записать?…
   t1: родителям 7Б: собрание
   bot: Записать?…
   t1: настройки
   bot: Разбор перед записью выключен… [Показывать разбор]
   t1: [Показывать разбор]
   bot: Разбор перед записью включён… [Записывать сразу]
   t1: 7Б алг Мамутов 4
   bot: Записать?…
   journal: mark s4 5`,
);

dialogue(
  '«сегодня» is the day on which the message was sent, not the one on which it came',
  `at: 2026-09-16T08:00
   t1 wrote at 2026-09-15T22.50: 7Б алг сегодня Цой 5
   bot: Записать? / 7Б · алгебра · вт 15.09 — Цой В.: 5…
   t1: [Записать]
   bot: Записано.…
   journal: mark s4 5`,
);

dialogue(
  'during the lesson neither class nor subject is needed',
  `at: 2026-09-15T09:50
   t1: Цой 5, нет Сидорова
   bot: Записать? / 7Б · алгебра · вт 15.09 — Цой В.: 5; нет: Сидоров К.…
   t1: [Записать]
   bot: Записано.…
   journal: mark s4 5; absence s3 Н`,
);

dialogue(
  'help gives examples from the teacher’s own classes',
  `t5: /помощь
   bot: Пишите одной строкой…7Б англ…`,
);

dialogue(
  'the day’s lessons: what is missing and until when, a topic and homework asked for and written',
  `at: 2026-09-15T10:30
   t1: /сегодня
   bot: Вторник, 15 сентября / 1. 9А · алгебра, 8:30 — осталось: пропуски, тема, задание / 2. 7Б · алгебра, 9:25 — осталось: пропуски, тема, задание / Задание: 9А — до 12:15, 7Б — до 12:15. Тема, отметки и пропуски — до 17:00. [1. 9А: список] [Тема] [Задание] [2. 7Б: список] [Тема] [Задание]
   t1: [Тема]
   bot: 9А · алгебра · вт 15.09. Напишите тему урока.
   t1 replies: Степень с целым показателем
   bot: Записать? / 9А · алгебра · вт 15.09 — тема: Степень с целым показателем…
   t1: [Записать]
   bot: Записано. / 9А · алгебра · вт 15.09 — тема: Степень с целым показателем [Отменить] [К урокам]
   t1: [К урокам]
   bot: …1. 9А · алгебра, 8:30 — осталось: задание / 2. 7Б · алгебра, 9:25 — осталось: пропуски, тема, задание…[1. 9А: список] [Тема ✓] [Задание]…
   t1: [Задание]
   bot: 9А · алгебра · вт 15.09. Напишите задание…
   t1: на пятницу § 12, № 345
   bot: Записать? / 9А · алгебра · на пт 18.09 — задание: § 12, № 345…
   t1: [Записать]
   bot: Записано.…
   t1: сегодня
   bot: …1. 9А · алгебра, 8:30 — заполнено / 2. 7Б…
   journal: topic Степень с целым показателем; homework § 12, № 345`,
);

dialogue(
  'words that are a line by themselves are no topic, though one was asked for',
  `t1: /today
   bot: Вторник…
   t1: [Тема]
   bot: 9А · алгебра · вт 15.09. Напишите тему урока.
   t1: 7Б алг Цой 5
   bot: Записать? / 7Б · алгебра · вт 15.09 — Цой В.: 5…
   t1: Степень
   bot: Записать? / 9А · алгебра · вт 15.09 — тема: Степень…`,
);

dialogue(
  'a lesson recorded by taps alone: absences, a mark; taken back',
  `t1: /today
   bot: Вторник…
   t1: [2. 7Б: список]
   bot: 7Б · алгебра · вт 15.09, 2-й урок. / Выберите отметку или пропуск, затем учеников. Сейчас: нет. [• н] [б] [у] [оп] [5] [4] [3] [2] [Иванов П.] [Иванова О.] [Мамутов Р.] [Петрова А.] [Сидоров К.] [Степанян Н.] [Цой В.] [Все на месте] [Отмена]
   t1: [Сидоров К.]
   bot: …[Сидоров К. — н] [Степанян Н.] [Цой В.] [Записать] [Отмена]
   t1: [Цой В.]
   bot: …[Цой В. — н] [Записать] [Отмена]
   t1: [Цой В. — н]
   bot: …[Цой В.] [Записать] [Отмена]
   t1: [5]
   bot: …Сейчас: 5. [н] [б] [у] [оп] [• 5]…
   t1: [Цой В.]
   bot: …[Цой В. — 5] [Записать] [Отмена]
   journal: —
   t1: [Записать]
   bot: Записано. / 7Б · алгебра · вт 15.09 — Цой В.: 5; нет: Сидоров К. / Родители узнают не раньше чем через 3 минуты. [Отменить] [К урокам]
   journal: absence s3 Н; mark s4 5
   t1: [К урокам]
   bot: …2. 7Б · алгебра, 9:25 — осталось: тема, задание; отсутствует 1; 1 отметка…[2. 7Б: список ✓] [Тема] [Задание]
   t1: [2. 7Б: список ✓]
   bot: …[Сидоров К. — н]…[Все на месте] [Отмена]
   t1: [Сидоров К. — н]
   bot: …[Сидоров К.]…[Записать] [Отмена]
   t1: [Записать]
   bot: Записано. / Снято: 7Б · алгебра · вт 15.09 — нет: Сидоров К.… [Отменить] [К урокам]
   journal: mark s4 5
   t1: [Отменить]
   bot: Отменено.…
   journal: mark s4 5; absence s3 Н`,
);

dialogue(
  'nobody is absent: nothing to record; grade 1 offers no marks, its lessons no homework',
  `t4: уроки
   bot: Вторник…1. 1А · русский язык, 8:30 — осталось: пропуски, тема…[1. 1А: список] [Тема] [2. 1А: список] [Тема] [3. 1А: список] [Тема]
   t4: [1. 1А: список]
   bot: 1А · русский язык… [• н] [б] [у] [оп] [Абибуллаева С.] [Бойко Т.] [Иванова Д.] [Все на месте] [Отмена]
   t4: [Все на месте]
   bot: Отмечать нечего: все на месте. [К урокам]
   journal: —`,
);

dialogue(
  'a list of another day, a lesson of another teacher: said, nothing opened',
  `t1: /today
   bot: Вторник…
   at: 2026-09-16T09:00
   t1: [2. 7Б: список]
   word: Этот список за другой день
   t1 sends data: l:topic:2026-09-16:1:1
   word: Этот список за другой день`,
);

dialogue(
  'a group’s list holds the group; a substitute finds the lesson in the day’s list',
  `t5: /today
   bot: Вторник, 15 сентября / 3. 7Б · английский язык, 10:30…
   t5: [3. 7Б: список]
   bot: … [Иванов П.] [Мамутов Р.] [Сидоров К.] [Все на месте] [Отмена]
   at: 2026-09-16T11:20
   t2: /today
   bot: Среда, 16 сентября / 1. 7Б · физика, 8:30…3. 7Б · алгебра, 10:30…
   t1: /today
   bot: Среда, 16 сентября: уроков у Вас нет.`,
);
