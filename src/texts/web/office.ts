/** The desk of the office and of whoever looks after Vestnik: links. */
export const OFFICE = {
  section: 'Канцелярия',
  import: 'Загрузка файла школы',
  people: 'Люди',
  classes: 'Классы и семьи',
} as const;
