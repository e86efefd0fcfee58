-- AlterTable
ALTER TABLE "choice_record" ADD COLUMN     "before" JSONB;

-- CreateTable
CREATE TABLE "account_theft" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,
    "reported_by_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "settled_by_id" TEXT,
    "report" JSONB,

    CONSTRAINT "account_theft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "account_theft_account_id_idx" ON "account_theft"("account_id");

-- AddForeignKey
ALTER TABLE "account_theft" ADD CONSTRAINT "account_theft_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- one word at a time waits to be looked into
CREATE UNIQUE INDEX "account_theft_one_open" ON "account_theft" ("account_id") WHERE "settled_at" IS NULL;
