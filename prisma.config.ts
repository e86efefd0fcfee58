/** For Prisma's own tools (`prisma generate`, `studio`, `migrate deploy`); Vestnik itself never reads this file. */
import { defineConfig } from 'prisma/config';

const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url ? { datasource: { url } } : {}),
});
