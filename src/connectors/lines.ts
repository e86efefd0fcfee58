/** Bytes into lines, in constant memory. Pure. */

/** A line longer than this (bytes) is not read to its end: no entry is that long. */
export const LONGEST_LINE = 1024 * 1024;

/** One line without its end; null where it is too long or no UTF-8. */
export interface Line {
  /** from 1 */
  number: number;
  text: string | null;
}

export interface LineSplitter {
  /** The lines that end within these bytes. */
  push(chunk: Uint8Array): Line[];
  /** The last line, if it did not end. */
  end(): Line[];
}

const NEWLINE = 0x0a;

export function lineSplitter(): LineSplitter {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Uint8Array[] = [];
  let length = 0;
  let number = 0;

  const take = (part: Uint8Array) => {
    length += part.length;
    if (length <= LONGEST_LINE) parts.push(part);
    else parts = [];
  };
  const finish = (): Line => {
    number += 1;
    const text = length > LONGEST_LINE ? null : decode(decoder, parts);
    parts = [];
    length = 0;
    return { number, text };
  };
  return {
    push(chunk) {
      const lines: Line[] = [];
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        take(chunk.subarray(start, end));
        lines.push(finish());
        start = end + 1;
      }
      if (start < chunk.length) take(chunk.slice(start));
      return lines;
    },
    end: () => (length > 0 ? [finish()] : []),
  };
}

function decode(decoder: TextDecoder, parts: Uint8Array[]): string | null {
  try {
    return decoder.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts));
  } catch {
    return null;
  }
}
