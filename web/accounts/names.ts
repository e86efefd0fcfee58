import { shortName } from '../../src/texts/russian/names.ts';
import type { WebDeps } from '../services.ts';

/** Names of these people, short. One query. */
export async function namesOf({ db }: WebDeps, ids: (string | null)[]): Promise<(personId: string) => string> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const people = await db.person.findMany({
    where: { id: { in: wanted } },
    select: { id: true, last: true, first: true, patronymic: true },
  });
  const names = new Map(people.map(({ id, ...name }) => [id, shortName(name)]));
  return (personId) => names.get(personId) ?? '';
}
