import { afterEach, describe, expect, it } from 'vitest';
import type { EventKind, Rhythm } from '../../src/platform/database/generated/enums.ts';
import { type EXAMPLE, mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const ON_MONDAY = '2026-09-14';
const at = (time: string, date = ON_MONDAY) => `${date}T${time}:00+03:00`;

async function open(options?: Parameters<typeof openSchool>[0]): Promise<School> {
  school = await openSchool({ at: at('09:00'), ...options });
  await school.link('g1');
  return school;
}

const prefer = (kind: EventKind, rhythm: Rhythm, guardianId = 'g1', studentId = 's1') =>
  school.db.preference.create({ data: { guardianId, studentId, kind, rhythm, at: school.clock.now() } });
const pauseUntil = (date: string) =>
  school.db.guardian.update({ where: { id: 'g1' }, data: { pausedUntil: new Date(`${date}T00:00:00Z`) } });

async function workAt(time: string, date = ON_MONDAY): Promise<void> {
  school.clock.set(at(time, date));
  await school.work();
}

let keys = 0;
const key = () => {
  keys += 1;
  return `c${keys}`;
};
const absence = (differs: object = {}) => ({
  kind: 'absence',
  class: '7Б',
  subject: 'Алгебра',
  date: ON_MONDAY,
  student: 's1',
  by: 't1',
  key: key(),
  ...differs,
});
const homework = (due: string, text: string, differs: object = {}) => ({
  kind: 'homework',
  class: '7Б',
  subject: 'Алгебра',
  due,
  text,
  by: 't1',
  key: key(),
  ...differs,
});
const message = (text: string, differs: object = {}) => ({
  kind: 'message',
  class: '7Б',
  text,
  by: 't1',
  key: key(),
  ...differs,
});
const periodMark = (student: string) => ({
  kind: 'periodMark',
  class: '7Б',
  subject: 'Алгебра',
  period: '1 четверть',
  student,
  value: '4',
  by: 't1',
  key: key(),
});
const change = (entry: { key?: string }, differs: object) => ({
  ...entry,
  ...differs,
  at: school.clock.now().toISOString(),
});
const withdrawn = ({ key }: { key: string }) => ({ kind: 'withdraw', key, at: school.clock.now().toISOString() });

describe('what the school makes mandatory', () => {
  it('reaches a guardian by email within the day, who else reads letters weekly: period marks', async () => {
    await open();
    await school.record(periodMark('s5'), mark({ student: 's5' }));
    await workAt('09:03');
    expect(school.email.heard).toHaveLength(1);
    expect(school.email.heard[0]).toMatchObject({ to: 'mamutova@mail.example' });
    expect(school.email.heard[0]?.text).toContain('итоговая отметка');
    expect(school.email.heard[0]?.text).not.toContain('Алгебра: 5');
  });

  it('goes on by the next channel when the first fails', async () => {
    await open();
    school.telegram.script.push({ kind: 'unreachable', code: '403', detail: 'blocked' });
    await school.record(periodMark('s1'), mark());
    await workAt('09:03');
    await workAt('09:06');
    expect(school.email.heard.map(({ text }) => text.includes('итоговая отметка'))).toEqual([true]);
    expect(school.email.heard[0]?.text).not.toContain('Алгебра: 5\n');
  });

  it('beats «weekly» and a pause for an absence from the pupil’s first lesson, no other', async () => {
    await open();
    await prefer('absence', 'week');
    await pauseUntil('2026-09-20');
    await school.record(absence({ subject: 'Физика', by: 't2' }));
    await workAt('09:20');
    expect(school.texts()).toEqual([]);
    const first = absence();
    await school.record(first);
    await workAt('09:30');
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]).toContain('отсутствие на 1-м уроке');
    await school.record(withdrawn(first));
    await workAt('09:40');
    expect(school.texts()[1]).toContain('отсутствие на 1-м уроке (8:30) снято');
  });

  it('is another lesson where the first is cancelled, and no late arrival', async () => {
    const cancelled = (file: typeof EXAMPLE) => ({
      ...file,
      changes: [{ date: ON_MONDAY, class: '7Б', lesson: 1, cancelled: true }],
    });
    await open({ change: cancelled });
    await prefer('absence', 'week');
    await school.record(absence({ subject: 'Русский язык', by: 't3', code: 'ОП' }));
    await workAt('09:20');
    expect(school.texts()).toEqual([]);
    await school.record(absence({ subject: 'Физика', by: 't2' }));
    await workAt('09:30');
    expect(school.texts()).toHaveLength(1);
  });

  it('may be nothing: then the guardian’s choice stands for an urgent message too', async () => {
    await open({ rules: { mandatory: [] } });
    await prefer('message', 'week');
    await school.record(message('Завтра школа закрыта', { urgent: true }), periodMark('s5'));
    await workAt('09:10');
    expect(school.texts()).toEqual([]);
    expect(school.email.heard).toEqual([]);
  });
});

it('what the school holds back stands in the weekly summary alone, whatever was chosen', async () => {
  await open({ rules: { heldBack: ['mark'] } });
  await prefer('mark', 'now');
  await school.record(mark(), message('Собрание в среду'));
  await workAt('09:03');
  expect(school.texts()).toHaveLength(1);
  expect(school.texts()[0]).not.toContain('Алгебра');
  await workAt('10:00', '2026-09-20');
  expect(school.texts().find((text) => text.includes('Неделя') && text.includes('Пётр'))).toContain('Алгебра: 5');
});

describe('guardians and children', () => {
  it('two guardians of a child choose apart', async () => {
    await open();
    await school.db.guardianship.updateMany({
      where: { guardianId: 'g2' },
      data: { channels: ['telegram'], consent: true },
    });
    await school.link('g2');
    await prefer('mark', 'evening', 'g2');
    await school.record(mark());
    await workAt('09:03');
    expect(school.telegram.heard.map(({ chatId }) => chatId)).toEqual(['chat-g1']);
    await workAt('18:00');
    expect(school.telegram.heard.map(({ chatId }) => chatId)).toEqual(['chat-g1', 'chat-g2']);
  });

  it('news of several children of a guardian join one message', async () => {
    await open();
    await school.record(mark(), { ...message('Завтра экскурсия'), class: '1А', by: 't4' });
    await workAt('09:03');
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]).toContain('Пётр, 7Б');
    expect(school.texts()[0]).toContain('Дарья, 1А');
  });

  it('two guardians in one chat read one weekly summary, and both are informed', async () => {
    await open();
    await school.db.guardianship.updateMany({
      where: { guardianId: 'g2' },
      data: { channels: ['telegram'], consent: true },
    });
    await school.link('g2', 'chat-g1');
    await school.record(mark());
    await workAt('10:00', '2026-09-20');
    expect(school.texts().filter((text) => text.includes('Неделя') && text.includes('Пётр'))).toHaveLength(1);
    const met = await school.db.obligation.findMany({ where: { studentId: 's1' }, orderBy: { guardianId: 'asc' } });
    expect(met.map(({ guardianId, evidence }) => [guardianId, evidence])).toEqual([
      ['g1', 'accepted'],
      ['g2', 'accepted'],
    ]);
  });

  it('who share a chat are both left in peace in the quiet hours of each', async () => {
    await open();
    await school.db.guardianship.updateMany({
      where: { guardianId: 'g2' },
      data: { channels: ['telegram'], consent: true },
    });
    await school.link('g2', 'chat-g1');
    await school.db.guardian.update({ where: { id: 'g2' }, data: { quietFrom: '09:00', quietTo: '11:00' } });
    await school.record(mark());
    await workAt('10:59');
    expect(school.texts()).toEqual([]);
    await workAt('11:00');
    expect(school.texts()).toHaveLength(1);
  });

  it('a pause that begins while a notice gathers leaves it to the week', async () => {
    await open();
    await school.record(mark());
    await school.work();
    await pauseUntil(ON_MONDAY);
    await workAt('09:05');
    expect(school.texts()).toEqual([]);
    await workAt('09:05', '2026-09-15');
    expect(school.texts()).toEqual([]);
    expect(await school.db.deliveryItem.findFirst()).toMatchObject({ state: 'dropped', reason: 'plannedAgain' });
  });
});

describe('routine news of one day', () => {
  const values = ['5', '4', '3', '5', '4', '3'];
  const works = ['ответ', 'тест', 'проект', 'контрольная', 'диктант', 'сочинение'];
  it('come hourly: three, a fourth in the evening with what waited, what came later next morning; none is lost', async () => {
    await open({ rules: { hourly: true } });
    for (const [i, time] of ['09:10', '10:20', '11:30', '12:40', '13:50', '18:30'].entries()) {
      if (time === '18:30') await workAt('18:00');
      school.clock.set(at(time));
      await school.record(mark({ value: values[i], work: works[i] }));
      await workAt(time.replace(/\d$/, '5'));
    }
    const hours = async () =>
      (await school.db.delivery.findMany({ orderBy: { endedAt: 'asc' } })).map(({ endedAt, dueAt, silent }) =>
        [(endedAt ?? dueAt).toISOString().slice(8, 16), silent].join(' '),
      );
    expect(school.texts()).toHaveLength(4);
    await workAt('21:30');
    expect(school.texts()).toHaveLength(4);
    expect(school.texts()[3]).toContain('контрольная');
    expect(school.texts()[3]).toContain('диктант');
    await workAt('07:30', '2026-09-15');
    expect(school.texts()[4]).toContain('сочинение');
    expect(await hours()).toEqual([
      '14T06:15 false',
      '14T07:25 true',
      '14T08:35 true',
      '14T15:00 true',
      '15T04:30 false',
    ]);
  });

  it('of an outage of our own come as one summary, however many batches they are planned in', async () => {
    await open();
    const all = Array.from({ length: 320 }, (_, i) => mark({ value: values[i % 6], work: works[i % 6] }));
    for (let from = 0; from < all.length; from += 160) await school.record(...all.slice(from, from + 160));
    await workAt('15:00');
    await workAt('15:05');
    expect(school.texts().filter((text) => text.includes('новое в журнале'))).toHaveLength(1);
  });

  it('a mass edit is one summary by subject', async () => {
    await open();
    const marks = works.flatMap((work) =>
      values.slice(0, 3).map((value) => mark({ work, value, key: key() }) as { key: string }),
    );
    await school.record(...marks);
    await workAt('09:03');
    school.clock.set(at('10:30'));
    await school.record(...marks.map((entry) => change(entry, { value: '2' })));
    await workAt('10:33');
    expect(school.texts()).toHaveLength(2);
    expect(school.texts()[1]?.split('\n')).toHaveLength(2);
    expect(school.texts()[1]?.match(/было \d, стало 2/g)).toHaveLength(18);
  });
});

describe('a mark entered at night', () => {
  it('comes with the first gathering after lessons; an absence of the morning does not wait for it', async () => {
    await open({ at: at('22:00') });
    await school.record(mark({ value: '3' }));
    await workAt('07:30', '2026-09-15');
    expect(school.texts()).toEqual([]);
    await school.record(absence({ subject: 'Русский язык', by: 't3', date: '2026-09-15' }));
    await workAt('07:33', '2026-09-15');
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]).not.toContain('Алгебра: 3');
    school.clock.set(at('11:14', '2026-09-15'));
    await school.record(mark({ value: '4', date: '2026-09-15', work: 'тест' }));
    await workAt('11:17', '2026-09-15');
    expect(school.texts()).toHaveLength(2);
    expect(school.texts()[1]).toContain('Алгебра: 3');
    expect(school.texts()[1]).toContain('4 (тест)');
  });

  it('before a day without lessons comes when quiet hours end', async () => {
    // 19 September is a Saturday; on Sunday nobody is taught
    await open({ at: at('22:00', '2026-09-19') });
    await school.record(mark({ date: '2026-09-18' }));
    await workAt('07:29', '2026-09-20');
    expect(school.texts()).toEqual([]);
    await workAt('07:30', '2026-09-20');
    expect(school.texts().filter((text) => text.includes('внесено 19 сентября'))).toHaveLength(1);
  });
});

describe('a corrected absence', () => {
  it('is a line of the week where only the reason became known', async () => {
    await open();
    const entry = absence();
    await school.record(entry);
    await workAt('09:03');
    await school.record(change(entry, { code: 'Б' }));
    await workAt('09:30');
    expect(school.texts()).toHaveLength(1);
  });

  it('is told when the pupil came late after all', async () => {
    await open();
    const entry = absence();
    await school.record(entry);
    await workAt('09:03');
    await school.record(change(entry, { code: 'ОП' }));
    await workAt('09:30');
    expect(school.texts()[1]).toContain('стало «опоздание»');
    expect(school.telegram.heard[1]?.replyTo).toBe('1001');
  });
});

describe('the evening list', () => {
  const TUESDAY = '2026-09-15';
  const lists = () => school.texts().filter((text) => text.includes('На ') && !text.includes('Неделя'));

  it('names all that is due on the next school day, whenever it was entered, and nothing of later days', async () => {
    await open();
    await school.record(homework('2026-09-16', '§ 14'), homework(TUESDAY, '§ 12'));
    school.clock.set(at('15:00'));
    await school.record(homework(TUESDAY, 'упр. 5', { subject: 'Русский язык', by: 't3' }));
    await workAt('17:59');
    expect(school.texts()).toEqual([]);
    await workAt('18:00');
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]).toContain('На вторник, 15 сентября\nАлгебра: § 12\nРусский язык: упр. 5');
    expect(school.texts()[0]).not.toContain('§ 14');
    await workAt('18:30');
    await workAt('18:00', TUESDAY);
    expect(school.texts()).toHaveLength(2);
    expect(school.texts()[1]).toContain('На среду, 16 сентября\nАлгебра: § 14');
  });

  it('reaches who linked after the homework was entered, and names what was told before under another choice', async () => {
    await open();
    const entry = homework(TUESDAY, '§ 12');
    await prefer('homework', 'now');
    await school.record(entry, homework(TUESDAY, 'упр. 5', { subject: 'Русский язык', by: 't3' }));
    await workAt('09:03');
    expect(lists()).toHaveLength(1);
    await school.db.preference.deleteMany();
    await school.link('g4');
    await workAt('18:00');
    expect(school.texts('chat-g4')).toHaveLength(1);
    expect(school.texts('chat-g1')[1]).toContain('§ 12');
  });

  it('is for those who want it: who wants homework at once has no list, nor who wants it weekly', async () => {
    await open();
    await prefer('homework', 'now');
    await school.link('g4');
    await prefer('homework', 'week', 'g4', 's3');
    await school.record(homework(TUESDAY, '§ 12'));
    await workAt('09:03');
    await workAt('18:00');
    expect(school.texts()).toHaveLength(1);
  });

  it('says what was corrected or withdrawn before it left as it is now', async () => {
    await open();
    const [a, b] = [homework(TUESDAY, '§ 12'), homework(TUESDAY, 'упр. 5', { subject: 'Русский язык', by: 't3' })];
    await school.record(a, b);
    school.clock.set(at('14:00'));
    await school.record(change(a, { text: '§ 13' }), withdrawn(b));
    await workAt('18:00');
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]).toMatch(/Алгебра: § 13$/);
  });

  it('is followed that evening by what came or changed later; what comes in quiet hours, next morning', async () => {
    await open();
    const entry = homework(TUESDAY, '§ 12');
    await school.record(entry);
    await workAt('18:00');
    school.clock.set(at('18:20'));
    await school.record(homework(TUESDAY, 'упр. 5', { subject: 'Русский язык', by: 't3' }));
    await workAt('18:23');
    expect(school.texts()[1]).toMatch(/На вторник, 15 сентября\nРусский язык: упр. 5$/);
    school.clock.set(at('19:00'));
    await school.record(change(entry, { text: '§ 13' }));
    await workAt('19:03');
    expect(school.texts()[2]).toContain('было «§ 12», стало «§ 13»');
    school.clock.set(at('21:10'));
    await school.record(withdrawn(entry));
    await workAt('21:30');
    expect(school.texts()).toHaveLength(3);
    await workAt('07:30', TUESDAY);
    expect(school.texts()[3]).toContain('задание «§ 13» снято');
  });

  it('without anything due sends nothing, and is over all the same', async () => {
    await open();
    await workAt('18:00');
    expect(school.texts()).toEqual([]);
    school.clock.set(at('18:40'));
    await school.record(homework(TUESDAY, '§ 12'));
    await workAt('18:43');
    expect(lists()).toHaveLength(1);
  });

  it('goes by the class’s own calendar: Friday or Saturday for Monday, the day before a holiday for the day after', async () => {
    const nineOnTelegram = (file: typeof EXAMPLE) => ({
      ...file,
      guardians: (file.guardians as { id: string }[]).map((one) =>
        one.id === 'g11' ? { ...one, delivery: 'telegram' } : one,
      ),
    });
    await open({ at: at('12:00', '2026-09-18'), change: nineOnTelegram });
    await school.link('g11');
    const ofNine = { class: '9А' };
    await school.record(homework('2026-09-21', '§ 7'), homework('2026-09-21', '§ 9', ofNine));
    await workAt('18:00', '2026-09-18');
    expect(lists().map((text) => text.includes('§ 9'))).toEqual([true]);
    await workAt('18:00', '2026-09-19');
    expect(lists().map((text) => text.includes('§ 7'))).toEqual([false, true]);
    await workAt('18:00', '2026-09-20');
    expect(lists()).toHaveLength(2);
    school.clock.set(at('12:00', '2026-11-03'));
    await school.work();
    const before = lists().length;
    await school.record(homework('2026-11-05', '§ 20'));
    await workAt('18:00', '2026-11-03');
    expect(lists().slice(before)).toHaveLength(1);
    expect(lists().at(-1)).toContain('На четверг, 5 ноября');
  });

  it('takes what was due on a day that was made free since', async () => {
    await open();
    await school.record(homework(TUESDAY, '§ 12'), homework('2026-09-16', '§ 13'));
    await school.db.specialDay.create({ data: { date: new Date('2026-09-15T00:00:00Z'), kind: 'off' } });
    await school.db.school.updateMany({ data: { rosterVersion: { increment: 1 } } });
    await workAt('18:00');
    expect(lists()).toHaveLength(1);
    expect(lists()[0]).toContain('§ 12');
    expect(lists()[0]).toContain('§ 13');
  });

  it('that was missed is made late, until its day is over; one of before the import is none of ours', async () => {
    await open();
    await school.record(homework(TUESDAY, '§ 12'), homework('2026-09-16', '§ 13'));
    await workAt('07:40', TUESDAY);
    expect(lists()).toHaveLength(1);
    expect(lists()[0]).toContain('§ 12');
    await workAt('12:00', '2026-09-17');
    expect(lists()).toHaveLength(1);
    // homework for Monday itself: the list of that day left before the school was imported
    expect(await school.db.eveningList.count({ where: { due: new Date('2026-09-14T00:00:00Z') } })).toBe(0);
  });

  it('is one message for all children of a family, made ahead of its hour', async () => {
    const both = (file: typeof EXAMPLE) => ({
      ...file,
      guardians: (file.guardians as { id: string; children: unknown[] }[]).map((one) =>
        one.id === 'g1' ? { ...one, children: [...one.children, 's23'] } : one,
      ),
    });
    await open({ change: both });
    await school.record(homework(TUESDAY, '§ 12'), homework(TUESDAY, '§ 30', { class: '9А' }));
    await workAt('17:58');
    expect(school.texts()).toEqual([]);
    expect(await school.db.delivery.count({ where: { rhythm: 'evening', state: 'gathering' } })).toBe(1);
    await school.record(homework(TUESDAY, 'упр. 5', { subject: 'Русский язык', by: 't3' }));
    await workAt('18:00');
    expect(school.texts()).toHaveLength(1);
    for (const text of ['§ 12', '§ 30', 'упр. 5']) expect(school.texts()[0]).toContain(text);
  });

  it('for a part of the class, or one pupil, is theirs alone', async () => {
    await open();
    await school.link('g4');
    await school.record(
      homework(TUESDAY, 'Unit 3', { subject: 'Английский язык', by: 't5' }),
      homework(TUESDAY, 'карточка 7', { student: 's1' }),
      homework(TUESDAY, 'Unit 9', { subject: 'Английский язык', by: 't6' }),
    );
    await workAt('18:00');
    expect(school.texts('chat-g1')[0]).toContain('Unit 3');
    expect(school.texts('chat-g1')[0]).toContain('карточка 7');
    expect(school.texts('chat-g4')[0]).toContain('Unit 3');
    expect(school.texts('chat-g4')[0]).not.toContain('карточка 7');
    expect(school.texts().join()).not.toContain('Unit 9');
  });
});
