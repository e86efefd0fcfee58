import type { FastifyInstance } from 'fastify';
import { MANIFEST } from '../../src/texts/web/common.ts';
import { COLOUR, ICON, ICONS } from '../assets.ts';
import type { WebDeps } from '../services.ts';

/** `/manifest.webmanifest`: the diary as something to put among a telephone's programs, under the school's name. */
export function manifestRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.get('/manifest.webmanifest', { config: { access: { kind: 'public' } } }, async (_request, reply) => {
    const school = await deps.db.school.findUnique({ where: { id: 1 }, select: { name: true } });
    const png = ({ path, size }: (typeof ICONS)['small'], purpose: string) => ({
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
      theme_color: COLOUR,
      background_color: '#f4f6f8',
      icons: [
        png(ICONS.small, 'any'),
        png(ICONS.large, 'any'),
        png(ICONS.full, 'maskable'),
        { src: ICON.path, sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      ],
    };
    return reply
      .type('application/manifest+json; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(JSON.stringify(manifest));
  });
}
