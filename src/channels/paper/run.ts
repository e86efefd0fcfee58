import type { Writable } from 'node:stream';
import { REGISTER_LABELS, runTitle, windowText } from '../../texts/sheet/labels.ts';
import type { Faces } from './face.ts';
import { openPaperFile } from './file.ts';
import { paragraph, startFlow } from './flow.ts';
import { formatOf, style } from './format.ts';
import { layOutRegister, type RegisterFacts } from './register.ts';
import { type LaidSheet, layOutSheet, layoutFor } from './sheet.ts';
import type { PrintFacts, SheetFacts } from './sheet-facts.ts';
import { element, within } from './structure.ts';

/** A run of the press: a class's families on paper, or the whole school's, class by class. */
export interface PrintRunFacts extends PrintFacts {
  school: string;
  /** null: the whole school */
  class: string | null;
  /** ISO week */
  week: string;
  /** first and last school day of the window */
  from: string;
  to: string;
  /** read as they are printed */
  classes: AsyncIterable<ClassRun> | Iterable<ClassRun>;
}

/** A class's part of a run. */
export interface ClassRun {
  /** null: no family of the class is on paper */
  register: RegisterFacts | null;
  /** in alphabetical order; read as they are printed */
  sheets: AsyncIterable<SheetFacts> | Iterable<SheetFacts>;
}

export interface PrintedRun {
  /** pages of the file, registers included */
  pages: number;
  /** sides of paper of each sheet, in printed order */
  sheets: { number: number | null; pages: number }[];
}

/**
 * Writes a run as one PDF and ends the sink. Each class's register goes before its sheets; what is written leaves
 * memory, however long the run. The same facts make the same bytes. Throws what the sink or the facts' source fail
 * with; the sink is destroyed then, so that half a file is never taken for a whole one.
 */
export async function writeRun(sink: Writable, run: PrintRunFacts): Promise<PrintedRun> {
  try {
    return await write(sink, run);
  } catch (error) {
    sink.destroy();
    throw error;
  }
}

async function write(sink: Writable, run: PrintRunFacts): Promise<PrintedRun> {
  const window = windowText(run.from, run.to);
  const file = openPaperFile(sink, { title: runTitle(window, run.class), author: run.school, madeAt: run.madeAt });
  const layout = layoutFor(run);
  const printed: PrintedRun['sheets'] = [];
  const put = ({ leaves, content }: LaidSheet) => file.add(leaves, content);
  let empty = true;

  for await (const { register, sheets } of run.classes) {
    if (register) {
      file.bookmark(register.class);
      put(layOutRegister(file.faces, register, { school: run.school, window }));
      empty = false;
    }
    for await (const sheet of sheets) {
      const laid = layOutSheet(file.faces, sheet, layout);
      put(laid);
      printed.push({ number: sheet.number, pages: laid.leaves.length });
      await file.drained();
      empty = false;
    }
  }
  if (empty) put(nothing(file.faces, run, window));
  return { pages: await file.finish(), sheets: printed };
}

/** A file needs a page, and a reader a word. */
function nothing(faces: Faces, { school, class: schoolClass }: PrintRunFacts, window: string): LaidSheet {
  const flow = startFlow(faces, formatOf('A4'), 0, () => undefined);
  const content = element('Sect');
  for (const text of [school, runTitle(window, schoolClass), REGISTER_LABELS.nothing]) {
    paragraph(flow, within(content, 'P'), [{ text, style: style(flow.format.sizes.body) }]);
  }
  return { leaves: flow.leaves, content };
}
