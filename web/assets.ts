/** What pages load: the look, the scripts, the worker. */
import type { FastifyInstance } from 'fastify';
import { hashOf, ownFile, packed } from './asset.ts';
import type { Look } from './look.ts';

const SCRIPTS = ['drafts', 'send', 'grid', 'lesson', 'diary'].map((name) => ({
  name,
  text: ownFile(`./scripts/${name}.js`),
}));
/** They import one another by name: one folder for all of them, named by what all of them hold. */
const folder = `/assets/scripts-${hashOf(SCRIPTS.map(({ text }) => text).join('\n'))}`;
const scripts = SCRIPTS.map(({ name, text }) => packed(`${folder}/${name}.js`, 'text/javascript; charset=utf-8', text));

/** It may show what lies beside it and below: hence at the root, under one name for ever. */
const WORKER = ownFile('./scripts/sw.js');

/** What a page loads. */
export const SCRIPT = { lesson: `${folder}/lesson.js`, diary: `${folder}/diary.js` } as const;

export function serveAssets(app: FastifyInstance, { style, icon, icons }: Look): void {
  for (const each of [style, icon, ...scripts]) {
    app.get(each.path, { config: { access: { kind: 'public' } } }, async (request, reply) => {
      reply
        .type(each.type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding');
      const accepts = request.headers['accept-encoding'] ?? '';
      if (/\bbr\b/.test(accepts)) return reply.header('content-encoding', 'br').send(each.br());
      if (/\bgzip\b/.test(accepts)) return reply.header('content-encoding', 'gzip').send(each.gzip());
      return reply.send(each.plain);
    });
  }
  for (const { path, image } of Object.values(icons)) {
    app.get(path, { config: { access: { kind: 'public' } } }, async (_request, reply) =>
      reply.type('image/png').header('cache-control', 'public, max-age=31536000, immutable').send(image()),
    );
  }
  app.get('/sw.js', { config: { access: { kind: 'public' } } }, async (_request, reply) =>
    // looked at anew each time: it decides what is shown without a network
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(WORKER),
  );
  app.get('/robots.txt', { config: { access: { kind: 'public' } } }, async (_request, reply) =>
    reply.type('text/plain').send('User-agent: *\nDisallow: /\n'),
  );
}
