import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { attachmentName, mediaTypeOf, openAttachments } from '../../src/platform/attachments.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-attachments-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const zip = (...names: string[]) => Buffer.from(`PK\u0003\u0004${names.join(' ')}`, 'latin1');

it.each([
  [Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
  [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'image/png'],
  [Buffer.from('%PDF-1.4'), 'application/pdf'],
  [
    zip('[Content_Types].xml', 'word/document.xml'),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [zip('[Content_Types].xml', 'xl/workbook.xml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
])('is known by its content: %#', (bytes, type) => {
  expect(mediaTypeOf(bytes)).toBe(type);
});

it.each([
  Buffer.alloc(0),
  Buffer.from('<html><script>'),
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">'),
  Buffer.from('GIF89a'),
  Buffer.from('MZ'),
  zip('a.exe'),
  zip('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'),
])('is not taken: %#', (bytes) => {
  expect(mediaTypeOf(bytes)).toBeNull();
});

it.each([
  ['Карточка № 3.PDF', 'application/pdf', 'Карточка № 3.pdf'],
  ['../../etc/passwd', 'image/png', '....etcpasswd.png'],
  ['a"\r\nX: y.pdf.exe', 'application/pdf', 'aX y.pdf.pdf'],
  ['', 'image/jpeg', 'файл.jpg'],
])('%j as %s is called %s', (given, type, name) => {
  expect(attachmentName(given, type)).toBe(name);
});

it('keeps bytes by random names, for the owner only, and gives nothing for a made-up name', async () => {
  const attachments = openAttachments(dataDir);
  const { publicId } = await attachments.store(Buffer.from('one'));
  const other = await attachments.again(publicId);
  await attachments.drop(publicId);
  expect(await attachments.read(publicId)).toBeNull();
  expect((await attachments.read(other))?.toString()).toBe('one');
  expect(await attachments.read('../../../etc/passwd')).toBeNull();
  expect(statSync(join(dataDir, 'attachments')).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataDir, 'attachments', other)).mode & 0o777).toBe(0o600);
});
