import type { SchoolNow } from '../../src/access/actor.ts';
import type { SheetDeed, SheetOnHand } from '../../src/delivery/sheets-view.ts';
import type { StubPhoto } from '../../src/delivery/stub-photos.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { wayWords } from '../../src/texts/paper-ways.ts';
import { dateRange } from '../../src/texts/russian/dates.ts';
import { DEED_LABELS, historyLine, PAPER, sheetNumber, sheetState, sheetTitle } from '../../src/texts/web/paper.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { DeedButtons, type DeedForm, JustDone, runsPath, sealSheet, sheetPath, UndoButton } from './deeds.tsx';

export interface SheetPageProps {
  frame: Frame;
  sheet: SheetOnHand;
  history: SheetDeed[];
  /** null: not for these eyes */
  photos: StubPhoto[] | null;
  school: SchoolNow;
  done: string | undefined;
  undone: boolean;
  photo: { saved: boolean; fault: string | undefined };
  /** a copy that was just made, sealed */
  copy: string | undefined;
  refused: { fault: string; filled: DeedForm } | undefined;
}

export function SheetPage(props: SheetPageProps) {
  const { frame, sheet, school, refused, done } = props;
  const action = sheetPath(school.secret, sheet.id);
  const printed = schoolDate(sheet.printedAt, school.zone);
  const justDone = done !== undefined && done === sheet.batch;
  return (
    <Layout title={sheetTitle(sheet.id)} frame={frame}>
      <h1>
        {sheetTitle(sheet.id)}
        <small>
          {sheet.child.last} {sheet.child.first}, {sheet.className} · {dateRange(sheet.starts, sheet.ends)}
        </small>
      </h1>
      <Alert text={refused?.fault} />
      {props.undone && <output class="saved">{PAPER.undone}</output>}
      {justDone && <JustDone sheets={[sheet]} batch={done} csrf={frame.csrf} action={action} />}
      <SheetFacts sheet={sheet} />
      <DeedButtons
        sheet={sheet}
        csrf={frame.csrf}
        action={action}
        date={{ today: school.today, printed, filled: refused?.filled }}
      />
      <History {...props} action={action} justDone={justDone} />
      <Photos {...props} />
      <Copy {...props} />
      <p>
        <a href={runsPath(school.secret, sheet)}>{PAPER.backToRuns}</a>
      </p>
    </Layout>
  );
}

export function SheetFacts({ sheet }: { sheet: SheetOnHand }) {
  const { recipient, metBy, wish, proxy } = sheet;
  return (
    <dl class="glance">
      {recipient && (
        <div>
          <dt>{PAPER.recipient}</dt>
          <dd>{[recipient.last, recipient.first, recipient.patronymic].filter(Boolean).join(' ')}</dd>
        </div>
      )}
      {wish && (
        <div>
          <dt>{PAPER.wish}</dt>
          <dd>{wayWords(wish, proxy)}</dd>
        </div>
      )}
      <div>
        <dt>{PAPER.state}</dt>
        <dd>{sheetState(sheet)}</dd>
      </div>
      {metBy && metBy !== 'paper' && (
        <div>
          <dt>{PAPER.otherwise}</dt>
          <dd>{PAPER.channels[metBy as keyof typeof PAPER.channels] ?? metBy}</dd>
        </div>
      )}
    </dl>
  );
}

function History({
  frame,
  history,
  school,
  sheet,
  action,
  justDone,
}: SheetPageProps & { action: string; justDone: boolean }) {
  const moment = ({ at, by }: NonNullable<SheetDeed['takenBack']>) => ({
    date: schoolDate(at, school.zone),
    time: schoolTime(at, school.zone),
    by,
  });
  return (
    <section>
      <h2>{PAPER.history}</h2>
      {history.length === 0 && <p class="muted">{PAPER.noHistory}</p>}
      <ol class="sheets">
        {history.map((row) => (
          <li key={row.at.getTime()} class={row.takenBack ? 'taken-back' : undefined}>
            <span>{DEED_LABELS[row.deed]}</span>
            <small>{historyLine({ ...row, takenBack: row.takenBack && moment(row.takenBack) })}</small>
          </li>
        ))}
      </ol>
      {sheet.batch && !justDone && <UndoButton batch={sheet.batch} csrf={frame.csrf} action={action} />}
    </section>
  );
}

function Photos({ frame, sheet, photos, school, photo }: SheetPageProps) {
  const sealed = sealSheet(school.secret, sheet.id);
  return (
    <section id="photo">
      <h2>{PAPER.photo}</h2>
      {photo.saved && <output class="saved">{PAPER.photoSaved}</output>}
      <Alert text={photo.fault} />
      {photos && photos.length > 0 && (
        <ul class="photos">
          {photos.map(({ publicId, mediaType, name }) => {
            const href = withQuery(`/desk/stub/${publicId}`, { sheet: sealed });
            return (
              <li key={publicId}>
                <a href={href}>
                  {mediaType.startsWith('image/') ? <img src={href} alt={name} loading="lazy" /> : name}
                </a>
              </li>
            );
          })}
        </ul>
      )}
      <form
        method="post"
        action={withQuery('/desk/stub', { sheet: sealed })}
        enctype="multipart/form-data"
        class="card"
      >
        <Csrf token={frame.csrf} />
        <label>
          {PAPER.photoAdd}
          <input
            type="file"
            name="photo"
            accept="image/jpeg,image/png,application/pdf"
            required
            aria-describedby="photo-note"
          />
        </label>
        <p class="muted" id="photo-note">
          {PAPER.photoNote}
        </p>
        <button type="submit" class="outline">
          {PAPER.photoSave}
        </button>
      </form>
    </section>
  );
}

function Copy({ frame, sheet, school, copy }: SheetPageProps) {
  const sealed = sealSheet(school.secret, sheet.id);
  return (
    <section>
      <h2>{PAPER.copy}</h2>
      {copy ? (
        <p class="saved">
          {PAPER.copyReady}{' '}
          <a
            href={withQuery('/desk/copy.pdf', { sheet: sealed, copy })}
            aria-label={`${PAPER.copyOpen}, ${sheetNumber(sheet.id)}`}
          >
            {PAPER.copyOpen}
          </a>
        </p>
      ) : (
        <form method="post" action={withQuery('/desk/sheet/copy', { sheet: sealed })}>
          <Csrf token={frame.csrf} />
          <button type="submit" class="outline">
            {PAPER.copyMake}
          </button>
        </form>
      )}
      <p class="muted">{PAPER.copyNote}</p>
    </section>
  );
}
