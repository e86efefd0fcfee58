/** A demo school of its own, started as its users start it, for pictures and measurements. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { freePort } from '../../tests/free-port.ts';
import { describeMissing, findTool } from '../../tests/needs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const READY_MS = 180_000;

export interface DemoSchool {
  /** address without a slash at its end */
  base: string;
  dataDir: string;
  stop(): Promise<void>;
}

/** Starts it and waits until it serves. */
export async function startDemoSchool(): Promise<DemoSchool> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-pictures-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const vestnik = spawn(process.execPath, ['src/run.mjs', 'src/main.ts', 'start'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: base },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = new Promise((resolve) => vestnik.once('exit', resolve));
  const stop = async () => {
    vestnik.kill('SIGTERM');
    await gone;
    rmSync(dataDir, { recursive: true, force: true });
  };
  for (let waited = 0; waited < READY_MS; waited += 500) {
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return { base, dataDir, stop };
    await pause(500);
  }
  await stop();
  throw new Error('the demo school did not start');
}

/** Debian's Chromium, as root and without a display. */
export async function openChromium(): Promise<Browser> {
  const executablePath = findTool('chromium');
  if (!executablePath) throw new Error(describeMissing('chromium'));
  return await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
}
