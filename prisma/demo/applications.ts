/** Written applications of the demo school: one granted, one refused, one that waits. */
import type { Actor } from '../../src/access/actor.ts';
import type { ApplicationWish } from '../../src/access/applications/application.ts';
import { grantApplication, refuseApplication } from '../../src/access/applications/decide.ts';
import { recordApplication } from '../../src/access/applications/record.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { addDays, type SchoolDate } from '../../src/platform/school-time.ts';

/** The secretary. */
const OFFICE: Actor = {
  accountId: 0,
  login: '',
  personIds: ['t4'],
  staffId: 't4',
  guardianIds: [],
  name: { last: '', first: '', patronymic: '' },
  roles: ['teacher', 'secretary'],
  children: [],
  selves: [],
  ledClasses: [],
};

/** Done once: whoever finds applications leaves them. */
export async function demoApplications({ db, clock }: { db: Db; clock: Clock }, today: SchoolDate): Promise<void> {
  if ((await db.application.count()) > 0) return;
  // nobody is invited here, so the address of links is never read
  const deps = { db, clock, publicUrl: 'http://127.0.0.1' };
  const paper = await record(
    deps,
    { applicant: { guardianId: 'g3' }, way: 'child', outsideNumber: '01-15/27' },
    's3',
    addDays(today, -6),
  );
  await grantApplication(deps, OFFICE, paper, { consent: false });
  const stranger = await record(
    deps,
    { kind: 'access', applicant: { name: 'Иванова Раиса Петровна' } },
    's1',
    addDays(today, -3),
  );
  await refuseApplication(deps, OFFICE, stranger, { ground: 'notEntitled', note: '' });
  await record(deps, { kind: 'endElectronic', applicant: { guardianId: 'g5' } }, 's5', addDays(today, -1));
}

async function record(
  deps: { db: Db; clock: Clock },
  differs: Partial<ApplicationWish>,
  studentId: string,
  date: SchoolDate,
): Promise<number> {
  const recorded = await recordApplication(deps, OFFICE, {
    kind: 'paper',
    date,
    outsideNumber: '',
    applicant: { name: '' },
    child: { studentId, classId: null },
    way: 'person',
    proxyName: '',
    keepsNotices: true,
    ...differs,
  });
  if (!recorded.ok) throw new Error(`demo: an application was refused: ${recorded.code} (${recorded.field})`);
  return recorded.id;
}
