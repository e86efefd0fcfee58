import type { Fault, Warning } from '../../src/connectors/school-file/faults.ts';
import { faultsCount, IMPORT } from '../../src/texts/web/school-import.ts';
import type { Frame } from '../page.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';
import { Found, Warnings } from './import-found.tsx';

/** Where a school file is chosen. */
export const IMPORT_PATH = '/desk/import';

/** Where a file is chosen. */
export function UploadPage({ frame, fault, done }: { frame: Frame; fault?: string | undefined; done: number | null }) {
  return (
    <Layout title={IMPORT.title} frame={frame}>
      <h1>{IMPORT.title}</h1>
      {done !== null && <output class="saved">{IMPORT.done(done)}</output>}
      <p>{IMPORT.lead}</p>
      {frame.demo ? (
        <p class="muted">{IMPORT.demo}</p>
      ) : (
        <form method="post" action={IMPORT_PATH} enctype="multipart/form-data" class="card">
          <Alert text={fault} />
          <Csrf token={frame.csrf} />
          <div class="field">
            <label for="file">{IMPORT.file}</label>
            <input
              id="file"
              name="file"
              type="file"
              accept=".json,application/json"
              required
              aria-describedby="file-hint"
            />
            <small id="file-hint">{IMPORT.hint}</small>
          </div>
          <button type="submit">{IMPORT.show}</button>
        </form>
      )}
      <ToDesk />
    </Layout>
  );
}

/** What is wrong with a file, each at its path. */
export function FaultsPage({ frame, faults, warnings }: { frame: Frame; faults: Fault[]; warnings: Warning[] }) {
  return (
    <Layout title={IMPORT.faultsTitle} frame={frame}>
      <h1>
        {IMPORT.faultsTitle}
        <small>{faultsCount(faults.length)}</small>
      </h1>
      <p role="alert">{IMPORT.faultsLead}</p>
      <Found found={faults} />
      <Warnings warnings={warnings} />
      <p>
        <a class="button" href={IMPORT_PATH}>
          {IMPORT.another}
        </a>
      </p>
    </Layout>
  );
}
