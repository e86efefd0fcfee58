/** A word to those who look into a stolen account (К-Р 4; К-И 4.7), as soon as its owner reports it. */
import { theftReportedWords } from '../texts/bot/staff-thefts.ts';
import { linkedStaff, type TellParts, tellStaff } from './staff.ts';

/**
 * Tells deputies, directors and administrators, at once: what is written by a stranger is told to families meanwhile.
 * No name stands in it, for it goes to a chat.
 * @returns how many messages
 */
export async function tellTheft({ db, clock, publicUrl }: TellParts): Promise<number> {
  const staff = (await linkedStaff(db)).filter(({ roles }) => roles.some((role) => TOLD.includes(role)));
  const now = clock.now();
  await db.$transaction(async (tx) => {
    for (const one of staff) await tellStaff(tx, { now }, one, theftReportedWords(`${publicUrl}/desk/accounts`));
  });
  return staff.length;
}

const TOLD = ['deputy', 'director', 'admin'];
