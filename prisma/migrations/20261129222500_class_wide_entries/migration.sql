-- What a page reads of a class beside the pupil's own: topics, homework and messages, without the marks of everybody else.
CREATE INDEX "journal_entry_class_wide_idx" ON "journal_entry" ("class_id", "date") WHERE "student_id" IS NULL;
