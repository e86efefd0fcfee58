-- AlterTable
ALTER TABLE "delivery_item" ADD COLUMN     "listed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "mandatory" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "not_before" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "evening_list" (
    "class_id" INTEGER NOT NULL,
    "due" DATE NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evening_list_pkey" PRIMARY KEY ("class_id","due")
);
