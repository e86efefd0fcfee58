import type { Child } from '../../src/access/relations.ts';
import type { DueHomework } from '../../src/journal/read/child-homework.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import { dayMonth } from '../../src/texts/russian/dates.ts';
import { dayName } from '../../src/texts/web/diary.ts';
import { FEED, feedSince, HOMEWORK, tickWords } from '../../src/texts/web/homework.ts';
import type { Frame } from '../page.ts';
import { Children } from './children.tsx';
import { Csrf } from './form.tsx';
import { Layout } from './layout.tsx';

interface Item extends DueHomework {
  sealed: string;
  done: boolean;
}

interface Props {
  frame: Frame;
  child: Child;
  items: Item[];
  /** the reader ticks off for themselves; staff only read */
  own: boolean;
  today: string;
  /** `address`: of a link just given out */
  feed: { since: string | null; address?: string | undefined };
}

/** What is due, day by day, to tick off. */
export function HomeworkPage({ frame, child, items, own, today, feed }: Props) {
  const days = [...groupBy(items, ({ due }) => due)];
  return (
    <Layout title={HOMEWORK.title} frame={frame}>
      <Children frame={frame} path="/diary/homework" />
      <h1>
        {HOMEWORK.title}
        <small>
          {child.last} {child.first}, {child.className}
        </small>
      </h1>
      {items.length === 0 && <p>{HOMEWORK.none}</p>}
      <form method="post" action={frame.childPath('/diary/homework', child)}>
        <Csrf token={frame.csrf} />
        {days.map(([date, due]) => (
          <section key={date} class="due">
            <h2>
              {dayName(date)}, <span class="date">{dayMonth(date)}</span>
              {date === today && <mark>{HOMEWORK.today}</mark>}
            </h2>
            <ul class="todo">
              {due.map((item) => (
                <Tick
                  key={item.entryId}
                  item={item}
                  own={own}
                  file={(id) => frame.childPath(`/diary/file/${id}`, child)}
                />
              ))}
            </ul>
          </section>
        ))}
      </form>
      {own && <p class="muted">{HOMEWORK.lead}</p>}
      {own && <Feed action={frame.childPath('/diary/homework', child)} csrf={frame.csrf} feed={feed} />}
    </Layout>
  );
}

function Tick({ item, own, file }: { item: Item; own: boolean; file: (id: string) => string }) {
  const { done, subject, sealed } = item;
  return (
    <li class={done ? 'ticked' : undefined}>
      {own && (
        <button
          type="submit"
          class="tick"
          name={done ? 'undone' : 'done'}
          value={sealed}
          aria-label={tickWords(subject, done)}
        >
          {done ? '✓' : ''}
        </button>
      )}
      <p>
        <b>{subject}</b>
        {item.personal && <mark class="plain">{HOMEWORK.personal}</mark>}
        <span class="written">{item.text}</span>
        {item.files.map(({ id, name }) => (
          <a key={id} href={file(id)}>
            {name}
          </a>
        ))}
      </p>
    </li>
  );
}

function Feed({ action, csrf, feed }: { action: string; csrf: string; feed: Props['feed'] }) {
  return (
    <details class="history" open={feed.address !== undefined}>
      <summary>{FEED.title}</summary>
      <p>{FEED.lead}</p>
      {feed.address && (
        <>
          <label>
            {FEED.label}
            <input type="text" readOnly value={feed.address} />
          </label>
          <p>{FEED.once}</p>
        </>
      )}
      {!feed.address && feed.since && <p>{feedSince(dayMonth(feed.since))}</p>}
      <form method="post" action={action} class="inline">
        <Csrf token={csrf} />
        <button type="submit" name="part" value="issue" class="outline">
          {feed.since ? FEED.again : FEED.issue}
        </button>
        {feed.since && (
          <button type="submit" name="part" value="revoke" class="outline">
            {FEED.revoke}
          </button>
        )}
      </form>
    </details>
  );
}
