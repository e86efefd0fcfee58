import type { Warning } from '../../src/connectors/school-file/faults.ts';
import type { ImportResult } from '../../src/connectors/school-file/import.ts';
import { changesCount, IMPORT, IMPORT_FAULTS, TRANSFER_KINDS } from '../../src/texts/web/school-import.ts';
import type { Frame } from '../page.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { type KindOfChange, mindOf } from './change-words.ts';
import { MOST_LINES, Warnings } from './import-found.tsx';
import { IMPORT_PATH } from './import-pages.tsx';
import { ImportedHomework } from './moved-homework.tsx';

const FIRST_LINES = 6;

interface PreviewProps {
  frame: Frame;
  result: ImportResult;
  kinds: KindOfChange[];
  warnings: Warning[];
  draft: string;
  nameOf: (id: string) => string;
  /** code of why it was not written just now */
  fault?: string | undefined;
}

/** All that a file would change, and the button that lets it. */
export function ImportPreview(props: PreviewProps) {
  const { frame, result, kinds, warnings, fault } = props;
  return (
    <Layout title={IMPORT.previewTitle} frame={frame}>
      <h1>
        {IMPORT.previewTitle}
        <small>{changesCount(result.changes.length)}</small>
      </h1>
      <Alert text={fault && IMPORT_FAULTS[fault]} />
      {kinds.length === 0 ? <p>{IMPORT.nothing}</p> : <Summary kinds={kinds} />}
      <Mind {...props} />
      <ImportedHomework homework={result.homework} />
      {kinds.map((kind) => (
        <Kind key={kind.kind} {...kind} />
      ))}
      <Warnings warnings={warnings} />
      {kinds.length === 0 ? (
        <p>
          <a class="button" href={IMPORT_PATH}>
            {IMPORT.another}
          </a>
        </p>
      ) : (
        <Apply {...props} />
      )}
    </Layout>
  );
}

function Summary({ kinds }: { kinds: KindOfChange[] }) {
  return (
    <table class="by-subject" aria-label={IMPORT.summary}>
      <thead>
        <tr>
          <th scope="col">{IMPORT.kind}</th>
          {(['added', 'changed', 'left'] as const).map((change) => (
            <th key={change} scope="col" class="number">
              {IMPORT[change]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map(({ kind, name, counts }) => (
          <tr key={kind}>
            <th scope="row">
              <a href={`#${kind}`}>{name}</a>
            </th>
            {(['added', 'changed', 'left'] as const).map((change) => (
              <td key={change} class={counts[change] ? 'number' : 'number none'} data-label={IMPORT[change]}>
                {counts[change] || '—'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Mind({ result, nameOf }: PreviewProps) {
  const { leavers, narrowed, offices } = mindOf(result);
  const transfers = result.transfers ?? [];
  const lines = [
    ...(leavers ? [IMPORT.leavers(leavers)] : []),
    ...(narrowed ? [IMPORT.narrowed(narrowed)] : []),
    ...(offices ? [IMPORT.offices(offices)] : []),
  ];
  if (lines.length === 0 && transfers.length === 0) return null;
  return (
    <section class="card">
      <h2>{IMPORT.mindTitle}</h2>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {transfers.length > 0 && (
        <>
          <p>{IMPORT.transfersLead}</p>
          <ul>
            {transfers.map(({ id, studentId, kind, date }) => (
              <li key={id}>
                {nameOf(studentId)}: {TRANSFER_KINDS[kind]?.(date)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Kind({ kind, name, lines }: KindOfChange) {
  const first = lines.slice(0, FIRST_LINES);
  const more = lines.slice(FIRST_LINES, MOST_LINES);
  return (
    <section id={kind}>
      <h2>{name}</h2>
      <Lines lines={first} />
      {more.length > 0 && (
        <details>
          <summary>
            {IMPORT.more} ({lines.length - first.length})
          </summary>
          <Lines lines={more} />
          {lines.length > MOST_LINES && <p class="muted">{IMPORT.rest(lines.length - MOST_LINES)}</p>}
        </details>
      )}
    </section>
  );
}

function Lines({ lines }: { lines: KindOfChange['lines'] }) {
  return (
    <ul>
      {lines.map(({ change, text }, at) => (
        <li key={at}>
          {text} <small>{IMPORT[change]}</small>
        </li>
      ))}
    </ul>
  );
}

/** What was shown is named again, with what a person must agree to apart. */
function Apply({ frame, result, draft }: PreviewProps) {
  const { confirmLeft, transfers } = result;
  return (
    <form method="post" action={`${IMPORT_PATH}/apply`} class="card">
      <Csrf token={frame.csrf} />
      <input type="hidden" name="draft" value={draft} />
      {confirmLeft && (
        <label>
          <input type="checkbox" name="left" value={confirmLeft.count} required />
          {IMPORT.leftConfirm(confirmLeft.count, confirmLeft.of)}
        </label>
      )}
      {transfers && (
        <label>
          <input type="checkbox" name="transfers" value={transfers.length} required />
          {IMPORT.transfersConfirm(transfers.length)}
        </label>
      )}
      <p>{IMPORT.applyLead}</p>
      <button type="submit">{IMPORT.apply}</button>
      <a class="button outline" href={IMPORT_PATH}>
        {IMPORT.another}
      </a>
    </form>
  );
}
