/** Statements whose plan PostgreSQL keeps for each connection: those whose planning would take longer than running them. */
import { createHash } from 'node:crypto';
import { Prisma } from './generated/client.ts';

const MARK = '/* prepared */';

/** Stands at the very beginning of such a statement. Its text must be one of a few, all that varies a parameter. */
export const PREPARED = Prisma.raw(MARK);

const names = new Map<string, string>();

/** The name that a statement is prepared under; empty: it is planned each time. */
export function preparedName(sql: string): string {
  if (!sql.startsWith(MARK)) return '';
  const known = names.get(sql);
  if (known) return known;
  const name = `vestnik_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`;
  names.set(sql, name);
  return name;
}
