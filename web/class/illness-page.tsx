import type { Child } from '../../src/access/relations.ts';
import type { PlannedDeed } from '../../src/journal/illness/plan.ts';
import type { IllnessRow } from '../../src/journal/illness/read.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import type { SchoolDate } from '../../src/platform/school-time.ts';
import {
  deedWords,
  illnessSpan,
  illnessTold,
  lessonLabel,
  reasonsDay,
  ILLNESS as SAY,
} from '../../src/texts/web/attendance.ts';
import type { Frame } from '../page.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

/** `key`: the sealed illness */
export type ShownIllness = IllnessRow & { key: string };

type Filled = Partial<Record<'part' | 'illness' | 'starts' | 'ends' | 'note', string>> & { revision?: number };

/** What was sent: to be looked at before it is written, or to be mended. */
export interface Trial {
  filled: Filled;
  preview?: { deeds: PlannedDeed[]; before: IllnessRow | null };
  fault?: string;
  field?: string;
}

interface Props {
  frame: Frame;
  child: Child;
  illnesses: ShownIllness[];
  today: SchoolDate;
  trial: Trial | undefined;
  saved: string | null;
}

export function IllnessPage({ frame, child, illnesses, today, trial, saved }: Props) {
  const action = frame.childPath('/desk/illness', child);
  const forms = { action, csrf: frame.csrf };
  const about = (key: string) => (trial && (trial.filled.illness ?? '') === key ? trial : undefined);
  return (
    <Layout title={SAY.title} frame={frame}>
      <h1>
        {SAY.title}
        <small>
          {child.last} {child.first}, {child.className}
        </small>
      </h1>
      {saved && <output class="saved">{saved}</output>}
      {trial?.preview ? (
        <Preview {...forms} filled={trial.filled} preview={trial.preview} />
      ) : (
        <>
          <p>{SAY.lead}</p>
          <section class="card">
            <h2>{SAY.fresh}</h2>
            <Days {...forms} id="new" trial={about('')} standing={{ starts: today, ends: '', note: '' }} />
          </section>
          <h2>{SAY.list}</h2>
          {illnesses.length === 0 && <p>{SAY.none}</p>}
          {illnesses.map((illness) => (
            <Known key={illness.key} {...forms} illness={illness} trial={about(illness.key)} />
          ))}
        </>
      )}
      <p>
        <a href={frame.childPath('/desk/pupil', child)}>{SAY.back}</a>
      </p>
    </Layout>
  );
}

interface Forms {
  action: string;
  csrf: string;
}

function Known({ illness, trial, action, csrf }: Forms & { illness: ShownIllness; trial: Trial | undefined }) {
  const { key, note, takenBack, revision } = illness;
  return (
    <section class="card">
      <h3>
        {illnessSpan(illness)}
        {takenBack && <mark class="plain">{SAY.was}</mark>}
      </h3>
      {note && <p class="written">{note}</p>}
      {!takenBack && (
        <>
          <details open={trial !== undefined}>
            <summary>{SAY.edit}</summary>
            <Days action={action} csrf={csrf} id={`i${illness.id}`} trial={trial} standing={illness} known={illness} />
          </details>
          <form method="post" action={action}>
            <Csrf token={csrf} />
            <input type="hidden" name="illness" value={key} />
            <input type="hidden" name="revision" value={revision} />
            <button type="submit" name="part" value="ask" class="outline">
              {SAY.takeBack}
            </button>
          </form>
        </>
      )}
    </section>
  );
}

interface DaysProps extends Forms {
  id: string;
  trial: Trial | undefined;
  standing: { starts: string; ends: string; note: string };
  known?: ShownIllness;
}

function Days({ action, csrf, id, trial, standing, known }: DaysProps) {
  const { filled, fault, field } = trial ?? { filled: {} as Filled };
  const day = (name: 'starts' | 'ends', label: string) => (
    <label>
      {label}
      <input
        type="date"
        name={name}
        value={filled[name] ?? standing[name]}
        required
        aria-invalid={field === name ? 'true' : undefined}
        aria-describedby={fault ? `${id}-fault` : undefined}
      />
    </label>
  );
  return (
    <form method="post" action={action}>
      {fault && (
        <div id={`${id}-fault`}>
          <Alert text={fault} />
        </div>
      )}
      <Csrf token={csrf} />
      {known && <input type="hidden" name="illness" value={known.key} />}
      {known && <input type="hidden" name="revision" value={known.revision} />}
      <div class="hours">
        {day('starts', SAY.starts)}
        {day('ends', SAY.ends)}
      </div>
      <label>
        {SAY.note}
        <input name="note" maxLength={200} value={filled.note ?? standing.note} aria-describedby={`${id}-note`} />
      </label>
      <p class="muted" id={`${id}-note`}>
        {SAY.noteHint}
      </p>
      <button type="submit" name="part" value="preview">
        {SAY.preview}
      </button>
    </form>
  );
}

/** Every lesson concerned, and what the family will read. */
function Preview({
  action,
  csrf,
  filled,
  preview,
}: Forms & { filled: Filled; preview: NonNullable<Trial['preview']> }) {
  const { deeds, before } = preview;
  const back = filled.part === 'ask';
  const { starts = '', ends = '' } = filled;
  const span = back && before ? before : { starts, ends };
  const sameDays = before !== null && before.starts === starts && before.ends === ends;
  return (
    <section class="card">
      <h2>
        {back ? SAY.takeBack : SAY.title}: {illnessSpan(span)}
      </h2>
      <h3>{SAY.whatChanges}</h3>
      {deeds.length === 0 && <p>{SAY.nothing}</p>}
      {[...groupBy(deeds, ({ date }) => date)].map(([date, ofDay]) => (
        <section key={date}>
          <h4>{reasonsDay(date)}</h4>
          <ul>
            {ofDay.map(({ deed, stands, was, course, number }) => (
              <li key={`${course.id} ${number}`}>
                {lessonLabel(number, course.subject.name)}: {deedWords(deed, stands, was)}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {back && <p>{SAY.withdrawn}</p>}
      {!back && !sameDays && (
        <>
          <p>{before ? SAY.corrected : SAY.told}</p>
          <blockquote>{illnessTold(span)}</blockquote>
        </>
      )}
      <form method="post" action={action}>
        <Csrf token={csrf} />
        {(['illness', 'revision', 'starts', 'ends', 'note'] as const).map((name) => (
          <input key={name} type="hidden" name={name} value={filled[name] ?? ''} />
        ))}
        <div class="deeds">
          <button type="submit" name="part" value={back ? 'back' : 'save'}>
            {back ? SAY.confirmTakeBack : SAY.confirm}
          </button>
          <button type="submit" name="part" value="edit" class="outline">
            {SAY.again}
          </button>
        </div>
      </form>
    </section>
  );
}
