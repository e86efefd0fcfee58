import type { SilentFamily } from '../../src/oversight/silent-families.ts';
import type { UnprovenFamily } from '../../src/oversight/unproven.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import { silentLine } from '../../src/texts/bot/teachers-silent.ts';
import { familyLine } from '../../src/texts/bot/teachers-unproven.ts';
import { DESK, weekOf } from '../../src/texts/web/desk.ts';

type Silent = Omit<SilentFamily, 'since'> & { since: string };

export interface Lists {
  families: UnprovenFamily[];
  silent: Silent[];
}

/** Who of a class has no evidence, and who takes every summary and never answers. */
export function NotInformed({ lists: { families, silent } }: { lists: Lists }) {
  return (
    <>
      <Unproven families={families} />
      <Unanswering families={silent} />
    </>
  );
}

/** Families without evidence of a closed week, and what the class teacher does. On a page of the school all have names. */
function Unproven({ families }: { families: UnprovenFamily[] }) {
  if (families.length === 0) return <p class="muted">{DESK.allProven}</p>;
  return (
    <section>
      <h2>{DESK.unproven}</h2>
      {[...groupBy(families, ({ starts, ends }) => weekOf(starts, ends))].map(([week, ofWeek]) => (
        <section key={week}>
          <h3>{week}</h3>
          <ul>
            {ofWeek.map((family) => (
              <li key={family.obligationIds[0]}>{familyLine({ ...family, nameless: false })}</li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

/** Families whose summaries are accepted and whom nobody has heard of for three weeks. */
function Unanswering({ families }: { families: Silent[] }) {
  if (families.length === 0) return null;
  return (
    <section>
      <h2>{DESK.silent}</h2>
      <p class="muted">{DESK.silentLead}</p>
      <ul>
        {families.map((family) => (
          <li key={family.studentId}>{silentLine(family)}</li>
        ))}
      </ul>
    </section>
  );
}
