import type { Io } from '../../platform/io.ts';
import { CARE } from '../../texts/care.ts';
import type { App } from '../open-app.ts';

interface Finding {
  part: string;
  ok: boolean;
  text: string;
}

const say = CARE.doctor;
/** What should have left this long ago is overdue. */
const OVERDUE_MS = 30 * 60_000;

/** `doctor`: a plain verdict for each part; 1 when something asks for a person. */
export async function doctorVerb(app: App, io: Io): Promise<number> {
  const findings = [...(await schoolFindings(app)), ...(await channelFindings(app)), ...(await queueFindings(app))];
  for (const finding of findings) {
    await io.out(`${JSON.stringify(finding)}\n`);
    await io.err(`${finding.ok ? '✓' : '✗'} ${finding.text}\n`);
  }
  const faults = findings.filter(({ ok }) => !ok).length;
  await io.err(`${faults ? say.faults(faults) : say.fine}\n`);
  return faults ? 1 : 0;
}

async function schoolFindings({ db, database }: App): Promise<Finding[]> {
  const school = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const [row] = await db.$queryRaw<{ version: string }[]>`SELECT current_setting('server_version') AS version`;
  const students = await db.student.count({ where: { leftAt: null } });
  const guardians = await db.guardian.count({ where: { leftAt: null } });
  const lastWeek = await db.schoolWeek.findFirst({ where: { closedAt: { not: null } }, orderBy: { week: 'desc' } });
  return [
    { part: 'database', ok: true, text: say.database(database.dialect, row?.version ?? '') },
    school.importedAt
      ? { part: 'school', ok: true, text: say.school(school.name, school.kind, students, guardians) }
      : { part: 'school', ok: false, text: say.notImported },
    { part: 'weeks', ok: true, text: lastWeek ? say.weeks(lastWeek.week) : say.noWeeks },
    ...(school.sendingPausedAt ? [{ part: 'sending', ok: false, text: say.paused }] : []),
  ];
}

async function channelFindings({ db, config, kind }: App): Promise<Finding[]> {
  const chosen = async (channel: string) => {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(DISTINCT guardian_id)::int AS count FROM guardianship
       WHERE ended_at IS NULL AND rights = 'full' AND consent AND channels[1] = ${channel}`;
    return row?.count ?? 0;
  };
  const [telegram, email] = [await chosen('telegram'), await chosen('email')];
  const findings: Finding[] = [];
  if (kind !== 'demo' && !config.PARENTS_BOT_TOKEN && telegram)
    findings.push({ part: 'telegram', ok: false, text: say.noParentsBot(telegram) });
  if (kind !== 'demo' && !config.SMTP_URL && email)
    findings.push({ part: 'email', ok: false, text: say.noSmtp(email) });
  if (config.PARENTS_BOT_TOKEN) findings.push({ part: 'privacy', ok: true, text: say.telegramAbroad });
  const unreachable = await db.contact.count({ where: { state: 'unreachable' } });
  if (unreachable) findings.push({ part: 'contacts', ok: false, text: say.unreachable(unreachable) });
  return findings;
}

async function queueFindings({ db, clock }: App): Promise<Finding[]> {
  const late = new Date(clock.now().getTime() - OVERDUE_MS);
  const [row] = await db.$queryRaw<{ overdue: number; unplanned: number; rejected: number }[]>`
    SELECT (SELECT count(*)::int FROM delivery WHERE state IN ('gathering', 'due') AND channel <> 'paper' AND due_at < ${late}) AS overdue,
           (SELECT count(*)::int FROM journal_event WHERE planned_at IS NULL AND recorded_at < ${late}) AS unplanned,
           (SELECT count(*)::int FROM delivery WHERE state = 'rejected' AND ended_at > ${new Date(late.getTime() - 7 * 86_400_000)}) AS rejected`;
  const findings: Finding[] = [];
  if (row?.overdue) findings.push({ part: 'deliveries', ok: false, text: say.overdue(row.overdue) });
  if (row?.unplanned) findings.push({ part: 'planner', ok: false, text: say.unplanned(row.unplanned) });
  if (row?.rejected) findings.push({ part: 'rejected', ok: false, text: say.rejected(row.rejected) });
  return findings;
}
