import type { ChildMessage } from '../../src/journal/read/child-day.ts';
import { dayMonth } from '../../src/texts/russian/dates.ts';
import { shortFullName } from '../../src/texts/russian/names.ts';
import { MESSAGES, messageBy } from '../../src/texts/web/diary.ts';

/** What the school wrote, as it wrote it. */
export function Messages({ messages, heading }: { messages: ChildMessage[]; heading?: string }) {
  return (
    <div class="messages">
      {heading && <h3>{heading}</h3>}
      {messages.map((message) => (
        <article key={message.entryId} class={message.urgent ? 'urgent' : undefined}>
          <p class="written">{message.text}</p>
          <footer>
            {messageBy(shortFullName(message.by), dayMonth(message.date))}
            {message.urgent && <mark>{MESSAGES.urgent}</mark>}
            {message.personal && <mark class="plain">{MESSAGES.personal}</mark>}
          </footer>
        </article>
      ))}
    </div>
  );
}
