import type { ChildDay, ChildHomework } from '../../src/journal/read/child-day.ts';
import { clockTime } from '../../src/texts/russian/dates.ts';
import { forDayTitle, TODAY, todayTitle } from '../../src/texts/web/diary.ts';
import { type FileAddress, Files } from './homework-files.tsx';

interface Props {
  days: ChildDay[];
  today: string;
  file: FileAddress;
}

/** Above the week: today's lessons at a glance, and what is to be brought on the next school day. */
export function Today({ days, today, file }: Props) {
  const now = days.find(({ date }) => date === today);
  const next = days.find((day) => day.date > today && heldIn(day).length > 0);
  return (
    <div class="now">
      <section>
        <h2>{todayTitle(today)}</h2>
        {now && heldIn(now).length > 0 ? (
          <ol class="brief">
            {heldIn(now).map(({ number, courseId, subject, starts, marks, absence }) => (
              <li key={`${number} ${courseId}`} value={number}>
                {subject}
                {starts && <time>{clockTime(starts)}</time>}
                {absence && <b class="absence">{absence}</b>}
                {marks.map((mark) => (
                  <b key={mark.entryId} class="value">
                    {mark.value}
                  </b>
                ))}
              </li>
            ))}
          </ol>
        ) : (
          <p class="muted">{TODAY.none}</p>
        )}
      </section>
      {next && <Next day={next} file={file} />}
    </div>
  );
}

const heldIn = ({ lessons }: ChildDay) => lessons.filter(({ cancelled }) => !cancelled);

/** Each subject once, in the order of its lessons. */
function Next({ day, file }: { day: ChildDay; file: FileAddress }) {
  const subjects = new Map<string, ChildHomework[]>();
  for (const { subject, homework } of heldIn(day))
    subjects.set(subject, [...(subjects.get(subject) ?? []), ...homework]);
  for (const homework of day.otherHomework)
    subjects.set(homework.subject, [...(subjects.get(homework.subject) ?? []), homework]);
  return (
    <section>
      <h2>{forDayTitle(day.date)}</h2>
      <ul class="brief">
        {[...subjects].map(([subject, all]) => (
          <li key={subject}>
            {subject}
            {all.map((homework) => (
              <p key={homework.entryId}>
                <span class="written">{homework.text}</span>
                <Files homework={homework} file={file} />
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
