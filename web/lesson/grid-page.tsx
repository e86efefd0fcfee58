import { ABSENCE_CODES, WORKS } from '../../src/journal/entry.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import {
  absenceOption,
  cellLabel,
  dueOption,
  GRID,
  homeworkLabel,
  markColumn,
  workColumn,
} from '../../src/texts/web/lesson.ts';
import { Csrf } from '../views/form.tsx';
import { FIELDS } from './fields.ts';
import type { Shown, ShownPupil } from './shown.ts';

interface Props {
  action: string;
  csrf: string;
  submission: string;
  shown: Shown;
  /** neither marks nor homework (Б 5.6, Д 3.2.3) */
  gradeOne: boolean;
  /** the days for which homework may be given */
  dueDays: string[];
}

/** One form for one lesson: topic and homework above, pupils in rows. */
export function GridForm({ action, csrf, submission, shown, gradeOne, dueDays }: Props) {
  return (
    <form method="post" action={action} class="lesson-form" id="lesson">
      <Csrf token={csrf} />
      <input type="hidden" name="submission" value={submission} />
      <input type="hidden" name="base" value={shown.base} />
      <div class="above">
        <Text name="topic" label={GRID.topic} value={shown.topic} fault={shown.topicFault} rows={1} />
        {!gradeOne && <Homework shown={shown} dueDays={dueDays} />}
      </div>
      {gradeOne && <p class="muted">{GRID.gradeOne}</p>}
      {shown.pupils.length === 0 ? <p>{GRID.noPupils}</p> : <Grid shown={shown} gradeOne={gradeOne} />}
      <button type="submit" name="part" value="save">
        {GRID.save}
      </button>
    </form>
  );
}

function Text(props: { name: string; label: string; value: string; fault: string | null; rows: number }) {
  const { name, label, value, fault, rows } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea id={name} name={name} rows={rows} maxLength={4000} {...wrong(name, fault)}>
        {value}
      </textarea>
      <Wrong name={name} fault={fault} />
    </div>
  );
}

const wrong = (name: string, fault: string | null) =>
  fault ? ({ 'aria-invalid': 'true', 'aria-describedby': `${name}-fault` } as const) : {};

function Wrong({ name, fault }: { name: string; fault: string | null }) {
  return fault ? (
    <p id={`${name}-fault`} class="fault">
      {fault}
    </p>
  ) : null;
}

function Homework({ shown: { homework, fresh }, dueDays }: { shown: Shown; dueDays: string[] }) {
  return (
    <>
      {homework.map(({ sealed, due, pupil, text, fault }) => (
        <Text
          key={sealed}
          name={FIELDS.homework(sealed)}
          label={homeworkLabel(due, pupil)}
          value={text}
          fault={fault}
          rows={2}
        />
      ))}
      {dueDays.length === 0 ? (
        <p class="muted">{GRID.noNext}</p>
      ) : (
        <div class="fresh">
          <Text
            name="fresh"
            label={homework.length > 0 ? GRID.another : GRID.homework}
            value={fresh.text}
            fault={fresh.fault}
            rows={2}
          />
          <div class="field">
            <label for="due">{GRID.due}</label>
            <select id="due" name="due" {...wrong('due', fresh.dueFault)}>
              {dueDays.map((day) => (
                <option key={day} value={day} selected={day === fresh.due}>
                  {dueOption(day)}
                </option>
              ))}
            </select>
            <Wrong name="due" fault={fresh.dueFault} />
          </div>
        </div>
      )}
    </>
  );
}

function Grid({ shown: { columns, pupils }, gradeOne }: { shown: Shown; gradeOne: boolean }) {
  return (
    <>
      <div class="scroll">
        <table class="grid lesson-grid">
          <thead>
            <tr>
              <th scope="col">{GRID.pupil}</th>
              <th scope="col">{GRID.absence}</th>
              {!gradeOne &&
                columns.map((work, column) => (
                  <th scope="col" key={column}>
                    <select name={FIELDS.work(column)} aria-label={workColumn(column + 1)}>
                      {WORKS.map((each) => (
                        <option key={each} value={each} selected={each === work}>
                          {each}
                        </option>
                      ))}
                    </select>
                  </th>
                ))}
            </tr>
          </thead>
          <tbody>
            {pupils.map((pupil) => (
              <Row key={pupil.sealed} pupil={pupil} gradeOne={gradeOne} columns={columns.length} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted legend">{gradeOne ? GRID.legendAbsences : `${GRID.legendAbsences} ${GRID.legendMarks}`}</p>
    </>
  );
}

function Row({ pupil, gradeOne, columns }: { pupil: ShownPupil; gradeOne: boolean; columns: number }) {
  const { sealed, name, code, cells, absenceFault, markFault } = pupil;
  const absence = FIELDS.absence(sealed);
  if (pupil.atHome) {
    return (
      <tr>
        <th scope="row">{name}</th>
        <td colSpan={gradeOne ? 1 : 1 + columns} class="muted">
          {capital(GRID.atHome)}
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">
        {name}
        <Wrong name={absence} fault={absenceFault} />
        <Wrong name={FIELDS.mark(0, sealed)} fault={markFault} />
      </th>
      <td>
        <select name={absence} aria-label={cellLabel(name, GRID.absence)} {...wrong(absence, absenceFault)}>
          <option value="">{GRID.present}</option>
          {ABSENCE_CODES.map((each) => (
            <option key={each} value={each} selected={each === code} aria-label={absenceOption(each)}>
              {each}
            </option>
          ))}
        </select>
      </td>
      {!gradeOne &&
        cells.map((value, column) => (
          <td key={column}>
            <input
              type="text"
              name={FIELDS.mark(column, sealed)}
              value={value}
              maxLength={40}
              autocomplete="off"
              autocapitalize="none"
              aria-label={cellLabel(name, markColumn(column + 1))}
              {...wrong(FIELDS.mark(0, sealed), markFault)}
            />
          </td>
        ))}
    </tr>
  );
}
