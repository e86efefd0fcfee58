-- CreateTable
CREATE TABLE "channel_pause" (
    "channel" "contact_channel" NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_pause_pkey" PRIMARY KEY ("channel")
);
