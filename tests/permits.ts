import { spawnSync } from 'node:child_process';

/**
 * The options of a test that needs a right which not every machine gives, such as making a network namespace.
 * @param probe a command that succeeds where it is given
 * @returns `note` tells why it is skipped, for the test's name
 * @throws with CI=true where it is not given: there nothing may be skipped
 */
export function permits(...[command, ...args]: [string, ...string[]]): { skip: boolean; note: string } {
  const probe = spawnSync(command, args, { stdio: 'ignore' });
  if (probe.status === 0) return { skip: false, note: '' };
  const reason = `needs the right to run \`${[command, ...args].join(' ')}\``;
  if (process.env.CI === 'true') throw new Error(reason);
  return { skip: true, note: ` (${reason})` };
}
