const began = Date.now() - performance.now();

/** Calendar time, ms, that neither jumps nor goes back: what the stand-ins note and what is compared with it. */
export const steadyNow = (): number => began + performance.now();
