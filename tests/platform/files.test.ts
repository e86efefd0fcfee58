import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readChunks, writeAtomically } from '../../src/platform/files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vestnik-files-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string) => join(dir, name);

async function write(path: string, text: string): Promise<void> {
  const writer = await writeAtomically(path);
  await writer.write(Buffer.from(text));
  await writer.commit();
}

describe('a file that is written', () => {
  it('has its name only when it is whole, and is for its owner alone', async () => {
    writeFileSync(file('week.pdf'), 'old');
    const writer = await writeAtomically(file('week.pdf'));
    await writer.write(Buffer.from('ne'));
    expect(readFileSync(file('week.pdf'), 'utf8')).toBe('old');
    await writer.write(Buffer.from('w'));
    await writer.commit();
    await writer.abort();
    expect(readFileSync(file('week.pdf'), 'utf8')).toBe('new');
    expect(statSync(file('week.pdf')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['week.pdf']);
  });

  it('leaves no trace when it is given up', async () => {
    const writer = await writeAtomically(file('week.pdf'));
    await writer.write(Buffer.from('half'));
    await writer.abort();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('stays where a link to it leads', async () => {
    writeFileSync(file('real'), 'old');
    symlinkSync(file('real'), file('link'));
    await write(file('link'), 'new');
    expect(readFileSync(file('real'), 'utf8')).toBe('new');
  });

  it('may be a device, which is not replaced', async () => {
    await write('/dev/null', 'gone');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('a file that cannot be used', () => {
  it('is told in one line that names it', async () => {
    const cases: [string, () => Promise<unknown>][] = [
      ['ENOENT', () => readChunks(file('none'))],
      ['ENOENT', () => writeAtomically(file('none/week.pdf'))],
      ['EISDIR', () => writeAtomically(dir)],
    ];
    for (const [code, work] of cases) {
      await expect(work()).rejects.toMatchObject({
        code,
        message: expect.stringMatching(new RegExp(`^${dir}[^\n]*$`)),
      });
    }
  });
});
