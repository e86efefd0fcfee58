-- CreateTable
CREATE TABLE "illness" (
    "id" SERIAL NOT NULL,
    "student_id" TEXT NOT NULL,
    "starts" DATE NOT NULL,
    "ends" DATE NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "by_id" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "filled_through" DATE,
    "message_id" INTEGER,
    "taken_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "illness_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "illness_student_id_idx" ON "illness"("student_id");

-- AddForeignKey
ALTER TABLE "illness" ADD CONSTRAINT "illness_student_id_fkey" FOREIGN KEY ("student_id") REFERENCES "student"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
