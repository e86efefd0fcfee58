/** A teacher's day, and one lesson filled in through its form: what is recorded, what is refused, what is taken back. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { example, importFile } from '../connectors/school-file/support.ts';
import { silent } from '../database.ts';
import { emptyTables } from '../empty-tables.ts';
import { NOW, openWebSchool, type WebSchool } from './school.ts';
import { type Page, signedIn, type Visitor } from './visitor.ts';

let school: WebSchool;
let teacher: Visitor;
beforeAll(async () => {
  school = await openWebSchool();
});
afterAll(() => school.close());

const TABLES = 'journal_entry, journal_event, entry_key, lesson, received_request, told, audit_record';
beforeEach(async () => {
  school.clock.set(NOW);
  await emptyTables(school.db, TABLES);
  teacher = await signedIn(school, 't1');
});
/** A staff member's session lasts a day of work. */
const later = async (at: string) => {
  school.clock.set(at);
  teacher = await signedIn(school, 't1');
};

const plain = (text: string) =>
  text
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

/** The form of a page as a browser would send it: every field with what it shows. */
function formOf({ text }: Page): Map<string, string> {
  const form = /<form[^>]*class="lesson-form"[\s\S]*?<\/form>/.exec(plain(text))?.[0] ?? '';
  const fields = new Map<string, string>();
  const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  // of the base, quotes stand within quotes
  const base = /name="base" value="(.*?)"\/>/.exec(form)?.[1] ?? '';
  for (const [tag] of form.matchAll(/<input[^>]*>/g))
    fields.set(attribute(tag, 'name')!, attribute(tag, 'value') ?? '');
  for (const [, tag = '', value = ''] of form.matchAll(/(<textarea[^>]*>)([\s\S]*?)<\/textarea>/g))
    fields.set(attribute(tag, 'name')!, value);
  for (const [, tag = '', options = ''] of form.matchAll(/(<select[^>]*>)([\s\S]*?)<\/select>/g)) {
    const chosen = /<option[^>]*selected[^>]*>/.exec(options)?.[0] ?? /<option[^>]*>/.exec(options)?.[0] ?? '';
    fields.set(attribute(tag, 'name')!, attribute(chosen, 'value') ?? '');
  }
  return fields.set('base', base);
}

/** The name of a pupil's field, by what a screen reader says. */
function fieldOf({ text }: Page, label: string): string {
  const tag = [...plain(text).matchAll(/<(input|select)[^>]*>/g)].find(([found]) =>
    found.includes(`aria-label="${label}"`),
  );
  return /name="([^"]+)"/.exec(tag?.[0] ?? '')?.[1] ?? `no field «${label}»`;
}

/** The address of a lesson on the page of a day. */
async function lessonOn(day: string, name: string, who = teacher): Promise<string> {
  const { text } = await who.get(`/desk/lessons?day=${day}`);
  const found = [...plain(text).matchAll(/<a href="(\/desk\/lesson\?[^"]+)">([^<]+)<\/a>/g)].find(
    (link) => link[2] === name,
  );
  if (!found) throw new Error(`no lesson «${name}» on ${day}`);
  return found[1]!;
}

const ALGEBRA = '7Б · Алгебра';

interface Filling {
  [label: string]: string;
}

/** Opens a lesson, fills fields in by their labels or names, and sends the form. */
async function fill(path: string, filling: Filling, who = teacher): Promise<Page> {
  return send(path, await who.get(path), filling, who);
}

async function send(path: string, opened: Page, filling: Filling, who = teacher): Promise<Page> {
  const fields = formOf(opened);
  for (const [label, value] of Object.entries(filling))
    fields.set(label.includes(':') || label.startsWith('Вид') ? fieldOf(opened, label) : label, value);
  return who.post(path, Object.fromEntries(fields));
}

const follow = (page: Page, who = teacher) => who.get(page.location ?? 'nowhere');

async function standing(): Promise<string[]> {
  const rows = await school.db.journalEntry.findMany({ where: { withdrawnAt: null }, orderBy: { id: 'asc' } });
  return rows.map(({ kind, studentId, value, work, text }) =>
    [kind, studentId, value, work === 'ответ' ? null : work, text].filter(Boolean).join(' '),
  );
}
const events = () => school.db.journalEvent.count();
const enter = (entry: object) =>
  recordEntries(school, 'elsewhere', [
    { class: '7Б', subject: 'Алгебра', date: '2026-09-16', by: 't3', lesson: 3, student: 's1', ...entry },
  ]);

const MARK = 'Иванов Пётр: отметка, столбец 1';
const ABSENCE = 'Иванов Пётр: пропуск';

describe('the teacher’s day', () => {
  test('shows own lessons in order with what is missing, and links to each', async () => {
    const { text, status } = await teacher.get('/desk/lessons');
    expect(status).toBe(200);
    expect(plain(text)).toMatch(/Среда, 16 сентября[\s\S]*7Б · Алгебра[\s\S]*Осталось: пропуски, тема, задание/);
    expect(text).not.toContain('Физика');
    await fill(await lessonOn('2026-09-16', ALGEBRA), { topic: 'Дроби', fresh: '§ 3', [ABSENCE]: 'Н', [MARK]: '4' });
    expect(plain((await teacher.get('/desk/lessons')).text)).toContain('Заполнено; отсутствует 1; 1 отметка');
  });

  test('has the lessons that one stands in for, those given away, and the cancelled ones', async () => {
    const file = example();
    const change = (lesson: number, what: object) => ({ date: '2026-09-18', class: '7Б', lesson, ...what });
    file.changes = [change(1, { teacher: 't5' }), change(3, { cancelled: true })] as typeof file.changes;
    expect((await importFile({ ...school, log: silent }, file)).code).toBe(0);
    let substitute = await signedIn(school, 't5');
    const day = '/desk/lessons?day=2026-09-18';
    expect(plain((await substitute.get(day)).text)).toMatch(/7Б · Алгебра[\s\S]*Замена. Предмет ведёт Орлова А. С./);
    expect(plain((await teacher.get(day)).text)).toContain('Замена: Григорян Н. А.');
    const deputy = await signedIn(school, 't3');
    expect(plain((await deputy.get(day)).text)).toMatch(/class="cancelled"[\s\S]*Урок отменён/);
    // the substitute fills the journal (К-Р 2.10), the course's teacher may
    await later('2026-09-18T15:00:00+03:00');
    substitute = await signedIn(school, 't5');
    const path = await lessonOn('2026-09-18', ALGEBRA, substitute);
    expect((await fill(path, { [MARK]: '5' }, substitute)).status).toBe(303);
    expect((await teacher.get(path)).status).toBe(200);
    expect((await (await signedIn(school, 't4')).get(path)).status).toBe(403);
    expect((await importFile({ ...school, log: silent }, { ...example(), changes: [] })).code).toBe(0);
  });

  test('lists one’s own courses with their last and next lesson; who has none reads so', async () => {
    const { text } = await teacher.get('/desk/lessons');
    expect(plain(text)).toMatch(
      /Мои предметы[\s\S]*7Б · Алгебра[\s\S]*последний урок 16 сентября[\s\S]*следующий урок 17 сентября/,
    );
    expect((await (await signedIn(school, 't7')).get('/desk/lessons')).text).toContain('предметов за Вами нет');
    expect((await teacher.get('/desk/lessons?day=2026-13-40')).status).toBe(404);
    expect((await (await signedIn(school, 'g1')).get('/desk/lessons')).status).toBe(403);
  });
});

describe('the lesson’s form', () => {
  test('records marks, absences, topic and homework at once, and says what', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    const before = await school.othersWrote();
    expect((await teacher.get(path)).status).toBe(200);
    expect(school.queries() - before).toBeLessThanOrEqual(6);
    const sent = await fill(path, {
      topic: 'Дроби',
      fresh: '§ 12\n№ 7',
      due: '2026-09-18',
      'Вид работы, столбец 1': 'контрольная',
      [MARK]: '5 зач',
      'Петрова Анна: отметка, столбец 1': '4',
      'Сидоров Клим: пропуск': 'Б',
    });
    expect(sent.status).toBe(303);
    expect((await standing()).toSorted()).toEqual([
      'absence s3 Б',
      'homework § 12\n№ 7',
      'mark s1 5 контрольная',
      'mark s1 зачёт контрольная',
      'mark s2 4 контрольная',
      'topic Дроби',
    ]);
    const events = await school.db.journalEvent.findMany();
    expect(new Set(events.map(({ source, byId }) => `${source} ${byId}`))).toEqual(new Set(['web t1']));
    const shown = plain((await follow(sent)).text);
    expect(shown).toContain('Записано. Родители узнают не раньше чем через 3 минуты.');
    for (const line of [
      'Тема: Дроби',
      'Задание на пятницу, 18 сентября: § 12\n№ 7',
      'Иванов П. И.: 5, контрольная работа',
      'Сидоров К. Д.: отсутствие, болезнь',
    ])
      expect(shown).toContain(`<li>${line}</li>`);
    // the columns are now those that stand, and one more
    const again = await teacher.get(path);
    expect(formOf(again).get('w0')).toBe('контрольная');
    expect(formOf(again).get('w1')).toBe('ответ');
    expect(formOf(again).get(fieldOf(again, MARK))).toBe('5 зачёт');
  });

  test('corrects, takes back, and gives marks another work; sent as it stands it changes nothing', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    await fill(path, {
      topic: 'Дроби',
      fresh: '§ 1',
      [MARK]: '4',
      'Петрова Анна: отметка, столбец 1': '3',
      [ABSENCE]: 'Н',
    });
    const was = await events();
    const same = await fill(path, {});
    expect(plain((await follow(same)).text)).toContain('Изменений нет');
    expect(await events()).toBe(was);
    const opened = await teacher.get(path);
    const homework = [...formOf(opened).keys()].find((name) => name.startsWith('h-'))!;
    const sent = await send(path, opened, {
      topic: 'Дроби и степени',
      [homework]: '',
      'Вид работы, столбец 1': 'тест',
      [MARK]: '5',
      [ABSENCE]: '',
    });
    expect((await standing()).toSorted()).toEqual(['mark s1 5 тест', 'mark s2 3 тест', 'topic Дроби и степени']);
    const shown = plain((await follow(sent)).text);
    expect(shown).toContain('Иванов П. И.: было 4, стало 5, тест');
    expect(shown).toContain('Иванов П. И.: снято: отсутствие, причина не указана');
    expect(await events()).toBe(was + 5);
  });

  test('what is wrong stands at its field, everything typed stays, and nothing is recorded', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    const sent = await fill(path, {
      topic: 'Дроби',
      [MARK]: '6',
      'Петрова Анна: отметка, столбец 1': '4',
      [ABSENCE]: 'Н',
    });
    expect(sent.status).toBe(422);
    expect(await standing()).toEqual([]);
    const name = fieldOf(sent, MARK);
    expect(sent.text).toMatch(new RegExp(`id="${name}-fault" class="fault">Отметка не понята`));
    expect(sent.text).toContain(`aria-describedby="${name}-fault"`);
    const shown = formOf(sent);
    expect([shown.get('topic'), shown.get(name), shown.get(fieldOf(sent, ABSENCE))]).toEqual(['Дроби', '6', 'Н']);
    // mended on the page that came back, it is recorded
    expect((await send(path, sent, { [MARK]: '5' })).status).toBe(303);
    expect((await standing()).toSorted()).toEqual(['absence s1 Н', 'mark s1 5', 'mark s2 4', 'topic Дроби']);
  });

  test('the journal’s own rules refuse: the lock of old lessons, a due day without a lesson, an unknown work', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    const due = await fill(path, { fresh: '§ 1', due: '2026-09-19' });
    expect(due.status).toBe(422);
    expect(plain(due.text)).toMatch(/id="due-fault" class="fault">В этот день такого урока нет/);
    expect((await fill(path, { 'Вид работы, столбец 1': 'диктатура', [MARK]: '5' })).status).toBe(422);
    await fill(path, { [MARK]: '5' });
    await later('2026-09-30T12:00:00+03:00');
    const locked = await fill(path, { [MARK]: '4' });
    expect(plain(locked.text)).toContain('Запись слишком давняя');
    expect(await standing()).toEqual(['mark s1 5']);
    // a deputy may, and the look is audited
    const deputy = await signedIn(school, 't3');
    expect((await fill(path, { [MARK]: '4' }, deputy)).status).toBe(303);
    expect(await school.db.auditRecord.count({ where: { action: 'readLesson', actorId: 't3' } })).toBeGreaterThan(0);
    expect(await school.db.auditRecord.count({ where: { actorId: 't1' } })).toBe(0);
  });

  test('of groups that meet at once a deputy fills in the one that is open', async () => {
    const deputy = await signedIn(school, 't3');
    const { id } = await school.db.course.findFirstOrThrow({ where: { teacherId: 't6', grouped: true } });
    const path = `/desk/lesson?lesson=${sealId('for tests only', 'lesson', `${id} 2026-09-15 3`)}`;
    const sent = await fill(path, { topic: 'Времена', fresh: 'Unit 2', 'Петрова Анна: пропуск': 'У' }, deputy);
    expect(sent.status).toBe(303);
    const rows = await school.db.journalEntry.findMany({ select: { courseId: true, byId: true } });
    expect(rows).toEqual(Array.from({ length: 3 }, () => ({ courseId: id, byId: 't3' })));
    expect((await deputy.get(path)).text).not.toContain('Сидоров');
  });

  test('grade 1 has neither marks nor homework', async () => {
    const first = await signedIn(school, 't4');
    const path = await lessonOn('2026-09-16', '1А · Математика', first);
    const opened = await first.get(path);
    expect([...formOf(opened).keys()].filter((name) => /^(w|m\d|fresh|due)/.test(name))).toEqual([]);
    const sent = await send(path, opened, { topic: 'Счёт', 'Бойко Тимур: пропуск': 'ОП' }, first);
    expect(sent.status).toBe(303);
    // smuggled in all the same
    const seal = fieldOf(opened, 'Бойко Тимур: пропуск').slice(2);
    const fields = Object.fromEntries(formOf(await first.get(path)));
    expect((await first.post(path, { ...fields, w0: 'ответ', [`m0-${seal}`]: '5' })).status).toBe(422);
    expect((await standing()).toSorted()).toEqual(['absence s12 ОП', 'topic Счёт']);
  });

  test('a lesson ahead, a cancelled one and a made-up form record nothing', async () => {
    const path = await lessonOn('2026-09-17', ALGEBRA);
    const ahead = await teacher.get(path);
    expect(ahead.text).toContain('Урок ещё впереди');
    expect(ahead.text).not.toContain('lesson-form');
    const today = await lessonOn('2026-09-16', ALGEBRA);
    const fields = Object.fromEntries(formOf(await teacher.get(today)));
    expect((await teacher.post(path, { ...fields, topic: 'Рано' })).status).toBe(422);
    const made: Record<string, string>[] = [{ base: '{' }, { base: '[]' }, { submission: 'x' }];
    for (const broken of made)
      expect((await teacher.post(today, { ...fields, topic: 'Дроби', ...broken })).status).toBe(400);
    expect(await standing()).toEqual([]);
  });
});

describe('what somebody else entered meanwhile', () => {
  test('is not overwritten: it is shown beside what was typed, and the next sending replaces it knowingly', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    const opened = await teacher.get(path);
    await enter({ kind: 'mark', value: '2' });
    await enter({ kind: 'absence', code: 'Б', student: 's2' });
    const sent = await send(path, opened, { topic: 'Дроби', [MARK]: '5', 'Петрова Анна: пропуск': 'Н' });
    expect(sent.status).toBe(422);
    expect(plain(sent.text)).toContain('здесь записано другое: 2.');
    expect(plain(sent.text)).toContain('здесь записано другое: Б.');
    expect((await standing()).toSorted()).toEqual(['absence s2 Б', 'mark s1 2']);
    expect((await send(path, sent, {})).status).toBe(303);
    expect((await standing()).toSorted()).toEqual(['absence s2 Н', 'mark s1 5', 'topic Дроби']);
  });

  test('stays where the teacher touched nothing, also when another field was refused', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    const opened = await teacher.get(path);
    await enter({ kind: 'mark', value: '2' });
    await enter({ kind: 'topic', text: 'Чужая тема' });
    const refused = await send(path, opened, { 'Петрова Анна: отметка, столбец 1': '7' });
    expect((await send(path, refused, { 'Петрова Анна: отметка, столбец 1': '4' })).status).toBe(303);
    expect((await standing()).toSorted()).toEqual(['mark s1 2', 'mark s2 4', 'topic Чужая тема']);
  });

  test('the same value from two sides stands once', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    const opened = await teacher.get(path);
    await enter({ kind: 'mark', value: '5' });
    await enter({ kind: 'absence', code: 'Н', student: 's2' });
    expect((await send(path, opened, { [MARK]: '5', 'Петрова Анна: пропуск': 'Н' })).status).toBe(303);
    expect((await standing()).toSorted()).toEqual(['absence s2 Н', 'mark s1 5']);
  });
});

describe('the same form again', () => {
  const json = { accept: 'application/json' };

  test('records nothing more, whichever answer was lost, and gives the same answer', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    const opened = await teacher.get(path);
    const fields = formOf(opened).set(fieldOf(opened, MARK), '5').set('fresh', '§ 4');
    const body = Object.fromEntries(fields);
    const [first, second] = await Promise.all([teacher.post(path, body, json), teacher.post(path, body, json)]);
    expect(first.status).toBe(200);
    expect(JSON.parse(second.text)).toEqual(JSON.parse(first.text));
    await later('2026-09-18T07:00:00+03:00');
    const token = formOf(await teacher.get(path)).get('_csrf')!;
    expect(JSON.parse(plain((await teacher.post(path, { ...body, _csrf: token }, json)).text)).lines).toContain(
      'Иванов П. И.: 5',
    );
    expect((await standing()).toSorted()).toEqual(['homework § 4', 'mark s1 5']);
    expect(await events()).toBe(2);
  });

  test('under its key but with other contents is asked about, not recorded', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    const opened = await teacher.get(path);
    await send(path, opened, { [MARK]: '5' });
    const other = await send(path, opened, { [MARK]: '4' });
    expect(other.status).toBe(422);
    expect(other.text).toContain('Эта форма уже записана');
    expect(await standing()).toEqual(['mark s1 5']);
  });

  test('a program of ours is told in JSON: what was recorded, what is wrong, that nobody is signed in', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    const fields = formOf(await teacher.get(path));
    const refused = await teacher.post(path, { ...Object.fromEntries(fields), fresh: '§ 1', due: '2026-09-20' }, json);
    expect(refused.status).toBe(422);
    expect(JSON.parse(refused.text)).toEqual({ ok: false, faults: ['В этот день такого урока нет.'] });
    const nobody = await (await signedIn(school, 't1')).post(path, {}, { ...json, cookie: 'vestnik_session=none' });
    expect(nobody.status).toBe(401);
    expect(JSON.parse(nobody.text).type).toBe('urn:vestnik:problem:sign-in');
    const forged = await teacher.post(path, { ...Object.fromEntries(fields), _csrf: 'x' }, json);
    expect(forged.status).toBe(403);
  });
});

describe('undo', () => {
  const undo = async (page: Page) => {
    const { text, location } = { ...(await follow(page)), location: page.location! };
    const submission = new URL(location, 'http://x').searchParams.get('done')!;
    const csrf = /name="_csrf" value="([^"]+)"/.exec(text)![1]!;
    return teacher.post(location.replace(/&done=.*/, ''), { _csrf: csrf, submission, part: 'undo' });
  };

  test('leaves the journal as if the form had not been sent: recorded, corrected and taken back alike', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    await fill(path, {
      topic: 'Дроби',
      [MARK]: '4',
      [ABSENCE]: 'Н',
      'Петрова Анна: отметка, столбец 1': '3',
      'Цой Вера: пропуск': 'Н',
      fresh: '§ 8',
    });
    await enter({ kind: 'homework', due: '2026-09-17', text: 'карточка', student: 's4' });
    const before = (await standing()).toSorted();
    const opened = await teacher.get(path);
    const [first = '', second = ''] = [...formOf(opened).keys()].filter((name) => name.startsWith('h-'));
    const sent = await send(path, opened, {
      topic: '',
      [first]: '',
      [second]: '',
      'Цой Вера: пропуск': 'У',
      [MARK]: '5 4',
      [ABSENCE]: '',
      'Петрова Анна: отметка, столбец 1': '',
      fresh: '§ 9',
    });
    expect((await standing()).toSorted()).not.toEqual(before);
    const undone = await follow(await undo(sent));
    expect((await standing()).toSorted()).toEqual(before);
    expect(plain(undone.text)).toContain('<p>Отменено.</p>');
    expect(plain(undone.text)).toContain('Задание на четверг, 17 сентября (Цой В.): снято: карточка');
    expect(undone.text).not.toContain('value="undo"');
    // a second tap is the same answer
    const count = await events();
    expect((await undo(sent)).status).toBe(303);
    expect(await events()).toBe(count);
  });

  test('what was changed since stays; after 15 minutes, or by another, nothing is taken back', async () => {
    const path = await lessonOn('2026-09-16', ALGEBRA);
    const sent = await fill(path, { [MARK]: '4', topic: 'Дроби' });
    school.clock.advance({ minutes: 1 });
    await fill(path, { [MARK]: '5' });
    expect(plain((await follow(await undo(sent))).text)).toContain('Часть записей с тех пор изменена и осталась.');
    expect(await standing()).toEqual(['mark s1 5']);
    const late = await fill(path, { topic: 'Дроби' });
    school.clock.advance({ minutes: 15 });
    expect((await follow(late)).text).not.toContain('value="undo"');
    expect(plain((await follow(await undo(late))).text)).toContain('в течение 15 минут');
    const others = await teacher.post(path, {
      _csrf: formOf(await teacher.get(path)).get('_csrf')!,
      submission: 'of-somebody-else-1',
      part: 'undo',
    });
    expect((await follow(others)).text).toContain('такой записи нет');
    expect((await standing()).toSorted()).toEqual(['mark s1 5', 'topic Дроби']);
  });
});
