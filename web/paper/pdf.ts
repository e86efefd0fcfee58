import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { HttpError } from '../http-error.ts';

/** Sends a file to print. @param name without its ending */
export function sendPdf(reply: FastifyReply, pdf: Readable | Uint8Array | null, name: string): FastifyReply {
  if (!pdf) throw new HttpError(404, 'nothing-printed');
  return reply
    .type('application/pdf')
    .header('cache-control', 'no-store')
    .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(`${name}.pdf`)}`)
    .send(pdf instanceof Uint8Array ? Buffer.from(pdf) : pdf);
}
