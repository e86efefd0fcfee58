-- CreateTable
CREATE TABLE "mailbox_claim" (
    "token_hash" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "mailbox" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "mailbox_claim_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE INDEX "mailbox_claim_person_id_idx" ON "mailbox_claim"("person_id");

-- AddForeignKey
ALTER TABLE "mailbox_claim" ADD CONSTRAINT "mailbox_claim_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
