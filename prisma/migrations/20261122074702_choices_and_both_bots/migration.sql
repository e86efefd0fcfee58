-- Letters' links into one's choices can be voided.
ALTER TABLE "guardian" ADD COLUMN     "links_void_at" TIMESTAMPTZ(3);

-- One invitation opens both bots, each once. What was used counts as used in either: nobody knows in which it was.
ALTER TABLE "invitation" RENAME COLUMN "bot_used_at" TO "parents_used_at";
ALTER TABLE "invitation" ADD COLUMN     "teachers_used_at" TIMESTAMPTZ(3);
UPDATE "invitation" SET "teachers_used_at" = "parents_used_at";

-- What was chosen, by whom and on which ground is never rewritten.
CREATE FUNCTION "choice_record_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'choice_record is append-only';
END $$;
CREATE TRIGGER "choice_record_no_rewrite" BEFORE UPDATE OR DELETE ON "choice_record"
  FOR EACH ROW EXECUTE FUNCTION "choice_record_keep"();
