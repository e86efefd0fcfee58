-- CreateTable
CREATE TABLE "lesson_notice" (
    "id" SERIAL NOT NULL,
    "deed_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lessons" JSONB NOT NULL,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "lesson_notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "lesson_notice_told_at_idx" ON "lesson_notice"("told_at");

-- AddForeignKey
ALTER TABLE "lesson_notice" ADD CONSTRAINT "lesson_notice_deed_id_fkey" FOREIGN KEY ("deed_id") REFERENCES "day_deed"("id") ON DELETE CASCADE ON UPDATE CASCADE;
