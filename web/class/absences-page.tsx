import type { SchoolDate } from '../../src/platform/school-time.ts';
import {
  CODE_NAMES,
  dayLink,
  illnessOf,
  lessonLabel,
  nowStands,
  reasonsDay,
  reasonsSaved,
  REASONS as SAY,
} from '../../src/texts/web/attendance.ts';
import { className } from '../../src/texts/web/desk.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { type AbsentPupil, type ReasonField, type Sent, shownState } from './reasons.ts';

interface Props {
  frame: Frame;
  name: string;
  day: SchoolDate;
  absent: AbsentPupil[];
  /** pupils without a reason, by day that has absences */
  open: Map<SchoolDate, number>;
  /** address of another day */
  to(day: SchoolDate): string;
  back: string;
  /** so many lessons were just saved */
  saved: number | null;
  /** the class */
  sealed: string;
  sent?: Sent;
  fault?: string;
  faults?: Map<string, string>;
}

/** One form for the absences of a day. */
export function AbsencesPage(props: Props) {
  const { frame, name, day, absent, to, back, saved, sent, fault, faults } = props;
  const changeable = absent.some(({ fields }) => fields.some(({ codes }) => codes.length > 0));
  return (
    <Layout title={SAY.title} frame={frame}>
      <h1>
        {SAY.title}
        <small>
          {className(name)} · {reasonsDay(day)}
        </small>
      </h1>
      {saved !== null && <output class="saved">{reasonsSaved(saved)}</output>}
      <Days {...props} />
      <p>{SAY.lead}</p>
      {absent.length === 0 && <p>{SAY.none}</p>}
      {absent.length > 0 && (
        <form method="post" action={to(day)}>
          <Alert text={fault} />
          <Csrf token={frame.csrf} />
          {absent.map((pupil) => (
            <Pupil key={pupil.key} pupil={pupil} sent={sent} faults={faults} />
          ))}
          {changeable && <button type="submit">{SAY.save}</button>}
        </form>
      )}
      <p class="muted">{SAY.lateNote}</p>
      <p>
        <a href={back}>{SAY.back}</a>
      </p>
    </Layout>
  );
}

/** The days before with their absences still without a reason, and any other day. */
function Days({ open, day, to, sealed }: Props) {
  return (
    <>
      <nav aria-label={SAY.days} class="weeks">
        {[...open]
          .filter(([date]) => date !== day)
          .map(([date, pupils]) => (
            <a key={date} href={to(date)}>
              {dayLink(date)}
              {pupils > 0 && ` · ${SAY.noReason}: ${pupils}`}
            </a>
          ))}
      </nav>
      <form method="get" action="/desk/absences" class="hours">
        <input type="hidden" name="class" value={sealed} />
        <label>
          {SAY.day}
          <input type="date" name="day" value={day} required />
        </label>
        <button type="submit" class="outline">
          {SAY.show}
        </button>
      </form>
    </>
  );
}

function Pupil({ pupil, sent, faults }: { pupil: AbsentPupil } & Pick<Props, 'sent' | 'faults'>) {
  const chosen = sent?.[`d-${pupil.key}`] ?? '';
  return (
    <fieldset class="card reasons">
      <legend>{pupil.name}</legend>
      <a href={withQuery('/desk/illness', { child: pupil.key })} aria-label={illnessOf(pupil.name)}>
        {SAY.illness}
      </a>
      {pupil.codes.length > 0 && pupil.fields.length > 1 && (
        <label>
          {SAY.all}
          <select name={`d-${pupil.key}`}>
            <option value="">{SAY.byLesson}</option>
            {pupil.codes.map((code) => (
              <option key={code} value={code} selected={code === chosen}>
                {CODE_NAMES[code]}
              </option>
            ))}
          </select>
        </label>
      )}
      {pupil.fields.map((field) => (
        <Lesson key={field.key} field={field} sent={sent} fault={faults?.get(field.key)} />
      ))}
    </fieldset>
  );
}

function Lesson({ field, sent, fault }: { field: ReasonField; sent: Sent | undefined; fault: string | undefined }) {
  const { key, entry, subject, codes } = field;
  const label = lessonLabel(entry.lesson, subject);
  if (codes.length === 0)
    return (
      <p>
        {label}: {CODE_NAMES[entry.value]}
      </p>
    );
  const chosen = sent?.[`r-${key}`] ?? entry.value;
  const shown = sent?.[`w-${key}`];
  const changed = shown !== undefined && shown !== shownState(entry) ? nowStands(entry.value) : undefined;
  const said = fault ?? changed;
  return (
    <label>
      {label}
      <select
        name={`r-${key}`}
        aria-describedby={said ? `f-${key}` : undefined}
        aria-invalid={fault ? 'true' : undefined}
      >
        {codes.map((code) => (
          <option key={code} value={code} selected={code === chosen}>
            {CODE_NAMES[code]}
          </option>
        ))}
      </select>
      <input type="hidden" name={`w-${key}`} value={shownState(entry)} />
      {said && (
        <small id={`f-${key}`} class="fault">
          {said}
        </small>
      )}
    </label>
  );
}
