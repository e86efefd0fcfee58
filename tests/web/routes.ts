/** Every route of the web, and who may use it: written out apart from the code, so that a change shows. */

export type Who =
  | 'nobody'
  | 'guardian'
  | 'noConsent'
  | 'pupil'
  | 'teacher'
  | 'classTeacher'
  | 'deputy'
  | 'director'
  | 'secretary'
  | 'admin';

/** person of the example school that stands for each, with `addAdmin` of school.ts; a class teacher leads 7Б */
export const PEOPLE: Record<Exclude<Who, 'nobody'>, string> = {
  guardian: 'g1',
  noConsent: 'g8',
  pupil: 's1',
  teacher: 't5',
  classTeacher: 't1',
  deputy: 't3',
  director: 't6',
  secretary: 't7',
  admin: 'admin',
};

/** A page with a form that opens for them: one token of a session is for all its forms. */
export const formPageOf = (who: Who): string =>
  who === 'nobody' ? '/login' : who === 'guardian' || who === 'noConsent' ? '/settings' : '/joined';

export type Whose = 'own' | 'classmate' | 'stranger' | 'nobody';
/** for g1 and s1; a classmate is of 7Б, a stranger of 9А; nobody's id is none of the school */
export const CHILDREN: Record<Whose, string> = { own: 's1', classmate: 's2', stranger: 's22', nobody: 's999' };

const diary: Partial<Record<Who, Whose[]>> = {
  guardian: ['own'],
  pupil: ['own'],
  classTeacher: ['own', 'classmate'],
  deputy: ['own', 'classmate', 'stranger'],
  director: ['own', 'classmate', 'stranger'],
};
const { pupil: _, ...print } = diary;

const { guardian: _guardian, ...desk } = print;

const office: Whose[] = ['own', 'classmate', 'stranger'];
/** the register of applications: the secretary keeps it too */
const keep: Partial<Record<Who, Whose[]>> = { ...desk, secretary: office };

/** Pages of one child: who sees whose. */
export const CHILD_ROUTES: Record<string, Partial<Record<Who, Whose[]>>> = {
  '/diary': diary,
  '/diary/marks': diary,
  '/diary/messages': diary,
  '/diary/homework': diary,
  '/diary/notices': { guardian: ['own'] },
  '/diary/sheet.pdf': print,
  '/desk/pupil': desk,
  '/desk/illness': desk,
  '/desk/family': desk,
  '/desk/choices': desk,
  '/desk/applications/new': keep,
  '/desk/applications/child-form.pdf': keep,
  '/desk/risk/letter.pdf': desk,
};

/** Forms about one child, by whom they may be sent. */
export const CHILD_FORMS: Record<string, Partial<Record<Who, Whose[]>>> = {
  '/diary/homework': { guardian: ['own'], pupil: ['own'] },
  '/desk/illness': desk,
  '/desk/choices': desk,
  '/desk/applications/new': keep,
  // last: it changes what the others need
  '/desk/family': desk,
};

/** A file of one child's homework: who may read the diary, of those whose homework it is. */
export const FILE_ROUTES: Record<string, Partial<Record<Who, Whose[]>>> = { '/diary/file/:id': diary };

/** Pages of one class (own: 7Б). */
type Classes = Partial<Record<Who, ('own' | 'other')[]>>;
const readClass: Classes = { classTeacher: ['own'], deputy: ['own', 'other'], director: ['own', 'other'] };
const issueLetters: Classes = { ...readClass, secretary: ['own', 'other'] };
export const CLASS_ROUTES: Record<string, Classes> = {
  '/desk/class': readClass,
  '/desk/absences': readClass,
  '/desk/september': readClass,
  '/desk/families': readClass,
  '/desk/letters': issueLetters,
  '/desk/risk': readClass,
  '/desk/risk.pdf': readClass,
};

/** Forms about one class. */
export const CLASS_FORMS: Record<string, Classes> = {
  '/desk/letters': issueLetters,
  '/desk/absences': readClass,
  '/desk/september': readClass,
};

/** Written applications: about a pupil of 7Б, of 9А, about a child who is no pupil, and none at all. */
export type Papers = 'own' | 'stranger' | 'notPupil' | 'none';
const all: Papers[] = ['own', 'stranger', 'notPupil'];
const papers: Partial<Record<Who, Papers[]>> = { classTeacher: ['own'], deputy: all, director: all, secretary: all };
/** Who may keep which application. */
export const APPLICATION_ROUTES: Record<string, Partial<Record<Who, Papers[]>>> = {
  'GET /desk/application': papers,
  'POST /desk/application': papers,
  'GET /desk/application/refusal.pdf': papers,
};

type Reach = Partial<Record<Who, ('own' | 'other')[]>>;
const both: ('own' | 'other')[] = ['own', 'other'];
const anyOffice: Reach = { deputy: both, director: both, secretary: both };
const handsOver: Reach = { classTeacher: ['own'], ...anyOffice };

/** Pages and forms of printed sheets, of 7Б (own) and another class: paper.db.test.ts tries them. */
export const PAPER_ROUTES: Record<string, { of: 'class' | 'sheet' | 'school'; who: Reach }> = {
  'GET /desk/runs': { of: 'class', who: handsOver },
  'POST /desk/runs': { of: 'class', who: handsOver },
  'GET /desk/runs.pdf': { of: 'class', who: handsOver },
  'GET /desk/sheet': { of: 'sheet', who: handsOver },
  'POST /desk/sheet': { of: 'sheet', who: handsOver },
  'POST /desk/sheet/copy': { of: 'sheet', who: handsOver },
  'GET /desk/copy.pdf': { of: 'sheet', who: handsOver },
  'POST /desk/stub': { of: 'sheet', who: handsOver },
  // the secretary hands over, and reads no class
  'GET /desk/stub/:id': { of: 'sheet', who: { classTeacher: ['own'], deputy: both, director: both } },
  'GET /desk/paper': { of: 'school', who: anyOffice },
  'GET /desk/paper.pdf': { of: 'school', who: anyOffice },
};

/** A course's journal: Алгебра of t1 in 7Б, Английский язык of t5's group in 7Б, Физика of t2 in 9А. */
export type Courses = 'algebra7' | 'english7' | 'physics9';
const anyCourse: Courses[] = ['algebra7', 'english7', 'physics9'];
export const COURSE_ROUTES: Record<string, Partial<Record<Who, Courses[]>>> = {
  'GET /desk/journal': {
    teacher: ['english7'],
    classTeacher: ['algebra7', 'english7'],
    deputy: anyCourse,
    director: anyCourse,
  },
};

/** The journal of one lesson: Алгебра of t1 in 7Б, Английский язык of t5's group. */
export type Lessons = 'algebra' | 'english';
const anyLesson: Lessons[] = ['algebra', 'english'];
const lessons: Partial<Record<Who, Lessons[]>> = {
  classTeacher: ['algebra'],
  teacher: ['english'],
  deputy: anyLesson,
  director: anyLesson,
};
export const LESSON_ROUTES: Record<string, Partial<Record<Who, Lessons[]>>> = {
  'GET /desk/lesson': lessons,
  'POST /desk/lesson': lessons,
};

const staff: Who[] = ['teacher', 'classTeacher', 'deputy', 'director', 'secretary', 'admin'];
const everybodySignedIn: Who[] = ['guardian', 'noConsent', 'pupil', ...staff];

/** Pages about oneself or the school: who gets in. */
/** Who keeps the register of applications. */
export const KEEPERS: Who[] = ['classTeacher', 'deputy', 'director', 'secretary'];
/** Deputy and director look after the whole school. */
const leaders: Who[] = ['deputy', 'director'];
export const ACCOUNT_KEEPERS: Who[] = ['deputy', 'director', 'admin'];
/** About one person or one report: accounts.db.test.ts tries them. */
export const ACCOUNT_ROUTES = [
  'GET /desk/account',
  'POST /desk/account',
  'GET /desk/account/theft',
  'POST /desk/account/theft',
  'GET /desk/account/report',
];
/** The office: people, classes, school files. */
const theOffice: Who[] = ['director', 'secretary', 'admin'];
/** Pages and forms about one person of the school, whoever it is. */
const reads: Who[] = ['deputy', 'director', 'secretary'];
export const PERSON_ROUTES: Record<string, Who[]> = { 'GET /desk/person': reads };
/** About one pupil, whoever it is. */
export const TRANSFER_ROUTES: Record<string, Who[]> = { 'GET /desk/transfer': reads, 'POST /desk/transfer': reads };
/** Vestnik itself. */
const technician: Who[] = ['admin'];
export const OWN_ROUTES: Record<string, Who[]> = {
  'GET /desk/health': technician,
  'POST /desk/health': technician,
  'GET /desk/send-test': technician,
  'POST /desk/send-test': technician,
  'GET /desk/backups': technician,
  'POST /desk/backups': technician,
  'GET /desk/personal': leaders,
  'POST /desk/personal': leaders,
  'GET /desk/people': [...reads, 'admin'],
  'POST /desk/people': [...reads, 'admin'],
  'GET /desk/classes': reads,
  'GET /desk/transfer/new': reads,
  'POST /desk/transfer/new': reads,
  'GET /desk/import': theOffice,
  'POST /desk/import': theOffice,
  'POST /desk/import/apply': theOffice,
  'GET /desk/accounts': ACCOUNT_KEEPERS,
  'POST /desk/accounts': ACCOUNT_KEEPERS,
  'GET /desk/day': leaders,
  'POST /desk/day': leaders,
  'GET /desk/audit': [...leaders, 'admin'],
  'GET /desk/journals': staff,
  'GET /desk/channels-report': leaders,
  'GET /desk/deadlines': leaders,
  'GET /desk/promise': leaders,
  'GET /desk/promise.csv': leaders,
  'GET /desk': staff,
  'GET /desk/lessons': staff,
  'GET /desk/outbox': staff,
  'GET /desk/rights': staff,
  'GET /desk/applications': KEEPERS,
  'GET /desk/applications.pdf': KEEPERS,
  'GET /desk/applications.csv': KEEPERS,
  'GET /desk/applications/form.pdf': KEEPERS,
  'GET /desk/applications/other': KEEPERS,
  'POST /desk/applications/other': KEEPERS,
  'GET /settings/data.html': ['guardian', 'noConsent'],
  'GET /settings/data.json': ['guardian', 'noConsent'],
  'GET /settings/application.pdf': ['guardian', 'noConsent'],
  'GET /settings': ['guardian', 'noConsent'],
  'POST /settings': ['guardian', 'noConsent'],
  'GET /joined': everybodySignedIn,
  'GET /account': everybodySignedIn,
  'POST /account': everybodySignedIn,
};

/** About one guardian, by deputy and director: personal-data.db.test.ts tries them. */
export const PERSONAL_ROUTES = [
  'GET /desk/personal/person',
  'POST /desk/personal/person',
  'GET /desk/personal/data.html',
  'GET /desk/personal/data.json',
];

/** Open to everybody, by their nature. */
export const PUBLIC_ROUTES = [
  'GET /',
  'GET /login',
  'POST /login',
  'POST /login/link',
  'GET /login/sent',
  'POST /logout',
  'GET /join',
  'POST /join',
  'GET /join/:token',
  'POST /join/:token',
  'GET /enter/:token',
  'POST /enter/:token',
  'GET /mailbox/:token',
  'POST /mailbox/:token',
  'GET /healthz',
  'GET /readyz',
  'GET /robots.txt',
  'GET /sw.js',
  'GET /manifest.webmanifest',
  'GET /s/:code',
  'POST /s/:code',
  'GET /api/openapi.json',
];
/** Proven by the request itself. */
export const SECRET_ROUTES = [
  'GET /homework/:token',
  'GET /choices/:token',
  'POST /choices/:token',
  'GET /unsubscribe/:token',
  'POST /unsubscribe/:token',
  'POST /api/v1/entries',
  'POST /api/v1/bounces',
  'GET /metrics',
  'POST /telegram/:bot',
];
/** On a demo database alone. */
export const DEMO_ROUTES = [
  'GET /demo',
  'POST /demo',
  'GET /outgoing',
  'GET /outgoing/:id/letter',
  'GET /outgoing/:id/sheet.pdf',
];
