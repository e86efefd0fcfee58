-- AlterTable
ALTER TABLE "entry_key" ADD COLUMN "said_at" TIMESTAMPTZ(3);
UPDATE "entry_key" k SET "said_at" = e."changed_at" FROM "journal_entry" e WHERE e."id" = k."entry_id";
ALTER TABLE "entry_key" ALTER COLUMN "said_at" SET NOT NULL;
