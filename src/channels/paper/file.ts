import type { Writable } from 'node:stream';
import { type Faces, faceFile, openFaces } from './face.ts';
import { type Leaf, rule } from './leaf.ts';
import { type Objects, openObjects, type Reference } from './objects.ts';
import { sendTo } from './output.ts';
import { newDocument } from './pdfkit.ts';
import { type Element, type TaggedPage, writeElement } from './structure.ts';

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
  /** Puts the leaves of one child on pages, with their tags. A5 leaves share a page, with a cut line between. */
  add: (leaves: readonly Leaf[], content: Element) => void;
  /** A bookmark to the page of the next leaf. */
  bookmark: (title: string) => void;
  /** Lets others run, and waits while the sink is slower than we are. */
  drained: () => Promise<void>;
  /** Ends file and sink; answers the number of pages. */
  finish: () => Promise<number>;
}

/** How many pages a file of ours has. */
export function pagesIn(pdf: Buffer): number {
  const tree = pdf.lastIndexOf('/Type /Pages');
  const count = /\/Count (\d+)/.exec(pdf.toString('latin1', tree, tree + 60));
  if (tree < 0 || !count) throw new Error('not a file of ours');
  return Number(count[1]);
}

/** Opens a tagged PDF in Russian, PT Sans embedded. */
export function openPaperFile(sink: Writable, facts: PaperFileFacts): PaperFile {
  const document = openDocument(facts);
  const output = sendTo(document, sink);
  const objects = openObjects(document);
  const faces = openFaces(document);
  const pages = openPages(document, objects, faces);
  const tags = openTags(document, objects);

  return {
    faces,
    bookmark: pages.bookmark,
    add: (leaves, content) => {
      pages.place(leaves);
      tags.add(content);
      pages.settle(tags.own);
    },
    drained: output.drained,
    finish: async () => {
      const count = pages.end(tags.own);
      tags.end();
      objects.end();
      await output.done();
      return count;
    },
  };
}

function openDocument({ title, author, madeAt }: PaperFileFacts): PDFKit.PDFDocument {
  // pdfkit writes these into XML as they are
  const plain = (text: string) => text.replace(/[<>&\p{Cc}]/gu, ' ');
  return newDocument({
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

interface OpenPage extends TaggedPage {
  key: number;
  /** of its content, written when nothing more comes */
  content: number;
  width: number;
  height: number;
  body: string;
  /** an A5 leaf may still stand on its right half */
  half: boolean;
}

type Own = (key: number, owners: readonly number[]) => void;

/** The pages of the file. Only the last one may be open, and only while half of it is free. */
function openPages(document: PDFKit.PDFDocument, objects: Objects, faces: Faces) {
  const tree = (document as unknown as { _root: { data: { Pages: { data: { Kids: unknown; Count: number } } } } })._root
    .data.Pages;
  const kids: PageHandle[] = [];
  tree.data.Kids = kids;
  const resources = objects.take(1);
  let open: OpenPage[] = [];
  let bookmark: string | null = null;

  function turn(leaf: Leaf): OpenPage {
    const half = leaf.width === A5.width;
    const [width, height] = half ? [A4.height, A4.width] : [leaf.width, leaf.height];
    const number = objects.take(2);
    const key = kids.length;
    kids.push(pageHandle(number, width, height));
    tree.data.Count = kids.length;
    if (bookmark !== null) document.outline.addItem(bookmark, { pageNumber: key } as never);
    bookmark = null;
    return { number, content: number + 1, key, width, height, owners: [], body: '', half };
  }

  /** Two leaves stand together: the first does not take the half that another child left. */
  function place(leaves: readonly Leaf[]): void {
    const last = open.at(-1);
    if (last && leaves.length > 1) last.half = false;
    for (const leaf of leaves) placeOne(leaf);
  }

  function placeOne(leaf: Leaf): void {
    const last = open.at(-1);
    if (last?.half && leaf.width === A5.width) {
      last.half = false;
      last.body += `\nq 1 0 0 1 ${A5.width} 0 cm\n${contentOf(leaf, last)}\nQ`;
      return;
    }
    if (last) last.half = false;
    const page = turn(leaf);
    open.push(page);
    if (page.half) rule(leaf, [leaf.width, 0], [leaf.width, leaf.height], 0.5, [5, 3]);
    page.body = `q\n${contentOf(leaf, page)}\nQ`;
  }

  function write({ key, number, content, width, height, body, owners }: OpenPage, own: Own): void {
    objects.stream(content, '', Buffer.from(body, 'latin1'));
    objects.put(
      number,
      `<</Type/Page/Parent ${tree}/MediaBox[0 0 ${width} ${height}]/Contents ${content} 0 R/Resources ${resources} 0 R/StructParents ${key}/Tabs/S>>`,
    );
    own(key, owners);
  }

  /** Writes the pages on which nothing more will stand. */
  function settle(own: Own): void {
    for (const page of open) if (!page.half) write(page, own);
    open = open.filter(({ half }) => half);
  }

  return {
    place,
    settle,
    bookmark: (title: string) => {
      bookmark = title;
    },
    end: (own: Own): number => {
      for (const page of open) write(page, own);
      const fonts = [faces.regular, faces.bold, faces.italic].map((face) => `/${face.resource} ${face.reference()}`);
      objects.put(resources, `<</Font<<${fonts.join('')}>>>>`);
      return kids.length;
    },
  };
}

interface PageHandle {
  data: { MediaBox: number[] };
}

/** What pdfkit needs of a page for its tree and its bookmarks: it puts down what it does not know as that names itself. */
function pageHandle(number: number, width: number, height: number): PageHandle {
  return Object.assign(Object.create(HANDLE), { number, data: { MediaBox: [0, 0, width, height] } });
}

const HANDLE = {
  [Symbol.toStringTag]: 'Page',
  toString(this: { number: number }) {
    return `${this.number} 0 R`;
  },
};

/** The leaf in operators of PDF; its marked content is numbered after what the page has already. */
function contentOf(leaf: Leaf, page: TaggedPage): string {
  let body = '';
  if (leaf.fills) body += `/Artifact BMC q ${leaf.fills}Q EMC\n`;
  for (const { content, tag, body: text } of leaf.texts) {
    if (content) {
      content.page = page;
      content.id = page.owners.push(0) - 1;
      body += `/${tag}<</MCID ${content.id}>>BDC ${text}\nEMC\n`;
    } else body += `/Artifact BMC ${text}\nEMC\n`;
  }
  if (leaf.rules.size) {
    body += '/Artifact BMC\n';
    for (const [pen, paths] of leaf.rules) body += `q ${pen} ${paths}S Q\n`;
    body += 'EMC';
  }
  return body;
}

/** The tags of the whole file. */
function openTags(document: PDFKit.PDFDocument, objects: Objects) {
  const root = (document as unknown as { getStructTreeRoot: () => Reference & { id: number } }).getStructTreeRoot();
  const whole = objects.take(2);
  const owners = whole + 1;
  let parts = '';
  let lists = '';
  let count = 0;
  return {
    add: (content: Element) => {
      parts += `${writeElement(objects, content, whole)} 0 R `;
    },
    own: (key: number, of: readonly number[]) => {
      const number = objects.take(1);
      objects.put(number, `[${of.map((owner) => `${owner} 0 R`).join(' ')}]`);
      lists += `${key} ${number} 0 R `;
      count += 1;
    },
    end: () => {
      objects.put(whole, `<</S/Document/P ${root}/K[${parts}]>>`);
      objects.put(owners, `<</Nums[${lists}]>>`);
      const refer = (number: number) => Object.assign(Object.create(HANDLE), { number });
      Object.assign(root.data as object, {
        K: refer(whole),
        ParentTree: refer(owners),
        ParentTreeNextKey: count,
      });
    },
  };
}
