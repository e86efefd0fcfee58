import type { ComponentChildren } from 'preact';
import { NAV } from '../../src/texts/web/common.ts';

/** The way back from a page that the desk leads to. @param children other ways from here, before it */
export function ToDesk({ children }: { children?: ComponentChildren }) {
  return (
    <p class="foot">
      {children}
      <a href="/desk">{NAV.toDesk}</a>
    </p>
  );
}
