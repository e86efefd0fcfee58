/** The class at a glance, and a pupil's page at the desk. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { type Page, signedIn, type Visitor } from './visitor.ts';

const SECRET = 'for tests only';
const pupil = (id: string) => sealId(SECRET, 'student', id);
const plain = ({ text }: Page) =>
  text
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll(/[\u00a0\s]+/g, ' ');
/** The table as rows of cells. */
const cellsOf = ({ text }: Page) =>
  [...text.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
      cell
        .replace(/<small>/g, ' ')
        .replace(/<[^>]+>/g, '')
        .replaceAll(/[\u00a0\s]+/g, ' ')
        .trim(),
    ),
  );

let school: WebSchool;
let teacher: Visitor;
let classPath: string;
beforeAll(async () => {
  school = await openWebSchool();
  teacher = await signedIn(school, 't1');
  const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  classPath = `/desk/class?class=${sealId(SECRET, 'class', String(id))}`;
});
afterAll(() => school.close());

describe('the class at a glance', () => {
  test('a week: pupils × days, marks and the lessons that were missed', async () => {
    const [head, ivanov, mamutov] = cellsOf(await teacher.get(classPath));
    expect(head).toEqual(['Ученик', 'Пн 14.09', 'Вт 15.09', 'Ср 16.09', 'Чт 17.09', 'Пт 18.09', 'Сб 19.09']);
    expect(ivanov).toEqual(['Иванов Пётр', '4 Б 3', '5', '4', '', '', '']);
    expect(mamutov).toEqual(['Мамутов Руслан', '', '', '', '', '', '']);
  });

  test('a day: its lessons; a subject: its meetings of the grading period, with averages from three marks on', async () => {
    const day = await teacher.get(`${classPath}&day=2026-09-15`);
    const [head, ivanov] = cellsOf(day);
    // the own subject can be entered; the others only where the school’s rules let the class teacher edit (К-Р 2.4, Ш 2.4)
    expect(head).toEqual(['Ученик', '1 Русский язык', '2 Алгебравести', '3 Английский язык']);
    const lesson = /href="(\/desk\/lesson\?[^"]+)"/.exec(day.text)?.[1] ?? '';
    expect((await teacher.get(lesson)).status).toBe(200);
    expect(ivanov).toEqual(['Иванов Пётр', '', '5', '']);
    expect(day.text).toContain('title="Алгебра, контрольная работа"');
    const subject = await teacher.get(`${classPath}&subject=${encodeURIComponent('Алгебра')}`);
    const [meetings, marks] = cellsOf(subject);
    expect(plain(subject)).toContain('Алгебра · 1 четверть · 1 сентября – 23 октября');
    expect(meetings?.at(-1)).toBe('Средний балл');
    expect(marks?.at(-1)).toBe('4,33');
    expect(cellsOf(subject)[3]?.at(-1)).toBe('—');
  });

  test('leads to the weeks beside it, and to nothing that is no week, day or subject of the class', async () => {
    const { text } = await teacher.get(classPath);
    expect(text).toContain('week=2026-W37');
    expect(text).toContain('week=2026-W39');
    expect(plain(await teacher.get(`${classPath}&week=2026-W37`))).toContain('К текущей неделе');
    expect(plain(await teacher.get(`${classPath}&week=2026-W44`))).toContain('Уроков в эти дни нет.');
    for (const wrong of ['week=2026-W99', 'day=2026-02-31', 'subject=Химия'])
      expect((await teacher.get(`${classPath}&${wrong}`)).status, wrong).toBe(404);
  });

  test('asks the database as often for a full class as for an empty week, six times at most', async () => {
    const asked = async (query: string) => {
      const before = await school.othersWrote();
      await teacher.get(classPath + query);
      return school.queries() - before;
    };
    await teacher.get(classPath);
    const full = await asked('');
    expect(full).toBeLessThanOrEqual(6);
    expect(await asked('&week=2026-W44')).toBe(full);
    expect(await asked('&day=2026-09-15')).toBeLessThanOrEqual(6);
    expect(await asked('&subject=Алгебра')).toBeLessThanOrEqual(6);
  });

  test('each look is kept in the audit', async () => {
    const looks = () => school.db.auditRecord.count({ where: { actorId: 't1', action: 'readClass' } });
    const before = await looks();
    await teacher.get(classPath);
    expect((await looks()) - before).toBe(1);
  });
});

describe('a pupil at the desk', () => {
  test('gathers diary, family, choices, applications and paper', async () => {
    const { text } = await teacher.get(classPath);
    expect(text).toContain(`href="/desk/pupil?child=${pupil('s1')}"`);
    const before = await school.othersWrote();
    const page = await teacher.get(`/desk/pupil?child=${pupil('s1')}`);
    expect(school.queries() - before).toBeLessThanOrEqual(6);
    expect(plain(page)).toContain('Иванова Мария Петровна, мать Права полные (файл школы) Согласие есть с 28.08.2026');
    expect(plain(page)).toContain('Иванов Илья Андреевич, отец Права полные (файл школы) Согласия нет (файл школы)');
    for (const path of ['/diary?', '/diary/marks?', '/desk/choices?', '/desk/applications/new?', '/diary/sheet.pdf?'])
      expect(page.text, path).toContain(`href="${path}child=${pupil('s1')}`);
    for (const path of ['/desk/letters?', '/desk/risk?', '/desk/runs?'])
      expect(page.text, path).toContain(`href="${path}class=`);
  });

  test('who has rights to fetch paper alone is said so; a pupil of grade 1 has no page of marks', async () => {
    const page = plain(await teacher.get(`/desk/pupil?child=${pupil('s3')}`));
    expect(page).toContain('Сидорова Лидия Ивановна, доверенное лицо Только получает распечатку');
    const first = await (await signedIn(school, 't4')).get(`/desk/pupil?child=${pupil('s13')}`);
    expect(first.text).not.toContain('/diary/marks?child');
    expect(first.status).toBe(200);
  });
});
