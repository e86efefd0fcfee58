import type { ComponentChildren } from 'preact';
import { may } from '../../src/access/may.ts';
import { DEMO_BAND, NAV, PRODUCT, pageTitle, schoolName } from '../../src/texts/web/common.ts';
import { ERRORS } from '../../src/texts/web/errors.ts';
import type { Look } from '../look.ts';
import type { Frame } from '../page.ts';
import { Csrf } from './form.tsx';

/** The whole document around a page's content. */
export function Layout(props: {
  title: string;
  frame: Frame;
  wide?: boolean;
  /** address of a script that makes the page more comfortable */
  script?: string;
  children: ComponentChildren;
}) {
  const { frame, script } = props;
  return (
    <Document look={frame.look} title={props.title} script={script}>
      <a class="skip" href="#main">
        {NAV.skip}
      </a>
      {frame.demo && (
        <aside class="demo-band" aria-label={DEMO_BAND.label}>
          {DEMO_BAND.text}
        </aside>
      )}
      <header>
        <div class="head">
          <a class="school" href="/">
            {schoolName(frame.school) || PRODUCT}
          </a>
          <Account frame={frame} />
        </div>
        {frame.visit && <Sections frame={frame} />}
      </header>
      <main id="main" class={props.wide ? 'wide' : 'narrow'}>
        {props.children}
      </main>
    </Document>
  );
}

function Account({ frame }: { frame: Frame }) {
  if (!frame.visit) {
    if (frame.path === '/login') return null;
    return <a href="/login">{NAV.signIn}</a>;
  }
  return (
    <div class="me">
      <a href="/account" aria-current={frame.path === '/account' ? 'page' : undefined}>
        {NAV.account}
      </a>
      <form method="post" action="/logout" class="inline">
        <Csrf token={frame.csrf} />
        <button type="submit" class="quiet">
          {NAV.signOut}
        </button>
      </form>
    </div>
  );
}

function Sections({ frame }: { frame: Frame }) {
  const { visit, child, path } = frame;
  if (!visit) return null;
  const own = [...visit.actor.children, ...visit.actor.selves];
  // who keeps papers about a child does not read the child's diary by that
  const opened = child && may(visit.actor, 'readDiary', { kind: 'student', ...child }) ? child : null;
  const shown = opened ?? own[0] ?? null;
  const links: [string, string, string][] = [];
  if (shown) {
    links.push(['/diary', frame.childPath('/diary', shown), NAV.week]);
    if (shown.grade !== 1) links.push(['/diary/marks', frame.childPath('/diary/marks', shown), NAV.marks]);
    if (shown.grade !== 1) links.push(['/diary/homework', frame.childPath('/diary/homework', shown), NAV.homework]);
    links.push(['/diary/messages', frame.childPath('/diary/messages', shown), NAV.messages]);
  }
  if (visit.actor.roles.includes('guardian')) links.push(['/settings', '/settings', NAV.settings]);
  if (visit.actor.staffId) links.push(['/desk', '/desk', NAV.desk]);
  if (visit.school.demo) links.push(['/outgoing', '/outgoing', NAV.outgoing]);
  return (
    <nav aria-label={NAV.label}>
      <ul class="sections">
        {links.map(([route, href, text]) => (
          <li key={route}>
            <a href={href} aria-current={route === path ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A page that needs no database: errors. */
export function PlainPage(props: { look: Look; title: string; children: ComponentChildren }) {
  return (
    <Document look={props.look} title={props.title}>
      <main id="main" class="narrow">
        <h1>{props.title}</h1>
        {props.children}
        <p>
          <a href="/">{ERRORS.home}</a>
        </p>
      </main>
    </Document>
  );
}

function Document(props: { look: Look; title: string; script?: string | undefined; children: ComponentChildren }) {
  const { style, icon, icons } = props.look;
  return (
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <title>{pageTitle(props.title)}</title>
        <link rel="stylesheet" href={style.path} />
        <link rel="icon" href={icon.path} type="image/svg+xml" />
        <link rel="apple-touch-icon" href={icons.apple.path} />
        <link rel="manifest" href="/manifest.webmanifest" />
        {props.script && <script type="module" src={props.script} />}
      </head>
      <body>{props.children}</body>
    </html>
  );
}
