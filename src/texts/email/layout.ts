import type { Item, Section } from '../news/section.ts';
import { escapeHtml } from './escape.ts';

/**
 * A letter's HTML: one column, styles inline, the reader's own colours (light or dark), no image, nothing fetched.
 * @param title becomes the document's title
 * @param body HTML
 * @param footer HTML, small
 */
export function letterHtml({ title, body, footer }: { title: string; body: string; footer: string }): string {
  return `<!DOCTYPE html>
<html lang="ru" style="color-scheme:light dark">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:16px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5">
<div style="max-width:600px;margin:0 auto;overflow-wrap:anywhere">
${body}
<hr style="margin:24px 0 12px;border:0;border-top:1px solid #999">
<div style="font-size:14px">
${footer}
</div>
</div>
</body>
</html>
`;
}

/** One child's news. */
export function sectionHtml({ title, blocks }: Section): string {
  const heading = title
    ? `<h2 style="margin:24px 0 8px;font-size:18px;line-height:1.3">${escapeHtml(title)}</h2>\n`
    : '';
  return heading + blocks.map(({ title: name, items }) => blockHtml(name, items)).join('\n');
}

function blockHtml(title: string | undefined, items: readonly Item[]): string {
  const heading = title ? `<h3 style="margin:16px 0 4px;font-size:16px">${escapeHtml(title)}</h3>\n` : '';
  return heading + items.map(itemHtml).join('\n');
}

function itemHtml({ label, text }: Item): string {
  const said = escapeHtml(text);
  const keepsLines = /[\n\r]| {2}/.test(text) ? ';white-space:pre-wrap' : '';
  return `<p style="margin:0 0 6px${keepsLines}">${label ? `<b>${escapeHtml(label)}:</b> ` : ''}${said}</p>`;
}

/** A paragraph of our own words. */
export function paragraph(html: string): string {
  return `<p style="margin:0 0 8px">${html}</p>`;
}

/** A link. @param url made by us, http or https */
export function link(url: string, words: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(words)}</a>`;
}
