import { WEEK } from '../../src/texts/web/diary.ts';
import type { Frame } from '../page.ts';
import { Layout } from './layout.tsx';

/** Somebody is signed in, yet there is no child whose data may be shown. */
export function NoChild({ frame }: { frame: Frame }) {
  return (
    <Layout title={WEEK.noChild} frame={frame}>
      <h1>{WEEK.noChild}</h1>
      <p>{WEEK.noChildWhy}</p>
    </Layout>
  );
}
