/** Families without evidence of a week: asked of the class teacher, then told to the deputy. */
import type { Section } from '../news/section.ts';
import { dateRange } from '../russian/dates.ts';
import { shortName } from '../russian/names.ts';
import { count, type Forms } from '../russian/plural.ts';
import { NBSP } from '../russian/typography.ts';

const FROM_FAMILIES: Forms = ['семьи', 'семей', 'семей'];

interface Name {
  last: string;
  first: string;
  patronymic: string;
}

export interface FamilyWords {
  child: Name;
  guardians: Name[];
  /** no name may go into a chat */
  nameless: boolean;
  step: string;
  sheet: number | null;
}

/** What the class teacher does for one family, by the step that stands open. */
const TASKS: Record<string, (sheet: string) => string> = {
  handOver: (sheet) => `вручите распечатку${sheet}`,
  awaitStub: (sheet) => `распечатка${sheet} передана через ребёнка; верните её корешок`,
  absent: (sheet) =>
    `распечатку${sheet} некому было вручить; вручите снова, передайте через ребёнка или отправьте почтой`,
  refused: (sheet) => `от распечатки${sheet} отказались; отправьте её почтой и предложите другой способ`,
  rejected: () => 'сводка не ушла по ошибке школы; сообщите администратору и передайте сведения лично',
  sending: () => 'сводка ещё не ушла, канал не отвечает; позвоните семье и предложите распечатку',
  unreached: () => 'не дошло ни одним путём; позвоните семье, предложите новый код или бумагу',
};

/** «вручите распечатку № 12» */
export function familyTask(step: string, sheet: number | null): string {
  const number = sheet ? `${NBSP}№${NBSP}${sheet}` : '';
  return (TASKS[step] ?? TASKS.unreached)?.(number) ?? '';
}

/** «Степанян Нарек (Степанян В. А.): вручите распечатку № 12» */
export function familyLine({ child, guardians, nameless, step, sheet }: FamilyWords): string {
  const task = familyTask(step, sheet);
  if (nameless) return `Семья без согласия на электронные сведения: ${task}. Имя — в реестре распечаток.`;
  return `${child.last} ${child.first} (${guardians.map(shortName).join(', ')}): ${task}.`;
}

interface Week {
  class: string;
  starts: string;
  ends: string;
}

/** To the class teacher: one message for a class and week. */
export function askClassTeacher(week: Week, families: readonly FamilyWords[]): Section[] {
  const title = `${week.class}, неделя ${dateRange(week.starts, week.ends)}: нет подтверждения от ${count(families.length, FROM_FAMILIES)}`;
  return [
    {
      who: week.class,
      title,
      blocks: [
        { items: families.map((family) => ({ text: familyLine(family) })) },
        {
          items: [
            {
              text: 'Со времени закрытия недели прошло два учебных дня. Подтверждением станут вручённая распечатка, принятое сообщение или открытый дневник.',
            },
          ],
        },
      ],
    },
  ];
}

export interface ClassWords extends Week {
  /** full name; empty: the class has none */
  classTeacher: string;
  /** has a chat in the teachers' bot, and was asked there */
  asked: boolean;
  families: readonly FamilyWords[];
}

/** To the deputy: all classes whose teachers were asked a school day ago. */
export function tellDeputy(classes: readonly ClassWords[]): Section[] {
  const total = classes.reduce((sum, { families }) => sum + families.length, 0);
  return [
    {
      who: 'Недели без подтверждения',
      title: `Прошло три учебных дня, подтверждения нет от ${count(total, FROM_FAMILIES)}`,
      blocks: classes.map((one) => ({
        title: `${one.class}, неделя ${dateRange(one.starts, one.ends)}. ${teacherWords(one)}`,
        items: one.families.map((family) => ({ text: familyLine(family) })),
      })),
    },
  ];
}

function teacherWords({ classTeacher, asked }: ClassWords): string {
  if (!classTeacher) return 'Классный руководитель не назначен';
  return asked
    ? `Предупреждение получил классный руководитель: ${classTeacher}`
    : `${classTeacher}: бот не подключён, сообщите лично`;
}
