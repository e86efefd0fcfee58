import { GrammyError } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { ParentsContext } from './context.ts';

/** Answers a tap in the message that was tapped, anything else with a new one. */
export async function show(ctx: ParentsContext, text: string, buttons?: InlineKeyboardMarkup): Promise<void> {
  const other = buttons ? { reply_markup: buttons } : {};
  if (!ctx.callbackQuery?.message) {
    await ctx.reply(text, other);
    return;
  }
  try {
    await ctx.editMessageText(text, other);
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
    // tapped twice, or a message that can be changed no more
    if (!error.description.includes('not modified')) await ctx.reply(text, other);
  }
}
