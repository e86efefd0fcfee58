-- DropIndex
DROP INDEX "lesson_change_date_class_id_lesson_key";

-- AlterTable
ALTER TABLE "lesson_change" ADD COLUMN     "course_id" INTEGER,
ADD COLUMN     "deed_id" INTEGER;

-- AlterTable
ALTER TABLE "special_day" ADD COLUMN     "deed_id" INTEGER;

-- CreateTable
CREATE TABLE "day_deed" (
    "id" SERIAL NOT NULL,
    "date" DATE NOT NULL,
    "class_id" INTEGER,
    "what" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "by_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "before" JSONB NOT NULL,
    "made" INTEGER NOT NULL,
    "homework" JSONB NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by_id" TEXT,

    CONSTRAINT "day_deed_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "day_deed_date_idx" ON "day_deed"("date");

-- CreateIndex
CREATE UNIQUE INDEX "lesson_change_date_class_id_lesson_course_id_key" ON "lesson_change"("date", "class_id", "lesson", "course_id");

-- AddForeignKey
ALTER TABLE "special_day" ADD CONSTRAINT "special_day_deed_id_fkey" FOREIGN KEY ("deed_id") REFERENCES "day_deed"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lesson_change" ADD CONSTRAINT "lesson_change_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "course"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lesson_change" ADD CONSTRAINT "lesson_change_deed_id_fkey" FOREIGN KEY ("deed_id") REFERENCES "day_deed"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- the school file says one thing about a class's lesson at most
CREATE UNIQUE INDEX lesson_change_of_class ON lesson_change (date, class_id, lesson) WHERE course_id IS NULL;
