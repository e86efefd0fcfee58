/** How a printed sheet reaches a guardian who applied for paper. */
export type PaperWayName = 'person' | 'child' | 'proxy';

export const WAYS: Record<PaperWayName, string> = {
  person: 'выдавать заявителю',
  child: 'передавать через ребёнка, сложенной',
  proxy: 'выдавать доверенному лицу',
};

/** «выдавать доверенному лицу: Сидорова Лидия Ивановна» */
export function wayWords(way: PaperWayName, proxy: string | null): string {
  return way === 'proxy' && proxy ? `${WAYS.proxy}: ${proxy}` : WAYS[way];
}
