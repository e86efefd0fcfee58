import type { Objects } from './objects.ts';

/** The tags of a PDF: what is a heading, a table, a paragraph. pdfkit's own keep every element in memory to the end. */

/** A page of the file by its number, and for each stretch of its content the element that owns it. */
export interface TaggedPage {
  number: number;
  owners: number[];
}

/** A stretch of marked content: its page and its number there, once it is written. */
export interface Content {
  page: TaggedPage | null;
  id: number;
}

export type Tag = 'Sect' | 'H1' | 'H2' | 'H3' | 'P' | 'Table' | 'THead' | 'TBody' | 'TR' | 'TH' | 'TD' | 'Figure';

export interface Element {
  tag: Tag;
  kids: (Element | Content)[];
  /** of a table's heading cell */
  scope?: 'Row' | 'Column';
  /** columns that a table's cell spans */
  span?: number;
  /** what a figure shows */
  alt?: string;
}

export const element = (tag: Tag, more?: Partial<Element>): Element => ({ tag, kids: [], ...more });

/** A new element within another. */
export function within(parent: Element, tag: Tag, more?: Partial<Element>): Element {
  const kid = element(tag, more);
  parent.kids.push(kid);
  return kid;
}

const isElement = (kid: Element | Content): kid is Element => 'tag' in kid;

/** Writes an element whose content is on its pages, and all within it; answers its number, for its parent. */
export function writeElement(objects: Objects, element: Element, parent: number): number {
  const number = objects.take(1);
  const { tag, kids, scope, span, alt } = element;
  let page: TaggedPage | null = null;
  let listed = '';
  for (const kid of kids) {
    if (isElement(kid)) {
      listed += `${writeElement(objects, kid, number)} 0 R `;
      continue;
    }
    if (!kid.page) throw new Error(`content of a ${tag} was never placed`);
    page ??= kid.page;
    kid.page.owners[kid.id] = number;
    listed += kid.page === page ? `${kid.id} ` : `<</Type/MCR/Pg ${kid.page.number} 0 R/MCID ${kid.id}>>`;
  }
  let pdf = `<</S/${tag}/P ${parent} 0 R`;
  if (scope) pdf += `/A<</O/Table/Scope/${scope}>>`;
  if (span && span > 1) pdf += `/A<</O/Table/ColSpan ${span}>>`;
  if (alt) pdf += `/Alt<FEFF${Buffer.from(alt, 'utf16le').swap16().toString('hex')}>`;
  if (page) pdf += `/Pg ${page.number} 0 R`;
  if (listed) pdf += `/K[${listed}]`;
  objects.put(number, `${pdf}>>`);
  return number;
}
