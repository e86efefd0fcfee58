import {
  type SchoolFileFaultCode,
  type SchoolFileWarningCode,
  schoolFileFaults,
  schoolFileWarnings,
} from '../../texts/school-file-faults.ts';

export type Path = readonly PropertyKey[];

/** One thing to mend in a school file. */
export interface Fault {
  /** JSON path, e.g. `guardians[3].children[1].student`; empty: the file as a whole */
  path: string;
  code: SchoolFileFaultCode;
  /** what is wrong and the remedy, Russian */
  text: string;
}

export interface Warning {
  path: string;
  code: SchoolFileWarningCode;
  text: string;
}

type FactsOf<F> = F extends (...facts: infer A) => string ? A : never;

/** Gathers what the checks find. */
export interface Findings {
  faults: Fault[];
  warnings: Warning[];
  fault<C extends SchoolFileFaultCode>(path: Path, code: C, ...facts: FactsOf<(typeof schoolFileFaults)[C]>): void;
  warn<C extends SchoolFileWarningCode>(path: Path, code: C, ...facts: FactsOf<(typeof schoolFileWarnings)[C]>): void;
}

export function findings(): Findings {
  const faults: Fault[] = [];
  const warnings: Warning[] = [];
  const faulty = new Set<string>();
  return {
    faults,
    warnings,
    fault(path, code, ...facts) {
      // one fault for a place: the first is the plainest, the others mostly follow from it
      if (faulty.has(pathText(path))) return;
      faulty.add(pathText(path));
      const text = (schoolFileFaults[code] as (...given: typeof facts) => string)(...facts);
      faults.push({ path: pathText(path), code, text });
    },
    warn(path, code, ...facts) {
      const text = (schoolFileWarnings[code] as (...given: typeof facts) => string)(...facts);
      warnings.push({ path: pathText(path), code, text });
    },
  };
}

/** `['guardians', 3, 'children', 1]` → `guardians[3].children[1]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

/** A fault as one line: path, colon, what to do. */
export function faultLine(fault: Fault | Warning): string {
  return fault.path === '' ? fault.text : `${fault.path}: ${fault.text}`;
}
