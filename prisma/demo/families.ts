import type { SchoolFile } from '../../src/connectors/school-file/schema.ts';
import { CLASSES } from './curriculum.ts';
import { type NamePool, POOLS, type Sex } from './names.ts';
import { type Random, randomFor } from './random.ts';

type Student = SchoolFile['classes'][number]['students'][number];
type Guardian = NonNullable<SchoolFile['guardians']>[number];
type Child = Exclude<Guardian['children'][number], string>;

export interface Families {
  /** class → its pupils */
  students: Map<string, Student[]>;
  guardians: Guardian[];
  /** children whose parents do not inform one another: each parent is a household */
  divorced: { student: string; guardians: [string, string] }[];
}

/** Pupils and guardians of the whole school; the first families are always the same and stand in README. */
export function makeFamilies(seed: number): Families {
  const random = randomFor(seed, 'families');
  const made: Families = { students: new Map(CLASSES.map(({ name }) => [name, []])), guardians: [], divorced: [] };
  fixedFamilies(made);
  for (;;) {
    const room = CLASSES.filter(({ name, pupils }) => made.students.get(name)!.length < pupils);
    if (room.length === 0) break;
    const children = random.chance(0.22) ? (random.chance(0.2) ? 3 : 2) : 1;
    makeFamily(
      made,
      random,
      random
        .shuffle(room)
        .slice(0, children)
        .map(({ name }) => name),
    );
  }
  for (const list of made.students.values()) list.sort((a, b) => a.last.localeCompare(b.last, 'ru'));
  return made;
}

/** g1 and g2: two children; g3: paper; g4: email, a six-day class; g5: a child in grade 1; t7: a teacher who is a mother. */
function fixedFamilies({ students, guardians }: Families): void {
  const put = (className: string, student: Student) => students.get(className)!.push(student);
  const mother = (student: string): Child => ({ student, relation: 'мать' });
  put('7Б', { id: 's1', last: 'Иванов', first: 'Пётр', patronymic: 'Ильич', sex: 'm' });
  put('3А', { id: 's2', last: 'Иванова', first: 'Дарья', patronymic: 'Ильинична', sex: 'f' });
  put('7Б', { id: 's3', last: 'Мамутов', first: 'Руслан', patronymic: 'Ленурович', sex: 'm' });
  put('9А', { id: 's4', last: 'Степанян', first: 'Нарек', patronymic: 'Ваганович', sex: 'm' });
  put('1А', { id: 's5', last: 'Цой', first: 'Вера', patronymic: 'Сергеевна', sex: 'f' });
  put('5А', { id: 's6', last: 'Тарасенко', first: 'Назар', patronymic: 'Олегович', sex: 'm' });
  const given = { consent: true, consentDate: '2020-09-01' };
  const email = (id: string) => `${id}@mail.example`;
  guardians.push(
    {
      id: 'g1',
      name: 'Иванова Мария Петровна',
      email: email('g1'),
      phone: '+7 978 000-00-01',
      delivery: 'telegram',
      children: [mother('s1'), mother('s2')],
      ...given,
    },
    {
      id: 'g2',
      name: 'Иванов Илья Андреевич',
      email: email('g2'),
      delivery: 'email',
      children: [
        { student: 's1', relation: 'отец' },
        { student: 's2', relation: 'отец' },
      ],
      ...given,
    },
    {
      id: 'g3',
      name: 'Мамутова Диляра Сейдаметовна',
      phone: '+7 978 000-00-03',
      delivery: 'paper',
      children: [mother('s3')],
      consent: false,
    },
    {
      id: 'g4',
      name: 'Степанян Ваган Арамович',
      email: email('g4'),
      delivery: 'email',
      children: [{ student: 's4', relation: 'отец' }],
      ...given,
    },
    { id: 'g5', name: 'Цой Светлана Юрьевна', delivery: 'telegram', children: [mother('s5')], ...given },
    { id: 't7', name: 'Тарасенко Людмила Васильевна', delivery: 'telegram', children: [mother('s6')], ...given },
  );
}

interface Parents {
  father: Omit<Guardian, 'children'>;
  mother: Omit<Guardian, 'children'>;
}

function makeFamily(made: Families, random: Random, classes: string[]): void {
  const pool = poolFor(random);
  const [hisName, herName] = random.pick(pool.surnames);
  const father = random.pick(pool.fathers);
  const first = firstNames(pool, random);
  const ids = classes.map((className) => {
    const sex: Sex = random.chance(0.5) ? 'm' : 'f';
    const id = `s${countOf(made) + 1}`;
    const patronymic = sex === 'm' ? father[1] : father[2];
    const student: Student = { id, last: sex === 'm' ? hisName : herName, first: first(sex), sex };
    made.students.get(className)!.push(patronymic === '' ? student : { ...student, patronymic });
    return id;
  });
  const number = made.guardians.length;
  const parents: Parents = {
    father: adult(random, `g${number + 1}`, `${hisName} ${father[0]} ${random.pick(pool.fathers)[1]}`.trim()),
    mother: adult(
      random,
      `g${number + 2}`,
      `${herName} ${random.pick(pool.mothers)} ${random.pick(pool.fathers)[2]}`.trim(),
    ),
  };
  addGuardians(made, random, parents, ids);
}

/** First names of one family: brothers and sisters do not share one. */
function firstNames(pool: NamePool, random: Random): (sex: Sex) => string {
  const boys = random.shuffle(pool.boys);
  const girls = random.shuffle(pool.girls);
  return (sex) => (sex === 'm' ? boys.pop() : girls.pop())!;
}

const countOf = ({ students }: Families): number => [...students.values()].reduce((sum, list) => sum + list.length, 0);

function poolFor(random: Random): NamePool {
  let at = random.below(POOLS.reduce((sum, { share }) => sum + share, 0));
  return POOLS.find(({ share }) => {
    at -= share;
    return at < 0;
  })!;
}

/** An adult with a channel: half on Telegram, a quarter by email, the rest on paper; nine in ten have given consent. */
function adult(random: Random, id: string, name: string): Omit<Guardian, 'children'> {
  const draw = random.next();
  const delivery = draw < 0.52 ? 'telegram' : draw < 0.78 ? 'email' : 'paper';
  const consent = delivery === 'email' || random.chance(delivery === 'telegram' ? 0.93 : 0.5);
  const address = delivery === 'email' || (delivery === 'telegram' && random.chance(0.4) && consent);
  return {
    id,
    name,
    delivery,
    consent,
    ...(consent ? { consentDate: '2020-09-01' } : {}),
    ...(address ? { email: `${id}@mail.example` } : {}),
  };
}

function addGuardians(made: Families, random: Random, { father, mother }: Parents, ids: string[]): void {
  const link = (relation: Child['relation']) => ids.map((student): Child => ({ student, relation }));
  const draw = random.next();
  if (draw < 0.62) {
    made.guardians.push({ ...father, children: link('отец') }, { ...mother, children: link('мать') });
  } else if (draw < 0.72) {
    // divorced: each parent is informed apart; one of several children only in one household
    made.guardians.push({ ...father, children: link('отец').slice(0, 1) }, { ...mother, children: link('мать') });
    made.divorced.push({ student: ids[0]!, guardians: [father.id, mother.id] });
  } else if (draw < 0.9) {
    made.guardians.push({ ...mother, id: father.id, ...emailOf(mother, father.id), children: link('мать') });
  } else if (draw < 0.94) {
    made.guardians.push({ ...mother, id: father.id, ...emailOf(mother, father.id), children: link('опекун') });
  } else {
    const proxy = { id: mother.id, name: mother.name, delivery: 'paper', consent: false } as const;
    made.guardians.push(
      { ...father, children: withOneRefused(link('отец')) },
      { ...proxy, children: link('доверенное лицо').map((child) => ({ ...child, rights: 'paper' as const })) },
    );
  }
}

/** Ids run on without gaps, so the one parent of a family takes the first. */
const emailOf = (adult: Omit<Guardian, 'children'>, id: string) =>
  adult.email === undefined ? {} : { email: `${id}@mail.example` };

/** Consent stands for each child: here for all but the last of several. */
function withOneRefused(children: Child[]): Child[] {
  if (children.length < 2) return children;
  return children.map((child, at) => (at === children.length - 1 ? { ...child, consent: false } : child));
}
