-- DropIndex
DROP INDEX "ledger_entry_obligation_id_idx";

-- AlterTable
ALTER TABLE "ledger_entry" ADD COLUMN     "seq" INTEGER,
ALTER COLUMN "at" SET DEFAULT clock_timestamp();

-- AlterTable
ALTER TABLE "obligation" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "escalated_at" TIMESTAMPTZ(3),
ADD COLUMN     "reopened_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "channel_outage" (
    "id" SERIAL NOT NULL,
    "channel" "contact_channel" NOT NULL,
    "bot" TEXT NOT NULL DEFAULT '',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "noticed_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "channel_outage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_seq_key" ON "ledger_entry"("seq");

-- CreateIndex
CREATE INDEX "ledger_entry_obligation_id_id_idx" ON "ledger_entry"("obligation_id", "id");

-- A duty's state as the ledger keeps it: codes and instants, no person.
CREATE FUNCTION "ledger_fact"("by" text, "at" timestamptz, "evidence" text, "next" text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('by', "by", 'evidence', "evidence", 'next', "next",
    'at', to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
$$;

-- One trigger instead of a rule for all writers: a dozen statements change duties, several of them inside larger ones for
-- speed, and whoever writes the next one cannot forget the ledger. Births need no row: a duty is born open, without a word.
CREATE FUNCTION "ledger_append"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "ledger_entry" ("obligation_id", "fact")
  VALUES (NEW."id", "ledger_fact"(NEW."met_by", NEW."met_at", NEW."evidence", NEW."next"));
  RETURN NULL;
END $$;
CREATE TRIGGER "obligation_ledger" AFTER UPDATE ON "obligation" FOR EACH ROW
  WHEN ((OLD."met_by", OLD."met_at", OLD."evidence", OLD."next") IS DISTINCT FROM (NEW."met_by", NEW."met_at", NEW."evidence", NEW."next"))
  EXECUTE FUNCTION "ledger_append"();

-- What duties said before there was a ledger.
INSERT INTO "ledger_entry" ("obligation_id", "fact")
SELECT "id", "ledger_fact"("met_by", "met_at", "evidence", "next") FROM "obligation"
 WHERE coalesce("met_by", "evidence", "next") IS NOT NULL ORDER BY "id";

-- Append-only: sealed once, changed and taken out never.
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_seal"
  CHECK (("seq" IS NULL) = ("hash" IS NULL) AND ("seq" IS NULL) = ("previous_hash" IS NULL));
CREATE FUNCTION "ledger_entry_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD."seq" IS NULL AND NEW."seq" IS NOT NULL AND NEW."id" = OLD."id" AND NEW."obligation_id" = OLD."obligation_id"
       AND NEW."fact" = OLD."fact" AND NEW."at" = OLD."at" THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'ledger_entry is append-only';
END $$;
CREATE TRIGGER "ledger_entry_no_rewrite" BEFORE UPDATE OR DELETE ON "ledger_entry"
  FOR EACH ROW EXECUTE FUNCTION "ledger_entry_keep"();

-- What sweeps look for.
CREATE INDEX "ledger_entry_unsealed" ON "ledger_entry" ("id") WHERE "seq" IS NULL;
CREATE INDEX "obligation_open" ON "obligation" ("weekly_record_id") WHERE "met_by" IS NULL;
CREATE INDEX "delivery_rejected" ON "delivery" ("ended_at") WHERE "state" = 'rejected';
CREATE UNIQUE INDEX "channel_outage_open" ON "channel_outage" ("channel", "bot") WHERE "ended_at" IS NULL;
