import { may } from '../../src/access/may.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { DEEDS } from '../../src/delivery/hand-over.ts';
import type { ClassCounts, RunOfWeek, SheetOnHand } from '../../src/delivery/sheets-view.ts';
import { className } from '../../src/texts/web/desk.ts';
import {
  classTitle,
  countsLine,
  DEED_LABELS,
  PAPER,
  runLink,
  sheetNumber,
  sheetState,
  sheetTitle,
  weekLink,
  weekTitle,
} from '../../src/texts/web/paper.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';
import { DateAndNote, type DeedForm, JustDone, runsPath, sealClass, sealSheet, sheetPath } from './deeds.tsx';

export interface RunsPageProps {
  frame: Frame;
  secret: string;
  classId: number;
  name: string;
  weeks: ClassCounts[];
  shown: ClassCounts | null;
  sheets: SheetOnHand[];
  runs: RunOfWeek[];
  today: string;
  /** the first day on which there was anything to hand over */
  printed: string;
  /** batch that was just noted */
  done: string | undefined;
  stood: string | undefined;
  undone: boolean;
  refused: { fault: string; filled: DeedForm } | undefined;
}

const WEEKS_SHOWN = 12;

export function RunsPage(props: RunsPageProps) {
  const { frame, secret, classId, name, weeks, shown, sheets, refused } = props;
  const action = runsPath(secret, { classId, week: shown?.week });
  const left = sheets.filter(({ state }) => state !== 'handedOver');
  const handed = sheets.filter(({ state }) => state === 'handedOver');
  return (
    <Layout title={classTitle(name)} frame={frame}>
      <h1>
        {classTitle(name)}
        {shown && <small>{weekTitle(shown.starts, shown.ends)}</small>}
      </h1>
      <Alert text={refused?.fault} />
      {props.undone && <output class="saved">{PAPER.undone}</output>}
      {(props.done || props.stood) && (
        <JustDone sheets={sheets} batch={props.done ?? ''} csrf={frame.csrf} action={action} stood={props.stood} />
      )}
      {!shown && <p>{PAPER.noneOfClass}</p>}
      {weeks.length > 1 && (
        <nav aria-label={PAPER.weeks} class="weeks">
          {weeks.slice(0, WEEKS_SHOWN).map(({ week, starts, ends, open, awaitingStub }) => (
            <a
              key={week}
              href={runsPath(secret, { classId, week })}
              aria-current={week === shown?.week ? 'page' : undefined}
            >
              {weekLink(starts, ends, open + awaitingStub)}
            </a>
          ))}
        </nav>
      )}
      {shown && (
        <>
          <p>{countsLine(shown)}</p>
          <Files {...props} week={shown.week} />
          {left.length > 0 ? <HandingOverForm {...props} action={action} left={left} /> : <p>{PAPER.nothingLeft}</p>}
          {handed.length > 0 && (
            <section>
              <h2>{PAPER.done}</h2>
              <ul class="sheets">
                {handed.map((sheet) => (
                  <li key={sheet.id}>
                    <a href={sheetPath(secret, sheet.id)}>
                      {sheet.child.last} {sheet.child.first}
                    </a>
                    <small>
                      {sheetNumber(sheet.id)} · {sheetState(sheet)}
                    </small>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
      <ToDesk>
        {may(frame.visit?.actor ?? null, 'readClass', { kind: 'class', classId }) && (
          <a href={withQuery('/desk/class', { class: sealClass(secret, classId) })}>{className(name)}</a>
        )}
      </ToDesk>
    </Layout>
  );
}

/** The week's file, and those of later runs by themselves: whoever has the first printed needs only these. */
function Files({ secret, classId, runs, week }: RunsPageProps & { week: string }) {
  const address = (run?: number) =>
    withQuery('/desk/runs.pdf', {
      class: sealClass(secret, classId),
      week,
      run: run === undefined ? undefined : sealId(secret, 'run', String(run)),
    });
  const ofWeek = runs.filter(({ kind }) => kind !== 'period');
  const alone = runs.filter(({ kind }) => kind === 'period' || (kind === 'supplementary' && ofWeek.length > 1));
  return (
    <>
      {ofWeek.length > 0 && (
        <p>
          <a class="button" href={address()}>
            {PAPER.print}
          </a>
          <small class="under">{PAPER.printNote}</small>
        </p>
      )}
      {alone.length > 0 && (
        <ul>
          {alone.map(({ id, kind, sheets }) => (
            <li key={id}>
              <a href={address(id)}>{runLink(kind, sheets)}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function HandingOverForm(props: RunsPageProps & { action: string; left: SheetOnHand[] }) {
  const { frame, secret, left, today, printed, refused } = props;
  const filled = refused?.filled;
  const who = filled?.who ?? 'marked';
  return (
    <form method="post" action={props.action} class="card">
      <h2>{PAPER.form}</h2>
      <Csrf token={frame.csrf} />
      <fieldset class="sheets">
        <legend>{PAPER.whom}</legend>
        {left.map((sheet) => (
          <SheetChoice
            key={sheet.id}
            sheet={sheet}
            secret={secret}
            checked={filled?.sheet.includes(sealSheet(secret, sheet.id)) ?? false}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>{PAPER.who}</legend>
        <label>
          <input type="radio" name="who" value="marked" checked={who === 'marked'} />
          {PAPER.marked}
        </label>
        <label>
          <input type="radio" name="who" value="allBut" checked={who === 'allBut'} />
          {PAPER.allBut}
        </label>
        <p class="muted">{PAPER.allButNote}</p>
      </fieldset>
      <label>
        {PAPER.how}
        <select name="deed">
          {DEEDS.map((deed) => (
            <option key={deed} value={deed} selected={deed === (filled?.deed ?? 'person')}>
              {DEED_LABELS[deed]}
            </option>
          ))}
        </select>
      </label>
      <DateAndNote today={today} printed={printed} filled={filled} />
      <button type="submit">{PAPER.save}</button>
    </form>
  );
}

function SheetChoice({ sheet, secret, checked }: { sheet: SheetOnHand; secret: string; checked: boolean }) {
  const sealed = sealSheet(secret, sheet.id);
  return (
    <div class="sheet">
      <input type="hidden" name="shown" value={sealed} />
      <label>
        <input type="checkbox" name="sheet" value={sealed} checked={checked} />
        <span>
          {sheet.child.last} {sheet.child.first}
          <small>
            {sheetNumber(sheet.id)} · {sheetState(sheet)}
          </small>
        </span>
      </label>
      <a
        href={sheetPath(secret, sheet.id)}
        aria-label={`${sheetTitle(sheet.id)}: ${sheet.child.last} ${sheet.child.first}`}
      >
        {PAPER.details}
      </a>
    </div>
  );
}
