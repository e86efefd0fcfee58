/** pdfkit, read when the first sheet is made: a process that prints none does without its 20 MB. */
import { createRequire } from 'node:module';
import type PDFDocument from 'pdfkit';

const require = createRequire(import.meta.url);

export function newDocument(options: PDFKit.PDFDocumentOptions): PDFKit.PDFDocument {
  return new (require('pdfkit') as typeof PDFDocument)(options);
}
