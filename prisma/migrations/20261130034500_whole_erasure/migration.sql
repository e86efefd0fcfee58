-- What is kept for ever gives way to an erased person (152-ФЗ), in the words that may name them and nowhere else.
CREATE FUNCTION "person_is_erased"("person" text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM "person" p WHERE p."id" = $1 AND p."erased_at" IS NOT NULL)
$$;

-- Consents and rights stay as proof; their ground loses the name.
CREATE OR REPLACE FUNCTION "choice_record_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF "person_is_erased"(OLD."guardian_id") THEN RETURN OLD; END IF;
  ELSIF to_jsonb(NEW) - 'ground' = to_jsonb(OLD) - 'ground' AND EXISTS (
    SELECT FROM "guardianship" g WHERE g."student_id" = OLD."student_id" AND "person_is_erased"(g."guardian_id")) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'choice_record is append-only';
END $$;

-- Who handed a sheet over, when and how stays; a note about a family loses what it says of the erased.
CREATE OR REPLACE FUNCTION "handover_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - 'note' = to_jsonb(OLD) - 'note' AND EXISTS (
      SELECT FROM "sheet" s WHERE s."id" = OLD."sheet_id" AND ("person_is_erased"(s."guardian_id") OR EXISTS (
        SELECT FROM "guardianship" g WHERE g."student_id" = s."student_id" AND "person_is_erased"(g."guardian_id")))) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'handover is append-only';
END $$;

-- The register keeps its numbers, dates and decisions; proxies, explanations and what a grant had changed go.
CREATE OR REPLACE FUNCTION "application_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF TG_TABLE_NAME = 'application' THEN
      IF "person_is_erased"(to_jsonb(OLD)->>'guardian_id') AND to_jsonb(NEW)->>'proxy_name' IS NULL
         AND to_jsonb(NEW) - 'proxy_name' = to_jsonb(OLD) - 'proxy_name' THEN
        RETURN NEW;
      END IF;
    ELSIF to_jsonb(NEW) - '{note,undo}'::text[] = to_jsonb(OLD) - '{note,undo}'::text[] AND to_jsonb(NEW)->>'note' = ''
       AND to_jsonb(NEW)->>'undo' IS NULL AND EXISTS (
         SELECT FROM "application" a WHERE a."id" = (to_jsonb(OLD)->>'application_id')::int AND "person_is_erased"(a."guardian_id")) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
