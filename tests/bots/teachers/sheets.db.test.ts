/** Printed sheets in the teachers' bot: shown without a name where nobody consented, noted at once, taken back. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { closeWeeks } from '../../../src/delivery/close-weeks.ts';
import { readLedger } from '../../../src/delivery/ledger.ts';
import { countsByClass } from '../../../src/delivery/sheets-view.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { emptyTables } from '../../empty-tables.ts';
import { type FakeClock, fakeClock } from '../../fake-clock.ts';
import { newExampleSchool } from '../school.ts';
import { play } from './dialogue.ts';

let database: TestDatabase;
let clock: FakeClock;
let classId: number;
const MONDAY = '2026-09-21T09:00:00+03:00';

beforeAll(async () => {
  database = await testDatabase();
  clock = fakeClock('2026-09-15T12:00:00Z');
  const db = database.db.prisma;
  await newExampleSchool(database, clock);
  clock.set('2026-09-20T10:00:00+03:00');
  await closeWeeks({ db, clock });
  classId = (await db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } })).id;
});
afterAll(() => database.close());
beforeEach(async () => {
  clock.set(MONDAY);
  const db = database.db.prisma;
  await emptyTables(db, 'bot_dialogue, handover');
  await db.delivery.updateMany({ where: { state: 'handedOver' }, data: { state: 'due', endedAt: null } });
  await db.obligation.updateMany({
    where: { evidence: 'handedOver' },
    data: { metBy: null, metAt: null, evidence: null, next: 'handOver' },
  });
  await db.obligation.updateMany({ where: { next: 'awaitStub' }, data: { next: 'handOver' } });
});

const say = (script: string) => play({ db: database.db.prisma, clock }, script);
const counts = async () => {
  const [week] = await countsByClass(database.db.prisma, { classId });
  const { handedOver, awaitingStub, open } = week!;
  return { handedOver, awaitingStub, open };
};
const informed = async () =>
  (await readLedger({ db: database.db.prisma, clock }, '2026-W38')).filter(({ by }) => by === 'paper').length;

test('all of them: listed, confirmed, recorded, taken back; no name of a child without consent', async () => {
  await say(
    `t1: распечатки
     bot: Ждут вручения: 4 листа. / 7Б, 14–19 сентября: / № 3, Иванов Пётр / № 4, Сидоров Клим / № 6 / № 5, Цой Вера / Где стоит один номер, согласия на электронные сведения нет: имя — в реестре распечаток. [Вручены все: 4] [Все, кроме…] [Через ребёнка]
     t1: [Вручены все: 4]
     bot: Записать: вручено лично, понедельник, 21 сентября: 4 листа? / № 3, Иванов Пётр / № 4, Сидоров Клим / № 6 / № 5, Цой Вера [Записать] [Отмена]
     t1: [Записать]
     bot: Записано: вручено лично, 4 листа. [Отменить] [К распечаткам]`,
  );
  expect(await counts()).toEqual({ handedOver: 4, awaitingStub: 0, open: 0 });
  expect(await informed()).toBe(4);
  await say(
    `t1: /sheets
     bot: Все распечатки вручены, корешки вернулись.`,
  );
});

test('all but some, by taps: a double tap records once, an old button does nothing, undoing ends after 15 minutes', async () => {
  await say(
    `t1: /sheets
     bot: Ждут вручения: 4 листа.…
     t1: [Все, кроме…]
     bot: Вручено лично всем, у кого стоит ✓. Снимите её с остальных. [✓ Иванов П., № 3] [✓ Сидоров К., № 4] [✓ № 6] [✓ Цой В., № 5] [Дальше] [Отмена]
     t1: [✓ Цой В., № 5]
     bot: Вручено…[Цой В., № 5] [Дальше] [Отмена]
     t1: [✓ № 6]
     bot: Вручено…[№ 6] [Цой В., № 5]…
     t1: [Дальше]
     bot: Записать: вручено лично, понедельник, 21 сентября: 2 листа? / № 3, Иванов Пётр / № 4, Сидоров Клим / Остаются: / № 6 / № 5, Цой Вера [Записать] [Отмена]
     t1: [Записать]
     bot: Записано: вручено лично, 2 листа. [Отменить] [К распечаткам]
     t1 taps old: [Записать]
     word: устарел
     t1: [Отменить]
     bot: Отменено: листы снова ждут отметки. [К распечаткам]`,
  );
  expect(await counts()).toEqual({ handedOver: 0, awaitingStub: 0, open: 4 });
  await say(
    `t1: [К распечаткам]
     bot: Ждут вручения: 4 листа.…`.replace('t1: [К распечаткам]', 't1: листы'),
  );
  await say(
    `t1: вручены все
     bot: Записать:…
     t1: [Записать]
     bot: Записано: вручено лично, 4 листа.…
     wait: 16 min
     t1: [Отменить]
     word: 15 минут`,
  );
  expect(await counts()).toMatchObject({ handedOver: 4 });
});

test('«все, кроме Иванова и Цой», typed; a name that is nobody’s is asked about', async () => {
  await say(
    `t1: вручены все кроме Иванова и Цой
     bot: Записать: вручено лично, понедельник, 21 сентября: 2 листа? / № 4, Сидоров Клим / № 6 / Остаются: / № 3, Иванов Пётр / № 5, Цой Вера [Записать] [Отмена]
     t1: [Записать]
     bot: Записано: вручено лично, 2 листа.…
     t1: распечатки
     bot: Ждут вручения: 2 листа.…
     t1: Все, кроме Вересаева
     bot: Не понятно, кто это: Вересаева. Отметьте, пожалуйста, кнопками. / Вручено лично всем…
     t1: [Отмена]
     bot: Хорошо, ничего не записано. [К распечаткам]`,
  );
  expect(await counts()).toEqual({ handedOver: 2, awaitingStub: 0, open: 2 });
});

test('the bare words are about sheets only where sheets were shown', async () => {
  await say(
    `t1: все, кроме Иванова
     bot: …`,
  );
  expect(await counts()).toMatchObject({ open: 4 });
});

test('through the child, then the stubs that came back', async () => {
  await say(
    `t1: распечатки
     bot: Ждут…
     t1: [Через ребёнка]
     bot: Передано через ребёнка всем, у кого стоит ✓…
     t1: [Дальше]
     bot: Записать: передано через ребёнка, понедельник, 21 сентября: 4 листа?…
     t1: [Записать]
     bot: Записано: передано через ребёнка, 4 листа. / Когда вернётся корешок, отметьте его: до тех пор неделя не подтверждена.…`,
  );
  expect(await counts()).toEqual({ handedOver: 0, awaitingStub: 4, open: 0 });
  expect(await informed()).toBe(0);
  await say(
    `t1: распечатки
     bot: Ждём корешок: 4 листа.…[Корешки вернулись]
     t1: [Корешки вернулись]
     bot: Чьи корешки вернулись? Коснитесь имён. [Иванов П., № 3]…
     t1: [Дальше]
     word: Никого не отмечено
     t1: [Цой В., № 5]
     bot: Чьи…[✓ Цой В., № 5]…
     t1: [Дальше]
     bot: Записать: корешки вернулись, понедельник, 21 сентября: 1 лист? / № 5, Цой Вера / Корешка ещё ждём:…
     t1: [Записать]
     bot: Записано: корешки вернулись, 1 лист. [Отменить] [К распечаткам]`,
  );
  expect(await counts()).toEqual({ handedOver: 1, awaitingStub: 3, open: 0 });
  expect(await informed()).toBe(1);
});

test('only one’s own class: another teacher sees none, a button made up reaches nothing', async () => {
  await say(
    `t5: распечатки
     bot: Вручение распечаток здесь отмечает классный руководитель. Секретарь и администрация отмечают его на рабочем столе в дневнике.
     t5 sends data: h:all:1:0
     word: устарел
     t5: вручены все
     bot: …`,
  );
  expect(await counts()).toMatchObject({ open: 4 });
});
