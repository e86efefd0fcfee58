/**
 * Programs that some suites use and `npm ci` does not bring. A suite that needs one says so:
 * `describe('the diary in a browser', needs('chromium'), () => …)`; it is skipped where the program is missing.
 */
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export type Tool = 'chromium' | 'postgresql' | 'pdftotext' | 'qpdf';

interface ToolFacts {
  /** names on the PATH or absolute paths, `*` for a folder of any name */
  find: string[];
  /** what does most of the same for less, where it is installed */
  quicker?: string[];
  install: string;
  for: string;
}

export const tools = JSON.parse(readFileSync(new URL('tools.json', import.meta.url), 'utf8')) as Record<
  Tool,
  ToolFacts
>;

/**
 * The options of a suite that uses these programs.
 * @throws with CI=true when one is missing: there nothing may be skipped
 */
export function needs(...wanted: Tool[]): { skip: boolean } {
  const missing = wanted.filter((tool) => !findTool(tool));
  if (missing.length > 0 && process.env.CI === 'true') throw new Error(missing.map(describeMissing).join('\n'));
  return { skip: missing.length > 0 };
}

/** One line for people: what is missing, what it is for, how to install it. */
export function describeMissing(tool: Tool): string {
  return `${tool} is missing (${tools[tool].for}): ${tools[tool].install}`;
}

/** The path of the program, of the newest where there are several. */
export function findTool(tool: Tool): string | undefined {
  return tools[tool].find.flatMap(candidates).find(isExecutable);
}

/** The path of what is quicker than the program itself, else of that. */
export function findQuickest(tool: Tool): string | undefined {
  return (tools[tool].quicker ?? []).flatMap(candidates).find(isExecutable) ?? findTool(tool);
}

function candidates(name: string): string[] {
  if (!name.startsWith('/')) {
    return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  }
  const [before, after] = name.split('*');
  if (after === undefined) return [name];
  try {
    const versions = readdirSync(dirname(`${before}x`)).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => `${before}${version}${after}`);
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
