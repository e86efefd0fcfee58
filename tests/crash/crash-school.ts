/** A school made for killing: many families, each message unlike every other. */
import { writeSchool } from '../../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../../src/connectors/school-file/read.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { silent } from '../silent.ts';

const IN_A_CLASS = 25;
const LETTERS = 'АБВГДЕЖЗИК';
/** 5А, 5Б … */
const classNamed = (at: number) => `${5 + Math.floor(at / LETTERS.length)}${LETTERS[at % LETTERS.length]}`;
export const FAMILIES = 200;
/** every fourth family reads Telegram, the others mail */
export const onTelegram = (family: number) => family % 4 === 0;

export interface CrashSchool {
  families?: number;
  telegram?: (family: number) => boolean;
}
const FIRST_CHAT = 70_000;
export const chatOf = (family: number) => FIRST_CHAT + family;
const familyOf = (chat: string) => Number(chat) - FIRST_CHAT;
export const mailboxOf = (family: number) => `family${family}@crash.example`;

/** Families 0 … FAMILIES-1: pupil `s0` with guardian `g0` and so on; news leaves at once, at any hour. */
export async function makeCrashSchool(
  db: Db,
  clock: Clock,
  { families: count = FAMILIES, telegram = onTelegram }: CrashSchool = {},
): Promise<void> {
  await db.school.create({ data: { id: 1, kind: 'real', madeAt: clock.now(), secret: 'a-secret-of-the-crash-test' } });
  const read = readSchoolFile(new TextEncoder().encode(JSON.stringify(schoolFile(count, telegram))), clock.now());
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  await writeSchool({ db, clock, log: silent }, read.file, 'crash');
  const at = clock.now();
  const families = Array.from({ length: count }, (_, family) => family);
  await db.preference.createMany({
    data: families.map((family) => ({
      guardianId: `g${family}`,
      studentId: `s${family}`,
      kind: 'message' as const,
      rhythm: 'now' as const,
      at,
    })),
  });
  const linked = families.filter(telegram);
  const contacts = await db.contact.createManyAndReturn({
    data: linked.map((family) => ({
      channel: 'telegram' as const,
      bot: 'parents',
      address: String(chatOf(family)),
      since: at,
    })),
  });
  await db.contactHolder.createMany({
    data: contacts.map(({ id, address }) => ({ contactId: id, personId: `g${familyOf(address)}`, linkedAt: at })),
  });
}

/** One message for one family; its text stands nowhere else. */
export function crashEntry(
  index: number,
  families = FAMILIES,
): { key: string; marker: string; family: number; entry: object } {
  const family = index % families;
  const marker = `<вестник ${index}>`;
  const entry = {
    kind: 'message',
    class: classNamed(Math.floor(family / IN_A_CLASS)),
    student: `s${family}`,
    text: marker,
    by: `t${Math.floor(family / IN_A_CLASS)}`,
    key: `crash-${index}`,
  };
  return { key: entry.key, marker, family, entry };
}

function schoolFile(families: number, telegram: (family: number) => boolean) {
  const classes = Array.from({ length: Math.ceil(families / IN_A_CLASS) }, (_, at) => classNamed(at));
  const year = { starts: '2026-09-01', ends: '2027-05-31' };
  return {
    name: 'Школа испытаний',
    timeZone: 'Europe/Moscow',
    year,
    periods: [{ name: 'год обучения', ...year }],
    holidays: [],
    bells: { 1: ['08:30', '09:15'] },
    subjects: [{ name: 'Алгебра', short: ['алг'] }],
    classes: classes.map((name, at) => ({
      name,
      grade: Number.parseInt(name, 10),
      classTeacher: `t${at}`,
      students: Array.from({ length: Math.min(IN_A_CLASS, families - at * IN_A_CLASS) }, (_, i) => ({
        id: `s${at * IN_A_CLASS + i}`,
        last: 'Учеников',
        first: `Имя${'абвгдежзиклмнопрстуфхцчшщ'[i]}`,
        patronymic: '',
        sex: 'm',
      })),
    })),
    teachers: classes.map((_, at) => ({ id: `t${at}`, name: `Учителева Анна ${LETTERS[at % LETTERS.length]}` })),
    courses: classes.map((name, at) => ({ class: name, subject: 'Алгебра', teacher: `t${at}` })),
    timetable: classes.map((name) => ({ class: name, subject: 'Алгебра', weekday: 1, lesson: 1 })),
    guardians: Array.from({ length: families }, (_, family) => ({
      id: `g${family}`,
      name: `Родителева Мария ${family % 2 ? 'Олеговна' : 'Игоревна'}`,
      delivery: telegram(family) ? 'telegram' : 'email',
      ...(!telegram(family) && { email: mailboxOf(family) }),
      children: [`s${family}`],
      consent: true,
    })),
    rules: { settleMinutes: 0, hourly: false, quietHours: { from: '00:00', to: '00:00' } },
  };
}
