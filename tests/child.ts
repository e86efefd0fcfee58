import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Runs a TypeScript file, the first argument, as users run Vestnik. */
export const RUN = fileURLToPath(new URL('../src/run.mjs', import.meta.url));

export interface Child {
  process: ChildProcess;
  /** the next line of its standard output; rejects when it ends before, with what it said on standard error */
  line(): Promise<string>;
  say(line: string): void;
  /** ends it and waits until it is gone */
  kill(signal?: NodeJS.Signals): Promise<void>;
  exit: Promise<{ code: number | null; stderr: string }>;
}

/**
 * A process of its own that runs a TypeScript file of tests/.
 * @param through a command that starts the process, such as `unshare -n`
 */
export function startChild(script: string, args: string[], { through = [] as string[], env = {} } = {}): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const [command, ...rest] = [...through, process.execPath, RUN, path, ...args];
  const child = spawn(command!, rest, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  // a child that was killed takes no more lines
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, 'close').then(([code]) => ({ code: code as number | null, stderr }));
  return {
    process: child,
    line: async () => {
      const { done, value } = await lines.next();
      if (done) throw new Error(`${script} ended: ${(await exit).stderr}`);
      return value;
    },
    say: (line) => void child.stdin.write(`${line}\n`),
    kill: async (signal = 'SIGKILL') => {
      child.kill(signal);
      await exit;
    },
    exit,
  };
}
