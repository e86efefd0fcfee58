import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const WORTHWHILE = 1500;
const br = promisify(brotliCompress);
const gz = promisify(gzip);

export type Encoding = 'br' | 'gzip';

/** What this reader takes; null: nothing but the page as it is. */
export function encodingFor(accepts: string | undefined): Encoding | null {
  return /\bbr\b/.test(accepts ?? '') ? 'br' : /\bgzip\b/.test(accepts ?? '') ? 'gzip' : null;
}

export function compress(payload: string | Buffer, encoding: Encoding): Promise<Buffer> {
  return encoding === 'br'
    ? br(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
    : gz(payload, { level: 5 });
}

/** Compresses pages for whoever takes it. Assets are compressed beforehand; PDF is already. */
export function compressPages(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '');
    if (typeof payload !== 'string' || payload.length < WORTHWHILE || !/html|json/.test(type)) return payload;
    const encoding = encodingFor(request.headers['accept-encoding']);
    reply.header('vary', 'accept-encoding');
    if (!encoding) return payload;
    reply.header('content-encoding', encoding).removeHeader('content-length');
    return await compress(payload, encoding);
  });
}
