import type { ComponentChildren } from 'preact';
import type { TelegramPayload } from '../../src/delivery/channel.ts';

/** A Telegram message's text with its bold, italic and links, as the chat shows it. Offsets count UTF-16 units, as ours do. */
export function TelegramText({ payload }: { payload: TelegramPayload }) {
  const entities = [...(payload.entities ?? [])].sort((a, b) => a.offset - b.offset);
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const { type, offset, length, url } of entities) {
    if (offset < at) continue;
    parts.push(payload.text.slice(at, offset));
    const text = payload.text.slice(offset, offset + length);
    parts.push(type === 'bold' ? <b>{text}</b> : type === 'italic' ? <i>{text}</i> : <u title={url}>{text}</u>);
    at = offset + length;
  }
  parts.push(payload.text.slice(at));
  return <p class="written">{parts}</p>;
}
