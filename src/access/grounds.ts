/** On which ground a choice was made, as `choice_record.ground` keeps it and the school reads it. */
export const GROUND = {
  bot: 'бот',
  diary: 'дневник',
  emailLink: 'ссылка в письме',
} as const;
