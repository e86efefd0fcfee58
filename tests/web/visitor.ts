/** Somebody with a browser: keeps cookies, sends forms as they stand on the page. */
import { accountFor } from '../../src/access/accounts.ts';
import { startSession } from '../../src/access/sessions.ts';
import { styleVersion } from '../../web/first-style.ts';
import { lookOf } from '../../web/look.ts';
import type { WebSchool } from './school.ts';

export interface Page {
  status: number;
  text: string;
  location: string | undefined;
  headers: Record<string, string | string[] | number | undefined>;
}

export interface Visitor {
  cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Page>;
  /** Sends a form with exactly these fields. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Page>;
  /** Sends a form with a file. */
  upload(path: string, fields: Record<string, string>, file: Uint8Array, field?: string): Promise<Page>;
  /** Opens a page, fills in its form and sends it as a browser would. */
  submit(path: string, fields: Record<string, string>, action?: string): Promise<Page>;
}

/** A browser that was here before keeps the style. */
const STYLE = styleVersion(lookOf({}).style.path);

export function visitor({ app }: Pick<WebSchool, 'app'>, address = '192.0.2.7'): Visitor {
  const cookies = new Map<string, string>();
  for (const name of ['vestnik_style', '__Host-vestnik_style']) cookies.set(name, STYLE);
  async function send(
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
    payload?: string | Buffer,
  ): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await app.inject({
      method,
      url,
      remoteAddress: address,
      headers: { host: '127.0.0.1:3000', ...(cookie ? { cookie } : {}), ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value, maxAge } of answer.cookies) {
      if (maxAge === 0) cookies.delete(name);
      else cookies.set(name, value);
    }
    const { location } = answer.headers;
    return {
      status: answer.statusCode,
      text: answer.payload,
      location: typeof location === 'string' ? location : undefined,
      headers: answer.headers,
    };
  }
  const multipart: Visitor['upload'] = async (path, fields, file, field = 'photo') => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    data.append(field, new File([new Uint8Array(file)], 'снимок.jpg'));
    const encoded = new Response(data);
    const type = encoded.headers.get('content-type') ?? '';
    const body = Buffer.from(await encoded.arrayBuffer());
    return await send('POST', path, { 'content-type': type, origin: 'http://127.0.0.1:3000' }, body);
  };
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://127.0.0.1:3000' };
  return {
    cookies,
    upload: multipart,
    get: (path, headers = {}) => send('GET', path, headers),
    post: (path, fields, headers = {}) =>
      send('POST', path, { ...form, ...headers }, new URLSearchParams(fields).toString()),
    async submit(path, fields, action = path) {
      const page = await this.get(path);
      return await this.post(action, { _csrf: csrfOf(page.text), ...fields });
    },
  };
}

/** The token of a page's forms. */
export function csrfOf(html: string): string {
  return /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? 'no form on this page';
}

/** A visitor who is signed in as a person of the school. */
export async function signedIn(school: WebSchool, personId: string): Promise<Visitor> {
  const { db, clock } = school;
  const account = await db.$transaction((tx) => accountFor(tx, clock, personId));
  const staff = (await db.staffMember.count({ where: { id: personId } })) > 0;
  const who = visitor(school);
  who.cookies.set('vestnik_session', await startSession(db, clock, { accountId: account.id, staff, agent: 'test' }));
  return who;
}
