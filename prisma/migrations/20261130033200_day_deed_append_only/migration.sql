-- A deed of the desk is never rewritten or deleted: once, somebody may take it back.
CREATE FUNCTION "day_deed_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD."undone_at" IS NULL AND NEW."undone_at" IS NOT NULL AND NEW."undone_by_id" IS NOT NULL
       AND to_jsonb(NEW) - '{undone_at,undone_by_id}'::text[] = to_jsonb(OLD) - '{undone_at,undone_by_id}'::text[] THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'day_deed is append-only';
END $$;
CREATE TRIGGER "day_deed_no_rewrite" BEFORE UPDATE OR DELETE ON "day_deed"
  FOR EACH ROW EXECUTE FUNCTION "day_deed_keep"();
