import { access } from 'node:fs/promises';
import { faceFile } from '../../channels/paper/face.ts';
import type { Check } from '../../oversight/doctor/check.ts';
import { CHECKS } from '../../oversight/doctor/checks.ts';
import type { Io } from '../../platform/io.ts';
import { DOCTOR as say } from '../../texts/doctor.ts';
import type { App } from '../open-app.ts';

/** `doctor`: a plain verdict for each part; 1 when something asks for a person. */
export async function doctorVerb({ db, database, clock, config, kind }: App, io: Io): Promise<number> {
  let faults = 0;
  for (const check of [...CHECKS, checkFonts])
    for (const finding of await check({ db, dialect: database.dialect, clock, config, kind })) {
      if (!finding.ok) faults += 1;
      await io.out(`${JSON.stringify(finding)}\n`);
      await io.err(`${finding.ok ? '✓' : '✗'} ${finding.text}\n`);
    }
  await io.err(`${faults ? say.faults(faults) : say.fine}\n`);
  return faults ? 1 : 0;
}

/** Without its fonts no sheet can be printed. */
const checkFonts: Check = async () => {
  const stand = await Promise.all(
    (['regular', 'bold', 'italic'] as const).map(async (name) => access(faceFile(name))),
  ).then(
    () => true,
    () => false,
  );
  return [{ part: 'fonts', ok: stand, text: stand ? say.fonts : say.fontsMissing }];
};
