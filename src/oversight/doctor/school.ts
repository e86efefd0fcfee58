import { DOCTOR as say } from '../../texts/doctor.ts';
import type { Check } from './check.ts';

export const checkSchool: Check = async ({ db }) => {
  const school = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const students = await db.student.count({ where: { leftAt: null } });
  const guardians = await db.guardian.count({ where: { leftAt: null } });
  return [
    school.importedAt
      ? { part: 'school', ok: true, text: say.school(school.name, school.kind, students, guardians) }
      : { part: 'school', ok: false, text: say.notImported },
    ...(school.sendingPausedAt ? [{ part: 'sending', ok: false, text: say.paused }] : []),
  ];
};
