import type { Tx } from '../platform/database/open.ts';
import type { Choice } from './choices.ts';

/** A printed sheet each week, besides whatever else was chosen (К-У 2.2; Ш 7.13). Nothing happens for a pair that has ended. */
export async function wishPaper(tx: Tx, choice: Choice, wished: boolean): Promise<void> {
  const { guardianId, studentId, byId, ground, at } = choice;
  const { count } = await tx.guardianship.updateMany({
    where: { guardianId, studentId, endedAt: null },
    data: { paperApplied: wished, chosenAt: at },
  });
  if (count > 0)
    await tx.choiceRecord.create({ data: { guardianId, studentId, what: 'paper', value: wished, byId, ground, at } });
}
