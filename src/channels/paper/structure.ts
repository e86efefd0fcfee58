/** The tags of a PDF: what is a heading, a table, a paragraph. pdfkit's own keep every element in memory to the end. */

/** An object of the file, named by its number wherever another one mentions it. */
export interface Reference {
  data: unknown;
  end: () => void;
  /** «12 0 R» */
  toString: () => string;
}

/** A new object; pdfkit's own type knows only resources. */
export function refer(document: PDFKit.PDFDocument, data: object): Reference {
  return document.ref(data) as unknown as Reference;
}

/** Writes an object of which only the number is needed afterwards. */
export function endLight(reference: Reference): Reference {
  reference.end();
  reference.data = {};
  return reference;
}

/** A page of the file, and for each stretch of its content the element that owns it. */
export interface TaggedPage {
  reference: Reference;
  owners: (Reference | null)[];
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
  /** what a figure shows */
  alt?: string;
}

export const element = (tag: Tag, more: Partial<Element> = {}): Element => ({ tag, kids: [], ...more });

/** A new element within another. */
export function within(parent: Element, tag: Tag, more: Partial<Element> = {}): Element {
  const kid = element(tag, more);
  parent.kids.push(kid);
  return kid;
}

const isElement = (kid: Element | Content): kid is Element => 'tag' in kid;

/** Writes an element whose content is on its pages, and all within it; answers what its parent lists. */
export function writeElement(
  document: PDFKit.PDFDocument,
  { tag, kids, scope, alt }: Element,
  parent: Reference,
): Reference {
  const reference = refer(document, {});
  const page = kids.find((kid): kid is Content => !isElement(kid))?.page;
  const listed = kids.map((kid) => {
    if (isElement(kid)) return String(writeElement(document, kid, reference));
    if (!kid.page) throw new Error(`content of a ${tag} was never placed`);
    kid.page.owners[kid.id] = reference;
    return kid.page === page ? String(kid.id) : `<</Type/MCR/Pg ${kid.page.reference}/MCID ${kid.id}>>`;
  });
  const entries = [
    `/S/${tag}/P ${parent}`,
    scope ? `/A<</O/Table/Scope/${scope}>>` : '',
    alt ? `/Alt<FEFF${Buffer.from(alt, 'utf16le').swap16().toString('hex')}>` : '',
    page ? `/Pg ${page.reference}` : '',
    listed.length ? `/K[${listed.join(' ')}]` : '',
  ];
  reference.data = written(`<<${entries.join('')}>>`);
  return endLight(reference);
}

/** Data that is PDF already: pdfkit puts down what it does not know as that names itself. Elements are many. */
function written(pdf: string): object {
  return { [Symbol.toStringTag]: 'PDF', toString: () => pdf };
}
