/** Rights, consents and households of a class's families, and what the school decides about them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { example, importFile } from '../connectors/school-file/support.ts';
import { silent } from '../database.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { type Page, signedIn, type Visitor } from './visitor.ts';

const SECRET = 'for tests only';
const pathOf = (student: string) => `/desk/family?child=${sealId(SECRET, 'student', student)}`;
const guardian = (id: string) => sealId(SECRET, 'guardian', id);
const plain = ({ text }: Page) => text.replace(/<[^>]+>/g, ' ').replaceAll(/[\u00a0\s]+/g, ' ');

let school: WebSchool;
let teacher: Visitor;
beforeAll(async () => {
  school = await openWebSchool();
  teacher = await signedIn(school, 't1');
});
afterAll(() => school.close());

const pair = (guardianId: string, studentId: string) =>
  school.db.guardianship.findUniqueOrThrow({ where: { guardianId_studentId: { guardianId, studentId } } });
const decision = { ground: 'court', number: '2-15/2026', date: '2026-09-10' };

test('the class on one page: relation, rights, consent with its day and ground', async () => {
  const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  const path = `/desk/families?class=${sealId(SECRET, 'class', String(id))}`;
  await teacher.get(path);
  const before = await school.othersWrote();
  const page = await teacher.get(path);
  expect(school.queries() - before).toBeLessThanOrEqual(6);
  expect(plain(page)).toContain(
    'Иванов Пётр Иванов Илья Андреевич, отец Права полные (файл школы) Согласия нет (файл школы)',
  );
  expect(plain(page)).toContain(
    'Петрова Юлия Игоревна Права полные (файл школы) Согласие есть с 01.09.2026 (файл школы)',
  );
  expect(page.text).toContain(`href="${pathOf('s1')}"`);
});

describe('rights', () => {
  test('are changed with a ground, once it was shown what that does', async () => {
    const parent = await signedIn(school, 'g7');
    expect((await parent.get('/diary')).text).toContain('Мамутов');
    const fields = { guardian: guardian('g7'), was: 'full', rights: 'none', ...decision };
    const shown = plain(await teacher.submit(pathOf('s5'), { part: 'preview', ...fields }));
    expect(shown).toContain('полные: сведения, выбор, заявления → нет прав на сведения');
    expect(shown).toContain('вход в дневник по этому ребёнку закроются сразу');
    expect(shown).toContain('представителей с правом на сведения не останется');
    expect(await pair('g7', 's5')).toMatchObject({ rights: 'full' });

    expect((await teacher.submit(pathOf('s5'), { part: 'save', ...fields })).location).toContain('saved=1');
    expect(await pair('g7', 's5')).toMatchObject({ rights: 'none', channels: [] });
    const kept = await school.db.choiceRecord.findFirst({
      where: { guardianId: 'g7', what: 'rights' },
      orderBy: { id: 'desc' },
    });
    expect(kept).toMatchObject({
      byId: 't1',
      ground: 'решение суда № 2-15/2026 от 10.09.2026',
      value: { rights: 'none', relation: 'мать' },
    });
    // every door is shut that instant
    expect((await parent.get('/diary')).status).toBe(303);
    expect(await school.db.contactHolder.count({ where: { personId: 'g7', endedAt: null } })).toBe(0);
    expect(
      await school.db.auditRecord.count({ where: { action: 'decideRights', actorId: 't1', studentId: 's5' } }),
    ).toBe(1);
    expect(plain(await teacher.get(pathOf('s5')))).toContain(
      'Прав на сведения нет (решение суда № 2-15/2026 от 10.09.2026)',
    );
  });

  test('as the school decided them they outlive the next file; given back, they hold again', async () => {
    await importFile({ db: school.db, clock: school.clock, log: silent }, example());
    expect(await pair('g7', 's5')).toMatchObject({ rights: 'none' });
    const fields = {
      guardian: guardian('g7'),
      was: 'none',
      rights: 'full',
      ...decision,
      ground: 'mistake',
      number: '',
    };
    expect((await teacher.submit(pathOf('s5'), { part: 'save', ...fields })).status).toBe(303);
    expect(await pair('g7', 's5')).toMatchObject({ rights: 'full', channels: ['paper'] });
  });

  test.each([
    [{ was: 'none' }, 'это изменили'],
    [{ date: '2026-12-01' }, 'ещё не наступил'],
    [{ date: '' }, 'Проверьте, пожалуйста, дату.'],
    [{ number: '№!' }, 'буквы, цифры'],
    [{ rights: 'all' }, 'Выберите, пожалуйста, из предложенного.'],
    [{ guardian: guardian('g5'), was: 'paper', rights: 'full' }, 'По доверенности можно только получать распечатку.'],
    [{ guardian: guardian('g1') }, 'Эти настройки сейчас закрыты'],
  ])('%j is refused in words, and nothing is written', async (wrong, words) => {
    const before = await school.db.choiceRecord.count();
    const fields = { guardian: guardian('g4'), was: 'full', rights: 'paper', ...decision, ...wrong };
    const page = await teacher.submit(pathOf('s3'), { part: 'save', ...(fields as Record<string, string>) });
    expect(page.status).toBe(422);
    if (!('guardian' in wrong) || wrong.guardian === guardian('g5')) expect(plain(page)).toContain(words);
    expect(await school.db.choiceRecord.count()).toBe(before);
  });
});

describe('households', () => {
  const fields = (mother: [number, number], father: [number, number]) => ({
    part: 'households',
    date: '2026-09-15',
    [`w-${guardian('g1')}`]: String(mother[0]),
    [`h-${guardian('g1')}`]: String(mother[1]),
    [`w-${guardian('g2')}`]: String(father[0]),
    [`h-${guardian('g2')}`]: String(father[1]),
  });

  test('parents who live apart are two families, each owed the week; and one again', async () => {
    expect((await teacher.submit(pathOf('s1'), fields([1, 1], [1, 2]))).location).toContain('saved=1');
    const [mother, father] = [await pair('g1', 's1'), await pair('g2', 's1')];
    expect(mother.householdId).toBeNull();
    expect(father.householdId).not.toBeNull();
    expect(plain(await teacher.get(`/desk/pupil?child=${sealId(SECRET, 'student', 's1')}`))).toContain('Семья 2');
    const kept = await school.db.choiceRecord.findFirst({ where: { what: 'household' } });
    expect(kept).toMatchObject({ guardianId: 'g2', byId: 't1', ground: 'заявление от 15.09.2026', value: { nth: 2 } });
    // opened before, the form knows nothing of it
    const late = await teacher.submit(pathOf('s1'), fields([1, 1], [1, 2]));
    expect(late.status).toBe(422);
    expect(plain(late)).toContain('это изменили');
    expect((await teacher.submit(pathOf('s1'), fields([1, 1], [2, 1]))).location).toContain('saved=1');
    expect((await pair('g2', 's1')).householdId).toBeNull();
    expect((await teacher.submit(pathOf('s1'), fields([1, 1], [1, 1]))).location).toContain('saved=0');
  });
});
