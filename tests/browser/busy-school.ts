/** The example school in the middle of its work, so that no page of it is empty, and where each reader begins. */
import { invite } from '../../src/access/invitations.ts';
import { claimMailbox } from '../../src/access/mailboxes.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { choicesToken, unsubscribeToken } from '../../src/access/secret-links.ts';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { keepCodes, stubUrl } from '../../src/delivery/print-sheets.ts';
import { correctEntry, recordEntries } from '../../src/journal/record.ts';
import { outgoingExamples } from '../web/outgoing-examples.ts';
import { addAdmin, PUBLIC_URL, WEEK, type WebSchool } from '../web/school.ts';
import { signedIn } from '../web/visitor.ts';

const SECRET = 'for tests only';
const seal = (purpose: string, id: string | number) => sealId(SECRET, purpose, String(id));
const child = (id: string) => `child=${seal('student', id)}`;
const person = (id: string) => `person=${seal('person', id)}`;

/** Monday after the example's week, which has closed. @returns the addresses that no page links to, and the richest of some routes */
export async function busySchool(school: WebSchool) {
  const { db, clock } = school;
  await addAdmin(db);
  await record(school);
  clock.set('2026-09-20T10:00:00+03:00');
  await closeWeeks(school);
  clock.set('2026-09-21T09:00:00+03:00');
  await outgoingExamples(school);
  const classId = (await db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } })).id;
  const own = `class=${seal('class', classId)}`;
  const application = await apply(school);
  const report = await steal(school);
  await moveAndIll(school, classId);
  const course = await db.course.findFirstOrThrow({ where: { subject: { name: 'Алгебра' }, classId } });
  const mark = await db.journalEntry.findFirstOrThrow({ where: { kind: 'mark', value: '3', studentId: 's1' } });
  const journal = `course=${seal('course', course.id)}`;
  return {
    nobody: [
      '/',
      '/login',
      '/login/sent',
      '/demo',
      '/outgoing',
      '/nowhere',
      '/choices/x',
      ...(await secretAddresses(school)),
    ],
    guardian: ['/diary', `/diary?week=${WEEK}`, '/account', '/joined'],
    pupil: ['/diary', `/diary?week=${WEEK}`, '/account'],
    classTeacher: [
      '/desk',
      `/desk/class?${own}&day=2026-09-15`,
      `/desk/class?${own}&subject=${encodeURIComponent('Алгебра')}`,
      `/desk/absences?${own}&day=2026-09-14`,
      `/desk/choices?${child('s1')}&guardian=${seal('guardian', 'g1')}`,
      `/desk/illness?${child('s5')}`,
      `/desk/runs?${own}&week=${WEEK}`,
      '/desk/lessons?day=2026-09-15',
      `/desk/lesson?lesson=${seal('lesson', `${course.id} 2026-09-15 2`)}`,
      `/desk/journal?${journal}`,
      `/desk/journal?${journal}&cell=${seal('entries', mark.id)}`,
    ],
    deputy: [
      '/desk',
      '/desk/day?date=2026-09-17',
      `/desk/day?date=2026-09-17&${own}`,
      `/desk/promise?week=${WEEK}&${own}`,
      `/desk/deadlines?from=2026-09-14&to=2026-09-20&teacher=${seal('staff', 't1')}`,
      application,
      `/desk/account/theft?${person('t2')}&day=2026-09-01&time=08:00`,
      report,
      `/desk/personal/person?guardian=${seal('guardian', 'g3')}`,
      '/account',
    ],
    secretary: [
      '/desk',
      `/desk/person?${person('s1')}`,
      `/desk/person?${person('g1')}`,
      `/desk/transfer?${person('s21')}`,
    ],
    admin: ['/desk'],
  };
}

async function record(school: WebSchool): Promise<void> {
  const low = ['14', '15', '16'].map((day) => ({
    ...{
      kind: 'mark',
      class: '7Б',
      subject: 'Русский язык',
      date: `2026-09-${day}`,
      student: 's2',
      value: '2',
      by: 't3',
    },
    key: `low ${day}`,
  }));
  const homework = { kind: 'homework', class: '7Б', subject: 'Алгебра', due: '2026-09-22', text: '§ 13', by: 't1' };
  const results = await recordEntries(school, 'busy', [{ ...homework, key: 'homework' }, ...low]);
  const refused = results.filter(({ status }) => status !== 'recorded');
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  const { id } = await school.db.journalEntry.findFirstOrThrow({
    where: { kind: 'mark', studentId: 's1', work: 'контрольная' },
  });
  await correctEntry(school, { entryId: id, by: 't1', source: 'web', value: { value: '3' } });
}

/** By a letter, by a sheet's code, by a link of the bot. */
async function secretAddresses({ db, clock }: WebSchool): Promise<string[]> {
  const now = clock.now();
  const mailbox = await db.contact.findFirstOrThrow({
    where: { channel: 'email', holders: { some: { personId: 'g7' } } },
  });
  const sheet = await db.sheet.findFirstOrThrow({ where: { studentId: 's4', copyOfId: null } });
  await keepCodes({ db, secret: SECRET }, [sheet.id]);
  const [invitation] = await invite(db, clock, ['g4'], { publicUrl: PUBLIC_URL });
  const signIn = await createSignInLink(db, clock, 'g1', { publicUrl: PUBLIC_URL });
  const claimed = await claimMailbox(
    { db, clock, publicUrl: PUBLIC_URL },
    { personId: 'g7', mailbox: 'new@mail.example' },
  );
  if (!claimed.ok) throw new Error(claimed.code);
  const links = [
    invitation!.link,
    signIn.link,
    claimed.letter.link,
    stubUrl({ secret: SECRET, publicUrl: PUBLIC_URL }, sheet.id),
  ];
  return [
    ...links.map((link) => new URL(link).pathname),
    `/choices/${choicesToken(SECRET, mailbox.id, now)}`,
    `/unsubscribe/${unsubscribeToken(SECRET, mailbox.id)}`,
  ];
}

/** @returns where it stands */
async function apply(school: WebSchool): Promise<string> {
  const teacher = await signedIn(school, 't1');
  const fields = { kind: 'access', date: '2026-09-15', applicant: 'other', name: 'Иванова Раиса Ильинична' };
  return place(await teacher.submit(`/desk/applications/new?${child('s1')}`, fields));
}

/** One report of a theft waits, one was looked into. @returns the report of that */
async function steal(school: WebSchool): Promise<string> {
  for (const id of ['t2', 't5']) await (await signedIn(school, id)).submit('/account', { part: 'theft' });
  const deputy = await signedIn(school, 't3');
  const since = { day: '2026-09-21', time: '08:00' };
  return place(await deputy.submit(`/desk/account/theft?${person('t5')}&day=${since.day}&time=${since.time}`, since));
}

/** A pupil of 9А comes to 7Б; another is ill. */
async function moveAndIll(school: WebSchool, classId: number): Promise<void> {
  const secretary = await signedIn(school, 't7');
  const move = { step: 'save', what: 'move', class: seal('class', classId), date: '2026-09-21', ground: 'приказ № 12' };
  place(await secretary.submit(`/desk/transfer?${person('s21')}`, move));
  const teacher = await signedIn(school, 't1');
  const days = { part: 'save', starts: '2026-09-21', ends: '2026-09-23', note: '' };
  place(await teacher.submit(`/desk/illness?${child('s5')}`, days));
}

/** Where a form that was taken leads to. */
function place({ status, location, text }: { status: number; location: string | undefined; text: string }): string {
  if (status !== 303 || !location) throw new Error(`a form was refused: ${status} ${text.slice(0, 2000)}`);
  return location.split('#')[0]!;
}
