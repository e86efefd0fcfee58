import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ControlLock, takeLock } from '../../src/platform/database/lock.ts';
import { type Child, startChild } from '../child.ts';
import { permits } from '../permits.ts';

interface Answer {
  held: boolean;
  code?: string;
  message?: string;
}

let dir: string;
let children: Child[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vestnik-lock-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) await child.kill();
  rmSync(dir, { recursive: true, force: true });
});

async function holder(through: string[] = []): Promise<Child> {
  const child = startChild('platform/processes/hold.ts', [dir], { through });
  children.push(child);
  expect(await child.line()).toBe('ready');
  return child;
}

async function tell(child: Child, command: 'take' | 'release'): Promise<Answer> {
  child.say(command);
  return JSON.parse(await child.line()) as Answer;
}

/** A socket whose process is gone: a further name of one that was closed. */
async function leaveDeadSocket(path: string): Promise<void> {
  const server = createServer();
  const first = join(dir, 'first');
  await new Promise<void>((resolve) => server.listen(first, resolve));
  linkSync(first, path);
  await new Promise((resolve) => server.close(resolve));
}

const identity = (path: string) => {
  const { ino, mtimeNs } = statSync(path, { bigint: true });
  return `${ino}-${mtimeNs}`;
};

describe('the lock of a data directory', () => {
  it('is given back on release and leaves nothing behind', async () => {
    const lock = await takeLock(dir);
    expect(statSync(join(dir, 'control.sock')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['control.sock']);
    await lock.release();
    expect(readdirSync(dir)).toEqual([]);
    await (await takeLock(dir)).release();
  });

  it('makes the directory for its owner alone', async () => {
    const fresh = join(dir, 'a/b');
    const lock = await takeLock(fresh);
    expect(statSync(fresh).mode & 0o777).toBe(0o700);
    await lock.release();
  });

  it('refuses a second process and names the first', async () => {
    const [first, second] = [await holder(), await holder()];
    expect(await tell(first, 'take')).toEqual({ held: true });
    const refused = await tell(second, 'take');
    expect(refused.code).toBe('dataDirHeld');
    expect(refused.message).toContain(`процесс ${first.process.pid}`);
    expect(refused.message).toContain(dir);
    await tell(first, 'release');
    expect(await tell(second, 'take')).toEqual({ held: true });
  });

  it('is taken over from a process that was killed, and from a stopped one is not', async () => {
    const [first, second] = [await holder(), await holder()];
    await tell(first, 'take');
    first.process.kill('SIGSTOP');
    expect((await tell(second, 'take')).message).toContain('не отвечает');
    await first.kill('SIGKILL');
    expect(await tell(second, 'take')).toEqual({ held: true });
  });

  it('has one holder of ten processes that start at once, on a fresh directory and after each kill', async () => {
    const starters = await Promise.all(Array.from({ length: 10 }, () => holder()));
    while (starters.length > 4) {
      const answers = await Promise.all(starters.map((child) => tell(child, 'take')));
      expect(answers.filter((answer) => answer.held)).toHaveLength(1);
      expect(answers.filter((answer) => answer.code === 'dataDirHeld')).toHaveLength(starters.length - 1);
      const winner = answers.findIndex((answer) => answer.held);
      await starters.splice(winner, 1)[0]!.kill('SIGKILL');
    }
    expect(readdirSync(dir)).toEqual(['control.sock']);
  });

  it('has one holder of many that meet a dead socket and dead heirs', async () => {
    const path = join(dir, 'control.sock');
    for (let round = 0; round < 30; round++) {
      await leaveDeadSocket(path);
      const heir = join(dir, `control.heir-${identity(path)}`);
      if (round % 3 > 0) await leaveDeadSocket(heir);
      if (round % 3 > 1) await leaveDeadSocket(join(dir, `control.heir-${identity(heir)}`));
      const results = await Promise.allSettled(Array.from({ length: 10 }, () => takeLock(dir)));
      const won = results.filter(
        (result): result is PromiseFulfilledResult<ControlLock> => result.status === 'fulfilled',
      );
      expect(won).toHaveLength(1);
      await won[0]!.value.release();
      expect(readdirSync(dir)).toEqual([]);
    }
  });

  it('leaves a dead socket to the heir who was first, until that one is gone too', async () => {
    const path = join(dir, 'control.sock');
    await leaveDeadSocket(path);
    const dead = identity(path);
    // stopped between becoming the heir and replacing the dead socket
    const heir = createServer();
    await new Promise<void>((resolve) => heir.listen(join(dir, `control.heir-${dead}`), resolve));
    await expect(takeLock(dir)).rejects.toMatchObject({ code: 'lockBusy' });
    expect(identity(path)).toBe(dead);
    await new Promise((resolve) => heir.close(resolve));
    await (await takeLock(dir)).release();
  });

  const namespaces = permits('unshare', '-n', 'true');
  it(`holds for a process in another network namespace${namespaces.note}`, namespaces, async () => {
    const [first, second] = [await holder(), await holder(['unshare', '-n'])];
    await tell(first, 'take');
    expect((await tell(second, 'take')).code).toBe('dataDirHeld');
    await tell(first, 'release');
    expect(await tell(second, 'take')).toEqual({ held: true });
  });

  it('reaches a directory whose path is longer than a socket address', async () => {
    dir = join(dir, 'очень-длинное-имя-каталога'.repeat(3), 'x'.repeat(90));
    mkdirSync(dir, { recursive: true });
    const [first, second] = [await holder(), await holder()];
    expect(await tell(first, 'take')).toEqual({ held: true });
    expect((await tell(second, 'take')).code).toBe('dataDirHeld');
    await first.kill('SIGKILL');
    expect(await tell(second, 'take')).toEqual({ held: true });
    expect(readdirSync(dir)).toEqual(['control.sock']);
  });

  it('refuses to replace what is no socket', async () => {
    writeFileSync(join(dir, 'control.sock'), 'мои заметки');
    await expect(takeLock(dir)).rejects.toMatchObject({ code: 'lockForeign' });
  });
});
