import type { Composed } from '../notify/compose.ts';
import type { Frozen, Leased } from './lease.ts';

/** A delivery whose payload is known: frozen before, or rendered in this transaction. */
export interface Ready {
  delivery: Leased;
  frozen: Frozen;
  /** what the family will know once this leaves */
  told?: Composed['told'];
}
