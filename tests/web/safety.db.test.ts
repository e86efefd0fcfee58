import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { csrfOf, signedIn, visitor } from './visitor.ts';

let school: WebSchool;
beforeAll(async () => {
  school = await openWebSchool({ publicUrl: 'https://diary.example', metricsToken: 'for prometheus' });
});
afterAll(() => school.close());

const POLICY =
  "default-src 'none';script-src 'self';connect-src 'self';worker-src 'self';manifest-src 'self';style-src 'self';img-src 'self' data:;frame-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'";

describe('headers', () => {
  test('a strict policy: nothing inline, nothing of others; HSTS and secure cookies behind https', async () => {
    const answer = await school.app.inject({ url: '/login' });
    expect((await visitor(school).get('/login')).headers['content-security-policy']).toBe(POLICY);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['referrer-policy']).toBe('same-origin');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.cookies).toMatchObject([
      { name: '__Host-vestnik_form', secure: true, httpOnly: true },
      { name: '__Host-vestnik_style', secure: true, httpOnly: true },
    ]);
  });

  test('the session’s cookie is for https alone, out of the reach of scripts and other hosts', async () => {
    const { link } = await createSignInLink(school.db, school.clock, 'g4', { publicUrl: 'https://diary.example' });
    const url = new URL(link).pathname;
    const page = await school.app.inject({ url });
    const form = page.cookies.find(({ name }) => name.endsWith('form'))!;
    const entered = await school.app.inject({
      method: 'POST',
      url,
      cookies: { [form.name]: form.value },
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://diary.example' },
      payload: new URLSearchParams({ _csrf: csrfOf(page.payload) }).toString(),
    });
    const session = entered.cookies.find(({ name }) => name.endsWith('session'));
    expect(session).toMatchObject({
      ...{ name: '__Host-vestnik_session', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' },
    });
    expect(session).not.toHaveProperty('domain');
  });

  test('no page asks another site for anything, nor holds style or script of its own', async () => {
    const who = await signedInSecurely('g1');
    for (const url of ['/diary', '/diary/marks', '/diary/messages', '/settings', '/login', '/join']) {
      const { text } = await who.get(url);
      expect(text, url).not.toMatch(
        /<script(?! type="module" src="\/assets\/)|<style|\sstyle=|\son\w+=|(src|href)="(https?:)?\/\//,
      );
    }
  });

  test('the first page of a browser brings the style along, permitted by its hash alone; the next ones name it', async () => {
    const who = await signedInSecurely('g1');
    who.cookies.delete('__Host-vestnik_style');
    // the second time the page is one that was rendered before
    for (const path of ['/diary', '/diary', '/diary/marks']) {
      who.cookies.delete('__Host-vestnik_style');
      const first = await who.get(path);
      const [style = '', inside = ''] = /<style>([^<]*)<\/style>/.exec(first.text) ?? [];
      const hash = createHash('sha256').update(inside).digest('base64');
      expect(first.headers['content-security-policy']).toBe(
        POLICY.replace("style-src 'self'", `style-src 'self' 'sha256-${hash}'`),
      );
      const href = /<link rel="stylesheet" href="([^"]+)" media="print"\/>/.exec(first.text)?.[1] ?? '';
      expect((await school.app.inject({ url: href })).payload).toBe(inside);
      const next = await who.get(path);
      expect(next.headers['content-security-policy']).toBe(POLICY);
      expect(next.text).toBe(first.text.replace(style, '').replace(' media="print"', ''));
    }
  });

  test('style and icon are loaded once, compressed; a page is light', async () => {
    const page = await (await signedInSecurely('g1')).get('/diary', { 'accept-encoding': 'br' });
    expect(page.headers['content-encoding']).toBe('br');
    const login = await visitor(school).get('/login');
    const paths = [...login.text.matchAll(/href="(\/assets\/[^"]+\.(?:css|svg))"/g)].map((found) => found[1]!);
    expect(paths).toHaveLength(2);
    let bytes = Number(
      (await school.app.inject({ url: '/login', headers: { 'accept-encoding': 'br' } })).rawPayload.length,
    );
    for (const url of paths) {
      const asset = await school.app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
      expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(asset.headers['content-encoding']).toBe('br');
      expect((await school.app.inject({ url })).rawPayload.length).toBeGreaterThan(asset.rawPayload.length);
      bytes += asset.rawPayload.length;
    }
    // the style comes twice: along with the page, and as what is kept
    expect(bytes).toBeLessThan(35_000);
  });
});

async function signedInSecurely(person: string) {
  const who = await signedIn(school, person);
  who.cookies.set('__Host-vestnik_session', who.cookies.get('vestnik_session') ?? '');
  return who;
}

describe('what people write is shown as they wrote it, never as markup', () => {
  const NASTY = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)> & {{7*7}} \u202e';

  test('names, homework, topics and messages', async () => {
    const of = { class: '7Б', by: 't1' };
    const results = await recordEntries(school, 'nasty', [
      { kind: 'homework', ...of, subject: 'Алгебра', due: '2026-09-18', text: NASTY },
      { kind: 'topic', ...of, subject: 'Алгебра', date: '2026-09-16', text: NASTY },
      { kind: 'message', ...of, text: NASTY },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['recorded', 'recorded', 'recorded']);
    await school.db.person.update({ where: { id: 's1' }, data: { first: NASTY, last: NASTY } });
    await school.db.school.update({ where: { id: 1 }, data: { name: NASTY } });
    const guardian = await signedInSecurely('g1');
    const teacher = await signedInSecurely('t1');
    const deskClass = /href="(\/desk\/class[^"]+)"/.exec((await teacher.get('/desk')).text)?.[1] ?? '';
    const pages = [
      await guardian.get('/diary'),
      await guardian.get('/diary/marks'),
      await guardian.get('/diary/messages'),
      await guardian.get('/settings'),
      await teacher.get(deskClass),
      await visitor(school).get('/login'),
    ];
    for (const { status, text } of pages) {
      expect(status).toBe(200);
      expect(text).toContain('&lt;script>alert(1)&lt;/script>');
      expect(text).not.toMatch(/<script(?! type="module" src="\/assets\/)|<img/);
      expect(text).not.toContain('"\'>');
    }
  });

  test('what a visitor typed comes back harmless', async () => {
    const who = visitor(school);
    const page = await who.get('/login');
    const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const answer = await who.post(
      '/login',
      { _csrf: token, login: NASTY, password: NASTY, next: '/"><script>' },
      { origin: 'https://diary.example' },
    );
    expect(answer.status).toBe(422);
    expect(answer.text).not.toMatch(/<script|<img/);
  });
});

describe('bodies and addresses that are wrong', () => {
  test('too large a form is refused as such', async () => {
    const answer = await visitor(school).post('/login', { login: 'x'.repeat(300_000) });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('Слишком большой запрос');
  });

  test('a page that does not exist says so, in the frame of the school’s words', async () => {
    for (const url of ['/nowhere', '/diary/..%2f..%2fetc/passwd', '/assets/../package.json', '/%', '/telegram/other']) {
      const answer = await school.app.inject({ url });
      expect([400, 404], url).toContain(answer.statusCode);
      expect(answer.payload, url).not.toContain('"name"');
    }
    const page = await visitor(school).get('/nowhere');
    expect(page.text).toContain('Страница не найдена');
  });

  test('a fault of ours shows a number, never its cause', async () => {
    school.services.sheetPdf = () => Promise.reject(new Error('SELECT secret FROM school'));
    const { text: diary } = await (await signedInSecurely('t3')).get('/desk');
    expect(diary).toContain('7Б');
    const page = await (await signedInSecurely('g1')).get('/diary/sheet.pdf?week=2026-W37');
    expect(page.status).toBe(500);
    expect(page.text).toMatch(/<code>[0-9a-f]{10}<\/code>/);
    expect(page.text).not.toContain('SELECT');
  });
});

describe('for machines', () => {
  test('the API passes on the bytes as they came and answers as it is told', async () => {
    const payload = '{"entries": [ ]}\n';
    const headers = { 'content-type': 'application/json', 'webhook-id': 'msg_1' };
    const answer = await school.app.inject({ method: 'POST', url: '/api/v1/entries', headers, payload });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ results: [] });
    const [request] = school.services.ingested;
    expect(Buffer.from(request!.rawBody).toString()).toBe(payload);
    expect(request!.headers['webhook-id']).toBe('msg_1');
    const body = { type: 'urn:vestnik:problem:x', title: 'Not signed', status: 401, detail: 'no signature' };
    school.services.answer = { status: 401, contentType: 'application/problem+json', body };
    const refused = await school.app.inject({ method: 'POST', url: '/api/v1/entries', payload: '' });
    expect(refused.statusCode).toBe(401);
    expect(refused.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(refused.json()).toEqual(body);
  });

  test('problems of the API are problem documents', async () => {
    const missing = await school.app.inject({ url: '/api/v1/nothing' });
    expect(missing.statusCode).toBe(404);
    expect(missing.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(missing.json()).toMatchObject({ status: 404, title: 'Страница не найдена' });
    const huge = await school.app.inject({
      method: 'POST',
      url: '/api/v1/entries',
      headers: { 'content-type': 'application/json' },
      payload: 'x'.repeat(7 * 1024 * 1024),
    });
    expect(huge.statusCode).toBe(413);
    expect(huge.json()).toMatchObject({ status: 413 });
  });

  test('its description is OpenAPI 3.1 with the journal’s own schemas', async () => {
    const answer = await school.app.inject({ url: '/api/openapi.json' });
    const document = answer.json();
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: 'https://diary.example' }]);
    const entries = JSON.stringify(document.components.schemas.Entries);
    for (const kind of ['mark', 'absence', 'homework', 'topic', 'message', 'periodMark', 'withdraw']) {
      expect(entries).toContain(`"const":"${kind}"`);
    }
    expect(document.paths['/api/v1/entries'].post.requestBody.content['application/json'].schema.$ref).toBe(
      '#/components/schemas/Entries',
    );
  });

  test('alive, ready, counted', async () => {
    expect((await school.app.inject({ url: '/healthz' })).statusCode).toBe(200);
    expect((await school.app.inject({ url: '/readyz' })).statusCode).toBe(200);
    school.services.ready = false;
    const unready = await school.app.inject({ url: '/readyz' });
    expect(unready.statusCode).toBe(503);
    expect(unready.json()).toEqual({ ready: false, checks: { database: 'does not answer' } });
    const metrics = (authorization?: string) =>
      school.app.inject({ url: '/metrics', headers: authorization ? { authorization } : {} });
    expect((await metrics()).statusCode).toBe(401);
    expect((await metrics('Bearer guess')).statusCode).toBe(401);
    expect((await metrics('Bearer for prometheus')).payload).toBe('vestnik_up 1\n');
  });

  test('letters that came back go to their own part, described too', async () => {
    const payload = '{"bounces":[]}';
    const answer = await school.app.inject({ method: 'POST', url: '/api/v1/bounces', payload });
    expect(answer.json()).toEqual({ results: [] });
    expect(Buffer.from(school.services.bounced[0]!.rawBody).toString()).toBe(payload);
    const document = (await school.app.inject({ url: '/api/openapi.json' })).json();
    expect(document.paths['/api/v1/bounces'].post.operationId).toBe('reportBounces');
    const bounce = document.components.schemas.Bounces.properties.bounces.items;
    expect(bounce.required.toSorted()).toEqual(['code', 'kind']);
    expect(bounce.properties.kind.enum).toEqual(['permanent', 'temporary']);
  });

  test('a webhook of Telegram proves itself by its secret, and hears the truth', async () => {
    const send = (secret: string | undefined, url = '/telegram/parents') =>
      school.app.inject({
        method: 'POST',
        url,
        headers: secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret },
        payload: { update_id: 1 },
      });
    const answer = await send('hook-secret');
    expect([answer.statusCode, answer.json()]).toEqual([200, { ok: true }]);
    for (const status of [400, 404, 503] as const) {
      school.services.webhookStatus = status;
      const refused = await send('hook-secret');
      expect([refused.statusCode, refused.json()]).toEqual([status, { ok: false }]);
    }
    const stranger = await send('guess');
    expect([stranger.statusCode, stranger.headers.location]).toEqual([401, undefined]);
    expect((await send(undefined)).statusCode).toBe(401);
    expect((await send('hook-secret', '/telegram/strangers')).statusCode).toBe(404);
    delete school.services.telegramWebhook;
    expect((await send('hook-secret')).statusCode).toBe(404);
  });
});
