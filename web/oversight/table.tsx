import type { ComponentChildren } from 'preact';

interface TableProps {
  /** what the table is of, for who hears it */
  label: string;
  head: string[];
  children: ComponentChildren;
}

/** A table that scrolls within itself on a telephone, its first column standing still. */
export function ScrollTable({ label, head, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="scroll" aria-label={label} tabIndex={0}>
      <table class="grid figures">
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** A number; nothing where there is nothing to count. */
export const figure = (n: number): string => (n === 0 ? '–' : String(n));
