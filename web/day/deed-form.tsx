import { sealId } from '../../src/access/public-ids.ts';
import { fullName, type Roster, type RosterClass } from '../../src/journal/roster.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { asWeekday, DAY, FAULTS } from '../../src/texts/web/day.ts';
import { Csrf, Field } from '../views/form.tsx';
import { AS, type DayForm, sealPlace } from './day-form.ts';
import { type ClassLessons, type DayPageProps, type DayRefused, stateOf } from './day-view.ts';
import { lessonWords, nameOf } from './day-words.ts';

type Props = DayPageProps & { action: string; lists: ClassLessons[] };

/** With lessons: what to do with those that are marked; of a class or the school: the whole day. */
export function DeedForm(props: Props) {
  const { frame, action, lists, refused, schoolClass, teacherId } = props;
  const hasLessons = lists.some(({ lessons }) => lessons.length > 0);
  if (teacherId && !hasLessons) return <p>{DAY.none}</p>;
  const form = refused?.form;
  const what = form?.what ?? (hasLessons ? 'substitute' : 'day');
  const faultAt = (field: DayRefused['field']) => (refused?.field === field ? FAULTS[refused.code] : undefined);
  const radio = (value: DayForm['what'], label: string) => (
    <label>
      <input type="radio" name="what" value={value} checked={what === value} />
      {label}
    </label>
  );
  return (
    <form method="post" action={action} class="card deed no-print">
      <h2>{schoolClass || teacherId ? DAY.editLessons : DAY.editDay}</h2>
      <Csrf token={frame.csrf} />
      {hasLessons && <Lessons {...props} fault={faultAt('lesson')} />}
      <fieldset>
        <legend>{DAY.what}</legend>
        {hasLessons && (
          <>
            {radio('substitute', DAY.substitute)}
            <Choice name="teacher" label={DAY.substituteWho} fault={faultAt('teacher')} options={staffOptions(props)} />
            {radio('cancel', DAY.cancel)}
          </>
        )}
        {hasLessons && schoolClass && (
          <>
            {radio('replace', DAY.replace)}
            <Choice
              name="course"
              label={DAY.replaceWhat}
              fault={faultAt('course')}
              options={courseOptions(props, schoolClass)}
            />
            {radio('move', DAY.move)}
            <MoveTo {...props} faults={[faultAt('to'), faultAt('number')]} />
          </>
        )}
        {!teacherId && (
          <>
            {radio('day', DAY.day)}
            {schoolClass && (
              <input type="hidden" name="of" value={sealId(props.secret, 'class', String(schoolClass.id))} />
            )}
            <Choice
              name="as"
              label={`${DAY.as} (${schoolClass?.name ?? DAY.school})`}
              fault={faultAt('as')}
              options={dayOptions(form)}
            />
          </>
        )}
      </fieldset>
      <Field
        name="reason"
        label={DAY.reason}
        hint={DAY.reasonHint}
        value={form?.reason ?? ''}
        fault={faultAt('reason')}
        maxLength={300}
        autocomplete="off"
      />
      <button type="submit" name="step" value="preview">
        {DAY.toPreview}
      </button>
    </form>
  );
}

function Lessons({ secret, roster, lists, refused, fault }: Props & { fault: string | undefined }) {
  const marked = new Set(refused?.form.lesson ?? []);
  return (
    <fieldset aria-describedby={fault ? 'lesson-fault' : undefined}>
      <legend>{DAY.chooseLessons}</legend>
      {fault && (
        <p id="lesson-fault" class="fault">
          {fault}
        </p>
      )}
      {lists.map(({ schoolClass, lessons }) =>
        lessons.map((lesson) => {
          const sealed = sealPlace(secret, { courseId: lesson.course.id, number: lesson.number });
          return (
            <label key={sealed} class={stateOf(lesson)}>
              <input
                type="checkbox"
                name="lesson"
                value={sealed}
                disabled={lesson.cancelled}
                checked={marked.has(sealed)}
              />
              {lists.length > 1 ? `${schoolClass.name}, ` : ''}
              {lessonWords(roster, lesson)}
            </label>
          );
        }),
      )}
    </fieldset>
  );
}

interface Option {
  value: string;
  label: string;
  selected: boolean;
}

function Choice(props: { name: string; label: string; fault: string | undefined; options: Option[] }) {
  const { name, label, fault, options } = props;
  return (
    <div class="under-choice">
      <label>
        {label}
        <select name={name} aria-invalid={fault ? 'true' : undefined} aria-describedby={fault && `${name}-fault`}>
          {options.map(({ value, label: text, selected }) => (
            <option key={value} value={value} selected={selected}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {fault && (
        <p id={`${name}-fault`} class="fault">
          {fault}
        </p>
      )}
    </div>
  );
}

function staffOptions({ secret, roster, date, refused }: Props): Option[] {
  const staff = [...roster.staff.values()]
    .filter(({ leftAt }) => leftAt === null || date < leftAt)
    .sort((a, b) => fullName(a).localeCompare(fullName(b), 'ru'));
  return [
    { value: '', label: '—', selected: false },
    ...staff.map((one) => {
      const value = sealId(secret, 'staff', one.id);
      return { value, label: shortName(one), selected: refused?.form.teacher === value };
    }),
  ];
}

function courseOptions({ secret, roster, date, refused }: Props, { courses }: RosterClass): Option[] {
  const running = courses.filter(({ endedAt }) => endedAt === null || date < endedAt);
  const labelled = running.map((course) => ({ course, label: labelOf(roster, course) }));
  return [
    { value: '', label: '—', selected: false },
    ...labelled
      .sort((a, b) => a.label.localeCompare(b.label, 'ru'))
      .map(({ course, label }) => {
        const value = sealId(secret, 'course', String(course.id));
        return { value, label, selected: refused?.form.course === value };
      }),
  ];
}

const labelOf = (roster: Roster, { subject, teacherId }: RosterClass['courses'][number]) =>
  `${subject.name}, ${shortName(nameOf(roster, teacherId))}`;

function dayOptions(form: DayForm | undefined): Option[] {
  return [
    { value: '', label: '—', selected: false },
    ...AS.map((as) => {
      const label = /^\d$/.test(as) ? asWeekday(Number(as)) : DAY[as as 'off' | 'remote' | 'usual'];
      return { value: as, label, selected: form?.as === as };
    }),
  ];
}

function MoveTo({ roster, date, refused, faults }: Props & { faults: (string | undefined)[] }) {
  const [fault] = faults.filter((one) => one !== undefined);
  const { to = date, number } = refused?.form ?? {};
  return (
    <div class="under-choice">
      <div class="hours">
        <label>
          {DAY.moveDate}
          <input name="to" type="date" value={to} aria-describedby={fault && 'move-fault'} />
        </label>
        <label>
          {DAY.moveNumber}
          <select name="number" aria-describedby={fault && 'move-fault'}>
            {Object.keys(roster.bells).map((one) => (
              <option key={one} value={one} selected={one === number}>
                {one}
              </option>
            ))}
          </select>
        </label>
      </div>
      {fault && (
        <p id="move-fault" class="fault">
          {fault}
        </p>
      )}
    </div>
  );
}
