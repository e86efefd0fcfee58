import { DOCTOR as say } from '../../texts/doctor.ts';
import type { Check } from './check.ts';

export const checkDatabase: Check = async ({ db, dialect }) => {
  const [row] = await db.$queryRaw<{ version: string }[]>`SELECT current_setting('server_version') AS version`;
  return [{ part: 'database', ok: true, text: say.database(dialect, row?.version ?? '') }];
};
