import { NAV } from '../../src/texts/web/common.ts';
import type { Frame } from '../page.ts';

/** Links to the same page of the other children; nothing for one child. */
export function Children({ frame, path }: { frame: Frame; path: string }) {
  const own = frame.visit?.actor.children ?? [];
  if (own.length < 2 || !own.some((child) => child.studentId === frame.child?.studentId)) return null;
  return (
    <nav aria-label={NAV.children} class="children">
      <ul>
        {own.map((child) => (
          <li key={child.studentId}>
            <a
              href={frame.childPath(path, child)}
              aria-current={child.studentId === frame.child?.studentId ? 'true' : undefined}
            >
              {child.first}, {child.className}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
