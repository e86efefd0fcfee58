import { longDate } from '../../src/texts/russian/dates.ts';
import { DAY } from '../../src/texts/web/day.ts';
import type { Frame } from '../page.ts';
import { Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import type { DayForm } from './day-form.ts';
import type { PreviewWords } from './day-words.ts';

interface PreviewProps {
  frame: Frame;
  date: string;
  action: string;
  /** the deed in one line */
  deed: string;
  words: PreviewWords;
  form: DayForm;
}

/** What a deed will do, before it is done. */
export function PreviewPage({ frame, date, action, deed, words, form }: PreviewProps) {
  return (
    <Layout title={DAY.previewTitle} frame={frame}>
      <h1>
        {DAY.previewTitle}
        <small>{longDate(date)}</small>
      </h1>
      <p>
        <strong>{deed}</strong>
      </p>
      {words.warnings.length > 0 && (
        <section>
          <h2>{DAY.warnings}</h2>
          <ul>
            {words.warnings.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{DAY.homework}</h2>
        {words.homework.length === 0 ? (
          <p>{DAY.noHomework}</p>
        ) : (
          <>
            <p class="muted">{DAY.homeworkLead}</p>
            <ul>
              {words.homework.map((line) => (
                <li key={line} class="written">
                  {line}
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      <section>
        <h2>{DAY.changes}</h2>
        {words.days.map(({ heading, before, after }) => (
          <section key={heading} class="before-after">
            <h3>{heading}</h3>
            <Lines lines={after} marked={after.filter((line) => !before.includes(line))} />
          </section>
        ))}
        {words.more && <p>{words.more}</p>}
      </section>
      <form method="post" action={action} class="confirm">
        <Csrf token={frame.csrf} />
        <Kept form={form} />
        <button type="submit" name="step" value="save">
          {DAY.save}
        </button>
        <a class="button outline" href={action}>
          {DAY.back}
        </a>
      </form>
    </Layout>
  );
}

function Lines({ lines, marked }: { lines: string[]; marked: string[] }) {
  if (lines.length === 0) return <p>{DAY.dayFree}</p>;
  return (
    <ul class="plain">
      {lines.map((line) => (
        <li key={line}>{marked.includes(line) ? <strong>{line}</strong> : line}</li>
      ))}
    </ul>
  );
}

/** What was typed goes with the confirmation, and is checked again. */
function Kept({ form }: { form: DayForm }) {
  const { what, lesson, teacher, course, to, number, as, of, reason } = form;
  const single = { what, teacher, course, to, number, as, of, reason };
  return (
    <>
      {Object.entries(single).map(([name, value]) =>
        value ? <input key={name} type="hidden" name={name} value={value} /> : null,
      )}
      {lesson.map((value) => (
        <input key={value} type="hidden" name="lesson" value={value} />
      ))}
    </>
  );
}
