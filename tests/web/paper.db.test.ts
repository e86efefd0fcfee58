/** Printed sheets at the desk and behind the codes of their stubs: who may, what is noted, what nobody learns. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { keepCodes, stubUrl } from '../../src/delivery/print-sheets.ts';
import { makeCopy } from '../../src/delivery/sheet-copy.ts';
import { countsByClass, sheetsOnHand } from '../../src/delivery/sheets-view.ts';
import { WHO } from './roles.ts';
import { formPageOf, PAPER_ROUTES, PEOPLE, type Who } from './routes.ts';
import { addAdmin, openWebSchool, PUBLIC_URL, WEEK, type WebSchool } from './school.ts';
import { csrfOf, signedIn, type Visitor, visitor } from './visitor.ts';

const SECRET = 'for tests only';
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Buffer.from('a photo of a stub')]);

let school: WebSchool;
const visitors = {} as Record<Who, Visitor>;
const classes = {} as Record<'own' | 'other', number>;
const sheets = {} as Record<'own' | 'other', number>;
let onPaper: number[];

beforeAll(async () => {
  school = await openWebSchool();
  await addAdmin(school.db);
  school.clock.set('2026-09-20T10:00:00+03:00');
  await closeWeeks(school);
  school.clock.set('2026-09-21T09:00:00+03:00');
  visitors.nobody = visitor(school);
  for (const [who, person] of Object.entries(PEOPLE)) visitors[who as Who] = await signedIn(school, person);
  for (const [whose, name] of [
    ['own', '7Б'],
    ['other', '9А'],
  ] as const) {
    classes[whose] = (await school.db.schoolClass.findFirstOrThrow({ where: { name } })).id;
    const found = await sheetsOf(classes[whose]);
    sheets[whose] = found[0] as number;
    if (whose === 'own') onPaper = found;
  }
  await keepCodes({ db: school.db, secret: SECRET }, [...onPaper, sheets.other]);
});
afterAll(() => school.close());

async function sheetsOf(classId: number): Promise<number[]> {
  const rows = await school.db.sheet.findMany({
    where: { weeklyRecord: { schoolWeek: { classId } }, copyOfId: null },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id }) => id);
}

const seal = (purpose: string, id: number) => sealId(SECRET, purpose, String(id));
const runs = (whose: 'own' | 'other' = 'own', path = '/desk/runs') =>
  `${path}?class=${seal('class', classes[whose])}&week=${WEEK}`;
const sheetPath = (id: number, path = '/desk/sheet') => `${path}?sheet=${seal('sheet', id)}`;
const codePath = (id: number) => new URL(stubUrl({ secret: SECRET, publicUrl: PUBLIC_URL }, id)).pathname;
const line = async (guardian: string) => (await readLedger(school, WEEK)).find((one) => one.guardian === guardian);
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const teacher = () => visitors.classTeacher;
/** undoes what a test left */
async function clear(): Promise<void> {
  const page = await teacher().get(runs());
  for (const id of onPaper) {
    for (;;) {
      const { batch } = (await standing(id)) ?? {};
      if (!batch) break;
      await teacher().post(sheetPath(id), { _csrf: csrfOf(page.text), undo: batch });
    }
  }
}
const standing = async (id: number) => (await sheetsOnHand(school.db, { ids: [id] }))[0];

describe.each(Object.keys(PAPER_ROUTES))('%s', (route) => {
  const [method = '', path = ''] = route.split(' ');
  const { of, who: allowed } = PAPER_ROUTES[route]!;
  const cases = WHO.flatMap((who) =>
    (of === 'school' ? (['own'] as const) : (['own', 'other'] as const)).map((whose) => ({ who, whose })),
  );
  const photos = {} as Record<'own' | 'other', string>;
  beforeAll(async () => {
    const file = { name: 'корешок.jpg', mediaType: 'image/jpeg', bytes: JPEG.length, byId: 't1', at: new Date(0) };
    for (const whose of ['own', 'other'] as const) {
      const kept = await school.services.files.store(JPEG);
      photos[whose] = kept.publicId;
      await school.db.attachment.create({ data: { ...file, ...kept, sheetId: sheets[whose] } });
    }
  });
  afterAll(() => school.db.attachment.deleteMany());

  test.each(cases)('$who, $whose', async ({ who, whose }) => {
    const copy = path === '/desk/copy.pdf' ? ((await makeCopy(school, sheets[whose])) as number) : 0;
    const query = copy ? `&copy=${seal('sheet-copy', copy)}` : '';
    const real = path.replace(':id', photos[whose]);
    const address =
      (of === 'class' ? runs(whose, real) : of === 'sheet' ? sheetPath(sheets[whose], real) : `${real}?week=${WEEK}`) +
      query;
    const before = await school.db.handover.count();
    const fields = { sheet: seal('sheet', sheets[whose]), deed: 'absent', date: '2026-09-21' };
    const send = async () => {
      if (method === 'GET') return visitors[who].get(address);
      if (path === '/desk/stub') {
        const token = csrfOf((await visitors[who].get(formPageOf(who))).text);
        return visitors[who].upload(address, { _csrf: token }, JPEG);
      }
      return visitors[who].submit(formPageOf(who), fields, address);
    };
    const page = await send();
    const may = of === 'school' ? who in allowed : (allowed[who]?.includes(whose) ?? false);
    if (may) expect(page.status).toBe(method === 'GET' ? 200 : 303);
    else expect(page.status).toBe(who === 'nobody' ? 303 : 403);
    if (!may) {
      expect(page.location ?? '').toMatch(who === 'nobody' ? /^\/login/ : /^$/);
      expect(page.text).not.toMatch(/Цой|Степанян|Ковальчук/);
      expect(await school.db.handover.count()).toBe(before);
    }
    if (may && path.endsWith('.pdf')) expect(page.headers['content-type']).toBe('application/pdf');
    if (may && method === 'POST') await clear();
  });
});

test('the way that a guardian applied for stands on the sheet’s page, its button first (К-У 2.2)', async () => {
  const { guardianId, studentId } = await school.db.sheet.findUniqueOrThrow({ where: { id: sheets.own } });
  const pair = { guardianId: guardianId ?? '', studentId };
  await school.db.guardianship.updateMany({ where: pair, data: { paperWay: 'child' } });
  const page = await teacher().get(sheetPath(sheets.own));
  expect(page.text).toContain('<dt>По заявлению</dt><dd>передавать через ребёнка, сложенной</dd>');
  expect(/name="deed" value="(\w+)"/.exec(page.text)?.[1]).toBe('child');
  await school.db.guardianship.updateMany({ where: pair, data: { paperWay: null } });
  const without = await teacher().get(sheetPath(sheets.own));
  expect(/name="deed" value="(\w+)"/.exec(without.text)?.[1]).toBe('person');
});

describe('many sheets in one form', () => {
  const send = (fields: Record<string, string | string[]>) => {
    const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));
    return teacher()
      .get(runs())
      .then(({ text }) => postPairs([['_csrf', csrfOf(text)], ...pairs]));
  };
  const postPairs = async (pairs: (readonly [string, string])[]) => {
    const body = new URLSearchParams(pairs.map(([a, b]) => [a, b])).toString();
    const cookie = [...teacher().cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      host: '127.0.0.1:3000',
      cookie,
      origin: 'http://127.0.0.1:3000',
      'content-type': 'application/x-www-form-urlencoded',
    };
    const answer = await school.app.inject({ method: 'POST', url: runs(), headers, payload: body });
    return { status: answer.statusCode, text: plain(answer.payload), location: String(answer.headers.location ?? '') };
  };
  const all = () => onPaper.map((id) => seal('sheet', id));

  test('all but the marked are handed over; the page says so and takes it back', async () => {
    const but = onPaper[0] as number;
    const answer = await send({
      sheet: [seal('sheet', but)],
      shown: all(),
      who: 'allBut',
      deed: 'person',
      date: '2026-09-21',
    });
    expect(answer.status).toBe(303);
    expect((await countsByClass(school.db, { classId: classes.own }))[0]).toMatchObject({
      handedOver: onPaper.length - 1,
      open: 1,
    });
    const page = await teacher().get(answer.location);
    expect(plain(page.text)).toContain(`Записано: вручено лично — ${onPaper.length - 1} `);
    const undo = /name="undo" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    expect((await send({ undo })).location).toContain('undone=1');
    expect((await countsByClass(school.db, { classId: classes.own }))[0]).toMatchObject({ handedOver: 0 });
    // the same button again, on a page that stood open
    const again = await send({ undo });
    expect(again.status).toBe(422);
    expect(again.text).toContain('Отменить уже нельзя');
  });

  test('«all» never turns a refusal, or a sheet that went through the child, into a handing over', async () => {
    const [refused, child, ...rest] = onPaper as [number, number, ...number[]];
    await send({ sheet: [seal('sheet', refused)], deed: 'refused', date: '2026-09-21' });
    await send({ sheet: [seal('sheet', child)], deed: 'child', date: '2026-09-21' });
    await send({ shown: all(), who: 'allBut', deed: 'person', date: '2026-09-21' });
    expect((await countsByClass(school.db, { classId: classes.own }))[0]).toMatchObject({
      handedOver: rest.length,
      awaitingStub: 1,
      open: 1,
    });
    await send({ shown: all(), who: 'allBut', deed: 'stub', date: '2026-09-21' });
    expect((await countsByClass(school.db, { classId: classes.own }))[0]).toMatchObject({ awaitingStub: 0, open: 1 });
    await clear();
  });

  test('what cannot be noted is said, and the form keeps what it was given', async () => {
    const one = seal('sheet', onPaper[0] as number);
    const tries: [Record<string, string | string[]>, string][] = [
      [{ deed: 'person', date: '2026-09-21' }, 'Отметьте хотя бы один лист.'],
      [{ sheet: one, deed: 'person', date: '2026-09-22', note: 'у <b>кабинета</b>' }, 'Этот день ещё не наступил.'],
      [{ sheet: one, deed: 'person', date: '2026-09-19' }, 'дата раньше печати'],
      [{ sheet: one, deed: 'burnt', date: '2026-09-21' }, 'Выберите, пожалуйста, что сделано.'],
      [{ sheet: seal('sheet', sheets.other), deed: 'person', date: '2026-09-21' }, 'Такого листа в этом классе нет.'],
      [{ sheet: [one, 'AAAA'], deed: 'person', date: '2026-09-21' }, 'Такого листа в этом классе нет.'],
    ];
    for (const [fields, words] of tries) {
      const answer = await send(fields);
      expect(answer.status, words).toBe(422);
      expect(answer.text).toContain(words);
      if (fields.note) expect(answer.text).toContain('value="у &lt;b>кабинета&lt;/b>"');
    }
    expect(await school.db.handover.count({ where: { date: new Date('2026-09-22') } })).toBe(0);
  });
});

describe('the code of a stub', () => {
  test('shows nobody but who may hand it over whose it is: the same page for every code', async () => {
    const strangers: Who[] = ['nobody', 'guardian', 'noConsent', 'pupil', 'teacher'];
    for (const who of strangers) {
      const real = await visitors[who].get(codePath(sheets.own));
      const none = await visitors[who].get('/s/AAAAAAAAAAAAAAAA');
      expect(real.status, who).toBe(200);
      const same = (text: string) => text.replace(/name="_csrf" value="[^"]+"/g, '').replace(/next=[^"]+"/g, '');
      expect(same(real.text), who).toBe(same(none.text));
      expect(real.text).not.toMatch(/Иванов Пётр|7Б<|№/);
    }
    expect((await visitors.guardian.get(codePath(sheets.own))).text).toContain('верните классному руководителю');
    // another class's teacher, and one's own class
    expect(plain((await teacher().get(codePath(sheets.other))).text)).toContain(
      'Отметить вручение здесь может классный руководитель',
    );
  });

  test('leads to sign-in and back, and nowhere else', async () => {
    const page = await visitors.nobody.get(codePath(sheets.own));
    expect(page.text).toContain(`/login?next=${encodeURIComponent(codePath(sheets.own))}`);
    const login = await visitors.nobody.get(`/login?next=${encodeURIComponent(codePath(sheets.own))}`);
    expect(login.text).toContain(`name="next" value="${codePath(sheets.own)}"`);
    const evil = await visitors.nobody.get('/s/..%2F%2Fevil.example');
    expect(evil.text).not.toMatch(/href="[^"]*next=(https?:|%2F%2F)/);
    const posted = await visitors.nobody.submit('/login', { deed: 'person' }, codePath(sheets.own));
    expect(posted).toMatchObject({ status: 303, location: '/login' });
  });

  test('is noted by its form, changes nothing when looked at, and is taken back', async () => {
    const vera = (await school.db.sheet.findFirstOrThrow({ where: { guardianId: 'g6', copyOfId: null } })).id;
    const before = await school.db.handover.count();
    const page = await teacher().get(codePath(vera));
    expect(plain(page.text)).toContain('Цой Вера, 7Б');
    expect(plain(page.text)).toContain(`Распечатка № ${vera} · 14–19 сентября`);
    expect(await school.db.handover.count()).toBe(before);
    const read = { action: 'readSheet', object: `sheet:${vera}`, actorId: 't1' };
    expect(await school.db.auditRecord.count({ where: read })).toBeGreaterThan(0);
    const sent = await teacher().submit(codePath(vera), { deed: 'child' });
    expect(sent.location).toMatch(new RegExp(`^${codePath(vera)}\\?done=`));
    expect(await line('g6')).toMatchObject({ informed: false, next: { code: 'awaitStub' } });
    // a copy's code is the sheet's too
    const copy = (await makeCopy(school, vera)) as number;
    expect((await teacher().submit(codePath(copy), { deed: 'stub' })).status).toBe(303);
    expect(await line('g6')).toMatchObject({ informed: true, by: 'paper' });
    const now = await teacher().get(codePath(vera));
    expect(plain(now.text)).toContain('передано через ребёнка, корешок вернулся, 21 сентября');
    const undo = /name="undo" value="([^"]+)"/.exec(now.text)?.[1] ?? '';
    await teacher().submit(codePath(vera), { undo });
    expect(await line('g6')).toMatchObject({ informed: false, next: { code: 'awaitStub' } });
    await clear();
  });

  test('tried too often is not answered for a while', async () => {
    const guesser = await signedIn(school, 't5');
    let last = 200;
    for (let tries = 0; tries < 40 && last === 200; tries++)
      last = (await guesser.get(`/s/${String(tries).padStart(16, 'x')}`)).status;
    expect(last).toBe(429);
    expect((await teacher().get(codePath(sheets.own))).status).toBe(200);
  });
});

describe('a photo of a stub', () => {
  const upload = async (bytes: Uint8Array, who: Visitor = teacher()) => {
    const { text } = await who.get('/desk');
    return who.upload(sheetPath(sheets.own, '/desk/stub'), { _csrf: csrfOf(text) }, bytes);
  };

  test('is kept, shown to who reads the class, and stands in the backup’s list of files', async () => {
    expect((await upload(JPEG)).location).toMatch(/photo=saved#photo$/);
    const page = await teacher().get(sheetPath(sheets.own));
    const src = /<img src="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const image = await teacher().get(src);
    expect(image.headers).toMatchObject({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' });
    expect(String(image.headers['content-security-policy'])).toContain('sandbox');
    // under another sheet's address it is none
    const id = src.split('?')[0] ?? '';
    expect((await visitors.deputy.get(sheetPath(sheets.other, id))).status).toBe(404);
    expect((await visitors.secretary.get(sheetPath(sheets.own))).text).not.toContain('<img');
    const row = await school.db.attachment.findFirstOrThrow({ where: { sheetId: sheets.own } });
    expect(row).toMatchObject({ byId: 't1', mediaType: 'image/jpeg', entryId: null });
    expect(await school.db.auditRecord.count({ where: { action: 'keepStubPhoto' } })).toBeGreaterThan(0);
  });

  test('is refused for what it is, not for what it is called: a page, a program, nothing, too much', async () => {
    const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04, ...Buffer.from('[Content_Types].xml word/')]);
    for (const bytes of [Buffer.from('<html><script>'), Buffer.from('MZ'), zip])
      expect((await upload(bytes)).location).toContain('photo=badType');
    expect((await upload(Buffer.alloc(0))).location).toContain('photo=noFile');
    expect((await upload(Buffer.alloc(10 * 1024 * 1024 + 1, 0xff))).status).toBe(413);
    const page = await teacher().get(`${sheetPath(sheets.own)}&photo=badType`);
    expect(page.text).toContain('Нужна фотография (JPEG, PNG) или PDF.');
    while ((await school.db.attachment.count({ where: { sheetId: sheets.own } })) < 4) await upload(JPEG);
    expect((await upload(JPEG)).location).toContain('photo=tooMany');
  });

  test('is not even read from who is not signed in, and not taken without the page’s token', async () => {
    const path = sheetPath(sheets.own, '/desk/stub');
    expect((await visitors.nobody.upload(path, {}, JPEG)).location).toMatch(/^\/login/);
    expect((await teacher().upload(path, { _csrf: 'x' }, JPEG)).status).toBe(403);
    await school.db.attachment.deleteMany();
  });
});
