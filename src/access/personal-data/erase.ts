/** A guardian's data erased on request, or after they have left (152-ФЗ, ст. 20, 21): what goes, what the law lets stay. */
import type { Attachments } from '../../platform/attachments.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database/open.ts';
import { plainName } from '../plain-name.ts';
import { eraseAccount, eraseContacts, eraseNotices, erasePaper, eraseRelations, eraseTraces } from './erase-rows.ts';
import { maskMentions } from './mentions.ts';
import { masked, namingOf } from './naming.ts';
import { whoIs } from './who.ts';

/** Counts for the preview; the fields of `goes` are erased, those of `stays` are kept under opaque numbers. */
export interface ErasurePreview {
  name: { last: string; first: string; patronymic: string };
  goes: {
    contacts: number;
    sessions: number;
    choices: number;
    rhythms: number;
    codes: number;
    texts: number;
    photos: number;
  };
  stays: { consents: number; weeks: number; sheets: number; applications: number; audit: number };
  /** children who have no other guardian to be told */
  alone: string[];
  /** another office keeps the name; something is on its way out just now */
  hindrance: 'alsoStaff' | 'alsoPupil' | 'sending' | null;
}

/** What erasing would do. @returns null: no such guardian, or already erased. One query */
export async function erasurePreview(db: Db | Tx, guardianId: string): Promise<ErasurePreview | null> {
  const [row] = await db.$queryRaw<PreviewRow[]>`
    SELECT p.last, p.first, p.patronymic,
      EXISTS (SELECT FROM staff_member s WHERE s.id = p.id) AS staff, EXISTS (SELECT FROM student s WHERE s.id = p.id) AS pupil,
      EXISTS (SELECT FROM delivery d JOIN delivery_item i ON i.delivery_id = d.id
               WHERE i.guardian_id = p.id AND d.state IN ('leased', 'started')) AS sending,
      (SELECT count(*)::int FROM contact_holder h WHERE h.person_id = p.id) AS contacts,
      (SELECT count(*)::int FROM session s JOIN account_person a ON a.account_id = s.account_id WHERE a.person_id = p.id) AS sessions,
      (SELECT count(*)::int FROM choice_record c WHERE c.guardian_id = p.id AND c.what NOT IN ('consent', 'rights')) AS choices,
      (SELECT count(*)::int FROM choice_record c WHERE c.guardian_id = p.id AND c.what IN ('consent', 'rights')) AS consents,
      (SELECT count(*)::int FROM preference f WHERE f.guardian_id = p.id) AS rhythms,
      (SELECT count(*)::int FROM invitation v WHERE v.person_id = p.id) AS codes,
      (SELECT count(DISTINCT d.id)::int FROM delivery d JOIN delivery_item i ON i.delivery_id = d.id
        WHERE i.guardian_id = p.id AND d.payload IS NOT NULL) AS texts,
      (SELECT count(*)::int FROM attachment f JOIN sheet s ON s.id = f.sheet_id WHERE s.guardian_id = p.id) AS photos,
      (SELECT count(*)::int FROM obligation o WHERE o.guardian_id = p.id) AS weeks,
      (SELECT count(*)::int FROM sheet s WHERE s.guardian_id = p.id) AS sheets,
      (SELECT count(*)::int FROM application t WHERE t.guardian_id = p.id) AS applications,
      (SELECT count(*)::int FROM audit_record u WHERE u.actor_id = p.id) AS audit,
      ARRAY(SELECT concat_ws(' ', c.last, c.first) FROM guardianship g JOIN person c ON c.id = g.student_id
              JOIN student s ON s.id = c.id AND s.left_at IS NULL
             WHERE g.guardian_id = p.id AND g.ended_at IS NULL AND g.rights <> 'none' AND NOT EXISTS (
               SELECT FROM guardianship o JOIN guardian r ON r.id = o.guardian_id AND r.left_at IS NULL
                WHERE o.student_id = g.student_id AND o.guardian_id <> p.id AND o.ended_at IS NULL AND o.rights = 'full')
             ORDER BY 1) AS alone
    FROM person p JOIN guardian r ON r.id = p.id WHERE p.id = ${guardianId} AND p.erased_at IS NULL`;
  if (!row) return null;
  const { last, first, patronymic, alone, staff, pupil, sending, ...count } = row;
  const { contacts, sessions, choices, rhythms, codes, texts, photos, consents, weeks, sheets, applications, audit } =
    count;
  return {
    name: { last, first, patronymic },
    goes: { contacts, sessions, choices, rhythms, codes, texts, photos },
    stays: { consents, weeks, sheets, applications, audit },
    alone,
    hindrance: staff ? 'alsoStaff' : pupil ? 'alsoPupil' : sending ? 'sending' : null,
  };
}

type Counts = ErasurePreview['goes'] & ErasurePreview['stays'];
type PreviewRow = ErasurePreview['name'] &
  Counts & { alone: string[]; staff: boolean; pupil: boolean; sending: boolean };

/** Notices of years are looked through. */
const TRANSACTION = { maxWait: 60_000, timeout: 60_000 };

export type Erased =
  | { ok: true }
  | { ok: false; code: 'gone' | 'alsoStaff' | 'alsoPupil' | 'sending' | 'notConfirmed' | 'noGround'; field: string };

/**
 * Erases a guardian for good, in one transaction: name, contacts, settings, choices, texts that were sent, account, codes,
 * printed files with the name on them, photos of signed stubs, and the name wherever the desk wrote it. Journal, duties, ledger,
 * sheets and the register keep their opaque ids; consents stay, for they prove that data were kept lawfully (ст. 9).
 * @param wish.surname typed once more by whoever erases
 * @param wish.ground number and date of the request, or that the person left
 * @param shownAs stands where the name stood
 */
export async function eraseGuardian(
  { db, clock, files }: { db: Db; clock: Clock; files: Pick<Attachments, 'drop'> },
  guardianId: string,
  wish: { surname: string; ground: string; byId: string; shownAs: string },
): Promise<Erased> {
  const now = clock.now();
  const photos: string[] = [];
  const erased = await db.$transaction(async (tx): Promise<Erased> => {
    await tx.$queryRaw`SELECT id FROM person WHERE id = ${guardianId} FOR UPDATE`;
    const [preview, who] = [await erasurePreview(tx, guardianId), await whoIs(tx, guardianId)];
    if (!preview || !who) return { ok: false, code: 'gone', field: 'surname' };
    if (preview.hindrance) return { ok: false, code: preview.hindrance, field: 'surname' };
    const ground = masked(wish.ground.trim(), namingOf(who));
    if (!ground) return { ok: false, code: 'noGround', field: 'ground' };
    if (plainName(wish.surname) !== plainName(preview.name.last))
      return { ok: false, code: 'notConfirmed', field: 'surname' };
    await tx.person.update({
      where: { id: guardianId },
      data: { last: wish.shownAs, first: '', patronymic: '', sex: null, erasedAt: now },
    });
    await maskMentions(tx, who);
    photos.push(...(await erasePaper(tx, guardianId)));
    await eraseTraces(tx, who);
    await eraseRelations(tx, guardianId, now);
    await eraseNotices(tx, who, now);
    await eraseContacts(tx, guardianId, now);
    await eraseAccount(tx, guardianId, now);
    const details = { ground, goes: preview.goes };
    const object = `person:${guardianId}`;
    await tx.auditRecord.create({ data: { at: now, actorId: wish.byId, action: 'erasePerson', object, details } });
    return { ok: true };
  }, TRANSACTION);
  // rows are gone for good by now; a file that stays behind a crash has no name that leads to anybody
  for (const photo of photos) await files.drop(photo);
  return erased;
}
