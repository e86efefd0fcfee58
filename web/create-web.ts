import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance } from 'fastify';
import { guardRoutes } from './access.ts';
import { serveAssets } from './assets.ts';
import { compressPages } from './compress.ts';
import { handleErrors } from './errors.tsx';
import { sendFirstStyle } from './first-style.ts';
import { lookOf } from './look.ts';
import { accountRoutes } from './routes/account.tsx';
import { apiRoutes } from './routes/api.ts';
import { applicationFormsRoutes } from './routes/application-forms.ts';
import { attachmentRoutes } from './routes/attachment.ts';
import { choicesRoutes } from './routes/choices.tsx';
import { demoRoutes } from './routes/demo.tsx';
import { deskRoutes } from './routes/desk.tsx';
import { deskAbsencesRoutes } from './routes/desk-absences.tsx';
import { deskAccountRoutes } from './routes/desk-account.tsx';
import { deskAccountsRoutes } from './routes/desk-accounts.tsx';
import { deskApplicationRoutes } from './routes/desk-application.tsx';
import { deskApplicationsRoutes } from './routes/desk-applications.tsx';
import { deskAuditRoutes } from './routes/desk-audit.tsx';
import { deskCareRoutes } from './routes/desk-care.tsx';
import { deskChannelsRoutes } from './routes/desk-channels.tsx';
import { deskChoicesRoutes } from './routes/desk-choices.tsx';
import { deskClassRoutes } from './routes/desk-class.tsx';
import { deskDayRoutes } from './routes/desk-day.tsx';
import { deskDeadlinesRoutes } from './routes/desk-deadlines.tsx';
import { deskFamiliesRoutes } from './routes/desk-families.tsx';
import { deskIllnessRoutes } from './routes/desk-illness.tsx';
import { deskImportRoutes } from './routes/desk-import.tsx';
import { deskJournalRoutes } from './routes/desk-journal.tsx';
import { deskLessonRoutes } from './routes/desk-lesson.tsx';
import { deskLessonsRoutes } from './routes/desk-lessons.tsx';
import { deskLettersRoutes } from './routes/desk-letters.tsx';
import { deskPaperRoutes } from './routes/desk-paper.tsx';
import { deskPeopleRoutes } from './routes/desk-people.tsx';
import { deskPersonalRoutes } from './routes/desk-personal.ts';
import { deskPromiseRoutes } from './routes/desk-promise.tsx';
import { deskPupilRoutes } from './routes/desk-pupil.tsx';
import { deskRecordRoutes } from './routes/desk-record.tsx';
import { deskRightsRoutes } from './routes/desk-rights.tsx';
import { deskRiskRoutes } from './routes/desk-risk.tsx';
import { deskRunsRoutes } from './routes/desk-runs.tsx';
import { deskSeptemberRoutes } from './routes/desk-september.tsx';
import { deskSheetRoutes } from './routes/desk-sheet.tsx';
import { deskStubRoutes } from './routes/desk-stub.ts';
import { deskTheftRoutes } from './routes/desk-theft.tsx';
import { deskTheftReportRoutes } from './routes/desk-theft-report.tsx';
import { deskTransferRoutes } from './routes/desk-transfer.tsx';
import { diaryRoutes } from './routes/diary.tsx';
import { enterRoutes } from './routes/enter.tsx';
import { healthRoutes } from './routes/health.ts';
import { homeRoutes } from './routes/home.tsx';
import { homeworkRoutes } from './routes/homework.tsx';
import { joinRoutes } from './routes/join.tsx';
import { loginRoutes } from './routes/login.tsx';
import { mailboxRoutes } from './routes/mailbox.tsx';
import { manifestRoutes } from './routes/manifest.ts';
import { marksRoutes } from './routes/marks.tsx';
import { messagesRoutes } from './routes/messages.tsx';
import { noticesRoutes } from './routes/notices.tsx';
import { outgoingRoutes } from './routes/outgoing.tsx';
import { ownDataRoutes } from './routes/own-data.ts';
import { settingsRoutes } from './routes/settings.tsx';
import { sheetRoutes } from './routes/sheet.ts';
import { stubRoutes } from './routes/stub.tsx';
import { telegramRoutes } from './routes/telegram.ts';
import { unsubscribeRoutes } from './routes/unsubscribe.tsx';
import { secureHeaders } from './security.ts';
import type { WebDeps } from './services.ts';

/** A form is small; 500 journal entries of 4,000 characters fit the API's own limit. */
const FORM_BYTES = 256 * 1024;
/** A photo of a stub takes its time from an old telephone. */
const SLOW_MS = 60_000;

/**
 * The web: diary, sign-in, settings, the page of outgoing notices, the API. Listens to nothing yet: `main` does that, tests
 * use `inject`.
 */
export async function createWeb(deps: WebDeps): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: FORM_BYTES,
    requestTimeout: SLOW_MS,
    connectionTimeout: 60_000,
    // a reverse proxy on this machine says whom it speaks for: limits on tries are by address
    trustProxy: 'loopback',
    logger: false,
    // a slow machine is no fault of a plugin's
    pluginTimeout: 0,
    routerOptions: { maxParamLength: 200 },
  });
  app.addHook('onResponse', async (request, reply) => {
    // the route, never the address: that may hold tokens
    const route = request.routeOptions.url ?? '-';
    const ms = Math.round(reply.elapsedTime);
    deps.log.debug({ method: request.method, route, status: reply.statusCode, ms }, 'request');
  });
  await secureHeaders(app, deps.config);
  await app.register(cookie);
  await app.register(formbody);
  handleErrors(app, deps);
  sendFirstStyle(app, deps.config, lookOf(deps.config));
  compressPages(app);
  guardRoutes(app, deps);
  serveAssets(app, lookOf(deps.config));
  const groups = [
    homeRoutes,
    manifestRoutes,
    demoRoutes,
    joinRoutes,
    loginRoutes,
    enterRoutes,
    mailboxRoutes,
    diaryRoutes,
    marksRoutes,
    messagesRoutes,
    homeworkRoutes,
    noticesRoutes,
    sheetRoutes,
    attachmentRoutes,
    settingsRoutes,
    ownDataRoutes,
    accountRoutes,
    choicesRoutes,
    deskRoutes,
    deskClassRoutes,
    deskPupilRoutes,
    deskLessonsRoutes,
    deskLessonRoutes,
    deskAbsencesRoutes,
    deskIllnessRoutes,
    deskSeptemberRoutes,
    deskFamiliesRoutes,
    deskChoicesRoutes,
    deskApplicationsRoutes,
    deskApplicationRoutes,
    deskRecordRoutes,
    applicationFormsRoutes,
    deskLettersRoutes,
    deskDayRoutes,
    deskAuditRoutes,
    deskJournalRoutes,
    deskChannelsRoutes,
    deskDeadlinesRoutes,
    deskPromiseRoutes,
    deskRightsRoutes,
    deskPersonalRoutes,
    deskRiskRoutes,
    deskImportRoutes,
    deskPeopleRoutes,
    deskTransferRoutes,
    deskCareRoutes,
    deskPaperRoutes,
    deskRunsRoutes,
    deskSheetRoutes,
    deskStubRoutes,
    deskAccountsRoutes,
    deskAccountRoutes,
    deskTheftRoutes,
    deskTheftReportRoutes,
    stubRoutes,
    outgoingRoutes,
    unsubscribeRoutes,
    apiRoutes,
    healthRoutes,
    telegramRoutes,
  ];
  for (const addRoutes of groups) {
    app.register((scope, _options, done) => {
      addRoutes(scope, deps);
      done();
    });
  }
  await app.ready();
  return app;
}
