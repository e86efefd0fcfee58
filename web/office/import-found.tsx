import type { Fault, Warning } from '../../src/connectors/school-file/faults.ts';
import { IMPORT, warningsCount } from '../../src/texts/web/school-import.ts';

/** A page of everything would be as long as the file. */
export const MOST_LINES = 300;

/** What was found in a school file, each at its path. */
export function Found({ found }: { found: (Fault | Warning)[] }) {
  return (
    <>
      <ul class="written">
        {found.slice(0, MOST_LINES).map(({ path, text }, at) => (
          <li key={at}>
            {path && <code>{path}</code>} {text}
          </li>
        ))}
      </ul>
      {found.length > MOST_LINES && <p class="muted">{IMPORT.rest(found.length - MOST_LINES)}</p>}
    </>
  );
}

/** What does not hinder the file. */
export function Warnings({ warnings }: { warnings: Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <section>
      <h2>{IMPORT.warnings}</h2>
      <p>{IMPORT.warningsLead}</p>
      <details>
        <summary>{warningsCount(warnings.length)}</summary>
        <Found found={warnings} />
      </details>
    </section>
  );
}
