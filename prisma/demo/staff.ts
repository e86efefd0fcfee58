import type { SchoolFile } from '../../src/connectors/school-file/schema.ts';
import { CLASSES } from './curriculum.ts';

type Teacher = SchoolFile['teachers'][number];

interface DemoTeacher extends Teacher {
  /** subjects taught beyond grade 4, or everywhere for those of `EVERYWHERE` */
  teaches?: string[];
  /** of which class of grades 1–4 */
  primary?: string;
}

const EVERYWHERE = ['Английский язык', 'Физическая культура', 'Музыка', 'Изобразительное искусство'];

/** Thirty people; the first four stand in README. */
export const STAFF: DemoTeacher[] = [
  {
    id: 't1',
    name: 'Орлова Анна Сергеевна',
    phone: '+7 978 000-01-01',
    teaches: ['Алгебра', 'Геометрия', 'Математика'],
  },
  { id: 't2', name: 'Сейтаблаева Эльмира Рустемовна', roles: ['deputy'], teaches: ['История', 'Обществознание'] },
  { id: 't3', name: 'Громов Игорь Львович', roles: ['director'] },
  { id: 't4', name: 'Лисова Ольга Ивановна', roles: ['secretary', 'admin'] },
  { id: 't5', name: 'Коваленко Ирина Павловна', primary: '1А' },
  { id: 't6', name: 'Бекирова Зарема Исметовна', primary: '2А' },
  { id: 't7', name: 'Тарасенко Людмила Васильевна', primary: '3А' },
  { id: 't8', name: 'Хачатрян Анаит Гагиковна', primary: '4А' },
  { id: 't9', name: 'Мельник Олег Васильевич', teaches: ['Алгебра', 'Геометрия', 'Математика'] },
  { id: 't10', name: 'Ломакина Светлана Юрьевна', teaches: ['Алгебра', 'Геометрия', 'Математика'] },
  { id: 't11', name: 'Белова Татьяна Николаевна', teaches: ['Русский язык', 'Литература'] },
  { id: 't12', name: 'Шевчук Оксана Богдановна', teaches: ['Русский язык', 'Литература'] },
  { id: 't13', name: 'Аблаева Лиля Энверовна', teaches: ['Русский язык', 'Литература'] },
  { id: 't14', name: 'Григорян Нарине Ашотовна', teaches: ['Английский язык'] },
  { id: 't15', name: 'Ким Виктория Андреевна', teaches: ['Английский язык'] },
  { id: 't16', name: 'Фоменко Денис Игоревич', teaches: ['Английский язык'] },
  { id: 't17', name: 'Куртиева Майе Серверовна', teaches: ['Английский язык'] },
  { id: 't18', name: 'Воронцов Павел Андреевич', teaches: ['История', 'Обществознание'] },
  { id: 't19', name: 'Папандопуло Елена Константиновна', teaches: ['География'] },
  { id: 't20', name: 'Савченко Наталья Петровна', teaches: ['Биология'] },
  { id: 't21', name: 'Юсупова Гульнара Маратовна', teaches: ['Химия'] },
  { id: 't22', name: 'Соколов Андрей Викторович', teaches: ['Физика'] },
  { id: 't23', name: 'Цой Максим Сергеевич', teaches: ['Информатика'] },
  { id: 't24', name: 'Руденко Виталий Степанович', teaches: ['Физическая культура'] },
  { id: 't25', name: 'Османова Эдие Наримановна', teaches: ['Физическая культура'] },
  { id: 't26', name: 'Зайцева Марина Олеговна', teaches: ['Музыка'] },
  { id: 't27', name: 'Остапчук Юлия Романовна', teaches: ['Изобразительное искусство'] },
  { id: 't28', name: 'Гаврилов Николай Фёдорович', teaches: ['Труд (технология)'] },
  { id: 't29', name: 'Меметов Асан Ленурович', teaches: ['ОБЗР'] },
  { id: 't30', name: 'Левченко Кирилл Дмитриевич', teaches: ['Труд (технология)', 'Музыка'] },
];

const CLASS_TEACHERS: Record<string, string> = {
  '1А': 't5',
  '2А': 't6',
  '3А': 't7',
  '4А': 't8',
  '5А': 't13',
  '5Б': 't19',
  '6А': 't20',
  '7Б': 't1',
  '8А': 't22',
  '9А': 't11',
  '10А': 't18',
  '11А': 't21',
};

export function classTeacherOf(className: string): string {
  return CLASS_TEACHERS[className]!;
}

export function demoTeachers(): SchoolFile['teachers'] {
  return STAFF.map(({ teaches: _, primary: __, ...teacher }) => ({
    ...teacher,
    email: `${teacher.id}@school.example`,
  }));
}

/** Who teaches a subject in each class: its primary teacher, else whoever of the subject has the fewest hours so far. */
export function assignTeachers(): (className: string, subject: string) => string[] {
  const load = new Map<string, number>();
  const given = new Map<string, string[]>();
  for (const { name, grade, hours } of CLASSES)
    for (const [subject, count] of Object.entries(hours)) {
      const own = STAFF.find(({ primary }) => primary === name);
      const specialists = STAFF.filter(({ teaches }) => teaches?.includes(subject));
      const primary = own && (!EVERYWHERE.includes(subject) || grade === 1);
      const leader = specialists.find(({ id }) => id === classTeacherOf(name));
      const least = specialists.toSorted((a, b) => (load.get(a.id) ?? 0) - (load.get(b.id) ?? 0));
      const wanted = subject === 'Английский язык' ? least.slice(0, 2) : [leader ?? least[0]!];
      const ids = primary ? [own.id] : wanted.map(({ id }) => id);
      for (const id of ids) load.set(id, (load.get(id) ?? 0) + count);
      given.set(`${name} ${subject}`, ids);
    }
  return (className, subject) => given.get(`${className} ${subject}`) ?? [];
}
