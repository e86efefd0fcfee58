import { Prisma } from '../platform/database/generated/client.ts';

/** The guardian `g` (person) as paper names them: «Иванова Мария Петровна»; whoever was erased is named no more (152-ФЗ, ст. 21). */
export const RECIPIENT = Prisma.sql`
  CASE WHEN g.erased_at IS NULL THEN concat_ws(' ', g.last, g.first, nullif(g.patronymic, '')) ELSE '' END`;
