-- CreateEnum
CREATE TYPE "database_kind" AS ENUM ('demo', 'rehearsal', 'real');

-- CreateEnum
CREATE TYPE "special_day_kind" AS ENUM ('weekday', 'off', 'remote');

-- CreateEnum
CREATE TYPE "rights" AS ENUM ('full', 'paper', 'none');

-- CreateEnum
CREATE TYPE "event_kind" AS ENUM ('mark', 'absence', 'homework', 'topic', 'message', 'periodMark');

-- CreateEnum
CREATE TYPE "rhythm" AS ENUM ('now', 'evening', 'week', 'diary');

-- CreateEnum
CREATE TYPE "contact_channel" AS ENUM ('telegram', 'email', 'sms', 'max');

-- CreateEnum
CREATE TYPE "contact_state" AS ENUM ('confirmed', 'unreachable', 'ended');

-- CreateEnum
CREATE TYPE "event_change" AS ENUM ('recorded', 'corrected', 'withdrawn');

-- CreateEnum
CREATE TYPE "delivery_channel" AS ENUM ('telegram', 'email', 'paper', 'sms', 'max');

-- CreateEnum
CREATE TYPE "delivery_rhythm" AS ENUM ('now', 'evening', 'week', 'staff');

-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('gathering', 'due', 'leased', 'started', 'accepted', 'handedOver', 'withdrawn', 'passedOn', 'unreachable', 'rejected');

-- CreateEnum
CREATE TYPE "item_state" AS ENUM ('waiting', 'told', 'dropped');

-- CreateEnum
CREATE TYPE "outcome" AS ENUM ('accepted', 'retryLater', 'unreachable', 'rejected', 'unknown');

-- CreateEnum
CREATE TYPE "run_kind" AS ENUM ('weekly', 'supplementary', 'period', 'request');

-- CreateEnum
CREATE TYPE "handover_way" AS ENUM ('person', 'proxy', 'post', 'child');

-- CreateEnum
CREATE TYPE "handover_state" AS ENUM ('handedOver', 'awaitingStub', 'refused', 'absent');

-- CreateEnum
CREATE TYPE "application_kind" AS ENUM ('access', 'paper', 'consentWithdrawal');

-- CreateTable
CREATE TABLE "school" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "kind" "database_kind" NOT NULL,
    "rehearsal_clock" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT NOT NULL DEFAULT '',
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/Moscow',
    "rules" JSONB NOT NULL DEFAULT '{}',
    "bells" JSONB NOT NULL DEFAULT '{}',
    "roster_version" INTEGER NOT NULL DEFAULT 0,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "imported_at" TIMESTAMPTZ(3),
    "sending_paused_at" TIMESTAMPTZ(3),
    "secret" TEXT NOT NULL,

    CONSTRAINT "school_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "school_year" (
    "id" SERIAL NOT NULL,
    "starts" DATE NOT NULL,
    "ends" DATE NOT NULL,

    CONSTRAINT "school_year_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grading_period" (
    "id" SERIAL NOT NULL,
    "year_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "starts" DATE NOT NULL,
    "ends" DATE NOT NULL,

    CONSTRAINT "grading_period_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holiday" (
    "date" DATE NOT NULL,

    CONSTRAINT "holiday_pkey" PRIMARY KEY ("date")
);

-- CreateTable
CREATE TABLE "special_day" (
    "id" SERIAL NOT NULL,
    "date" DATE NOT NULL,
    "class_id" INTEGER,
    "kind" "special_day_kind" NOT NULL,
    "weekday" INTEGER,

    CONSTRAINT "special_day_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sha256" TEXT NOT NULL,
    "changes" JSONB NOT NULL,

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "last" TEXT NOT NULL,
    "first" TEXT NOT NULL,
    "patronymic" TEXT NOT NULL DEFAULT '',
    "sex" TEXT,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "student" (
    "id" TEXT NOT NULL,
    "left_at" DATE,
    "taught_at_home" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "student_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "guardian" (
    "id" TEXT NOT NULL,
    "quiet_from" TEXT,
    "quiet_to" TEXT,
    "paused_until" DATE,
    "last_seen_at" TIMESTAMPTZ(3),
    "left_at" DATE,

    CONSTRAINT "guardian_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_member" (
    "id" TEXT NOT NULL,
    "roles" TEXT[],
    "preview_off" BOOLEAN NOT NULL DEFAULT false,
    "left_at" DATE,

    CONSTRAINT "staff_member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household" (
    "id" SERIAL NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "household_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "guardianship" (
    "guardian_id" TEXT NOT NULL,
    "student_id" TEXT NOT NULL,
    "relation" TEXT,
    "rights" "rights" NOT NULL DEFAULT 'full',
    "consent" BOOLEAN NOT NULL DEFAULT false,
    "consent_date" DATE,
    "channels" TEXT[],
    "chosen_at" TIMESTAMPTZ(3),
    "household_id" INTEGER,
    "paper_applied" BOOLEAN NOT NULL DEFAULT false,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "guardianship_pkey" PRIMARY KEY ("guardian_id","student_id")
);

-- CreateTable
CREATE TABLE "preference" (
    "guardian_id" TEXT NOT NULL,
    "student_id" TEXT NOT NULL,
    "kind" "event_kind" NOT NULL,
    "rhythm" "rhythm" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "preference_pkey" PRIMARY KEY ("guardian_id","student_id","kind")
);

-- CreateTable
CREATE TABLE "choice_record" (
    "id" SERIAL NOT NULL,
    "guardian_id" TEXT NOT NULL,
    "student_id" TEXT,
    "what" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "by_id" TEXT,
    "ground" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "choice_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" SERIAL NOT NULL,
    "channel" "contact_channel" NOT NULL,
    "bot" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL,
    "state" "contact_state" NOT NULL DEFAULT 'confirmed',
    "reason" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "last_accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_holder" (
    "contact_id" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_holder_pkey" PRIMARY KEY ("contact_id","person_id")
);

-- CreateTable
CREATE TABLE "school_class" (
    "id" SERIAL NOT NULL,
    "year_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "grade" INTEGER NOT NULL,
    "class_teacher_id" TEXT,
    "left_at" DATE,

    CONSTRAINT "school_class_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" SERIAL NOT NULL,
    "student_id" TEXT NOT NULL,
    "class_id" INTEGER NOT NULL,
    "from" DATE NOT NULL,
    "to" DATE,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subject" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "short" TEXT[],

    CONSTRAINT "subject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course" (
    "id" SERIAL NOT NULL,
    "class_id" INTEGER NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "teacher_id" TEXT NOT NULL,
    "grouped" BOOLEAN NOT NULL DEFAULT false,
    "ended_at" DATE,

    CONSTRAINT "course_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_member" (
    "id" SERIAL NOT NULL,
    "course_id" INTEGER NOT NULL,
    "student_id" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "to" DATE,

    CONSTRAINT "group_member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timetable_slot" (
    "id" SERIAL NOT NULL,
    "course_id" INTEGER NOT NULL,
    "weekday" INTEGER NOT NULL,
    "lesson" INTEGER NOT NULL,
    "from" DATE,
    "to" DATE,

    CONSTRAINT "timetable_slot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lesson_change" (
    "id" SERIAL NOT NULL,
    "date" DATE NOT NULL,
    "class_id" INTEGER NOT NULL,
    "lesson" INTEGER NOT NULL,
    "cancelled" BOOLEAN NOT NULL DEFAULT false,
    "teacher_id" TEXT,
    "subject_id" INTEGER,

    CONSTRAINT "lesson_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lesson" (
    "id" SERIAL NOT NULL,
    "course_id" INTEGER NOT NULL,
    "date" DATE NOT NULL,
    "number" INTEGER NOT NULL,
    "teacher_id" TEXT NOT NULL,
    "substituted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "lesson_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "journal_entry" (
    "id" SERIAL NOT NULL,
    "kind" "event_kind" NOT NULL,
    "class_id" INTEGER NOT NULL,
    "course_id" INTEGER,
    "lesson_id" INTEGER,
    "date" DATE NOT NULL,
    "student_id" TEXT,
    "value" TEXT,
    "work" TEXT,
    "text" TEXT,
    "period" TEXT,
    "personal" BOOLEAN NOT NULL DEFAULT false,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "to_student" BOOLEAN NOT NULL DEFAULT false,
    "by_id" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "baseline" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "journal_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "journal_event" (
    "id" SERIAL NOT NULL,
    "entry_id" INTEGER NOT NULL,
    "change" "event_change" NOT NULL,
    "kind" "event_kind" NOT NULL,
    "class_id" INTEGER NOT NULL,
    "student_id" TEXT,
    "before" JSONB,
    "after" JSONB,
    "by_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "planned_at" TIMESTAMPTZ(3),

    CONSTRAINT "journal_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entry_key" (
    "source" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "entry_id" INTEGER NOT NULL,
    "value_hash" TEXT NOT NULL,

    CONSTRAINT "entry_key_pkey" PRIMARY KEY ("source","key")
);

-- CreateTable
CREATE TABLE "received_request" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "body_sha256" TEXT NOT NULL,
    "results" JSONB NOT NULL,

    CONSTRAINT "received_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" SERIAL NOT NULL,
    "entry_id" INTEGER,
    "public_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "by_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" SERIAL NOT NULL,
    "channel" "delivery_channel" NOT NULL,
    "contact_id" INTEGER,
    "rhythm" "delivery_rhythm" NOT NULL,
    "state" "delivery_state" NOT NULL,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "prompt" BOOLEAN NOT NULL DEFAULT false,
    "silent" BOOLEAN NOT NULL DEFAULT false,
    "gather_until" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "reply_to" TEXT,
    "week" TEXT,
    "payload" JSONB,
    "lease_holder" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "uncertain" BOOLEAN NOT NULL DEFAULT false,
    "provider_id" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "passed_on_to_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_item" (
    "id" SERIAL NOT NULL,
    "delivery_id" INTEGER NOT NULL,
    "guardian_id" TEXT NOT NULL,
    "student_id" TEXT NOT NULL,
    "event_id" INTEGER,
    "obligation_id" INTEGER,
    "state" "item_state" NOT NULL DEFAULT 'waiting',
    "reason" TEXT,

    CONSTRAINT "delivery_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" SERIAL NOT NULL,
    "delivery_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" "outcome",
    "code" TEXT,
    "detail" TEXT,
    "provider_id" TEXT,
    "simulated" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "told" (
    "id" SERIAL NOT NULL,
    "guardian_id" TEXT NOT NULL,
    "student_id" TEXT NOT NULL,
    "entry_id" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    "value" JSONB,
    "delivery_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "told_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bot_turn" (
    "bot" TEXT NOT NULL,
    "holder" TEXT,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "until" TIMESTAMPTZ(3),
    "next_send_at" TIMESTAMPTZ(3),
    "paused_until" TIMESTAMPTZ(3),
    "update_offset" INTEGER NOT NULL DEFAULT 0,
    "username" TEXT,

    CONSTRAINT "bot_turn_pkey" PRIMARY KEY ("bot")
);

-- CreateTable
CREATE TABLE "bot_dialogue" (
    "bot" TEXT NOT NULL,
    "chat" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bot_dialogue_pkey" PRIMARY KEY ("bot","chat")
);

-- CreateTable
CREATE TABLE "school_week" (
    "id" SERIAL NOT NULL,
    "class_id" INTEGER NOT NULL,
    "week" TEXT NOT NULL,
    "starts" DATE NOT NULL,
    "ends" DATE NOT NULL,
    "from_event" INTEGER NOT NULL,
    "to_event" INTEGER NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "school_week_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "weekly_record" (
    "id" SERIAL NOT NULL,
    "school_week_id" INTEGER NOT NULL,
    "student_id" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "weekly_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "obligation" (
    "id" SERIAL NOT NULL,
    "week" TEXT NOT NULL,
    "guardian_id" TEXT NOT NULL,
    "student_id" TEXT NOT NULL,
    "weekly_record_id" INTEGER NOT NULL,
    "met_by" TEXT,
    "met_at" TIMESTAMPTZ(3),
    "evidence" TEXT,
    "next" TEXT,

    CONSTRAINT "obligation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" SERIAL NOT NULL,
    "obligation_id" INTEGER NOT NULL,
    "fact" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "previous_hash" TEXT,
    "hash" TEXT,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "print_run" (
    "id" SERIAL NOT NULL,
    "kind" "run_kind" NOT NULL,
    "class_id" INTEGER,
    "week" TEXT,
    "sha256" TEXT,
    "pdf" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "print_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sheet" (
    "id" SERIAL NOT NULL,
    "run_id" INTEGER,
    "weekly_record_id" INTEGER NOT NULL,
    "student_id" TEXT NOT NULL,
    "guardian_id" TEXT,
    "copy_of_id" INTEGER,
    "delivery_id" INTEGER,
    "code_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sheet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover" (
    "id" SERIAL NOT NULL,
    "sheet_id" INTEGER NOT NULL,
    "way" "handover_way" NOT NULL,
    "state" "handover_state" NOT NULL,
    "date" DATE NOT NULL,
    "by_id" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "photo_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handover_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" SERIAL NOT NULL,
    "login" TEXT NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_person" (
    "person_id" TEXT NOT NULL,
    "account_id" INTEGER NOT NULL,

    CONSTRAINT "account_person_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" SERIAL NOT NULL,
    "token_hash" TEXT NOT NULL,
    "account_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" SERIAL NOT NULL,
    "person_id" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "link_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "bot_used_at" TIMESTAMPTZ(3),
    "join_used_at" TIMESTAMPTZ(3),
    "wrong_answers" INTEGER NOT NULL DEFAULT 0,
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_link" (
    "token_hash" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "secret_link" (
    "token_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "student_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "secret_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "application" (
    "id" SERIAL NOT NULL,
    "kind" "application_kind" NOT NULL,
    "number" INTEGER NOT NULL,
    "date" DATE NOT NULL,
    "guardian_id" TEXT NOT NULL,
    "student_id" TEXT NOT NULL,
    "recorded_by_id" TEXT NOT NULL,
    "decision" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_record" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "student_id" TEXT,
    "details" JSONB,

    CONSTRAINT "audit_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_count" (
    "key" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "rate_count_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "sweep_run" (
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sweep_run_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "school_year_starts_key" ON "school_year"("starts");

-- CreateIndex
CREATE UNIQUE INDEX "grading_period_year_id_name_key" ON "grading_period"("year_id", "name");

-- CreateIndex
CREATE INDEX "special_day_date_idx" ON "special_day"("date");

-- CreateIndex
CREATE INDEX "guardianship_student_id_idx" ON "guardianship"("student_id");

-- CreateIndex
CREATE INDEX "choice_record_guardian_id_idx" ON "choice_record"("guardian_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_channel_bot_address_key" ON "contact"("channel", "bot", "address");

-- CreateIndex
CREATE INDEX "contact_holder_person_id_idx" ON "contact_holder"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "school_class_year_id_name_key" ON "school_class"("year_id", "name");

-- CreateIndex
CREATE INDEX "membership_class_id_idx" ON "membership"("class_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_student_id_class_id_from_key" ON "membership"("student_id", "class_id", "from");

-- CreateIndex
CREATE UNIQUE INDEX "subject_name_key" ON "subject"("name");

-- CreateIndex
CREATE INDEX "course_class_id_idx" ON "course"("class_id");

-- CreateIndex
CREATE INDEX "course_teacher_id_idx" ON "course"("teacher_id");

-- CreateIndex
CREATE INDEX "group_member_student_id_idx" ON "group_member"("student_id");

-- CreateIndex
CREATE UNIQUE INDEX "group_member_course_id_student_id_from_key" ON "group_member"("course_id", "student_id", "from");

-- CreateIndex
CREATE INDEX "timetable_slot_course_id_idx" ON "timetable_slot"("course_id");

-- CreateIndex
CREATE UNIQUE INDEX "lesson_change_date_class_id_lesson_key" ON "lesson_change"("date", "class_id", "lesson");

-- CreateIndex
CREATE INDEX "lesson_date_idx" ON "lesson"("date");

-- CreateIndex
CREATE UNIQUE INDEX "lesson_course_id_date_number_key" ON "lesson"("course_id", "date", "number");

-- CreateIndex
CREATE INDEX "journal_entry_student_id_date_idx" ON "journal_entry"("student_id", "date");

-- CreateIndex
CREATE INDEX "journal_entry_class_id_date_idx" ON "journal_entry"("class_id", "date");

-- CreateIndex
CREATE INDEX "journal_entry_course_id_date_idx" ON "journal_entry"("course_id", "date");

-- CreateIndex
CREATE INDEX "journal_event_entry_id_idx" ON "journal_event"("entry_id");

-- CreateIndex
CREATE INDEX "entry_key_entry_id_idx" ON "entry_key"("entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "attachment_public_id_key" ON "attachment"("public_id");

-- CreateIndex
CREATE INDEX "delivery_contact_id_created_at_idx" ON "delivery"("contact_id", "created_at");

-- CreateIndex
CREATE INDEX "delivery_item_delivery_id_idx" ON "delivery_item"("delivery_id");

-- CreateIndex
CREATE INDEX "delivery_item_event_id_idx" ON "delivery_item"("event_id");

-- CreateIndex
CREATE INDEX "delivery_item_obligation_id_idx" ON "delivery_item"("obligation_id");

-- CreateIndex
CREATE INDEX "attempt_delivery_id_idx" ON "attempt"("delivery_id");

-- CreateIndex
CREATE INDEX "told_guardian_id_entry_id_idx" ON "told"("guardian_id", "entry_id");

-- CreateIndex
CREATE INDEX "told_entry_id_idx" ON "told"("entry_id");

-- CreateIndex
CREATE INDEX "told_delivery_id_idx" ON "told"("delivery_id");

-- CreateIndex
CREATE INDEX "school_week_week_idx" ON "school_week"("week");

-- CreateIndex
CREATE UNIQUE INDEX "school_week_class_id_week_key" ON "school_week"("class_id", "week");

-- CreateIndex
CREATE INDEX "weekly_record_student_id_idx" ON "weekly_record"("student_id");

-- CreateIndex
CREATE UNIQUE INDEX "weekly_record_school_week_id_student_id_key" ON "weekly_record"("school_week_id", "student_id");

-- CreateIndex
CREATE INDEX "obligation_weekly_record_id_idx" ON "obligation"("weekly_record_id");

-- CreateIndex
CREATE UNIQUE INDEX "obligation_week_guardian_id_student_id_key" ON "obligation"("week", "guardian_id", "student_id");

-- CreateIndex
CREATE INDEX "ledger_entry_obligation_id_idx" ON "ledger_entry"("obligation_id");

-- CreateIndex
CREATE INDEX "print_run_week_idx" ON "print_run"("week");

-- CreateIndex
CREATE UNIQUE INDEX "sheet_code_hash_key" ON "sheet"("code_hash");

-- CreateIndex
CREATE INDEX "sheet_student_id_idx" ON "sheet"("student_id");

-- CreateIndex
CREATE INDEX "handover_sheet_id_idx" ON "handover"("sheet_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_login_key" ON "account"("login");

-- CreateIndex
CREATE INDEX "account_person_account_id_idx" ON "account_person"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_code_hash_key" ON "invitation"("code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_link_hash_key" ON "invitation"("link_hash");

-- CreateIndex
CREATE INDEX "invitation_person_id_idx" ON "invitation"("person_id");

-- CreateIndex
CREATE INDEX "secret_link_person_id_idx" ON "secret_link"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "application_kind_number_key" ON "application"("kind", "number");

-- CreateIndex
CREATE INDEX "audit_record_at_idx" ON "audit_record"("at");

-- CreateIndex
CREATE INDEX "audit_record_student_id_idx" ON "audit_record"("student_id");

-- AddForeignKey
ALTER TABLE "grading_period" ADD CONSTRAINT "grading_period_year_id_fkey" FOREIGN KEY ("year_id") REFERENCES "school_year"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "special_day" ADD CONSTRAINT "special_day_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "school_class"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "student" ADD CONSTRAINT "student_id_fkey" FOREIGN KEY ("id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guardian" ADD CONSTRAINT "guardian_id_fkey" FOREIGN KEY ("id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_member" ADD CONSTRAINT "staff_member_id_fkey" FOREIGN KEY ("id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guardianship" ADD CONSTRAINT "guardianship_guardian_id_fkey" FOREIGN KEY ("guardian_id") REFERENCES "guardian"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guardianship" ADD CONSTRAINT "guardianship_student_id_fkey" FOREIGN KEY ("student_id") REFERENCES "student"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guardianship" ADD CONSTRAINT "guardianship_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "preference" ADD CONSTRAINT "preference_guardian_id_fkey" FOREIGN KEY ("guardian_id") REFERENCES "guardian"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_holder" ADD CONSTRAINT "contact_holder_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_holder" ADD CONSTRAINT "contact_holder_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "school_class" ADD CONSTRAINT "school_class_year_id_fkey" FOREIGN KEY ("year_id") REFERENCES "school_year"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "school_class" ADD CONSTRAINT "school_class_class_teacher_id_fkey" FOREIGN KEY ("class_teacher_id") REFERENCES "staff_member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_student_id_fkey" FOREIGN KEY ("student_id") REFERENCES "student"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "school_class"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course" ADD CONSTRAINT "course_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "school_class"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course" ADD CONSTRAINT "course_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course" ADD CONSTRAINT "course_teacher_id_fkey" FOREIGN KEY ("teacher_id") REFERENCES "staff_member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_student_id_fkey" FOREIGN KEY ("student_id") REFERENCES "student"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "timetable_slot" ADD CONSTRAINT "timetable_slot_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lesson_change" ADD CONSTRAINT "lesson_change_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "school_class"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lesson" ADD CONSTRAINT "lesson_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "journal_entry" ADD CONSTRAINT "journal_entry_lesson_id_fkey" FOREIGN KEY ("lesson_id") REFERENCES "lesson"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "journal_event" ADD CONSTRAINT "journal_event_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_item" ADD CONSTRAINT "delivery_item_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "school_week" ADD CONSTRAINT "school_week_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "school_class"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "weekly_record" ADD CONSTRAINT "weekly_record_school_week_id_fkey" FOREIGN KEY ("school_week_id") REFERENCES "school_week"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "weekly_record" ADD CONSTRAINT "weekly_record_student_id_fkey" FOREIGN KEY ("student_id") REFERENCES "student"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "obligation" ADD CONSTRAINT "obligation_weekly_record_id_fkey" FOREIGN KEY ("weekly_record_id") REFERENCES "weekly_record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sheet" ADD CONSTRAINT "sheet_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "print_run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sheet" ADD CONSTRAINT "sheet_weekly_record_id_fkey" FOREIGN KEY ("weekly_record_id") REFERENCES "weekly_record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sheet" ADD CONSTRAINT "sheet_student_id_fkey" FOREIGN KEY ("student_id") REFERENCES "student"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_sheet_id_fkey" FOREIGN KEY ("sheet_id") REFERENCES "sheet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_person" ADD CONSTRAINT "account_person_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_person" ADD CONSTRAINT "account_person_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_link" ADD CONSTRAINT "sign_in_link_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
