/** By which source the lessons of an illness stand in the journal's events. */
const PREFIX = 'illness:';

export const illnessSource = (id: number): string => `${PREFIX}${id}`;

export const isIllnessSource = (source: string): boolean => source.startsWith(PREFIX);
