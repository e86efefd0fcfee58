-- Noted by mistake: another row takes it back, and history stays.
ALTER TYPE "handover_state" ADD VALUE 'takenBack';

-- What is done at once is one batch. Refused or absent: no way. Photos hang on the sheet.
ALTER TABLE "handover" DROP COLUMN "photo_id",
ADD COLUMN     "batch" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "takes_back_id" INTEGER,
ALTER COLUMN "way" DROP NOT NULL;
CREATE UNIQUE INDEX "handover_takes_back_id_key" ON "handover"("takes_back_id");
CREATE INDEX "sheet_copy_of_id_idx" ON "sheet"("copy_of_id");
CREATE INDEX "sheet_weekly_record_id_idx" ON "sheet"("weekly_record_id");

-- Handing over a copy is handing over the first sheet: from now on that is where it stands.
UPDATE "handover" h SET "sheet_id" = s."copy_of_id" FROM "sheet" s WHERE s."id" = h."sheet_id" AND s."copy_of_id" IS NOT NULL;
CREATE FUNCTION "handover_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'handover is append-only';
END $$;
CREATE TRIGGER "handover_no_rewrite" BEFORE UPDATE OR DELETE ON "handover"
  FOR EACH ROW EXECUTE FUNCTION "handover_keep"();

-- Photos of stubs.
ALTER TABLE "attachment" ADD COLUMN     "sheet_id" INTEGER;
CREATE INDEX "attachment_sheet_id_idx" ON "attachment"("sheet_id");
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_sheet_id_fkey" FOREIGN KEY ("sheet_id") REFERENCES "sheet"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Runs that stand already are no news.
ALTER TABLE "print_run" ADD COLUMN     "told_at" TIMESTAMPTZ(3);
UPDATE "print_run" SET "told_at" = "created_at";
