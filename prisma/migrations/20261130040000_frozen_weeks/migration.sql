-- AlterTable
ALTER TABLE "school_week" ADD COLUMN     "frozen_at" TIMESTAMPTZ(3);
