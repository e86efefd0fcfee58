/** The import rules of docs/design.md, «The house». Imports point inwards. */
const FRAMEWORKS = '(fastify|grammy|telegraf|nodemailer|pdfkit|preact|@fastify|@prisma|@electric-sql|pg|pino)';
const only = (from, allowed) => ({ path: `^src/(?!${[from, ...allowed].join('|')})` });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'pure-of-database-framework-environment',
      comment:
        'quick-entry and notify decide; they import no database, framework or environment (quick-entry/cli.ts is its shell)',
      severity: 'error',
      from: { path: '^src/(quick-entry|notify)/', pathNot: '^src/quick-entry/cli\\.ts$' },
      to: {
        path: `(^src/(platform/(database|config|log|io|control)|delivery|channels|access|connectors|main)|node_modules/${FRAMEWORKS}/)`,
      },
    },
    {
      name: 'quick-entry-stands-alone',
      severity: 'error',
      from: { path: '^src/quick-entry/' },
      to: { path: '^src/(?!quick-entry)' },
    },
    {
      name: 'journal-knows-nothing-of-notices',
      severity: 'error',
      from: { path: '^src/journal/' },
      to: only('journal', ['platform', 'quick-entry/school-view']),
    },
    {
      name: 'notify-reads-facts-only',
      severity: 'error',
      from: { path: '^src/notify/' },
      to: only('notify', ['platform/(school-rules|school-time|group-by)', 'journal/entry']),
    },
    {
      name: 'access-points-inwards',
      severity: 'error',
      from: { path: '^src/access/' },
      to: only('access', ['platform', 'journal']),
    },
    {
      name: 'delivery-points-inwards',
      severity: 'error',
      from: { path: '^src/delivery/' },
      to: only('delivery', ['platform', 'journal', 'notify', 'access']),
    },
    {
      name: 'oversight-points-inwards',
      severity: 'error',
      from: { path: '^src/oversight/' },
      to: only('oversight', ['platform', 'journal', 'notify', 'access', 'delivery', 'texts']),
    },
    {
      name: 'connectors-write-through-the-journal',
      severity: 'error',
      from: { path: '^src/connectors/' },
      to: only('connectors', ['platform', 'journal', 'access', 'texts']),
    },
    {
      name: 'channels-are-leaves',
      severity: 'error',
      from: { path: '^src/channels/' },
      to: only('channels', ['platform', 'texts', 'notify/(notice|week-facts)', 'delivery/channel', 'journal/entry']),
    },
    {
      name: 'texts-are-leaves',
      comment: 'texts read facts and nothing that does something; the types of what they word may be named',
      severity: 'error',
      from: { path: '^src/texts/' },
      to: {
        path: '^(bots|web|prisma|src/(main|delivery/(?!channel)|connectors/(?!school-file)))',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'platform-is-the-ground',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(?!platform)' },
    },
    {
      name: 'only-main-wires',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main' },
      to: { path: '^(src/main|bots|web)' },
    },
    { name: 'web-never-imports-bots', severity: 'error', from: { path: '^web/' }, to: { path: '^(bots|src/main)' } },
    { name: 'bots-never-import-web', severity: 'error', from: { path: '^bots/' }, to: { path: '^(web|src/main)' } },
    { name: 'parents-bot-apart', severity: 'error', from: { path: '^bots/parents/' }, to: { path: '^bots/teachers' } },
    { name: 'teachers-bot-apart', severity: 'error', from: { path: '^bots/teachers/' }, to: { path: '^bots/parents' } },
    {
      name: 'libraries-where-they-belong',
      comment:
        'grammY in the parents’ bot and the channel, telegraf in the teachers’ bot, Fastify and Preact in the web',
      severity: 'error',
      from: { path: '^(src|bots|web)/', pathNot: '^(src/channels/telegram|bots|web)/' },
      to: { path: 'node_modules/(grammy|telegraf|fastify|preact)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: '(\\.d\\.ts|prisma/make-migration\\.ts|src/main\\.ts|web/scripts/(sw|diary)\\.js)$',
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/platform/database/generated' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
