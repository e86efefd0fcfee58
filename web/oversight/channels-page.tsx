import { sealId } from '../../src/access/public-ids.ts';
import {
  type ChannelState,
  type ClassChannels,
  type DeadAddress,
  REACHED,
} from '../../src/oversight/channels-report.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import {
  CHANNELS,
  deadName,
  deadWords,
  outageWords,
  REACHED_NAMES,
  rejectedWords,
} from '../../src/texts/web/channels.ts';
import { OVERSIGHT } from '../../src/texts/web/oversight.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';
import { figure, ScrollTable } from './table.tsx';

export interface ChannelsProps {
  frame: Frame;
  secret: string;
  zone: string;
  classes: ClassChannels[];
  dead: DeadAddress[];
  /** more of them than are shown */
  more: boolean;
  outages: ChannelState[];
  rejected: Record<string, number>;
}

export function ChannelsPage(props: ChannelsProps) {
  const { frame, secret, zone, classes, dead, more } = props;
  return (
    <Layout title={CHANNELS.title} frame={frame} wide>
      <h1>{CHANNELS.title}</h1>
      <States {...props} />
      <p>{CHANNELS.lead}</p>
      {classes.length === 0 ? <p class="muted">{CHANNELS.noClasses}</p> : <ByClass secret={secret} classes={classes} />}
      <section>
        <h2>{CHANNELS.dead}</h2>
        {dead.length === 0 && <p>{CHANNELS.deadNone}</p>}
        <ul class="applications">
          {dead.map((one) => (
            <li key={one.contactId}>
              <a href={withQuery('/desk/pupil', { child: sealId(secret, 'student', one.children[0]?.id ?? '') })}>
                {deadName(one)}
              </a>
              <small>{deadWords({ ...one, since: schoolDate(one.since, zone) })}</small>
            </li>
          ))}
        </ul>
        {more && <p class="muted">{CHANNELS.deadMore}</p>}
      </section>
      <ToDesk />
    </Layout>
  );
}

function States({ outages, rejected, zone }: ChannelsProps) {
  const moment = (at: Date) => ({ date: schoolDate(at, zone), time: schoolTime(at, zone) });
  const lines = [
    ...outages.map((one) => ({
      standing: one.endedAt === null,
      text: outageWords({ ...one, since: moment(one.since), until: one.endedAt && moment(one.endedAt) }),
    })),
    ...Object.entries(rejected).map(([channel, n]) => ({ standing: true, text: rejectedWords(channel, n) })),
  ];
  return (
    <section>
      <h2>{CHANNELS.states}</h2>
      {lines.length === 0 && <p>{CHANNELS.allWell}</p>}
      <ul>
        {lines.map(({ text, standing }) => (
          <li key={text} class={standing ? 'missed' : undefined}>
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ByClass({ secret, classes }: Pick<ChannelsProps, 'secret' | 'classes'>) {
  const sum = (of: (one: ClassChannels) => number) => classes.reduce((total, one) => total + of(one), 0);
  return (
    <ScrollTable
      label={CHANNELS.title}
      head={[OVERSIGHT.class, CHANNELS.pairs, ...REACHED.map((way) => capital(REACHED_NAMES[way]))]}
    >
      {classes.map(({ classId, className, pairs, by }) => (
        <tr key={classId}>
          <th scope="row">
            <a href={withQuery('/desk/class', { class: sealId(secret, 'class', String(classId)) })}>{className}</a>
          </th>
          <td>{figure(pairs)}</td>
          {REACHED.map((way) => (
            <td key={way} class={way === 'nobody' && by[way] > 0 ? 'missed' : undefined}>
              {figure(by[way])}
            </td>
          ))}
        </tr>
      ))}
      <tr>
        <th scope="row">{OVERSIGHT.total}</th>
        <td>{figure(sum(({ pairs }) => pairs))}</td>
        {REACHED.map((way) => (
          <td key={way}>{figure(sum(({ by }) => by[way]))}</td>
        ))}
      </tr>
    </ScrollTable>
  );
}
