/** What stands of a sheet's handing over: the last that was noted and not taken back. */
import { Prisma } from '../platform/database/generated/client.ts';

/** `open`: nothing is noted */
export type SheetState = 'open' | 'handedOver' | 'awaitingStub' | 'refused' | 'absent';

export type Way = 'person' | 'proxy' | 'post' | 'child';

/** The standing row of `handover`, or none, for LEFT JOIN LATERAL beside a first sheet `s`. */
export const STANDING = Prisma.sql`
  SELECT h.* FROM handover h
   WHERE h.sheet_id = s.id AND h.state <> 'takenBack' AND NOT EXISTS (SELECT FROM handover b WHERE b.takes_back_id = h.id)
   ORDER BY h.id DESC LIMIT 1`;
