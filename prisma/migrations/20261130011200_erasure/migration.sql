-- A choice is never rewritten; it goes only with the person whose data were erased (152-ФЗ).
CREATE OR REPLACE FUNCTION "choice_record_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM "person" WHERE "id" = OLD."guardian_id" AND "erased_at" IS NOT NULL) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'choice_record is append-only';
END $$;
