/** Words to members of staff, by the teachers' bot. */
import type { TelegramPayload } from '../delivery/channel.ts';
import type { Frozen } from '../delivery/lease.ts';
import type { SchoolRow } from '../delivery/school.ts';
import type { Roster } from '../journal/roster.ts';
import { currentRoster } from '../journal/roster-view.ts';
import { afterQuietHours } from '../notify/rhythm.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { type SchoolDate, schoolDate } from '../platform/school-time.ts';
import type { Section } from '../texts/news/section.ts';
import { telegramTexts } from '../texts/telegram/text.ts';

export interface LinkedStaff {
  staffId: string;
  roles: string[];
  contactId: number;
  chatId: string;
}

/** Members of staff with a chat in the teachers' bot that takes messages. */
export async function linkedStaff(db: Db | Tx): Promise<LinkedStaff[]> {
  return db.$queryRaw<LinkedStaff[]>`
    SELECT st.id AS "staffId", st.roles, k.id AS "contactId", k.address AS "chatId"
    FROM contact k
      JOIN contact_holder h ON h.contact_id = k.id AND h.ended_at IS NULL
      JOIN staff_member st ON st.id = h.person_id AND st.left_at IS NULL
    WHERE k.channel = 'telegram' AND k.bot = 'teachers' AND k.state = 'confirmed'
    ORDER BY st.id`;
}

/** What a word to staff is made with. */
export interface TellParts {
  db: Db;
  clock: Clock;
  /** without a trailing slash */
  publicUrl: string;
}

/** The school at the moment in which its staff is told of something. */
export interface Telling {
  now: Date;
  /** not before the school's quiet hours end */
  dueAt: Date;
  today: SchoolDate;
  roster: Roster;
  staff: LinkedStaff[];
}

/** Null: there is no school yet, or sending is paused; what is to be told waits then. */
export async function beginTelling({ db, clock }: Omit<TellParts, 'publicUrl'>): Promise<Telling | null> {
  const school = await db.school.findUnique({ where: { id: 1 }, select: { sendingPausedAt: true, importedAt: true } });
  if (!school?.importedAt || school.sendingPausedAt) return null;
  const now = clock.now();
  const roster = await currentRoster(db);
  const staff = await linkedStaff(db);
  return { now, dueAt: afterQuietHours(now, roster), today: schoolDate(now, roster.zone), roster, staff };
}

/** The class's teacher, where linked. */
export function classTeacherOf({ roster, staff }: Telling, classId: number): LinkedStaff | undefined {
  return staff.find(({ staffId }) => staffId === roster.classes.get(classId)?.classTeacherId);
}

/** Those of the first role that anybody linked has. @param roles who is asked first */
export function firstOfRoles(staff: readonly LinkedStaff[], ...roles: string[]): LinkedStaff[] {
  for (const role of roles) {
    const found = staff.filter((one) => one.roles.includes(role));
    if (found.length) return found;
  }
  return [];
}

/**
 * Puts a word on its way, in several messages where it is long.
 * @param said sections, or a text that fits one message
 * @param when `dueAt`: not earlier; absent: now
 */
export async function tellStaff(
  tx: Tx,
  { now, dueAt = now }: { now: Date; dueAt?: Date },
  { contactId, chatId }: LinkedStaff,
  said: string | Section[],
  buttons?: TelegramPayload['buttons'],
): Promise<void> {
  const texts = typeof said === 'string' ? [{ text: said }] : telegramTexts(said);
  const parts = texts.map(
    (one): TelegramPayload => ({ channel: 'telegram', bot: 'teachers', chatId, ...one, silent: false }),
  );
  const last = parts.at(-1);
  if (last && buttons) last.buttons = buttons;
  const payload: Frozen = { parts, sent: 0 };
  await tx.delivery.create({
    data: {
      channel: 'telegram',
      contactId,
      rhythm: 'staff',
      state: 'due',
      dueAt,
      createdAt: now,
      payload: payload as object,
    },
  });
}

/** To administrators and deputies, by the school's day; at night the word waits for the morning. */
export async function tellCarers(
  tx: Tx,
  now: Date,
  school: SchoolRow,
  words: (today: SchoolDate) => string,
): Promise<number> {
  const dueAt = afterQuietHours(now, school);
  const staff = await linkedStaff(tx);
  const carers = staff.filter(({ roles }) => roles.includes('admin') || roles.includes('deputy'));
  for (const one of carers) await tellStaff(tx, { now, dueAt }, one, words(schoolDate(dueAt, school.zone)));
  return carers.length;
}

/**
 * Takes the turn to do something at most so often, by a conditional write: of several processes one gets it.
 * @param apartMs the last turn was at least so long ago, or, after a clock that was set back, lies ahead
 */
export async function takeTurn(tx: Tx, name: string, now: Date, apartMs: number): Promise<boolean> {
  const taken = await tx.$executeRaw`
    INSERT INTO sweep_run AS last (name, at) VALUES (${name}, ${now})
    ON CONFLICT (name) DO UPDATE SET at = ${now} WHERE last.at <= ${new Date(now.getTime() - apartMs)} OR last.at > ${now}`;
  return taken > 0;
}
