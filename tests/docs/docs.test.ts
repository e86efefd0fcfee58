import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { REFUSALS } from '../../src/journal/refusals.ts';
import { readRules } from '../../src/platform/school-rules.ts';
import { PARENTS_COMMANDS } from '../../src/texts/bot/parents-menu.ts';
import { TEACHERS_COMMANDS } from '../../src/texts/bot/teachers-menu.ts';
import { problemTexts } from '../../src/texts/problems.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const documents = ['README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))].map(
  (name) => (name === 'README.md' ? name : `docs/${name}`),
);
const reference = read('docs/reference.md');

/** What stands in a text between backticks. */
const named = (text: string) => new Set([...text.matchAll(/`([^`\n]+)`/g)].map(([, inner]) => inner));

const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name as string);

describe('settings', () => {
  const variables = found(read('src/platform/config.ts'), /^ {2}([A-Z][A-Z_]+):/gm);

  test('are found in the schema', () => {
    expect(variables).toContain('DATA_DIR');
    expect(variables.length).toBeGreaterThanOrEqual(21);
  });

  test.each(variables)('%s stands in the reference and in .env.example', (variable) => {
    expect(named(reference)).toContain(variable);
    expect(read('.env.example')).toMatch(new RegExp(`^#?${variable}=`, 'm'));
  });

  test('.env.example names no other', () => {
    expect(found(read('.env.example'), /^#?([A-Z][A-Z_]+)=/gm).filter((name) => !variables.includes(name))).toEqual([]);
  });
});

describe('the command line', () => {
  const source = read('src/main/verbs.ts');
  const verbs = found(source, /verb\('([a-z-]+)'/g);

  test.each(verbs)('%s has a section of its own', (verb) => {
    expect(reference).toMatch(new RegExp(`^### ${verb}$`, 'm'));
  });

  test('every option stands in the reference', () => {
    const options = found(`${source}--only`, /'(--[a-z-]+)/g);
    expect(verbs.length).toBeGreaterThanOrEqual(10);
    expect(options.length).toBeGreaterThanOrEqual(9);
    expect(options.filter((option) => !reference.includes(option))).toEqual([]);
  });

  test('every section of a verb is one of the command line', () => {
    const commands = reference.slice(reference.indexOf('## Commands'), reference.indexOf('## Environment'));
    expect(found(commands, /^### (.+)$/gm).filter((name) => !verbs.includes(name))).toEqual([]);
  });
});

describe('formats', () => {
  test('every refusal and every problem stands in the reference', () => {
    const codes = [...REFUSALS, ...Object.keys(problemTexts)];
    expect(codes.filter((code) => !named(reference).has(code))).toEqual([]);
  });

  test('every command of the bots stands there', () => {
    const commands = [...PARENTS_COMMANDS, ...TEACHERS_COMMANDS].map(({ command }) => `\`/${command}`);
    expect(commands.filter((command) => !reference.includes(command))).toEqual([]);
  });

  test('every rule of a school stands there with its default', () => {
    for (const [rule, value] of Object.entries(readRules({}))) {
      expect(reference).toContain(`| \`${rule}\` | \`${JSON.stringify(value)}\` |`);
    }
  });
});

describe('README', () => {
  test('gives the reason of each dependency, and of no other', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const table = read('README.md').split('## What it is made of')[1] ?? '';
    const rows = found(table, /^\| `([^`]+)` \| \S.*\|$/gm);
    expect(rows.toSorted()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).toSorted());
  });
});

describe.each(documents)('%s', (path) => {
  const text = read(path);
  const links = found(text.replace(/```[\s\S]*?```/g, ''), /\]\(([^)\s]+)\)/g).filter((link) => !/^https?:/.test(link));

  test('leads to files and headings that exist', () => {
    expect(links.filter((link) => !leadsSomewhere(path, link))).toEqual([]);
  });

  test('names files and folders that exist', () => {
    const paths = found(text, /`((?:src|bots|web|tests|prisma|docs)\/[\w./-]+)`/g);
    expect(paths.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  test('stands alone', () => {
    expect(text).not.toMatch(/\.\.\/shared|\/work\/|docs\/parts/);
  });
});

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', heading] = link.split('#');
  const target = file ? join(dirname(from), file) : from;
  if (!existsSync(join(root, target))) return false;
  return (
    heading === undefined ||
    found(read(target), /^#+ (.+)$/gm)
      .map(anchorOf)
      .includes(heading)
  );
}

/** As the hosts of repositories make them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}
