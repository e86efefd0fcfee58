import type { Channel, Payload } from '../delivery/channel.ts';

/** A demo without token or SMTP: what would leave is shown on the page of outgoing notices. Never evidence. */
export function simulatedChannel<P extends Payload>(): Channel<P> {
  return { send: async () => ({ kind: 'accepted', simulated: true }) };
}
