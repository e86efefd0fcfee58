import { access } from 'node:fs/promises';
import { faceFile } from '../../channels/paper/face.ts';
import type { Check, Finding } from '../../oversight/doctor/check.ts';
import { CHECKS } from '../../oversight/doctor/checks.ts';
import type { Io } from '../../platform/io.ts';
import { DOCTOR as say } from '../../texts/doctor.ts';
import type { App } from '../open-app.ts';

/** `doctor`: a plain verdict for each part; 1 when something asks for a person. */
export async function doctorVerb(app: App, io: Io): Promise<number> {
  let faults = 0;
  for (const check of ALL)
    for (const finding of await check(partsOf(app))) {
      if (!finding.ok) faults += 1;
      await io.out(`${JSON.stringify(finding)}\n`);
      await io.err(`${finding.ok ? '✓' : '✗'} ${finding.text}\n`);
    }
  await io.err(`${faults ? say.faults(faults) : say.fine}\n`);
  return faults ? 1 : 0;
}

/** The same, for the desk. */
export async function verdicts(app: App): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of ALL) findings.push(...(await check(partsOf(app))));
  return findings;
}

const partsOf = ({ db, database, clock, config, kind }: App) => ({
  ...{ db, clock, config, kind },
  dialect: database.dialect,
});

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

const ALL = [...CHECKS, checkFonts];
