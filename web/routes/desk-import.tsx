import { createHash } from 'node:crypto';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { visitOf } from '../../src/access/actor.ts';
import { may } from '../../src/access/may.ts';
import { draftOf, forgetDrafts, keepDraft } from '../../src/connectors/school-file/draft.ts';
import { type ImportOptions, writeSchool } from '../../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../../src/connectors/school-file/read.ts';
import { IMPORT_FAULTS } from '../../src/texts/web/school-import.ts';
import { cookieOf } from '../cookies.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { kindsOfChange, namesFor } from '../office/change-words.ts';
import { FaultsPage, UploadPage } from '../office/import-pages.tsx';
import { ImportPreview } from '../office/import-preview.tsx';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';

/** As the page says; what is larger goes by the command line. */
const FILE_BYTES = 16 * 1024 * 1024;

const whole = z.coerce.number().int().min(0).optional().catch(undefined);
const asked = z.object({ done: whole });
const applied = z.object({ draft: z.string().max(100).catch(''), left: whole, transfers: whole });

/**
 * `/desk/import`: a school file is checked, what it would change is shown, and the very same bytes are written when somebody
 * agrees, all or nothing; not when they would do anything else by then.
 */
export function deskImportRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'importSchool', of: 'school' } } as const;
  app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fileSize: FILE_BYTES, files: 1, fields: 3, fieldSize: 1000, parts: 4 },
  });
  // nobody who may not import makes this process hold a file
  app.addHook('preParsing', async (request) => {
    if (request.method !== 'POST') return;
    const token = cookieOf(deps.config, request, 'session');
    const visit = token ? await visitOf(deps.db, deps.clock, token) : null;
    if (!visit) throw new HttpError(401, 'sign-in');
    if (!may(visit.actor, 'importSchool', { kind: 'school' })) throw new HttpError(403, 'not-yours');
  });

  const choose = async (request: FastifyRequest, reply: FastifyReply, code?: string) => {
    const frame = await frameOf(deps, request, reply);
    const fault = code ? IMPORT_FAULTS[code] : undefined;
    const done = asked.parse(request.query).done ?? null;
    return sendPage(reply, <UploadPage frame={frame} fault={fault} done={done} />, code ? 422 : 200);
  };

  /** The dry run of these bytes, kept for the session. */
  const show = async (request: FastifyRequest, reply: FastifyReply, bytes: Uint8Array, code?: string) => {
    const read = readSchoolFile(bytes, deps.clock.now());
    const frame = await frameOf(deps, request, reply);
    if (!read.ok) return sendPage(reply, <FaultsPage frame={frame} {...read} />, 422);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const result = await writeSchool(deps, read.file, sha256, { dryRun: true });
    const draft = await keepDraft(deps, request.visit!.session.id, { bytes, sha256, shown: result.shown });
    const nameOf = await namesFor(deps.db, read.file);
    const kinds = kindsOfChange(result, nameOf);
    const page = <ImportPreview {...{ frame, result, kinds, draft, nameOf }} warnings={read.warnings} fault={code} />;
    return sendPage(reply, page, code ? 422 : 200);
  };

  app.get('/desk/import', { config }, (request, reply) => choose(request, reply));

  app.post('/desk/import', { config, bodyLimit: FILE_BYTES + 100_000 }, async (request, reply) => {
    if (request.visit!.school.demo) throw new HttpError(403, 'demo-school');
    const { file } = request.body as { file?: unknown };
    if (!Buffer.isBuffer(file) || file.length === 0) return choose(request, reply, 'no-file');
    return show(request, reply, file);
  });

  app.post('/desk/import/apply', { config }, async (request, reply) => {
    const { actor, session, school } = request.visit!;
    if (school.demo) throw new HttpError(403, 'demo-school');
    const { draft, left, transfers } = applied.parse(request.body);
    const kept = await draftOf(deps, session.id, draft);
    const read = kept && readSchoolFile(kept.bytes, deps.clock.now());
    if (!kept || !read?.ok) return choose(request, reply, 'draft-gone');
    const options: ImportOptions = {
      confirmLeft: left,
      confirmTransfers: transfers,
      by: actor.staffId!,
      as: kept.shown,
    };
    const result = await writeSchool(deps, read.file, kept.sha256, options);
    if (!result.ok) return show(request, reply, kept.bytes, result.changedSince ? 'changed-since' : 'not-confirmed');
    await forgetDrafts(deps, session.id);
    return reply.redirect(`/desk/import?done=${result.changes.length}`, 303);
  });
}
