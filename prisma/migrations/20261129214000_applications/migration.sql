-- CreateEnum
CREATE TYPE "decision_kind" AS ENUM ('granted', 'refused', 'withdrawn');

-- CreateEnum
CREATE TYPE "refusal_ground" AS ENUM ('notEntitled', 'notPupil', 'ownRefusal');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "application_kind" ADD VALUE 'endPaper';
ALTER TYPE "application_kind" ADD VALUE 'endElectronic';
ALTER TYPE "application_kind" ADD VALUE 'choices';

-- DropIndex
DROP INDEX "application_kind_number_key";

-- AlterTable
ALTER TABLE "application" DROP COLUMN "decided_at",
DROP COLUMN "decision",
DROP COLUMN "reason",
ADD COLUMN     "applicant_name" TEXT,
ADD COLUMN     "keeps_notices" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "outside_number" TEXT,
ADD COLUMN     "proxy_name" TEXT,
ADD COLUMN     "recorded_at" TIMESTAMPTZ(3) NOT NULL,
ADD COLUMN     "student_name" TEXT,
ADD COLUMN     "way" "handover_way",
ADD COLUMN     "year_id" INTEGER NOT NULL,
ALTER COLUMN "guardian_id" DROP NOT NULL,
ALTER COLUMN "student_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "guardianship" ADD COLUMN     "paper_proxy" TEXT,
ADD COLUMN     "paper_way" "handover_way";

-- CreateTable
CREATE TABLE "application_decision" (
    "id" SERIAL NOT NULL,
    "application_id" INTEGER NOT NULL,
    "kind" "decision_kind" NOT NULL,
    "ground" "refusal_ground",
    "note" TEXT NOT NULL DEFAULT '',
    "undo" JSONB,
    "by_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "application_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "application_decision_application_id_idx" ON "application_decision"("application_id");

-- CreateIndex
CREATE INDEX "application_student_id_idx" ON "application"("student_id");

-- CreateIndex
CREATE UNIQUE INDEX "application_year_id_number_key" ON "application"("year_id", "number");

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_year_id_fkey" FOREIGN KEY ("year_id") REFERENCES "school_year"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_decision" ADD CONSTRAINT "application_decision_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A register is not rewritten: what was a mistake is withdrawn by one more row.
CREATE FUNCTION "application_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "application_no_rewrite" BEFORE UPDATE OR DELETE ON "application"
  FOR EACH ROW EXECUTE FUNCTION "application_keep"();
CREATE TRIGGER "application_decision_no_rewrite" BEFORE UPDATE OR DELETE ON "application_decision"
  FOR EACH ROW EXECUTE FUNCTION "application_keep"();

-- Somebody applies about some child; a refusal has its ground.
ALTER TABLE "application" ADD CONSTRAINT "application_names"
  CHECK (("guardian_id" IS NULL) = ("applicant_name" IS NOT NULL) AND ("student_id" IS NULL) = ("student_name" IS NOT NULL));
ALTER TABLE "application_decision" ADD CONSTRAINT "application_decision_ground"
  CHECK (("kind" = 'refused') = ("ground" IS NOT NULL));
