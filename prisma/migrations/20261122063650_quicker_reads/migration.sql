-- DropIndex
DROP INDEX "journal_event_entry_id_idx";

-- CreateIndex
CREATE INDEX "journal_event_entry_id_id_idx" ON "journal_event"("entry_id", "id");

-- A frozen letter is written once and read at most once more: squeezing it costs more than its room.
ALTER TABLE "delivery" ALTER COLUMN "payload" SET STORAGE EXTERNAL;

-- What waits in a delivery, whose number of told items only grows.
CREATE INDEX "delivery_item_waiting" ON "delivery_item" ("delivery_id") WHERE "state" = 'waiting';

-- The files of an entry.
CREATE INDEX "attachment_entry_id_idx" ON "attachment"("entry_id");
