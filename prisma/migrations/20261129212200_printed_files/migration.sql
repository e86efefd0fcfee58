-- DropForeignKey
ALTER TABLE "sheet" DROP CONSTRAINT "sheet_weekly_record_id_fkey";

-- AlterTable
ALTER TABLE "sheet" ADD COLUMN     "paper_notice_id" INTEGER,
ALTER COLUMN "weekly_record_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "print_file" (
    "id" SERIAL NOT NULL,
    "run_id" INTEGER,
    "week" TEXT,
    "class_id" INTEGER,
    "last_run_id" INTEGER NOT NULL,
    "sha256" TEXT,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "sheets" INTEGER NOT NULL DEFAULT 0,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "print_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "print_part" (
    "file_id" INTEGER NOT NULL,
    "part" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "print_part_pkey" PRIMARY KEY ("file_id","part")
);

-- CreateTable
CREATE TABLE "paper_notice" (
    "id" SERIAL NOT NULL,
    "student_id" TEXT NOT NULL,
    "class_id" INTEGER NOT NULL,
    "facts" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "paper_notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "print_file_week_idx" ON "print_file"("week");

-- CreateIndex
CREATE INDEX "print_file_run_id_idx" ON "print_file"("run_id");

-- CreateIndex
CREATE INDEX "paper_notice_student_id_idx" ON "paper_notice"("student_id");

-- AddForeignKey
ALTER TABLE "print_file" ADD CONSTRAINT "print_file_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "print_run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "print_part" ADD CONSTRAINT "print_part_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "print_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "paper_notice" ADD CONSTRAINT "paper_notice_student_id_fkey" FOREIGN KEY ("student_id") REFERENCES "student"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sheet" ADD CONSTRAINT "sheet_weekly_record_id_fkey" FOREIGN KEY ("weekly_record_id") REFERENCES "weekly_record"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sheet" ADD CONSTRAINT "sheet_paper_notice_id_fkey" FOREIGN KEY ("paper_notice_id") REFERENCES "paper_notice"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A sheet prints one thing; a run has one file of its own.
ALTER TABLE "sheet" ADD CONSTRAINT "sheet_prints" CHECK (num_nonnulls("weekly_record_id", "paper_notice_id") = 1);
CREATE UNIQUE INDEX "print_file_own" ON "print_file" ("run_id") WHERE "run_id" IS NOT NULL AND "sha256" IS NOT NULL;

-- What was printed before stays as it was: a class's file held all its runs of the week, the school's stood in a run of its own.
INSERT INTO "print_file" ("id", "week", "class_id", "last_run_id", "sha256", "sheets", "made_at")
  SELECT n."id", n."week", n."class_id", n."id", n."sha256",
         (SELECT count(*) FROM "sheet" s JOIN "print_run" o ON o."id" = s."run_id"
           WHERE o."week" = n."week" AND o."kind" IN ('weekly', 'supplementary') AND o."id" <= n."id"
             AND s."copy_of_id" IS NULL AND (n."class_id" IS NULL OR o."class_id" = n."class_id")),
         n."created_at"
    FROM "print_run" n WHERE n."pdf" IS NOT NULL;
SELECT setval(pg_get_serial_sequence('print_file', 'id'), greatest((SELECT max("id") FROM "print_file"), 1));
INSERT INTO "print_part" ("file_id", "part", "bytes") SELECT "id", 0, "pdf" FROM "print_run" WHERE "pdf" IS NOT NULL;
DELETE FROM "print_run" WHERE "class_id" IS NULL AND NOT EXISTS (SELECT FROM "sheet" s WHERE s."run_id" = "print_run"."id");
ALTER TABLE "print_run" DROP COLUMN "pdf";
