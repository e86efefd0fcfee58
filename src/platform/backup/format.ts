/**
 * A backup is gzip of lines of JSON: the header; for each table its name and columns, then a line for each row, an array of
 * the columns' values as PostgreSQL writes them in text; then each attached file: its name and sha256, and its bytes in
 * lines of base64; at last the end, with the sha256 of all bytes before it. Version 1 had no files.
 */
import { z } from 'zod';

export const FORMAT = 'vestnik-backup';
export const VERSION = 2;

export const header = z.object({
  format: z.literal(FORMAT),
  version: z.int().min(1),
  madeAt: z.iso.datetime(),
  school: z.string(),
  kind: z.enum(['demo', 'rehearsal', 'real']),
  /** what was applied to the database, oldest first */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
});

export const tableStart = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });

export const fileStart = z.object({ attachment: z.string(), sha256: z.string() });

export const ending = z.object({
  rows: z.record(z.string(), z.int()),
  attachments: z.int().default(0),
  sha256: z.string(),
});

export type Header = z.infer<typeof header>;
export type TableStart = z.infer<typeof tableStart>;
export type FileStart = z.infer<typeof fileStart>;
export type Ending = z.infer<typeof ending>;
