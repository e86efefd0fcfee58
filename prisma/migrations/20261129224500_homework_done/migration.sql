-- CreateTable
CREATE TABLE "homework_done" (
    "entry_id" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "homework_done_pkey" PRIMARY KEY ("entry_id","person_id")
);

-- CreateIndex
CREATE INDEX "homework_done_person_id_idx" ON "homework_done"("person_id");

-- AddForeignKey
ALTER TABLE "homework_done" ADD CONSTRAINT "homework_done_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "homework_done" ADD CONSTRAINT "homework_done_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
