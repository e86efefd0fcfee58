/** Names as they are compared: people write Е for Ё, in any case. */
export const plainName = (text: string): string => text.trim().toLowerCase().replaceAll('ё', 'е');

/** For LIKE, over text in lower case with Е for Ё. */
export const likePart = (text: string): string => plainName(text).replace(/[\\%_]/g, '\\$&');
