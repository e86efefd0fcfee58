import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { openWebSchool, PUBLIC_URL, type WebSchool } from './school.ts';
import { signedIn, type Visitor, visitor } from './visitor.ts';

let school: WebSchool;
beforeAll(async () => {
  school = await openWebSchool();
  await consent('g2', true);
});
afterAll(() => school.close());

const PAGE = `/diary/homework?child=${sealId('for tests only', 'student', 's1')}`;
const consent = (guardianId: string, given: boolean) =>
  school.db.guardianship.update({
    where: { guardianId_studentId: { guardianId, studentId: 's1' } },
    data: { consent: given },
  });
const TICK = /name="done" value="([^"]+)"/;
const UNTICK = /name="undone" value="([^"]+)"/;
const press = async (who: Visitor, name: 'done' | 'undone') => {
  const page = await who.get(PAGE);
  const value = (name === 'done' ? TICK : UNTICK).exec(page.text)?.[1] ?? '';
  return await who.submit(PAGE, { [name]: value });
};

test('homework stands under the day it is due, and is ticked off for oneself alone', async () => {
  const [mother, father, pupil, teacher] = await Promise.all(
    ['g1', 'g2', 's1', 't1'].map((id) => signedIn(school, id)),
  );
  const page = await mother!.get(PAGE);
  expect(page.text).toContain('§ 12, № 345–350');
  expect(page.text).toContain('Четверг');
  expect(page.text).not.toContain('выучить правило');
  expect((await press(mother!, 'done')).status).toBe(303);
  expect((await mother!.get(PAGE)).text).toMatch(UNTICK);
  for (const other of [father, pupil]) expect((await other!.get(PAGE)).text).toMatch(TICK);
  // twice is once
  expect((await press(pupil!, 'done')).status).toBe(303);
  expect((await press(mother!, 'undone')).status).toBe(303);
  expect((await mother!.get(PAGE)).text).toMatch(TICK);
  expect((await pupil!.get(PAGE)).text).toMatch(UNTICK);
  const read = await teacher!.get(PAGE);
  expect(read.text).toContain('§ 12');
  expect(read.text).not.toMatch(/name="(un)?done"/);
});

test('what does not stand on the child’s page cannot be ticked off', async () => {
  const who = await signedIn(school, 'g1');
  const other = await school.db.journalEntry.findFirstOrThrow({ where: { kind: 'homework', studentId: 's2' } });
  for (const done of [
    sealId('for tests only', 'homework', String(other.id)),
    sealId('for tests only', 'student', 's1'),
    '1',
  ])
    expect((await who.submit(PAGE, { done })).status).toBe(404);
  expect(await school.db.homeworkDone.count({ where: { personId: 'g1' } })).toBe(0);
});

test('the calendar is open to whoever holds its link, until that is ended, replaced, or consent is withdrawn', async () => {
  const who = await signedIn(school, 'g1');
  const issue = async () => {
    const page = await who.submit(PAGE, { part: 'issue' });
    expect(page.status).toBe(200);
    return new RegExp(`value="${PUBLIC_URL}(/homework/[^"]+)"`).exec(page.text)?.[1] ?? '';
  };
  const stranger = visitor(school);
  const first = await issue();
  const calendar = await stranger.get(first);
  expect(calendar.status).toBe(200);
  expect(calendar.headers['content-type']).toBe('text/calendar; charset=utf-8');
  expect(calendar.text).toContain('DTSTART;VALUE=DATE:20260917');
  expect(calendar.text).toContain('§ 12\\, № 345–350');
  expect(calendar.text).not.toContain('выучить правило');
  expect(calendar.text).not.toContain('Иванов');
  const uids = (text: string) => text.match(/^UID:.*$/gm);
  school.clock.advance({ hours: 1 });
  expect(uids((await stranger.get(first)).text)).toEqual(uids(calendar.text));
  // kept hashed, and shown this once
  expect(await school.db.secretLink.count({ where: { tokenHash: { contains: first.split('/').at(-1)! } } })).toBe(0);
  expect((await who.get(PAGE)).text).not.toContain('/homework/');
  expect((await who.get(PAGE)).text).toContain('Ссылка выдана 16 сентября');

  const second = await issue();
  expect((await stranger.get(first)).status).toBe(404);
  expect((await stranger.get(second)).status).toBe(200);
  expect((await stranger.get(`${second}x`)).status).toBe(404);
  await consent('g1', false);
  expect((await stranger.get(second)).status).toBe(404);
  await consent('g1', true);
  expect((await stranger.get(second)).status).toBe(200);
  expect((await who.submit(PAGE, { part: 'revoke' })).status).toBe(303);
  expect((await stranger.get(second)).status).toBe(404);
});
