import { type SchoolDate, schoolDate } from '../../../platform/school-time.ts';
import type { CurrentGuardianship, GuardianshipRow } from '../rows.ts';
import { childOf, type FileChild, type FileGuardian, PROXY } from '../schema.ts';
import { differences, type PlanContext } from './context.ts';

/** The ground of a choice that came with a file, as `choice_record.ground` keeps it. */
export const FILE_GROUND = 'файл школы';

/**
 * Guardianships: first values of consent and channels. What the person chose later wins, unless the file's
 * consentDate is later still; likewise what the school decided about rights elsewhere. A pair that the file no longer
 * names ends at once.
 */
export function planLinks(context: PlanContext): void {
  const { current, file } = context;
  if (!file.guardians) return;
  const known = new Map(current.guardianships.map((link) => [pairKey(link.guardianId, link.studentId), link]));
  const erased = new Set(current.people.filter((person) => person.erasedAt).map((person) => person.id));
  for (const guardian of file.guardians.filter(({ id }) => !erased.has(id)))
    for (const child of guardian.children.map(childOf)) {
      const key = pairKey(guardian.id, child.student);
      planPair(context, known.get(key), wantedPair(guardian, child));
      known.delete(key);
    }
  for (const link of known.values()) if (link.endedAt === null) endPair(context, link);
}

type WantedPair = Omit<GuardianshipRow, 'startedAt' | 'endedAt'>;

const pairKey = (guardianId: string, studentId: string): string => `${guardianId}\n${studentId}`;

/** What the file says of a pair; what stands at the child goes before what stands at the guardian. */
export function wantedPair(guardian: FileGuardian, child: FileChild): WantedPair {
  const consent = child.consent ?? guardian.consent ?? false;
  const rights = child.rights ?? (child.relation === PROXY ? 'paper' : 'full');
  return {
    guardianId: guardian.id,
    studentId: child.student,
    relation: child.relation ?? null,
    rights,
    consent,
    consentDate: child.consentDate ?? guardian.consentDate ?? null,
    channels: ladderOf(guardian, rights, consent),
    paperApplied: rights === 'full' && guardian.delivery === 'paper',
  };
}

/** The chosen channel first, then email where there is an address and consent, paper at the end. */
function ladderOf(guardian: FileGuardian, rights: WantedPair['rights'], consent: boolean): string[] {
  if (rights === 'none') return [];
  if (rights === 'paper' || guardian.delivery === 'paper') return ['paper'];
  if (guardian.delivery === 'email') return ['email', 'paper'];
  return guardian.email !== undefined && consent ? ['telegram', 'email', 'paper'] : ['telegram', 'paper'];
}

const FIELDS = ['relation', 'rights', 'consent', 'consentDate', 'channels', 'paperApplied'] as const;

function planPair(context: PlanContext, before: CurrentGuardianship | undefined, wanted: WantedPair): void {
  const { now, plan } = context;
  const startedAt = now.toISOString();
  const about = aboutPair(wanted);
  if (!before) {
    const after = { ...wanted, startedAt, endedAt: null };
    plan.writes.guardianship.insert.push(after);
    plan.changes.push({ ...about, change: 'added' });
    keepChoices(context, null, after);
    return;
  }
  const merged = merge(context, before, wanted);
  if (merged === null) return;
  const restarted = before.endedAt !== null;
  const after: GuardianshipRow = { ...merged, startedAt: restarted ? startedAt : before.startedAt, endedAt: null };
  const fields = differences<GuardianshipRow>(before, after, [...FIELDS]);
  if (!fields && !restarted) return;
  plan.writes.guardianship.update.push(after);
  const told = { ...fields, ...(restarted ? { endedAt: [before.endedAt, null] as [unknown, unknown] } : {}) };
  plan.changes.push({ ...about, change: 'changed', fields: told });
  keepChoices(context, restarted ? null : before, after);
  const narrowed = before.rights === 'full' && after.rights !== 'full';
  if (narrowed || (before.consent && !after.consent)) plan.endedPairs.push(after);
}

/** How a change names the pair. */
const aboutPair = ({ guardianId, studentId }: Pick<GuardianshipRow, 'guardianId' | 'studentId'>) =>
  ({
    kind: 'guardianship',
    id: `${guardianId} → ${studentId}`,
    of: { guardian: guardianId, student: studentId },
  }) as const;

/** The file's values but for what was chosen or decided later elsewhere; null: the pair stays ended. */
function merge(context: PlanContext, before: CurrentGuardianship, wanted: WantedPair): WantedPair | null {
  const later = (instant: string | null) => instant !== null && !isAfter(wanted.consentDate, instant, context);
  const decided = later(before.decidedAt);
  if (decided && before.endedAt !== null) return null;
  const chosen = later(before.chosenAt);
  const rights = decided ? before.rights : wanted.rights;
  const ownChannels = rights !== wanted.rights || (chosen && rights === before.rights);
  const { consent, consentDate, paperApplied } = chosen ? before : wanted;
  const { channels } = ownChannels ? before : wanted;
  return { ...wanted, rights, consent, consentDate, channels, paperApplied };
}

/** The file's date is later than the day of that instant. */
function isAfter(date: SchoolDate | null, instant: string, { file }: PlanContext): boolean {
  return date !== null && date > schoolDate(new Date(instant), file.timeZone);
}

function endPair(context: PlanContext, link: CurrentGuardianship): void {
  const { now, plan } = context;
  const { chosenAt: _, decidedAt: __, ...row } = link;
  plan.writes.guardianship.update.push({ ...row, endedAt: now.toISOString() });
  plan.changes.push({ ...aboutPair(link), change: 'left' });
  plan.endedPairs.push({ guardianId: link.guardianId, studentId: link.studentId });
  keep(context, link, 'rights', { rights: 'none', ended: true });
}

/** Each change of consent, channels and rights is kept with its ground. */
function keepChoices(context: PlanContext, before: GuardianshipRow | null, after: GuardianshipRow): void {
  if (before?.consent !== after.consent || before.consentDate !== after.consentDate)
    keep(context, after, 'consent', { consent: after.consent, date: after.consentDate });
  if (before?.channels.join() !== after.channels.join()) keep(context, after, 'channels', after.channels);
  if (before?.rights !== after.rights || before.relation !== after.relation)
    keep(context, after, 'rights', { rights: after.rights, relation: after.relation });
}

function keep(
  { now, plan }: PlanContext,
  { guardianId, studentId }: { guardianId: string; studentId: string },
  what: 'consent' | 'channels' | 'rights',
  value: unknown,
): void {
  const at = now.toISOString();
  plan.writes.choiceRecord.insert.push({ guardianId, studentId, what, value, ground: FILE_GROUND, at });
}
