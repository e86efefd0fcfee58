-- AlterTable
ALTER TABLE "bot_turn" ADD COLUMN     "limits_hit" INTEGER NOT NULL DEFAULT 0;
