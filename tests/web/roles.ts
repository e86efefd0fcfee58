import { inject } from 'vitest';
import { findTool } from '../needs.ts';
import { PEOPLE, type Who } from './routes.ts';

const everybody: Who[] = ['nobody', ...(Object.keys(PEOPLE) as Who[])];
const onPostgresqlToo = !inject('postgresql') && (findTool('postgresql') || process.env.TEST_DATABASE_URL);

/**
 * Who is tried on every route. Who may what is decided without a database: where all roles are tried on PostgreSQL in the same
 * run, the embedded one renders the pages of four.
 */
export const WHO = onPostgresqlToo
  ? everybody.filter((who) => /^(nobody|guardian|classTeacher|deputy)$/.test(who))
  : everybody;
