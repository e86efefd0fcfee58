/** What the conversation with a teacher is made of. Neither a framework nor a database here. */
import { z } from 'zod';
import type { HandedOver } from '../../../src/delivery/hand-over.ts';
import type { SheetOnHand } from '../../../src/delivery/sheets-view.ts';
import { entryInputSchema } from '../../../src/journal/entry.ts';
import type { PlannedLesson } from '../../../src/journal/lessons.ts';
import type { RecordedResult } from '../../../src/journal/record.ts';
import type { Roster as JournalRoster } from '../../../src/journal/roster.ts';
import type { Filling } from '../../../src/oversight/unfilled.ts';
import type { Roster as QuickRoster } from '../../../src/quick-entry/roster.ts';

/** What came from the chat. Instants are Telegram's own: when it was sent, not when it arrived. */
export type Input =
  | { kind: 'text'; message: number; text: string; sentAt: Date; replyTo?: number; file?: SentFile }
  | { kind: 'edited'; message: number; text: string; editedAt: Date }
  /** `message` is the bot's message that carries the button */
  | { kind: 'tap'; message: number; data: string }
  | { kind: 'forwarded' }
  /** a voice message, a sticker, a photo without words … */
  | { kind: 'wordless' }
  /** a photo or document without a caption */
  | { kind: 'uncaptioned' };

/** A photo or document, still at Telegram's. */
export interface SentFile {
  id: string;
  name: string;
  bytes: number;
}

export interface Button {
  text: string;
  data: string;
}

/** What is to be done in the chat, in order. */
export type Effect =
  /** `keep`: the card whose `reply` this message becomes; `latest`: a newer look of the message may take its place */
  | { do: 'send'; text: string; buttons?: Button[][]; keep?: number; ask?: boolean }
  | { do: 'change'; message: number; text: string; buttons?: Button[][]; keep?: number; latest?: boolean }
  /** ends the waiting circle on a button, with a word or without */
  | { do: 'answer'; text?: string };

const answeredSchema = z.object({
  about: z.enum(['class', 'subject', 'student', 'date', 'due']),
  at: z.number().int(),
  value: z.string(),
});

/** What a message made in the journal. */
const madeSchema = z.object({
  key: z.string(),
  entryId: z.number().int(),
  input: entryInputSchema,
  /** ours: recorded by this message; corrected: stood there with `before`; foreign: stood there just so already; withdrawn: taken back by it */
  how: z.enum(['ours', 'corrected', 'foreign', 'withdrawn']),
  before: z.object({ value: z.string().nullable(), text: z.string().nullable() }).nullable(),
});
export type Made = z.infer<typeof madeSchema>;

const keptFileSchema = z.object({ publicId: z.string(), name: z.string() });
export type KeptFile = z.infer<typeof keptFileSchema>;

const lessonSchema = z.object({ date: z.string(), courseId: z.number().int(), number: z.number().int() });
export type LessonRef = z.infer<typeof lessonSchema>;

/** A class list with what was tapped on it. */
const listSchema = z.object({
  students: z.array(z.string()),
  /** the value that the next tap gives */
  value: z.string(),
  absences: z.record(z.string(), z.string()),
  marks: z.record(z.string(), z.array(z.string())),
  /** absences that stood there when the list was opened */
  standing: z.array(z.object({ student: z.string(), code: z.string(), entryId: z.number().int() })),
});
export type ClassList = z.infer<typeof listSchema>;

/** One message of the teacher (or a class list that the bot showed) and what became of it. */
const cardSchema = z.object({
  message: z.number().int(),
  /** when it was sent, or edited last */
  sentAt: z.iso.datetime(),
  edited: z.boolean(),
  text: z.string(),
  /** what the bot had asked for, as if it stood before the text: «тема 7Б Алгебра» */
  prefix: z.string(),
  /** raised by every change: a button of an earlier state does nothing */
  version: z.number().int(),
  /** the bot's message that shows the card */
  reply: z.number().int().nullable(),
  stage: z.enum(['list', 'question', 'preview', 'editing', 'done', 'closed', 'refused']),
  answers: z.array(answeredSchema),
  question: answeredSchema
    .omit({ value: true })
    .extend({ candidates: z.array(z.string()) })
    .nullable(),
  inputs: z.array(entryInputSchema),
  made: z.array(madeSchema),
  nextKey: z.number().int(),
  recordedAt: z.iso.datetime().nullable(),
  /** the lesson that the bot asked about: the number counts where the course has two that day */
  lesson: lessonSchema.nullable(),
  list: listSchema.nullable(),
  /** absences that are to be taken back with the next recording */
  /** came with the message, and goes with its homework */
  file: keptFileSchema.nullable(),
  cleared: z.array(z.object({ entryId: z.number().int(), input: entryInputSchema })),
});
export type Card = z.infer<typeof cardSchema>;

/** A lesson whose topic or homework the bot asked for. */
const wantSchema = z.object({
  /** the bot's message that asks; null until it is sent */
  ask: z.number().int().nullable(),
  prefix: z.string(),
  lesson: lessonSchema,
  at: z.iso.datetime(),
});

/** Printed sheets that were shown, are being chosen, or were just noted. */
const sheetChoiceSchema = z.object({
  step: z.enum(['list', 'choose', 'confirm', 'done']),
  deed: z.enum(['person', 'child', 'stub']),
  version: z.number().int(),
  offered: z.array(z.number().int()),
  chosen: z.array(z.number().int()),
  /** what was noted, to be taken back */
  batch: z.string().nullable(),
  at: z.iso.datetime(),
});
export type SheetChoice = z.infer<typeof sheetChoiceSchema>;

/** A printed sheet that is not handed over yet. */
export type OpenSheet = SheetOnHand;

export const stateSchema = z.object({
  cards: z.array(cardSchema).default([]),
  want: wantSchema.nullable().default(null),
  sheets: sheetChoiceSchema.nullable().default(null),
});
/** Where the conversation of one chat stands. */
export type State = z.infer<typeof stateSchema>;

/** The school as it is on the day of an instant. */
export interface School {
  journal: JournalRoster;
  quick: QuickRoster;
  /** the instant's day and time of day, school-local */
  date: string;
  time: string;
}

/** How an entry was changed last. */
export interface LastChange {
  change: 'recorded' | 'corrected' | 'withdrawn';
  before: { value: string | null; text: string | null } | null;
  byId: string;
}

/** All that the conversation asks of the world, for one teacher. */
export interface Desk {
  teacher: string;
  previewOff: boolean;
  now(): Date;
  school(at: Date): Promise<School>;
  /** all or nothing; what bears a known key and value is a duplicate */
  record(inputs: readonly unknown[]): Promise<RecordedResult[]>;
  knownKeys(keys: readonly string[]): Promise<Set<string>>;
  lastChanges(entryIds: readonly number[]): Promise<Map<number, LastChange>>;
  /** gives an entry the value it had; false: refused */
  restore(entryId: number, value: { value: string | null; text: string | null }): Promise<boolean>;
  filling(roster: JournalRoster, lessons: readonly PlannedLesson[]): Promise<(lesson: PlannedLesson) => Filling>;
  /** the absences that stand for a lesson */
  absences(lesson: LessonRef): Promise<ClassList['standing']>;
  /** takes an entry back, whoever recorded it; false: refused */
  withdraw(entryId: number): Promise<boolean>;
  /** fetches, checks and keeps a file; else why not */
  keepFile(file: SentFile): Promise<KeptFile | 'tooBig' | 'type'>;
  joinFile(publicId: string, entryIds: readonly number[]): Promise<void>;
  dropFile(publicId: string): Promise<void>;
  /** whether any family was told of one of these */
  told(entryIds: readonly number[]): Promise<boolean>;
  setPreviewOff(off: boolean): Promise<void>;
  /** printed sheets of the teacher's own class that are not handed over; null: there is no such class */
  sheets(): Promise<OpenSheet[] | null>;
  handOver(sheetIds: readonly number[], deed: SheetChoice['deed'], date: string): Promise<HandedOver>;
  /** false: something was noted since */
  takeBackSheets(batch: string, sheetIds: readonly number[]): Promise<boolean>;
}

/** One turn of the conversation: functions change `state` and add to `effects`. */
export interface Turn {
  desk: Desk;
  chat: string;
  state: State;
  effects: Effect[];
}
