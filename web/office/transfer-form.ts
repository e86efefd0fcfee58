/** The forms of transfers: what they brought, as deeds. */
import { z } from 'zod';
import { openId } from '../../src/access/public-ids.ts';
import type { NewGuardian, Transfer } from '../../src/connectors/school-file/transfer/deed.ts';

const text = (most: number) => z.string().max(most).default('').catch('');
const texts = z
  .union([z.string(), z.array(z.string()).max(50)])
  .transform((one) => [one].flat())
  .default([])
  .catch([]);

export const transferForm = z.object({
  step: z.enum(['preview', 'save', 'edit']).catch('preview'),
  what: z.enum(['move', 'leave']).optional().catch(undefined),
  class: text(100),
  date: text(10),
  ground: text(400),
  group: texts,
  undo: z.string().optional().catch(undefined),
});
export type TransferForm = z.infer<typeof transferForm>;

export const enterForm = z.object({
  step: z.enum(['preview', 'save', 'edit', 'find-0', 'find-1', 'other-0', 'other-1']).catch('preview'),
  name: text(400),
  id: text(100),
  class: text(100),
  date: text(10),
  ground: text(400),
  group: texts,
  'known-0': text(400),
  'guardian-0': text(400),
  'relation-0': text(50),
  'consent-0': text(10),
  'known-1': text(400),
  'guardian-1': text(400),
  'relation-1': text(50),
  'consent-1': text(10),
});
export type EnterForm = z.infer<typeof enterForm>;

export const NTH = [0, 1] as const;

/** Null: nothing was chosen. */
export function transferOf(secret: string, form: TransferForm, studentId: string): Transfer | null {
  const { what, date, ground } = form;
  if (!what) return null;
  if (what === 'leave') return { kind: 'leave', studentId, date, ground };
  return { kind: 'move', studentId, date, ground, classId: classOf(secret, form), courseIds: coursesOf(secret, form) };
}

export function entryOf(secret: string, form: EnterForm): Transfer {
  const { name, date, ground } = form;
  const guardians = NTH.flatMap((nth): NewGuardian[] => {
    const [who, relation, consent] = [form[`guardian-${nth}`], form[`relation-${nth}`], form[`consent-${nth}`]];
    const known = knownIn(secret, form, nth);
    const consentDate = consent === '' ? null : consent;
    return known === null && who.trim() === '' ? [] : [{ known, name: who, relation, consentDate }];
  });
  const place = { classId: classOf(secret, form), courseIds: coursesOf(secret, form) };
  return { kind: 'enter', studentId: form.id.trim(), name, date, ground, ...place, guardians };
}

/** The person whom the form names as known; null: none. What is no id of ours is nobody's. */
export function knownIn(secret: string, form: EnterForm, nth: (typeof NTH)[number]): string | null {
  const sealed = form[`known-${nth}`];
  return sealed === '' ? null : (openId(secret, 'person', sealed) ?? '');
}

const classOf = (secret: string, form: { class: string }) => Number(openId(secret, 'class', form.class) ?? 0);
const coursesOf = (secret: string, form: { group: string[] }) =>
  form.group.map((sealed) => Number(openId(secret, 'course', sealed) ?? 0));
