/** Every route × role × (own, another's, nobody's) object, against the expectations of routes.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { WHO } from './roles.ts';
import {
  ACCOUNT_ROUTES,
  APPLICATION_ROUTES,
  CHILD_FORMS,
  CHILD_ROUTES,
  CHILDREN,
  CLASS_FORMS,
  CLASS_ROUTES,
  COURSE_ROUTES,
  type Courses,
  DEMO_ROUTES,
  FILE_ROUTES,
  formPageOf,
  KEEPERS,
  LESSON_ROUTES,
  type Lessons,
  OWN_ROUTES,
  PAPER_ROUTES,
  type Papers,
  PEOPLE,
  PERSON_ROUTES,
  PERSONAL_ROUTES,
  PUBLIC_ROUTES,
  SECRET_ROUTES,
  TRANSFER_ROUTES,
  type Who,
  type Whose,
} from './routes.ts';
import { addAdmin, openWebSchool, type WebSchool } from './school.ts';
import { csrfOf, type Page, signedIn, type Visitor, visitor } from './visitor.ts';

let school: WebSchool;
/** of 7Б as a whole */
let homeworkId: number;
/** of s1, of 7Б */
let absenceId: number;
let seen: string;
const visitors = {} as Record<Who, Visitor>;
beforeAll(async () => {
  school = await openWebSchool();
  await addAdmin(school.db);
  visitors.nobody = visitor(school);
  for (const [who, person] of Object.entries(PEOPLE)) visitors[who as Who] = await signedIn(school, person);
  const homework = await school.db.journalEntry.findFirstOrThrow({ where: { kind: 'homework', studentId: null } });
  homeworkId = homework.id;
  const absence = await school.db.journalEntry.findFirstOrThrow({ where: { kind: 'absence', studentId: 's1' } });
  absenceId = absence.id;
  seen = `Н ${absence.changedAt.getTime()}`;
  // somebody of each class is at risk
  const low = (student: string, schoolClass: string, subject: string, by: string) =>
    [1, 2, 3].map((nth) => ({
      kind: 'mark',
      class: schoolClass,
      subject,
      date: '2026-09-16',
      student,
      value: '2',
      by,
      key: `low ${student} ${nth}`,
    }));
  const entries = [
    ...['s1', 's2', 's3'].flatMap((student) => low(student, '7Б', 'Русский язык', 't3')),
    ...['s22', 's23'].flatMap((student) => low(student, '9А', 'Русский язык', 't3')),
    ...[
      ['s3', '7Б'],
      ['s23', '9А'],
    ].map(([student, name]) => ({
      ...{ kind: 'absence', class: name, subject: 'Русский язык', date: '2026-09-16', student, by: 't3' },
    })),
  ];
  const refused = (await recordEntries(school, 'risk', entries)).filter(({ status }) => status !== 'recorded');
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
});
afterAll(() => school.close());

/** A form that is genuine for whoever sends it, sent from another page than its own. */
const tokens = new Map<Who, string>();
async function submitAs(who: Who, fields: Record<string, string>, path: string): Promise<Page> {
  const token = tokens.get(who) ?? csrfOf((await visitors[who].get(formPageOf(who))).text);
  tokens.set(who, token);
  return await visitors[who].post(path, { _csrf: token, ...fields });
}

/** One test for all of them, which names the case that fails: hundreds of tests cost more than what they ask. */
function everyCase<T>(cases: readonly T[], holds: (one: T) => Promise<void>): void {
  test('for everybody', async () => {
    for (const one of cases)
      await holds(one).catch((error: Error) => {
        error.message = `${JSON.stringify(one)}: ${error.message}`;
        throw error;
      });
  });
}

const WHOSE = Object.keys(CHILDREN) as Whose[];
const seal = (purpose: string, id: string) => sealId('for tests only', purpose, id);
const GUARDIANS: Record<Whose, string> = { own: 'g2', classmate: 'g3', stranger: 'g10', nobody: 'g1' };
/** a name that only this child's pages show */
const NAMES: Record<Whose, string> = { own: 'Иванов', classmate: 'Петрова', stranger: 'Ковальчук', nobody: 's999' };

test('every route of the web is listed here, with what it asks', () => {
  const listed = [
    ...Object.keys(CHILD_ROUTES).map((url) => `GET ${url}`),
    ...Object.keys(CHILD_FORMS).map((url) => `POST ${url}`),
    ...Object.keys(FILE_ROUTES).map((url) => `GET ${url}`),
    ...Object.keys(CLASS_ROUTES).map((url) => `GET ${url}`),
    ...Object.keys(CLASS_FORMS).map((url) => `POST ${url}`),
    ...Object.keys(APPLICATION_ROUTES),
    ...Object.keys(OWN_ROUTES),
    ...Object.keys(PERSON_ROUTES),
    ...Object.keys(TRANSFER_ROUTES),
    ...Object.keys(LESSON_ROUTES),
    ...Object.keys(COURSE_ROUTES),
    ...Object.keys(PAPER_ROUTES),
    ...PERSONAL_ROUTES,
    ...ACCOUNT_ROUTES,
    ...PUBLIC_ROUTES,
    ...SECRET_ROUTES,
    ...DEMO_ROUTES,
  ].sort();
  const served = school.app.routeAccess
    .filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/assets/'))
    .map(({ method, url }) => `${method} ${url}`)
    .sort();
  expect(served).toEqual(listed);
  const kinds = new Map(school.app.routeAccess.map(({ method, url, access }) => [`${method} ${url}`, access.kind]));
  for (const route of PUBLIC_ROUTES) expect(kinds.get(route), route).toBe('public');
  for (const route of SECRET_ROUTES) expect(kinds.get(route), route).toBe('secret');
  for (const route of DEMO_ROUTES) expect(kinds.get(route), route).toBe('demo');
});

describe.each(Object.keys(COURSE_ROUTES))('%s', (route) => {
  const url = route.split(' ')[1] ?? '';
  const courses: Record<Courses, [subject: string, name: string, teacher: string, pupil: string]> = {
    algebra7: ['Алгебра', '7Б', 't1', 'Сидоров'],
    english7: ['Английский язык', '7Б', 't5', 'Сидоров'],
    physics9: ['Физика', '9А', 't2', 'Гречко'],
  };
  const cases = WHO.flatMap((who) => (Object.keys(courses) as Courses[]).map((which) => ({ who, which })));
  everyCase(cases, async ({ who, which }) => {
    const [subject, name, teacherId, pupil] = courses[which];
    const { id } = await school.db.course.findFirstOrThrow({
      where: { subject: { name: subject }, schoolClass: { name }, teacherId },
    });
    const page = await visitors[who].get(`${url}?course=${seal('course', String(id))}`);
    const allowed = COURSE_ROUTES[route]?.[who]?.includes(which) ?? false;
    expect(page.status).toBe(allowed ? 200 : who === 'nobody' ? 303 : 403);
    expect(page.text.includes(pupil)).toBe(allowed);
  });

  test('a course that does not exist, or a made-up address, is not found', async () => {
    for (const made of ['', '?course=1', '?course=AAAA', `?course=${seal('course', '999')}`, '?course=a&course=b'])
      expect((await visitors.deputy.get(url + made)).status).toBe(404);
  });
});

describe.each(Object.keys(CHILD_ROUTES))('GET %s', (url) => {
  const cases = WHO.flatMap((who) => WHOSE.map((whose) => ({ who, whose })));
  everyCase(cases, async ({ who, whose }) => {
    const guardian = seal('guardian', GUARDIANS[whose]);
    const path =
      `${url}?child=${seal('student', CHILDREN[whose])}&week=2026-W37&guardian=${url.endsWith('.pdf') ? guardian : ''}`.replace(
        /&guardian=$/,
        '',
      );
    const page = await visitors[who].get(path);
    if (CHILD_ROUTES[url]?.[who]?.includes(whose)) {
      expect(page.status).toBe(200);
      if (page.headers['content-type']?.toString().startsWith('text/html')) expect(page.text).toContain(NAMES[whose]);
      return;
    }
    expect(page.status).toBe(who === 'nobody' ? 303 : page.status === 404 ? 404 : 403);
    expect(page.text).not.toContain(NAMES[whose]);
  });
});

describe.each(Object.keys(FILE_ROUTES))('GET %s', (url) => {
  const [ofClass, ofClassmate, ofDraft] = ['A', 'B', 'C'].map((letter) => `AAAA${letter.repeat(18)}`) as [
    string,
    string,
    string,
  ];
  beforeAll(async () => {
    const homework = (studentId: string | null) =>
      school.db.journalEntry.findFirstOrThrow({ where: { kind: 'homework', studentId } });
    const entries = [
      [ofClass, (await homework(null)).id],
      [ofClassmate, (await homework('s2')).id],
      [ofDraft, null],
    ] as const;
    const file = {
      name: 'карточка.pdf',
      mediaType: 'application/pdf',
      bytes: 3,
      sha256: '',
      byId: 't1',
      at: new Date(0),
    };
    await school.db.attachment.createMany({
      data: entries.map(([publicId, entryId]) => ({ ...file, publicId, entryId })),
    });
  });
  afterAll(() => school.db.attachment.deleteMany());

  const cases = WHO.flatMap((who) => WHOSE.map((whose) => ({ who, whose })));
  everyCase(cases, async ({ who, whose }) => {
    const get = (id: string) =>
      visitors[who].get(`${url.replace(':id', id)}?child=${seal('student', CHILDREN[whose])}`);
    const permitted = FILE_ROUTES[url]?.[who]?.includes(whose) ?? false;
    const page = await get(ofClass);
    if (permitted && whose !== 'stranger') {
      expect(page.status).toBe(200);
      expect(page.headers['content-type']).toBe('application/pdf');
      expect(page.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''%D0%BA/);
      expect(page.headers['x-content-type-options']).toBe('nosniff');
    } else expect([303, 403, 404]).toContain(page.status);
    expect((await get(ofClassmate)).status === 200).toBe(permitted && whose === 'classmate');
    for (const id of [ofDraft, 'x', `AAAA${'Z'.repeat(18)}`]) expect((await get(id)).status).not.toBe(200);
  });

  test('stands in the diary beside its homework', async () => {
    const { text } = await visitors.guardian.get('/diary?week=2026-W38');
    expect(text).toContain(`/diary/file/${ofClass}?`);
    expect(text).not.toContain(ofClassmate);
  });
});

describe.each(Object.keys(CLASS_ROUTES))('GET %s', (url) => {
  const cases = WHO.flatMap((who) => (['own', 'other'] as const).map((whose) => ({ who, whose })));
  everyCase(cases, async ({ who, whose }) => {
    const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: whose === 'own' ? '7Б' : '9А' } });
    const page = await visitors[who].get(`${url}?class=${seal('class', String(id))}`);
    const allowed = CLASS_ROUTES[url]?.[who]?.includes(whose) ?? false;
    expect(page.status).toBe(allowed ? 200 : who === 'nobody' ? 303 : 403);
    const readable = !url.endsWith('.pdf');
    expect(page.text.includes('Сидоров') || page.text.includes('Гречко')).toBe(allowed && readable);
  });

  test('a class that does not exist, or a made-up address, is not found', async () => {
    expect((await visitors.deputy.get(`${url}?class=${seal('class', '999')}`)).status).toBe(404);
    for (const made of ['', '?class=1', '?class=AAAA', '?class=a&class=b']) {
      expect((await visitors.deputy.get(url + made)).status).toBe(404);
    }
  });
});

describe.each(Object.keys(OWN_ROUTES))('%s', (route) => {
  const [method = '', url = ''] = route.split(' ');
  everyCase(WHO, async (who) => {
    const page = method === 'GET' ? await visitors[who].get(url) : await submitAs(who, {}, url);
    const allowed = OWN_ROUTES[route]?.includes(who) ?? false;
    if (method === 'GET') expect(page.status).toBe(allowed ? 200 : who === 'nobody' ? 303 : 403);
    else expect([303, 403]).toContain(allowed ? 403 : page.status);
  });
});

const ABOUT = { ...PERSON_ROUTES, ...TRANSFER_ROUTES };
describe.each(Object.keys(ABOUT))('%s', (route) => {
  const [method = '', url = ''] = route.split(' ');
  const cases = WHO.flatMap((who) => ['s1', 's22', 'g1', 't5', 'nobody'].map((person) => ({ who, person })));
  everyCase(cases, async ({ who, person }) => {
    const path = `${url}?person=${seal('person', person)}`;
    const page = method === 'GET' ? await visitors[who].get(path) : await submitAs(who, {}, path);
    const allowed = ABOUT[route]?.includes(who) ?? false;
    const found = person.startsWith('s') || (person !== 'nobody' && route in PERSON_ROUTES);
    if (!allowed) expect(page.status).toBe(who === 'nobody' ? 303 : 403);
    else expect(page.status).toBe(found ? (method === 'GET' ? 200 : 422) : 404);
  });
});

describe('the settings of a child', () => {
  const cases = WHO.flatMap((who) => WHOSE.map((whose) => ({ who, whose })));
  everyCase(cases, async ({ who, whose }) => {
    const before = JSON.stringify(await school.db.guardianship.findMany({ orderBy: { studentId: 'asc' } }));
    const fields = { part: 'child', child: seal('student', CHILDREN[whose]), order: 'paper' };
    const page = await submitAs(who, fields, '/settings');
    const allowed = who === 'guardian' && whose === 'own';
    expect(page.location === '/settings?saved=1').toBe(allowed);
    const after = JSON.stringify(await school.db.guardianship.findMany({ orderBy: { studentId: 'asc' } }));
    expect(after !== before).toBe(allowed);
  });
});

/** What each form about a child is filled in with, and what it makes. */
const FORMS: Record<string, { fields(who: Who, whose: Whose): Record<string, string>; made(): Promise<number> }> = {
  '/diary/homework': {
    fields: () => ({ done: seal('homework', String(homeworkId)) }),
    made: () => school.db.homeworkDone.count(),
  },
  '/desk/choices': {
    fields: (who, whose) => ({
      guardian: seal('guardian', GUARDIANS[whose]),
      number: '12',
      date: '2026-09-15',
      consent: whose === 'own' ? 'none' : 'given',
      order: 'paper',
      quiet: 'school',
      // differs each time
      until: `2026-10-${String(10 + WHO.indexOf(who))}`,
    }),
    made: () => school.db.choiceRecord.count({ where: { ground: { startsWith: 'заявление' } } }),
  },
  '/desk/family': {
    // each who may turns round what the one before did
    fields: (who, whose) => {
      const narrows = who === 'classTeacher' || (whose === 'stranger') === (who === 'deputy');
      const [was = '', rights = ''] = narrows ? ['full', 'paper'] : ['paper', 'full'];
      const ground = { ground: 'court', number: '2-15', date: '2026-09-15' };
      return { part: 'save', guardian: seal('guardian', GUARDIANS[whose]), was, rights, ...ground };
    },
    made: () => school.db.auditRecord.count({ where: { action: 'decideRights' } }),
  },
  '/desk/illness': {
    fields: (who) => {
      // a week of its own for each who tries
      const monday = new Date(Date.UTC(2026, 8, 17 + WHO.indexOf(who)));
      const day = monday.toISOString().slice(0, 10);
      return { part: 'save', starts: day, ends: day, note: '' };
    },
    made: () => school.db.illness.count(),
  },
  '/desk/applications/new': {
    fields: (_who, whose) => ({ kind: 'paper', date: '2026-09-15', applicant: seal('guardian', GUARDIANS[whose]) }),
    made: () => school.db.application.count(),
  },
};

describe.each(Object.keys(CHILD_FORMS))('POST %s', (url) => {
  const cases = WHO.flatMap((who) => WHOSE.map((whose) => ({ who, whose })));
  everyCase(cases, async ({ who, whose }) => {
    const { fields, made } = FORMS[url]!;
    const before = await made();
    const page = await submitAs(who, fields(who, whose), `${url}?child=${seal('student', CHILDREN[whose])}`);
    const allowed = CHILD_FORMS[url]?.[who]?.includes(whose) ?? false;
    expect(page.status).toBe(
      allowed ? 303 : who === 'nobody' ? 303 : whose === 'nobody' && page.status === 404 ? 404 : 403,
    );
    expect((await made()) > before).toBe(allowed);
  });

  // in the diary one's own first child is meant
  test.skipIf(url.startsWith('/diary'))('names its child: nobody’s is meant by default', async () => {
    for (const who of ['classTeacher', 'teacher', 'deputy', 'secretary', 'guardian', 'noConsent'] as const)
      expect([403, 404], who).toContain((await visitors[who].get(url)).status);
  });
});

test.each(['/desk/choices', '/desk/applications/child-form.pdf'])(
  '%s is about a guardian of that child',
  async (url) => {
    const child = `${url}?child=${seal('student', 's1')}`;
    for (const id of ['g3', 'g999', 's1']) {
      expect((await visitors.classTeacher.get(`${child}&guardian=${seal('guardian', id)}`)).status, id).toBe(404);
    }
    expect((await visitors.classTeacher.get(`${child}&guardian=g1`)).status).toBe(404);
    expect((await visitors.classTeacher.get(`${child}&guardian=${seal('guardian', 'g1')}`)).status).toBe(200);
  },
);

/** A form about a class: what is filled in, what is answered to who may send it, what it makes. */
const CLASS_TRIES: Record<
  string,
  { fields(whose: 'own' | 'other'): Record<string, string>; status: number; made(): Promise<number> }
> = {
  '/desk/letters': {
    fields: (whose) => ({ guardian: seal('guardian', whose === 'own' ? 'g4' : 'g11') }),
    status: 200,
    made: () => school.db.invitation.count(),
  },
  '/desk/september': {
    fields: (whose) => {
      const key = seal('pair', whose === 'own' ? 'g6\ns4' : 'g11\ns23');
      return { part: 'save', date: '2026-09-15', [`w-${key}`]: '1 paper', [`o-${key}`]: 'paper' };
    },
    status: 303,
    made: () => school.db.choiceRecord.count({ where: { what: 'consent' } }),
  },
  '/desk/absences': {
    fields: () => ({ [`w-${seal('entry', String(absenceId))}`]: seen, [`r-${seal('entry', String(absenceId))}`]: 'У' }),
    status: 303,
    made: () => school.db.journalEvent.count({ where: { source: 'desk' } }),
  },
};

describe.each(Object.keys(CLASS_FORMS))('POST %s', (url) => {
  const cases = WHO.flatMap((who) => (['own', 'other'] as const).map((whose) => ({ who, whose })));
  const classPath = async (whose: 'own' | 'other') => {
    const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: whose === 'own' ? '7Б' : '9А' } });
    return `${url}?class=${seal('class', String(id))}`;
  };
  everyCase(cases, async ({ who, whose }) => {
    const { fields, status, made } = CLASS_TRIES[url]!;
    const before = await made();
    const page = await submitAs(who, fields(whose), await classPath(whose));
    const allowed = CLASS_FORMS[url]?.[who]?.includes(whose) ?? false;
    // what is of another class is not of this one
    const stranger = await submitAs(who, fields(whose === 'own' ? 'other' : 'own'), await classPath(whose));
    if (allowed) {
      expect([status, 422]).toContain(page.status);
      expect([422, 303]).toContain(stranger.status);
      return;
    }
    expect(page.status).toBe(who === 'nobody' ? 303 : 403);
    expect(stranger.status).toBe(who === 'nobody' ? 303 : 403);
    expect(await made()).toBe(before);
  });
});

test('letters are for the guardians of that class', async () => {
  const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  const path = `/desk/letters?class=${seal('class', String(id))}`;
  const issue = (guardian: string) =>
    visitors.classTeacher.submit('/joined', { guardian: seal('guardian', guardian) }, path);
  const before = await school.db.invitation.count();
  expect((await issue('g11')).status).toBe(422);
  expect(await school.db.invitation.count()).toBe(before);
  expect((await issue('g4')).status).toBe(200);
  expect(await school.db.invitation.count()).toBe(before + 1);
});

describe.each(Object.keys(APPLICATION_ROUTES))('%s', (route) => {
  const [method = '', url = ''] = route.split(' ');
  const ids = {} as Record<Papers, number>;
  beforeAll(async () => {
    const { id: yearId } = await school.db.schoolYear.findFirstOrThrow();
    const about: [Papers, object][] = [
      ['own', { guardianId: 'g2', studentId: 's1' }],
      ['stranger', { guardianId: 'g10', studentId: 's22' }],
      ['notPupil', { applicantName: 'Новикова Инна', studentName: 'Новиков Лев' }],
    ];
    for (const [index, [papers, people]] of about.entries()) {
      const number = 100 + index + 10 * Object.keys(APPLICATION_ROUTES).indexOf(route);
      const data = {
        yearId,
        number,
        kind: 'paper' as const,
        date: new Date('2026-09-15'),
        recordedById: 't7',
        recordedAt: school.clock.now(),
      };
      const { id } = await school.db.application.create({ data: { ...data, ...people } });
      ids[papers] = id;
      if (url.endsWith('refusal.pdf')) {
        const refused = {
          applicationId: id,
          kind: 'refused' as const,
          ground: 'ownRefusal' as const,
          byId: 't7',
          at: school.clock.now(),
        };
        await school.db.applicationDecision.create({ data: refused });
      }
    }
    ids.none = 999_999;
  });

  const cases = WHO.flatMap((who) =>
    (['own', 'stranger', 'notPupil', 'none'] as const).map((whose) => ({ who, whose })),
  );
  everyCase(cases, async ({ who, whose }) => {
    const path = `${url}?application=${seal('application', String(ids[whose]))}`;
    const decisions = () => school.db.applicationDecision.count();
    const before = await decisions();
    const page =
      method === 'GET' ? await visitors[who].get(path) : await submitAs(who, { part: 'withdraw', note: 'x' }, path);
    const allowed = APPLICATION_ROUTES[route]?.[who]?.includes(whose) ?? false;
    const register = KEEPERS.includes(who);
    if (allowed) {
      // whoever comes second finds it withdrawn
      expect([200, 303, 422]).toContain(page.status);
      return;
    }
    expect(page.status).toBe(who === 'nobody' ? 303 : register && whose === 'none' ? 404 : 403);
    expect(await decisions()).toBe(before);
    expect(page.text).not.toMatch(/Новикова|Ковальчук|Иванов/);
  });

  test('an address that was made up opens none', async () => {
    for (const made of ['', '?application=1', '?application=AAAA', `?application=${seal('class', String(ids.own))}`])
      expect((await visitors.deputy.get(`/desk/application${made}`)).status).toBe(404);
  });
});

describe.each(Object.keys(LESSON_ROUTES))('%s', (route) => {
  const [method = '', url = ''] = route.split(' ');
  const paths = {} as Record<Lessons, string>;
  beforeAll(async () => {
    const courseOf = (subject: string, teacherId: string) =>
      school.db.course.findFirstOrThrow({
        where: { subject: { name: subject }, teacherId, schoolClass: { name: '7Б' } },
      });
    const path = (id: number, day: string) => `${url}?lesson=${seal('lesson', `${id} ${day}`)}`;
    paths.algebra = path((await courseOf('Алгебра', 't1')).id, '2026-09-15 2');
    paths.english = path((await courseOf('Английский язык', 't5')).id, '2026-09-15 3');
  });

  const cases = WHO.flatMap((who) => (['algebra', 'english'] as const).map((whose) => ({ who, whose })));
  everyCase(cases, async ({ who, whose }) => {
    const base = JSON.stringify({ topic: '', absences: {}, marks: {}, homework: {} });
    const fields = { submission: `access-test-${who}-${whose}`, base, fresh: `§ 1 ${who}`, due: '2026-09-18' };
    const given = () => school.db.journalEntry.count({ where: { kind: 'homework' } });
    const before = await given();
    const page = method === 'GET' ? await visitors[who].get(paths[whose]) : await submitAs(who, fields, paths[whose]);
    const allowed = LESSON_ROUTES[route]?.[who]?.includes(whose) ?? false;
    expect(page.status).toBe(allowed ? (method === 'GET' ? 200 : 303) : who === 'nobody' ? 303 : 403);
    expect((await given()) > before).toBe(allowed && method === 'POST');
    if (!allowed) expect(page.text).not.toContain('Сидоров');
  });

  test('an address that was made up opens none', async () => {
    const other = paths.algebra.replace(/=.*/, `=${seal('lesson', '1 2026-09-15 9')}`);
    for (const made of [url, `${url}?lesson=1`, `${url}?lesson=${seal('class', '1 2026-09-15 2')}`, other])
      expect((await visitors.deputy.get(made)).status, made).toBe(404);
  });
});

describe('an address that was tampered with', () => {
  const made = [
    's1',
    's2',
    "' OR 1=1",
    '../s2',
    'AAAAAAAAAAAAAAAAAAAAAAAA',
    seal('class', 's1'),
    `${seal('student', 's1')}A`,
    seal('student', 's1').slice(0, -2),
    '%00',
  ];
  test.each(made)('%s opens no child', async (sealed) => {
    const page = await visitors.deputy.get(`/diary?child=${encodeURIComponent(sealed)}`);
    expect(page.status).toBe(404);
    expect(page.text).not.toContain('Алгебра');
  });

  test('two children at once open none', async () => {
    const twice = `/diary?child=${seal('student', 's1')}&child=${seal('student', 's2')}`;
    expect((await visitors.guardian.get(twice)).status).toBe(404);
  });
});

test('a school that is real has no demonstration and no page of outgoing notices', async () => {
  for (const url of ['/demo', '/outgoing', '/outgoing/1/letter', '/outgoing/1/sheet.pdf']) {
    expect((await visitors.deputy.get(url)).status, url).toBe(404);
    expect((await visitors.nobody.get(url)).status, url).toBe(404);
  }
  const entered = await visitors.nobody.submit('/login', { person: 't3' }, '/demo');
  expect(entered.status).toBe(404);
});

test('pages hold no id of the school file', async () => {
  for (const who of ['guardian', 'classTeacher', 'deputy'] as const) {
    for (const url of ['/diary', '/desk', '/settings', `/desk/choices?child=${seal('student', 's1')}`]) {
      const { text } = await visitors[who].get(url);
      expect(text).not.toMatch(/[=/"](s|g|t)\d+["&/]/);
    }
  }
});
