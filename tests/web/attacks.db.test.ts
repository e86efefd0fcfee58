/** What attackers try, over every route at once: forged forms, markup in every field, other families' ids, made-up ids. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { crawl, type Opened } from './crawl.ts';
import { PEOPLE, type Who } from './routes.ts';
import { addAdmin, openWebSchool, PUBLIC_URL, type WebSchool } from './school.ts';
import { signedIn, type Visitor, visitor } from './visitor.ts';

const MARKUP = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`;
/** what a page of ours never holds, whatever was written */
const BROKEN_OUT = /<script(?! type="module" src="\/assets\/)|<img src=x|"'>/;
const seal = (purpose: string, id: string) => sealId('for tests only', purpose, id);

let school: WebSchool;
const visitors = {} as Record<Who, Visitor>;
const STARTS = ['/', '/account'];
beforeAll(async () => {
  school = await openWebSchool();
  await addAdmin(school.db);
  visitors.nobody = visitor(school);
  for (const [who, person] of Object.entries(PEOPLE)) visitors[who as Who] = await signedIn(school, person);
});
afterAll(() => school.close());

const crawlAs = (who: Who, each = 2): Promise<Opened[]> =>
  crawl(school, visitors[who], who === 'guardian' || who === 'pupil' ? STARTS : [...STARTS, '/desk'], each);

describe('a form that no page of ours made (CSRF)', () => {
  test('is refused by every route that takes forms, for whoever is signed in', async () => {
    const routes = school.app.routeAccess.filter(({ method, access }) => method === 'POST' && access.kind !== 'secret');
    expect(routes.length).toBeGreaterThan(15);
    for (const { url, access } of routes)
      for (const who of ['guardian', 'classTeacher', 'director'] as const) {
        const path = url.replaceAll(/:\w+/g, 'x');
        const page = await visitors[who].post(path, { child: seal('student', 's1') });
        expect(page.status, `${who} ${url} (${access.kind})`).toBe(403);
      }
  });
});

describe('ids in addresses', () => {
  test('are long, differ by purpose, and one sign changed opens nothing', async () => {
    const own = seal('student', 's1');
    expect(own.length).toBeGreaterThanOrEqual(24);
    expect((await visitors.guardian.get(`/diary?child=${own}`)).status).toBe(200);
    for (let nth = 0; nth < own.length; nth++) {
      const changed = `${own.slice(0, nth)}${own[nth] === 'A' ? 'B' : 'A'}${own.slice(nth + 1)}`;
      expect((await visitors.deputy.get(`/diary?child=${changed}`)).status, changed).toBe(404);
    }
    for (const made of ['s1', '1', seal('guardian', 's1'), `${own}A`, `${own},${own}`, '../s1', ''])
      expect([403, 404], made).toContain((await visitors.guardian.get(`/diary?child=${made}`)).status);
  });

  test('a guardian’s pages name no child but their own, and another child’s id opens none of them', async () => {
    const pages = await crawlAs('guardian', 3);
    expect(pages.length).toBeGreaterThan(6);
    const others = await school.db.person.findMany({
      where: { student: { isNot: null }, id: { notIn: ['s1', 's13'] } },
      select: { last: true, first: true },
    });
    for (const { path, text } of pages)
      for (const { last, first } of others)
        expect(text, path).not.toMatch(new RegExp(`${last} ${first}|${first} ${last}`));
    const about = pages.filter(({ path }) => path.includes('child='));
    expect(about.length).toBeGreaterThan(3);
    for (const { path } of about) {
      const tampered = path.replace(/child=[\w-]+/, `child=${seal('student', 's2')}`);
      const page = await visitors.guardian.get(tampered);
      expect(page.status, tampered).toBe(403);
      expect(page.text).not.toContain('Петрова');
    }
  });
});

test.each(['guardian', 'pupil', 'teacher', 'classTeacher', 'deputy', 'director', 'secretary', 'admin'] as const)(
  'no page links the %s to a page that is not for them',
  async (who) => {
    const pages = await crawlAs(who, 1);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.filter(({ status }) => status >= 400).map(({ status, path }) => `${status} ${path}`)).toEqual([]);
  },
);

describe('sessions', () => {
  test('one that an attacker planted before the sign-in is never taken over', async () => {
    const who = visitor(school);
    const planted = 'p'.repeat(43);
    who.cookies.set('vestnik_session', planted);
    const { link } = await createSignInLink(school.db, school.clock, 'g4', { publicUrl: PUBLIC_URL });
    expect((await who.submit(new URL(link).pathname, {})).status).toBe(303);
    expect(who.cookies.get('vestnik_session')).not.toBe(planted);
    expect((await who.get('/diary')).status).toBe(200);
    const thief = visitor(school);
    thief.cookies.set('vestnik_session', planted);
    expect((await thief.get('/diary')).status).toBe(303);
  });

  test('bodies that trickle in are cut off', () => {
    const { server } = school.app;
    expect(server.requestTimeout).toBeGreaterThan(0);
    expect(server.requestTimeout).toBeLessThanOrEqual(60_000);
    expect(server.headersTimeout).toBeLessThanOrEqual(60_000);
  });
});

describe('markup', () => {
  test('in an address comes back harmless from every page', async () => {
    const names = [
      'child',
      'class',
      'week',
      'day',
      'date',
      'period',
      'lesson',
      'guardian',
      'next',
      'from',
      'to',
      'who',
      'saved',
    ];
    const query = (given: string[]) => new URLSearchParams(given.map((name) => [name, MARKUP])).toString();
    for (const { url } of school.app.routeAccess.filter(({ method }) => method === 'GET')) {
      const path = url.replaceAll(/:\w+/g, encodeURIComponent(MARKUP));
      for (const who of ['guardian', 'deputy', 'nobody'] as const)
        for (const asked of [query(names), query(names.filter((name) => !/child|class|lesson|guardian/.test(name)))]) {
          const page = await visitors[who].get(`${path}?${asked}`);
          expect(page.status, `${who} ${url}`).toBeLessThan(500);
          if (page.headers['content-type']?.toString().startsWith('text/html'))
            expect(page.text, `${who} ${url}`).not.toMatch(BROKEN_OUT);
          expect(decodeURIComponent(page.location ?? '').split('?')[0], url).not.toContain('<');
        }
    }
  });

  test('in every text that people or browsers give is shown as text on every page of every role', async () => {
    await spoil();
    const seen = new Set<string>();
    for (const who of ['guardian', 'pupil', 'classTeacher', 'deputy', 'secretary', 'admin'] as const) {
      const pages = await crawlAs(who);
      for (const { path, route, text, status } of pages) {
        expect(status, `${who} ${path}`).toBeLessThan(500);
        expect(text, `${who} ${path}`).not.toMatch(BROKEN_OUT);
        if (text.includes('&lt;script>')) seen.add(route);
      }
    }
    // the spoilt words do stand there
    for (const route of [
      '/diary',
      '/diary/homework',
      '/diary/messages',
      '/settings',
      '/account',
      '/desk',
      '/desk/class',
      '/desk/applications',
    ])
      expect([...seen], route).toContain(route);
  });
});

/** Puts markup into every column of words that somebody may fill. */
async function spoil(): Promise<void> {
  const { db, clock } = school;
  const { id: yearId } = await db.schoolYear.findFirstOrThrow();
  await db.application.create({
    data: {
      ...{ yearId, number: 1, kind: 'paper', date: new Date('2026-09-15'), studentId: 's1', applicantName: MARKUP },
      ...{ proxyName: MARKUP, outsideNumber: MARKUP, recordedById: 't7', recordedAt: clock.now() },
      decisions: { create: { kind: 'granted', note: MARKUP, byId: 't7', at: clock.now() } },
    },
  });
  await db.choiceRecord.create({
    data: {
      guardianId: 'g1',
      studentId: 's1',
      what: 'channels',
      value: ['paper'],
      byId: 't1',
      ground: MARKUP,
      at: clock.now(),
    },
  });
  await db.auditRecord.create({
    data: { at: clock.now(), actorId: 't3', action: MARKUP, object: MARKUP, studentId: 's1' },
  });
  const columns: [table: string, columns: string[]][] = [
    ['person', ['last', 'first', 'patronymic']],
    ['school', ['name']],
    ['subject', ['name']],
    ['school_class', ['name']],
    ['guardianship', ['relation', 'paper_proxy']],
    ['session', ['agent']],
    ['contact', ['reason']],
    ['bot_turn', ['username']],
  ];
  // what must be unique stays so
  for (const [table, names] of columns)
    for (const name of names)
      await db.$executeRawUnsafe(`UPDATE "${table}" SET "${name}" = $1 || right(ctid::text, 4)`, MARKUP);
  await db.$executeRaw`UPDATE journal_entry SET text = ${MARKUP} WHERE text IS NOT NULL`;
  await db.$executeRaw`UPDATE journal_entry SET work = ${MARKUP} WHERE work IS NOT NULL`;
  await db.contact.updateMany({ where: { channel: 'email' }, data: { state: 'unreachable' } });
  // pages kept from before know nothing of rows changed past the journal
  await db.$executeRaw`UPDATE school SET roster_version = roster_version + 1`;
}
