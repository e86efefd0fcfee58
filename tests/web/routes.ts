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
  | 'secretary';

/** person of the example school that stands for each; a class teacher leads 7Б */
export const PEOPLE: Record<Exclude<Who, 'nobody'>, string> = {
  guardian: 'g1',
  noConsent: 'g8',
  pupil: 's1',
  teacher: 't5',
  classTeacher: 't1',
  deputy: 't3',
  director: 't6',
  secretary: 't7',
};

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

/** Pages of one child: who sees whose. */
export const CHILD_ROUTES: Record<string, Partial<Record<Who, Whose[]>>> = {
  '/diary': diary,
  '/diary/marks': diary,
  '/diary/messages': diary,
  '/diary/sheet.pdf': print,
  '/desk/choices': desk,
};

/** Forms about one child, by whom they may be sent. */
export const CHILD_FORMS: Record<string, Partial<Record<Who, Whose[]>>> = { '/desk/choices': desk };

/** A file of one child's homework: who may read the diary, of those whose homework it is. */
export const FILE_ROUTES: Record<string, Partial<Record<Who, Whose[]>>> = { '/diary/file/:id': diary };

/** Pages of one class (own: 7Б). */
export const CLASS_ROUTES: Record<string, Partial<Record<Who, ('own' | 'other')[]>>> = {
  '/desk/class': { classTeacher: ['own'], deputy: ['own', 'other'], director: ['own', 'other'] },
};

const staff: Who[] = ['teacher', 'classTeacher', 'deputy', 'director', 'secretary'];
const everybodySignedIn: Who[] = ['guardian', 'noConsent', 'pupil', ...staff];

/** Pages about oneself or the school: who gets in. */
export const OWN_ROUTES: Record<string, Who[]> = {
  'GET /desk': staff,
  'GET /settings': ['guardian', 'noConsent'],
  'POST /settings': ['guardian', 'noConsent'],
  'GET /joined': everybodySignedIn,
};

/** Open to everybody, by their nature. */
export const PUBLIC_ROUTES = [
  'GET /',
  'GET /login',
  'POST /login',
  'POST /logout',
  'GET /join',
  'POST /join',
  'GET /join/:token',
  'POST /join/:token',
  'GET /enter/:token',
  'POST /enter/:token',
  'GET /healthz',
  'GET /readyz',
  'GET /robots.txt',
  'GET /api/openapi.json',
];
/** Proven by the request itself. */
export const SECRET_ROUTES = [
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
