/** What the pages of sheets share: addresses, the words that a form brought, and the buttons of one sheet. */
import { z } from 'zod';
import { sealId } from '../../src/access/public-ids.ts';
import { DEEDS, type Deed, LONGEST_NOTE } from '../../src/delivery/hand-over.ts';
import { deedOf, type SheetOnHand } from '../../src/delivery/sheets-view.ts';
import { DEED_LABELS, PAPER, savedLine } from '../../src/texts/web/paper.ts';
import { withQuery } from '../paths.ts';
import { Csrf } from '../views/form.tsx';

const text = (most: number) => z.string().max(most).optional().catch(undefined);
const texts = z.union([z.string(), z.array(z.string()).max(500)]).transform((one) => [one].flat());

/** A form about sheets; whatever else it brought is left out. */
export const deedForm = z.object({
  sheet: texts.default([]),
  shown: texts.default([]),
  who: z.enum(['marked', 'allBut']).catch('marked'),
  deed: z.enum(DEEDS).optional().catch(undefined),
  date: text(20),
  note: text(2000),
  undo: text(40),
});
export type DeedForm = z.infer<typeof deedForm>;

export const sealSheet = (secret: string, id: number): string => sealId(secret, 'sheet', String(id));
export const sealClass = (secret: string, id: number): string => sealId(secret, 'class', String(id));

export function sheetPath(secret: string, id: number, query: Record<string, string | undefined> = {}): string {
  return withQuery('/desk/sheet', { sheet: sealSheet(secret, id), ...query });
}

export function runsPath(
  secret: string,
  { classId, week }: { classId: number; week?: string },
  query: Record<string, string | undefined> = {},
): string {
  return withQuery('/desk/runs', { class: sealClass(secret, classId), week, ...query });
}

/** What may be noted of a sheet as it stands; the likeliest first. */
function deedsFor({ state, wish }: SheetOnHand): Deed[] {
  if (state === 'handedOver') return [];
  if (state === 'awaitingStub') return ['stub', 'person', 'proxy', 'post', 'refused', 'absent'];
  const rest = DEEDS.filter((deed) => deed !== state && deed !== wish);
  return wish ? [wish, ...rest] : rest;
}

interface DeedButtonsProps {
  sheet: SheetOnHand;
  csrf: string;
  action: string;
  /** a field for another day and for a note */
  date?: { today: string; printed: string; filled?: Partial<DeedForm> | undefined };
}

/** A button for each thing that may have happened. */
export function DeedButtons({ sheet, csrf, action, date }: DeedButtonsProps) {
  const deeds = deedsFor(sheet);
  if (deeds.length === 0) return null;
  return (
    <form method="post" action={action} class="card">
      <Csrf token={csrf} />
      {date && <DateAndNote {...date} />}
      <div class="deeds">
        {deeds.map((deed, index) => (
          <button key={deed} type="submit" name="deed" value={deed} class={index === 0 ? undefined : 'outline'}>
            {DEED_LABELS[deed]}
          </button>
        ))}
      </div>
    </form>
  );
}

export function DateAndNote(props: { today: string; printed: string; filled?: Partial<DeedForm> | undefined }) {
  const { today, printed, filled } = props;
  return (
    <div class="hours">
      <label>
        {PAPER.date}
        <input name="date" type="date" min={printed} max={today} value={filled?.date ?? today} required />
      </label>
      <label>
        {PAPER.note}
        <input name="note" maxLength={LONGEST_NOTE} value={filled?.note ?? ''} autocomplete="off" />
      </label>
    </div>
  );
}

/** What was just noted, with its undoing beside. */
export function JustDone(props: {
  sheets: readonly SheetOnHand[];
  batch: string;
  csrf: string;
  action: string;
  stood?: string | undefined;
}) {
  const { sheets, batch, csrf, action, stood } = props;
  const done = sheets.filter((sheet) => sheet.batch === batch && sheet.state !== 'open');
  const [first] = done;
  if (!first) return stood ? <output class="saved">{stood}</output> : null;
  return (
    <div class="saved done">
      <output>
        {savedLine(deedOf(first.state, first.way), done.length)} {stood}
      </output>
      <UndoButton batch={batch} csrf={csrf} action={action} />
    </div>
  );
}

export function UndoButton({ batch, csrf, action }: { batch: string; csrf: string; action: string }) {
  return (
    <form method="post" action={action} class="inline">
      <Csrf token={csrf} />
      <button type="submit" name="undo" value={batch} class="outline">
        {PAPER.undo}
      </button>
    </form>
  );
}
