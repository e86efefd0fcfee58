-- AlterTable
ALTER TABLE "bot_turn" ADD COLUMN     "accepted_at" TIMESTAMPTZ(3),
ADD COLUMN     "bot_id" TEXT,
ADD COLUMN     "stranger_id" TEXT,
ADD COLUMN     "stranger_since" TIMESTAMPTZ(3),
ADD COLUMN     "unknown_chats_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "guardianship" ADD COLUMN     "silence_told_at" TIMESTAMPTZ(3);
