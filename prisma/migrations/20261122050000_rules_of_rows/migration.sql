-- What the schema language cannot say. Everything here is data's own rule, whoever writes it.

-- One live entry in each natural place of the journal; marks, homework and messages may stand several times.
CREATE UNIQUE INDEX "journal_entry_one_absence" ON "journal_entry" ("lesson_id", "student_id")
  WHERE "kind" = 'absence' AND "withdrawn_at" IS NULL;
CREATE UNIQUE INDEX "journal_entry_one_topic" ON "journal_entry" ("lesson_id")
  WHERE "kind" = 'topic' AND "withdrawn_at" IS NULL;
CREATE UNIQUE INDEX "journal_entry_one_period_mark" ON "journal_entry" ("course_id", "student_id", "period")
  WHERE "kind" = 'periodMark' AND "withdrawn_at" IS NULL;

-- Each kind has what it is made of.
ALTER TABLE "journal_entry" ADD CONSTRAINT "journal_entry_shape" CHECK (CASE "kind"
  WHEN 'mark' THEN "course_id" IS NOT NULL AND "lesson_id" IS NOT NULL AND "student_id" IS NOT NULL AND "value" IS NOT NULL AND "work" IS NOT NULL
  WHEN 'absence' THEN "course_id" IS NOT NULL AND "lesson_id" IS NOT NULL AND "student_id" IS NOT NULL AND "value" IS NOT NULL
  WHEN 'homework' THEN "course_id" IS NOT NULL AND "text" IS NOT NULL
  WHEN 'topic' THEN "course_id" IS NOT NULL AND "lesson_id" IS NOT NULL AND "text" IS NOT NULL
  WHEN 'message' THEN "text" IS NOT NULL
  WHEN 'periodMark' THEN "course_id" IS NOT NULL AND "student_id" IS NOT NULL AND "value" IS NOT NULL AND "period" IS NOT NULL
END);

-- Events that wait for the planner; history is never rewritten.
CREATE INDEX "journal_event_unplanned" ON "journal_event" ("id") WHERE "planned_at" IS NULL;
CREATE FUNCTION "journal_event_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'journal_event is append-only';
END $$;
CREATE TRIGGER "journal_event_no_rewrite" BEFORE UPDATE OF "entry_id", "change", "kind", "class_id", "student_id", "before", "after", "by_id", "at", "source", "recorded_at"
  ON "journal_event" FOR EACH ROW EXECUTE FUNCTION "journal_event_keep"();

-- One delivery gathers for a contact in each rhythm; urgent news apart, for it breaks quiet hours.
CREATE UNIQUE INDEX "delivery_one_gathering" ON "delivery" ("contact_id", "rhythm", "urgent") WHERE "state" = 'gathering';
-- What the sender looks for, and what the watch looks for.
CREATE INDEX "delivery_due" ON "delivery" ("channel", "due_at") WHERE "state" IN ('gathering', 'due');
CREATE INDEX "delivery_leased" ON "delivery" ("lease_until") WHERE "state" IN ('leased', 'started');
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_contact" CHECK ("channel" = 'paper' OR "contact_id" IS NOT NULL);
ALTER TABLE "delivery_item" ADD CONSTRAINT "delivery_item_carries" CHECK ("event_id" IS NOT NULL OR "obligation_id" IS NOT NULL);

-- One school a database; a timetable's weekdays; a window that does not run backwards.
ALTER TABLE "school" ADD CONSTRAINT "school_one" CHECK ("id" = 1);
ALTER TABLE "timetable_slot" ADD CONSTRAINT "timetable_slot_weekday" CHECK ("weekday" BETWEEN 1 AND 7);
ALTER TABLE "special_day" ADD CONSTRAINT "special_day_weekday" CHECK (("kind" = 'weekday') = ("weekday" IS NOT NULL));
ALTER TABLE "school_week" ADD CONSTRAINT "school_week_window" CHECK ("from_event" <= "to_event");
CREATE INDEX "school_week_open" ON "school_week" ("week", "id") WHERE "closed_at" IS NULL;
