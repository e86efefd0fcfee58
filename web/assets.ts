/** The style sheet, the icon and the scripts: read once, compressed once, addressed by their content, so that they are loaded once. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { drawIcon, type IconLook } from './icon-image.ts';

interface Asset {
  path: string;
  type: string;
  plain: Buffer;
  br: Buffer;
  gzip: Buffer;
}

const hashOf = (content: string) => createHash('sha256').update(content).digest('base64url').slice(0, 12);

function asset(name: string, extension: string, type: string, text: string): Asset {
  return packed(`/assets/${name}-${hashOf(text)}.${extension}`, type, text);
}

function packed(path: string, type: string, text: string): Asset {
  const plain = Buffer.from(text);
  return { path, type, plain, br: brotliCompressSync(plain), gzip: gzipSync(plain) };
}

const own = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const base = readFileSync(createRequire(import.meta.url).resolve('@picocss/pico/css/pico.classless.min.css'), 'utf8');

export const STYLE = asset('vestnik', 'css', 'text/css; charset=utf-8', `${base}\n${own('./styles/vestnik.css')}`);
export const ICON = asset('vestnik', 'svg', 'image/svg+xml', own('./styles/vestnik.svg'));

/** The school's colour, as the style sheet and the icon have it. */
export const COLOUR = '#1c5d8f';

/** Drawn when somebody asks first: few pages are ever installed. */
function icon(name: string, look: Omit<IconLook, 'colour'>) {
  let drawn: Buffer | null = null;
  return {
    path: `/assets/${name}-${hashOf(`${COLOUR} ${drawIcon.toString()}`)}.png`,
    size: look.size,
    image: () => {
      drawn ??= drawIcon({ ...look, colour: COLOUR });
      return drawn;
    },
  };
}

export const ICONS = {
  small: icon('icon-192', { size: 192, full: false }),
  large: icon('icon-512', { size: 512, full: false }),
  full: icon('icon-full-512', { size: 512, full: true }),
  apple: icon('icon-apple', { size: 180, full: true }),
} as const;

const SCRIPTS = ['drafts', 'send', 'grid', 'lesson', 'diary'].map((name) => ({
  name,
  text: own(`./scripts/${name}.js`),
}));
/** They import one another by name: one folder for all of them, named by what all of them hold. */
const folder = `/assets/scripts-${hashOf(SCRIPTS.map(({ text }) => text).join('\n'))}`;
const scripts = SCRIPTS.map(({ name, text }) => packed(`${folder}/${name}.js`, 'text/javascript; charset=utf-8', text));

/** It may show what lies beside it and below: hence at the root, under one name for ever. */
const WORKER = own('./scripts/sw.js');

/** What a page loads. */
export const SCRIPT = { lesson: `${folder}/lesson.js`, diary: `${folder}/diary.js` } as const;

export function serveAssets(app: FastifyInstance): void {
  for (const each of [STYLE, ICON, ...scripts]) {
    app.get(each.path, { config: { access: { kind: 'public' } } }, async (request, reply) => {
      reply
        .type(each.type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding');
      const accepts = request.headers['accept-encoding'] ?? '';
      if (/\bbr\b/.test(accepts)) return reply.header('content-encoding', 'br').send(each.br);
      if (/\bgzip\b/.test(accepts)) return reply.header('content-encoding', 'gzip').send(each.gzip);
      return reply.send(each.plain);
    });
  }
  for (const { path, image } of Object.values(ICONS)) {
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
