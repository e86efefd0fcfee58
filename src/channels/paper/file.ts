import type { Writable } from 'node:stream';
import PDFDocument from 'pdfkit';
import { type Faces, faceFile, openFaces } from './face.ts';
import { type Leaf, rule } from './leaf.ts';
import { sendTo } from './output.ts';
import { type Element, endLight, type Reference, refer, type TaggedPage, writeElement } from './structure.ts';

/** Sizes in points; two A5 stand side by side on an A4. */
export const A4 = { width: 595.28, height: 841.89 };
export const A5 = { width: 420.94, height: 595.28 };

export interface PaperFileFacts {
  title: string;
  author: string;
  /** the file's date: the same input makes the same bytes */
  madeAt: Date;
}

/** A PDF being written: what is finished leaves memory at once. */
export interface PaperFile {
  faces: Faces;
  /** Puts leaves on pages, with their tags. A5 leaves share a page, with a cut line between. */
  add: (leaves: readonly Leaf[], content: Element) => void;
  /** A bookmark to the page of the next leaf. */
  bookmark: (title: string) => void;
  /** Lets others run, and waits while the sink is slower than we are. */
  drained: () => Promise<void>;
  /** Ends file and sink; answers the number of pages. */
  finish: () => Promise<number>;
}

interface OpenPage extends TaggedPage {
  key: number;
  /** an A5 leaf may still stand on its right half */
  half: boolean;
}

/** Opens a tagged PDF in Russian, PT Sans embedded. */
export function openPaperFile(sink: Writable, facts: PaperFileFacts): PaperFile {
  const document = openDocument(facts);
  const output = sendTo(document, sink);
  const faces = openFaces(document);
  const tags = tagTree(document);
  let page: OpenPage | null = null;
  let pages = 0;
  let bookmark: string | null = null;

  function turn(leaf: Leaf): OpenPage {
    endPage(document);
    const half = leaf.width === A5.width;
    document.addPage({ size: half ? [A4.height, A4.width] : [leaf.width, leaf.height], margin: 0 });
    const { fonts } = document.page;
    const reference = document.page.dictionary as unknown as Reference;
    Object.assign(reference.data as object, { StructParents: pages });
    for (const face of [faces.regular, faces.bold, faces.italic]) fonts[face.resource] = face.reference();
    if (bookmark) document.outline.addItem(bookmark);
    bookmark = null;
    const opened = { reference, owners: [], key: pages, half };
    pages += 1;
    tags.pages.push(opened);
    return opened;
  }

  function place(leaf: Leaf): void {
    const right = page?.half === true && leaf.width === A5.width;
    if (!right) page = turn(leaf);
    else page!.half = false;
    if (page!.half) rule(leaf, [leaf.width, 0], [leaf.width, leaf.height], 0.5, [5, 3]);
    // pdfkit's page begins at the upper left; PDF's own measures do not
    const axes = `1 0 0 -1 ${right ? A5.width : 0} ${leaf.height} cm`;
    document.page.write(Buffer.from(`q ${axes}\n${contentOf(leaf, page!)}\nQ\n`, 'latin1'));
  }

  return {
    faces,
    bookmark: (title) => {
      bookmark = title;
    },
    add: (leaves, content) => {
      for (const leaf of leaves) place(leaf);
      tags.add(content, page);
    },
    drained: output.drained,
    finish: async () => {
      endPage(document);
      tags.end();
      document.end();
      await output.done();
      return pages;
    },
  };
}

function openDocument({ title, author, madeAt }: PaperFileFacts): PDFKit.PDFDocument {
  // pdfkit writes these into XML as they are
  const plain = (text: string) => text.replace(/[<>&\p{Cc}]/gu, ' ');
  return new PDFDocument({
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'ru-RU',
    displayTitle: true,
    font: faceFile('regular'),
    info: {
      Title: plain(title),
      Author: plain(author),
      Creator: 'Vestnik',
      Producer: 'Vestnik (PDFKit)',
      CreationDate: madeAt,
      ModDate: madeAt,
    },
  });
}

/** The page tree keeps each page's reference to the end; what the page said goes. */
function endPage(document: PDFKit.PDFDocument): void {
  if (!document.page) return;
  document.flushPages();
  (document.page.dictionary as unknown as Reference).data = {};
}

/** The leaf in operators of PDF; its marked content is numbered after what the page has already. */
function contentOf(leaf: Leaf, page: TaggedPage): string {
  const body: string[] = [];
  if (leaf.fills.length) body.push('/Artifact BMC q', ...leaf.fills, 'Q EMC');
  for (const { content, tag, body: text } of leaf.texts) {
    if (content) {
      content.page = page;
      content.id = page.owners.push(null) - 1;
      body.push(`/${tag} <</MCID ${content.id}>> BDC`, text, 'EMC');
    } else body.push('/Artifact BMC', text, 'EMC');
  }
  if (leaf.rules.length) body.push('/Artifact BMC', ...leaf.rules, 'EMC');
  return body.join('\n');
}

/** The tags of the whole file. Of a page with a free half the owners are still to come. */
function tagTree(document: PDFKit.PDFDocument) {
  const root = document.getStructTreeRoot();
  const parts: Reference[] = [];
  const whole = refer(document, { S: 'Document', P: root, K: parts });
  const lists: (number | Reference)[] = [];
  let pages: OpenPage[] = [];

  function writeOwners(of: readonly OpenPage[]): void {
    for (const { key, owners } of of) {
      lists.push(key, endLight(refer(document, owners)));
    }
  }
  return {
    get pages() {
      return pages;
    },
    add: (content: Element, last: OpenPage | null) => {
      parts.push(writeElement(document, content, whole));
      writeOwners(pages.filter((page) => page !== last || !page.half));
      pages = pages.filter((page) => page === last && page.half);
    },
    end: () => {
      writeOwners(pages);
      whole.end();
      const owners = endLight(refer(document, { Nums: lists }));
      Object.assign(root.data, { K: whole, ParentTree: owners, ParentTreeNextKey: lists.length / 2 });
    },
  };
}
