/** The shape of a school file: zod's issues as faults, the sound parts for the cross checks, keys nobody knows. */
import { z } from 'zod';
import { jsonKinds, type SchoolFileFaultCode, schoolFileFaults } from '../../texts/school-file-faults.ts';
import type { Findings, Path } from './faults.ts';
import { type LooseFile, type SchoolFile, schoolFileSchema } from './schema.ts';

type Issue = z.core.$ZodIssue;

/**
 * Checks a parsed file's shape. Every fault goes to `found`.
 * @returns the whole file, or null when it has faults, and always its sound parts at their places
 */
export function readShape(raw: object, found: Findings): { file: SchoolFile | null; sound: LooseFile } {
  warnUnknownKeys(raw, schoolFileSchema, [], found);
  const parsed = schoolFileSchema.safeParse(raw, { reportInput: true });
  if (parsed.success) {
    const rules = (raw as SchoolFile).rules;
    const file: SchoolFile = { ...parsed.data, rules };
    return { file, sound: file };
  }
  const issues = parsed.error.issues.flatMap((issue) => branchOf(issue, []));
  for (const issue of issues) reportIssue(issue, found);
  return { file: null, sound: prune(raw, issues) as LooseFile };
}

/** Of a union that fits in no branch, the issues of the branch that came nearest; others as they are. */
function branchOf(issue: Issue, base: Path): Issue[] {
  const at = { ...issue, path: [...base, ...issue.path] } as Issue;
  if (issue.code !== 'invalid_union') return [at];
  const near = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0 || inner.code === 'custom'));
  return near ? near.flatMap((inner) => branchOf(inner, at.path)) : [at];
}

interface Named {
  code: SchoolFileFaultCode;
  facts: (string | number)[];
}

function reportIssue(issue: Issue, found: Findings): void {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) found.fault([...issue.path, key], 'unknown-rule', key);
    return;
  }
  const { code, facts } = nameIssue(issue);
  // which facts a text takes is known to nameIssue and, for custom checks, to the schema
  (found.fault as (path: Path, code: SchoolFileFaultCode, ...facts: Named['facts']) => void)(
    issue.path,
    code,
    ...facts,
  );
}

/** An issue's code in our catalogue and the facts of its text. */
function nameIssue(issue: Issue): Named {
  const given = shown(issue.input);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return { code: 'missing', facts: [] };
      return { code: 'wrong-type', facts: [jsonKinds[issue.expected] ?? issue.expected, kindOf(issue.input)] };
    case 'invalid_value':
      if (issue.input === undefined) return { code: 'missing', facts: [] };
      return { code: 'not-one-of', facts: [issue.values.map(String).join(', ')] };
    case 'too_small':
      if (issue.path[0] === 'bells') return { code: 'bad-bell', facts: [] };
      if (issue.origin === 'array') return { code: 'too-short', facts: [] };
      return { code: 'out-of-range', facts: [`не меньше ${issue.minimum}`] };
    case 'too_big':
      if (issue.path[0] === 'bells') return { code: 'bad-bell', facts: [] };
      if (issue.origin === 'string') return { code: 'too-long', facts: [Number(issue.maximum)] };
      return { code: 'out-of-range', facts: [`не больше ${issue.maximum}`] };
    case 'invalid_format':
      return { code: 'not-a-time', facts: [given] };
    case 'invalid_key':
      return { code: 'bad-bell-number', facts: [] };
    case 'invalid_union':
      if (issue.input === undefined) return { code: 'missing', facts: [] };
      return { code: 'not-one-of', facts: [unionText(issue.path)] };
    case 'custom':
      return { code: customCode(issue.message), facts: [given] };
    default:
      return { code: 'bad-shape', facts: [issue.message] };
  }
}

/** A custom check's message is the code of its text. */
function customCode(message: string): SchoolFileFaultCode {
  if (message in schoolFileFaults) return message as SchoolFileFaultCode;
  throw new Error(`school file: no text for ${message}`);
}

function unionText(path: Path): string {
  const last = path.at(-1);
  if (last === 'as') return '1–6, off, remote';
  if (last === 'weekday') return 'after, 1–7';
  return 'идентификатор или объект { "student": … }';
}

/** What a value is, for a message about its type: `строка «7»`. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  const kind = jsonKinds[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
  if (typeof value === 'string') return `${kind} «${shown(value)}»`;
  return typeof value === 'object' ? kind : shown(value);
}

/** A value as a message shows it: short, on one line. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : String(JSON.stringify(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** A copy without what the issues point at; holes keep their places, so that indexes and keys stay true. */
function prune(raw: object, issues: readonly Issue[]): unknown {
  const copy: unknown = structuredClone(raw);
  for (const issue of issues) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) cut(copy, path);
  }
  return copy;
}

function cut(root: unknown, path: Path): void {
  let at: unknown = root;
  for (const part of path.slice(0, -1)) {
    if (typeof at !== 'object' || at === null) return;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  const last = path.at(-1);
  if (last === undefined || typeof at !== 'object' || at === null) return;
  (at as Record<PropertyKey, unknown>)[last] = undefined;
}

/** Keys that the format does not have are let through with a word, so that newer exporters still work. */
function warnUnknownKeys(value: unknown, schema: z.core.$ZodType, path: Path, found: Findings): void {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    warnUnknownKeys(value, schema.def.innerType, path, found);
    return;
  }
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    for (const [index, element] of value.entries()) warnUnknownKeys(element, schema.element, [...path, index], found);
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  if (schema instanceof z.ZodUnion) {
    const branch = schema.options.find((option) => option instanceof z.ZodObject);
    if (branch) warnUnknownKeys(value, branch, path, found);
    return;
  }
  if (!(schema instanceof z.ZodObject)) return;
  for (const [key, inner] of Object.entries(value)) {
    const known = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
    if (known) warnUnknownKeys(inner, known, [...path, key], found);
    // a rule's wrong name is a fault of its own
    else if (path.at(-1) !== 'rules') found.warn([...path, key], 'unknown-key', key);
  }
}
