import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const WORTHWHILE = 1500;
const br = promisify(brotliCompress);
const gz = promisify(gzip);

/** Compresses pages for whoever takes it. Assets are compressed beforehand; PDF is already. */
export function compressPages(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '');
    if (typeof payload !== 'string' || payload.length < WORTHWHILE || !/html|json/.test(type)) return payload;
    const accepts = request.headers['accept-encoding'] ?? '';
    const encoding = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : null;
    reply.header('vary', 'accept-encoding');
    if (!encoding) return payload;
    reply.header('content-encoding', encoding).removeHeader('content-length');
    return encoding === 'br'
      ? await br(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
      : await gz(payload, { level: 5 });
  });
}
