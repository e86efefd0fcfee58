import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { pagesOf } from '../channels/paper/pdf.ts';
import { needs } from '../needs.ts';
import { NOW, openWebSchool, WEEK, type WebSchool } from './school.ts';
import { signedIn, visitor } from './visitor.ts';

let school: WebSchool;
beforeAll(async () => {
  school = await openWebSchool();
});
afterAll(() => school.close());

const child = (id: string) => sealId('for tests only', 'student', id);
/** the text a reader sees */
const words = (html: string) =>
  html
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ');

describe('the week of a child', () => {
  test('shows lessons, topics, homework, marks with their work in words, absences and messages', async () => {
    const { status, text } = await (await signedIn(school, 'g1')).get('/diary');
    expect(status).toBe(200);
    const said = words(text);
    expect(said).toContain('14–19 сентября');
    expect(said).toContain('Иванов Пётр, 7Б');
    expect(said).toContain('Среда, 16 сентября сегодня');
    expect(text).toContain('href="#d2026-09-16"');
    expect(text).toContain('id="d2026-09-16"');
    expect(said).toContain('Алгебра 9:25 5 контрольная работа Тема: Степень с натуральным показателем');
    expect(said).toContain('Отсутствие, болезнь');
    expect(said).toContain('Задано: § 12, № 345–350');
    expect(said).toContain('В пятницу собрание в 18:00.');
    expect(said).toContain('Принесите справку.');
    expect(said).toContain('лично Вам');
    expect(said).toContain('Классный руководитель: Орлова Анна Сергеевна');
  });

  test('shows nothing that is another child’s of the same class', async () => {
    const { text } = await (await signedIn(school, 'g1')).get('/diary');
    expect(text).not.toContain('Только семье Петровой');
    expect(text).not.toContain('выучить правило');
    expect(text).toContain('собрание');
  });

  test('goes back and forth by weeks', async () => {
    const who = await signedIn(school, 'g1');
    const now = await who.get('/diary');
    expect(now.text).toContain('week=2026-W37');
    expect(now.text).toContain('week=2026-W39');
    const next = await who.get(`/diary?child=${child('s1')}&week=2026-W39`);
    expect(words(next.text)).toContain('21–26 сентября');
    expect(words(next.text)).toContain('К текущей неделе');
    expect((await who.get('/diary?week=2026-W60')).status).toBe(404);
    expect((await who.get('/diary?week=никогда')).status).toBe(404);
  });

  test('a guardian of several switches between them; a child without consent is not among them', async () => {
    const who = await signedIn(school, 'g1');
    const { text } = await who.get('/diary');
    const toSister = /href="(\/diary\?child=[^"]+)"[^>]*>Дарья, 1А</.exec(text)?.[1] ?? '';
    expect(words((await who.get(toSister)).text)).toContain('Иванова Дарья, 1А');
    const ofG3 = await (await signedIn(school, 'g3')).get('/diary');
    expect(ofG3.text).toContain('Петрова Анна');
    expect(ofG3.text).not.toContain('Семён');
  });

  test('without consent there is nothing to see, and the page says why', async () => {
    const { status, text } = await (await signedIn(school, 'g8')).get('/diary');
    expect(status).toBe(200);
    expect(text).toContain('Здесь пока нечего показать');
    expect(text).not.toContain('Нарек');
  });

  test('a visit is evidence: the guardian was seen', async () => {
    await (await signedIn(school, 'g7')).get('/diary');
    const guardian = await school.db.guardian.findUniqueOrThrow({ where: { id: 'g7' } });
    expect(guardian.lastSeenAt).toEqual(school.clock.now());
  });
});

describe('above the current week', () => {
  const now = (text: string) => words(/<div class="now">[\s\S]*?<\/section><\/div>/.exec(text)?.[0] ?? '');
  afterEach(() => school.clock.set(NOW));

  test('stand today’s lessons with what was entered, and the next school day with its homework', async () => {
    const page = await (await signedIn(school, 'g1')).get('/diary');
    expect(now(page.text).trim()).toBe(
      'Сегодня, среда, 16 сентября Физика 8:30 Русский язык 9:25 Алгебра 10:30 4 На четверг, 17 сентября Английский язык Алгебра § 12, № 345–350',
    );
    expect(now((await (await signedIn(school, 's1')).get('/diary')).text)).toContain('На четверг');
    expect((await (await signedIn(school, 'g1')).get('/diary?week=2026-W37')).text).not.toContain('class="now"');
  });

  test('on the last day of the week the next one is read too, in as many queries', async () => {
    const monday = { class: '7Б', subject: 'Алгебра', by: 't1', kind: 'homework' };
    await recordEntries(school, 'today', [
      { ...monday, due: '2026-09-21', text: 'к понедельнику' },
      { ...monday, due: '2026-09-21', text: 'не ей', student: 's2' },
      { ...monday, due: '2026-09-22', text: 'ко вторнику' },
    ]);
    school.clock.set('2026-09-19T15:00:00+03:00');
    const reader = await signedIn(school, 'g1');
    await reader.get('/diary');
    await recordEntries(school, 'today', [{ ...monday, due: '2026-09-22', text: 'ещё' }]);
    const before = await school.othersWrote();
    const { text } = await reader.get('/diary');
    expect(school.queries() - before).toBeLessThanOrEqual(3);
    expect(now(text)).toContain('Сегодня, суббота, 19 сентября Физика 8:30');
    expect(now(text)).toContain('На понедельник, 21 сентября Алгебра к понедельнику Физика Русский язык');
    expect(text).not.toContain('не ей');
    expect(text).not.toContain('ко вторнику');
    expect(text).not.toContain('id="d2026-09-21"');
    // on Sunday there are no lessons, and Monday is the next day all the same
    school.clock.set('2026-09-20T15:00:00+03:00');
    expect(now((await reader.get('/diary')).text)).toMatch(/Уроков сегодня нет. На понедельник/);
  });

  test('before a long vacation there is no next day; a first-grader has lessons without homework', async () => {
    school.clock.set('2027-05-26T15:00:00+03:00');
    const { text } = await (await signedIn(school, 'g1')).get('/diary');
    expect(now(text)).toMatch(/Сегодня, среда, 26 мая/);
    expect(now(text)).not.toContain(' На ');
    school.clock.set(NOW);
    expect(now((await (await signedIn(school, 'g9')).get('/diary')).text).trim()).toMatch(
      /На четверг, 17 сентября Русский язык Литературное чтение Математика$/,
    );
  });
});

describe('marks by subject', () => {
  test('with work, day and average of the period', async () => {
    const { text } = await (await signedIn(school, 'g1')).get('/diary/marks');
    const said = words(text);
    expect(said).toContain('Алгебра 4 14.09 5 15.09 контрольная работа 4 16.09');
    expect(said).toContain('4,33');
    expect(said).toContain('1 четверть');
    // their course as bars, without a style or a script of the page's own
    expect(text).toContain(
      '<div class="course" aria-hidden="true"><span class="mark-4"></span><span class="mark-5"></span><span class="mark-4"></span></div>',
    );
  });

  test('first grade knows no marks', async () => {
    const { text } = await (await signedIn(school, 'g9')).get('/diary');
    expect(words(text)).not.toContain('Отметки');
    const marks = await (await signedIn(school, 'g9')).get('/diary/marks');
    expect(marks.text).toContain('В первом классе отметок не ставят.');
  });
});

describe('messages', () => {
  test('the newest first, with who wrote them', async () => {
    const said = words((await (await signedIn(school, 'g1')).get('/diary/messages')).text);
    expect(said.indexOf('Возьмите циркуль')).toBeLessThan(said.indexOf('В пятницу собрание'));
    expect(said).toContain('Орлова А. С. · 16 сентября');
    expect(said).not.toContain('Петровой');
  });
});

describe('a pupil', () => {
  test('sees the own week, and of messages those meant for pupils', async () => {
    const { text } = await (await signedIn(school, 's1')).get('/diary');
    expect(text).toContain('Возьмите циркуль');
    expect(text).not.toContain('Принесите справку');
    expect(text).not.toContain('собрание');
    const messages = await (await signedIn(school, 's1')).get('/diary/messages');
    expect(messages.text).toContain('Возьмите циркуль');
    expect(messages.text).not.toContain('собрание');
  });

  test('sees nothing when nobody consented', async () => {
    expect((await (await signedIn(school, 's6')).get('/diary')).text).toContain('Здесь пока нечего показать');
  });
});

describe('the printed week', () => {
  test('of a closed week; of one that runs there is none yet', async () => {
    const who = await signedIn(school, 'g1');
    const closed = await who.get(`/diary/sheet.pdf?child=${child('s1')}&week=2026-W37`);
    expect(closed.status).toBe(200);
    expect(closed.headers['content-type']).toBe('application/pdf');
    expect(closed.headers['content-disposition']).toBe('inline; filename="2026-W37.pdf"');
    expect((await who.get(`/diary/sheet.pdf?child=${child('s1')}&week=${WEEK}`)).status).toBe(404);
    expect((await who.get('/diary/sheet.pdf')).status).toBe(404);
  });
});

describe('the printed grading period', needs('pdftotext'), () => {
  test('is made of what stands in the journal, for a parent and the class teacher, not for another’s', async () => {
    const who = await signedIn(school, 'g1');
    const marks = await who.get(`/diary/marks?child=${child('s1')}`);
    const link = /href="(\/diary\/sheet\.pdf[^"]*)"/.exec(marks.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(decodeURIComponent(link.replaceAll('+', ' '))).toContain('1 четверть');
    const pdf = await who.get(link);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    const url = `/diary/sheet.pdf?child=${child('s1')}&period=${encodeURIComponent('1 четверть')}`;
    const made = await school.services.sheetPdf({ studentId: 's1', period: '1 четверть' });
    const [page] = await pagesOf(Buffer.from(made ?? []));
    expect(page).toContain('Успеваемость и посещаемость, 1 четверть');
    expect(page).toContain('Иванов Пётр, 7Б');
    expect(page).toMatch(/Алгебра: .*\d \(/);
    expect((await (await signedIn(school, 't1')).get(url)).status).toBe(200);
    expect((await (await signedIn(school, 'g4')).get(url)).status).toBe(403);
    expect((await who.get(url.replace(/period=.*/, 'period=9'))).status).toBe(404);
  });
});

describe('staff', () => {
  test('a class teacher reads the own class, and it is kept who read whom', async () => {
    const who = await signedIn(school, 't1');
    expect((await who.get('/')).location).toBe('/desk');
    const desk = await who.get('/desk');
    const classPath = /href="(\/desk\/class[^"]+)"[^>]*>7Б</.exec(desk.text)?.[1] ?? '';
    expect(desk.text).not.toContain('>9А<');
    const pupils = await who.get(classPath);
    const pupilPath = /href="(\/desk\/pupil\?child=[^"]+)"[^>]*>Сидоров Клим</.exec(pupils.text)?.[1] ?? '';
    const diaryPath = /href="(\/diary\?child=[^"]+)"/.exec((await who.get(pupilPath)).text)?.[1] ?? '';
    const before = await school.db.auditRecord.count({ where: { studentId: 's3' } });
    const diary = await who.get(diaryPath);
    expect(diary.text).toContain('Сидоров Клим');
    const kept = await school.db.auditRecord.findMany({ where: { studentId: 's3' } });
    expect(kept).toHaveLength(before + 1);
    expect(kept.at(-1)).toMatchObject({ actorId: 't1', action: 'readDiary', object: '/diary' });
  });

  test('a parent’s look at the own child is not audited', async () => {
    await (await signedIn(school, 'g4')).get('/diary');
    expect(await school.db.auditRecord.count({ where: { actorId: 'g4' } })).toBe(0);
  });

  test('a deputy sees every class, a subject teacher none', async () => {
    const deputy = await (await signedIn(school, 't3')).get('/desk');
    for (const name of ['1А', '7Б', '9А']) expect(deputy.text).toContain(`>${name}<`);
    const teacher = await (await signedIn(school, 't5')).get('/desk');
    expect(teacher.text).toContain('Классного руководства нет');
    expect((await (await signedIn(school, 't5')).get(`/diary?child=${child('s1')}`)).status).toBe(403);
  });

  test('a teacher who is a parent has both', async () => {
    const who = await signedIn(school, 't2');
    expect((await who.get('/')).location).toBe('/diary');
    const diary = await who.get('/diary');
    expect(diary.text).toContain('Бойко Тимур');
    expect(diary.text).toContain('href="/desk"');
  });
});

test('a guardian reads who else opens the diary of each child, and nobody without consent', async () => {
  const who = await signedIn(school, 'g1');
  const seen = async () => {
    const said = words((await who.get('/settings')).text);
    return said.slice(said.indexOf('Кто ещё видит дневник'), said.indexOf('Дневник открыт также'));
  };
  const consent = (given: boolean) =>
    school.db.guardianship.update({
      where: { guardianId_studentId: { guardianId: 'g2', studentId: 's1' } },
      data: { consent: given },
    });
  expect(await seen()).not.toContain('Иванов Илья');
  await consent(true);
  expect(await seen()).toContain('Пётр, 7Б Иванов Илья Андреевич, отец');
  expect(await seen()).not.toContain('Мария');
  await consent(false);
});

test('a page takes at most six queries, and no more for a full week than for an empty one', async () => {
  const who = await signedIn(school, 'g1');
  const counted = async (path: string) => {
    const before = await school.othersWrote();
    expect((await who.get(path)).status).toBe(200);
    return school.queries() - before;
  };
  const full = `/diary?child=${child('s1')}&week=${WEEK}`;
  const empty = `/diary?child=${child('s1')}&week=2026-W50`;
  const first = async (path: string) => {
    const newcomer = await signedIn(school, 'g1');
    const before = await school.othersWrote();
    expect((await newcomer.get(path)).status).toBe(200);
    return school.queries() - before;
  };
  await counted(full);
  expect(await first(full)).toBeLessThanOrEqual(6);
  expect(await first(full)).toBe(await first(empty));
  for (const path of ['/diary/marks', '/diary/messages', '/settings']) {
    expect(await counted(path), path).toBeLessThanOrEqual(6);
  }
});

test('a visitor who is not signed in is asked to, and comes back', async () => {
  const page = await visitor(school).get(`/diary?week=${WEEK}`);
  expect(page.status).toBe(303);
  expect(page.location).toBe(`/login?next=${encodeURIComponent(`/diary?week=${WEEK}`)}`);
});
