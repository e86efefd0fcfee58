import type { Findings, Path } from '../faults.ts';
import { pathText } from '../faults.ts';
import { fullName, nameKey, splitName } from '../names.ts';
import { childOf, type FileChild, type LooseFile, PROXY } from '../schema.ts';
import type { Index } from './index.ts';

interface Known {
  kind: 'student' | 'teacher' | 'guardian';
  path: Path;
  name: string;
}

/**
 * Who is who: ids used once, one id for one human being, guardians of children that exist.
 * @param today the school's date: consent dated later is worth a word
 */
export function checkPeople(sound: LooseFile, index: Index, today: string | undefined, found: Findings): void {
  const known = new Map<string, Known>();
  for (const [c, schoolClass] of (sound.classes ?? []).entries())
    for (const [s, student] of (schoolClass?.students ?? []).entries()) {
      const name = fullName({
        last: student?.last ?? '',
        first: student?.first ?? '',
        patronymic: student?.patronymic,
      });
      register(student?.id, { kind: 'student', path: ['classes', c, 'students', s], name }, known, found);
    }
  for (const [t, teacher] of (sound.teachers ?? []).entries())
    registerAdult(teacher, { kind: 'teacher', path: ['teachers', t] }, known, found);
  const guardians = new Map<string, Known>();
  for (const [g, guardian] of (sound.guardians ?? []).entries()) {
    registerAdult(guardian, { kind: 'guardian', path: ['guardians', g] }, known, found, guardians);
    if (guardian) checkGuardian(guardian, ['guardians', g], index, today, found);
  }
}

function registerAdult(
  person: { id?: string; name?: string } | undefined,
  as: Omit<Known, 'name'>,
  known: Map<string, Known>,
  found: Findings,
  guardians?: Map<string, Known>,
): void {
  const name = person?.name ?? '';
  if (person?.name !== undefined && splitName(name).first === '')
    found.warn([...as.path, 'name'], 'one-word-name', name);
  register(person?.id, { ...as, name }, known, found, guardians);
}

/** Notes who bears an id. A guardian may be a teacher as well, under the same name. */
function register(
  id: string | undefined,
  as: Known,
  known: Map<string, Known>,
  found: Findings,
  guardians?: Map<string, Known>,
): void {
  if (id === undefined) return;
  const before = guardians?.get(id) ?? known.get(id);
  guardians?.set(id, before?.kind === 'guardian' ? before : as);
  if (!before) {
    known.set(id, as);
  } else if (before.kind === 'teacher' && as.kind === 'guardian') {
    if (as.name !== '' && before.name !== '' && nameKey(as.name) !== nameKey(before.name))
      found.fault([...as.path, 'name'], 'names-differ', id, pathText(before.path), before.name);
  } else {
    found.fault([...as.path, 'id'], 'duplicate-id', id, pathText(before.path));
  }
}

type SoundGuardian = NonNullable<NonNullable<LooseFile['guardians']>[number]>;

function checkGuardian(
  guardian: SoundGuardian,
  path: Path,
  index: Index,
  today: string | undefined,
  found: Findings,
): void {
  if (guardian.delivery === 'email' && guardian.email === undefined) found.fault([...path, 'email'], 'email-missing');
  warnDate(guardian.consentDate, [...path, 'consentDate'], today, found);
  const seen = new Set<string>();
  let consent = false;
  let unsaid = false;
  for (const [c, child] of (guardian.children ?? []).entries()) {
    if (child === undefined) continue;
    const at = [...path, 'children', c];
    const full: Partial<FileChild> = typeof child === 'string' ? childOf(child) : child;
    checkChild(full, typeof child === 'string' ? at : [...at, 'student'], index, seen, found);
    if (full.relation === PROXY && full.rights === 'full') found.fault([...at, 'rights'], 'proxy-rights');
    warnDate(full.consentDate, [...at, 'consentDate'], today, found);
    consent ||= full.consent ?? guardian.consent ?? false;
    unsaid ||= (full.consent ?? guardian.consent) === undefined;
  }
  if (unsaid) found.warn([...path, 'consent'], 'consent-missing');
  else if (guardian.email !== undefined && !consent && seen.size > 0)
    found.warn([...path, 'email'], 'email-without-consent');
}

function checkChild(child: Partial<FileChild>, path: Path, index: Index, seen: Set<string>, found: Findings): void {
  const id = child.student;
  if (id === undefined) return;
  if (index.students && !index.students.has(id)) found.fault(path, 'no-student', id);
  if (seen.has(id)) found.fault(path, 'duplicate-child', id);
  seen.add(id);
}

function warnDate(date: string | undefined, path: Path, today: string | undefined, found: Findings): void {
  if (date !== undefined && today !== undefined && date > today) found.warn(path, 'consent-in-future', date);
}
