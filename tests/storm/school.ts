/** The school that the storm passes over: two guardians a child, half of them in Telegram, half by email. */
import { writeSchool } from '../../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../../src/connectors/school-file/read.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { silent } from '../silent.ts';

const IN_A_CLASS = 25;
const LETTERS = 'АБВГДЕЖЗИК';
const LESSONS = 7;

/** 2А … 11К */
const classNamed = (at: number) => `${2 + Math.floor(at / LETTERS.length)}${LETTERS[at % LETTERS.length]}`;
export const classOf = (pupil: number) => classNamed(Math.floor(pupil / IN_A_CLASS));
export const teacherOf = (pupil: number) => `t${Math.floor(pupil / IN_A_CLASS)}`;
/** Guardian 2n and 2n+1 are the parents of pupil n; the even one reads Telegram. */
export const pupilOf = (guardian: number) => Math.floor(guardian / 2);
export const onTelegram = (guardian: number) => guardian % 2 === 0;
export const chatOf = (guardian: number) => 500_000 + guardian;
export const mailboxOf = (guardian: number) => `g${guardian}@storm.example`;
/** every third parent in Telegram left a mailbox besides */
export const hasMailbox = (guardian: number) => !onTelegram(guardian) || guardian % 6 === 0;

export async function makeStormSchool(db: Db, clock: Clock, guardians: number): Promise<void> {
  await db.school.create({
    data: { id: 1, kind: 'rehearsal', rehearsalClock: true, madeAt: clock.now(), secret: 'a-secret-of-the-storm' },
  });
  const read = readSchoolFile(new TextEncoder().encode(JSON.stringify(schoolFile(guardians))), clock.now());
  if (!read.ok) throw new Error(JSON.stringify(read.faults.slice(0, 5)));
  await writeSchool({ db, clock, log: silent }, read.file, 'storm');
  const at = clock.now();
  const all = Array.from({ length: guardians }, (_, guardian) => guardian);
  await db.preference.createMany({
    data: all
      .filter((guardian) => hasMailbox(guardian))
      .flatMap((guardian) =>
        (['message', 'mark'] as const).map((kind) => ({
          guardianId: `g${guardian}`,
          studentId: `s${pupilOf(guardian)}`,
          kind,
          rhythm: 'now' as const,
          at,
        })),
      ),
  });
  await linkChats(db, at, all.filter(onTelegram));
  for (const guardian of all.filter((one) => onTelegram(one) && hasMailbox(one)))
    await db.guardianship.updateMany({
      where: { guardianId: `g${guardian}` },
      data: { channels: ['telegram', 'email'] },
    });
}

async function linkChats(db: Db, at: Date, guardians: number[]): Promise<void> {
  await db.contact.createMany({
    data: guardians.map((guardian) => ({
      channel: 'telegram' as const,
      bot: 'parents',
      address: String(chatOf(guardian)),
      since: at,
    })),
  });
  const contacts = await db.contact.findMany({ where: { channel: 'telegram' }, select: { id: true, address: true } });
  const ids = new Map(contacts.map(({ id, address }) => [address, id]));
  await db.contactHolder.createMany({
    data: guardians.map((guardian) => ({
      contactId: ids.get(String(chatOf(guardian))) as number,
      personId: `g${guardian}`,
      linkedAt: at,
    })),
  });
}

function schoolFile(guardians: number) {
  const pupils = Math.ceil(guardians / 2);
  const classes = Array.from({ length: Math.ceil(pupils / IN_A_CLASS) }, (_, at) => classNamed(at));
  const year = { starts: '2026-09-01', ends: '2027-05-31' };
  const lessons = Array.from({ length: LESSONS }, (_, at) => at + 1);
  return {
    name: 'Школа бурь',
    timeZone: 'Europe/Moscow',
    year,
    periods: [{ name: 'год обучения', ...year }],
    holidays: [],
    bells: Object.fromEntries(lessons.map((lesson) => [lesson, [`${7 + lesson}:30`, `${8 + lesson}:15`].map(padded)])),
    subjects: [{ name: 'Алгебра', short: ['алг'] }],
    classes: classes.map((name, at) => ({
      name,
      grade: Number.parseInt(name, 10),
      classTeacher: `t${at}`,
      students: Array.from({ length: Math.min(IN_A_CLASS, pupils - at * IN_A_CLASS) }, (_, i) => ({
        id: `s${at * IN_A_CLASS + i}`,
        last: 'Учеников',
        first: `Имя${'абвгдежзиклмнопрстуфхцчшщ'[i]}`,
        patronymic: '',
        sex: 'm',
      })),
    })),
    teachers: classes.map((_, at) => ({ id: `t${at}`, name: `Учителева Анна ${LETTERS[at % LETTERS.length]}` })),
    courses: classes.map((name, at) => ({ class: name, subject: 'Алгебра', teacher: `t${at}` })),
    timetable: classes.flatMap((name) =>
      [1, 2, 3, 4, 5].flatMap((weekday) =>
        lessons.map((lesson) => ({ class: name, subject: 'Алгебра', weekday, lesson })),
      ),
    ),
    guardians: Array.from({ length: guardians }, (_, guardian) => ({
      id: `g${guardian}`,
      name: `Родителева Мария ${guardian % 2 ? 'Олеговна' : 'Игоревна'}`,
      delivery: onTelegram(guardian) ? 'telegram' : 'email',
      ...(hasMailbox(guardian) && { email: mailboxOf(guardian) }),
      children: [`s${pupilOf(guardian)}`],
      consent: true,
    })),
    rules: { settleMinutes: 0.05, editLockDays: 30 },
  };
}

const padded = (time: string) => time.padStart(5, '0');
