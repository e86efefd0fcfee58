import type { FastifyInstance } from 'fastify';
import { PAPER } from '../../src/platform/colour.ts';
import { MANIFEST } from '../../src/texts/web/common.ts';
import { type Icon, lookOf } from '../look.ts';
import type { WebDeps } from '../services.ts';

/** `/manifest.webmanifest`: the diary as something to put among a telephone's programs, under the school's name. */
export function manifestRoutes(app: FastifyInstance, deps: WebDeps): void {
  const { colour, icon, icons } = lookOf(deps.config);
  app.get('/manifest.webmanifest', { config: { access: { kind: 'public' } } }, async (_request, reply) => {
    const school = await deps.db.school.findUnique({ where: { id: 1 }, select: { name: true } });
    const png = ({ path, size }: Icon, purpose: string) => ({
      src: path,
      sizes: `${size}x${size}`,
      type: 'image/png',
      purpose,
    });
    const manifest = {
      id: '/',
      name: school?.name || MANIFEST.short,
      short_name: MANIFEST.short,
      description: MANIFEST.description,
      lang: 'ru',
      start_url: '/',
      scope: '/',
      display: 'standalone',
      theme_color: colour,
      background_color: PAPER,
      icons: [
        png(icons.small, 'any'),
        png(icons.large, 'any'),
        png(icons.full, 'maskable'),
        { src: icon.path, sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      ],
    };
    return reply
      .type('application/manifest+json; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(JSON.stringify(manifest));
  });
}
