import type { FamilyMember } from '../../src/access/class-families.ts';
import { RIGHTS_GROUNDS } from '../../src/access/grounds.ts';
import type { Child } from '../../src/access/relations.ts';
import { householdsOf } from '../../src/access/rights.ts';
import type { SchoolDate } from '../../src/platform/school-time.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { householdName } from '../../src/texts/web/class.ts';
import { RIGHTS_NAMES, FAMILIES as SAY } from '../../src/texts/web/families.ts';
import type { Frame } from '../page.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { Family, memberName } from './family.tsx';

export type Filled = Partial<Record<string, string>>;

interface Props {
  frame: Frame;
  child: Child;
  members: FamilyMember[];
  today: SchoolDate;
  seal(guardianId: string): string;
  saved: string | null;
  /** a form that was refused */
  refused?: { filled: Filled; fault: string } | undefined;
  /** a change of rights to be confirmed */
  asked?: { filled: Filled; member: FamilyMember; last: boolean } | undefined;
}

/** Rights of each guardian of one child, and which of them are one family. */
export function FamilyPage(props: Props) {
  const { frame, child, members, saved, asked } = props;
  return (
    <Layout title={SAY.of} frame={frame}>
      <h1>
        {SAY.of}
        <small>
          {child.last} {child.first}, {child.className}
        </small>
      </h1>
      {saved && <output class="saved">{saved}</output>}
      {asked ? (
        <Confirm frame={frame} child={child} {...asked} />
      ) : (
        <>
          {members.length === 0 && <p>{SAY.nobody}</p>}
          {members.map((member) => (
            <Rights key={member.guardianId} {...props} member={member} />
          ))}
          <Households {...props} />
        </>
      )}
      <p>
        <a href={frame.childPath('/desk/pupil', child)}>{SAY.toPupil}</a>
      </p>
    </Layout>
  );
}

function Rights({ frame, child, member, today, seal, refused }: Props & { member: FamilyMember }) {
  const key = seal(member.guardianId);
  const own = refused?.filled.guardian === key ? refused : undefined;
  const filled = own?.filled ?? {};
  const chosen = filled.rights ?? member.rights;
  return (
    <section class="card">
      <Family members={[member]} />
      <details open={own !== undefined}>
        <summary>
          {SAY.rights}: {memberName(member)}
        </summary>
        <form method="post" action={frame.childPath('/desk/family', child)}>
          <Alert text={own?.fault} />
          <Csrf token={frame.csrf} />
          <input type="hidden" name="guardian" value={key} />
          <input type="hidden" name="was" value={member.rights} />
          <fieldset>
            <legend>{SAY.rights}</legend>
            {(['full', 'paper', 'none'] as const).map((rights) => (
              <label key={rights}>
                <input type="radio" name="rights" value={rights} checked={rights === chosen} required />
                {RIGHTS_NAMES[rights]}
              </label>
            ))}
          </fieldset>
          <label>
            {SAY.ground}
            <select name="ground" required>
              {Object.entries(RIGHTS_GROUNDS).map(([kind, name]) => (
                <option key={kind} value={kind} selected={kind === (filled.ground ?? 'court')}>
                  {capital(name)}
                </option>
              ))}
            </select>
          </label>
          <div class="hours">
            <label>
              {SAY.number}
              <input name="number" maxLength={20} value={filled.number ?? ''} placeholder={SAY.numberHint} />
            </label>
            <label>
              {SAY.date}
              <input type="date" name="date" max={today} value={filled.date ?? ''} required />
            </label>
          </div>
          <button type="submit" name="part" value="preview">
            {SAY.preview}
          </button>
        </form>
      </details>
    </section>
  );
}

/** What it will do, before it is done: access that ended does not come back by one click. */
function Confirm({ frame, child, filled, member, last }: Pick<Props, 'frame' | 'child'> & NonNullable<Props['asked']>) {
  const becomes = (filled.rights ?? 'none') as keyof typeof RIGHTS_NAMES;
  return (
    <section class="card">
      <h2>{SAY.sure}</h2>
      <p>
        {memberName(member)}: {RIGHTS_NAMES[member.rights]} → <strong>{RIGHTS_NAMES[becomes]}</strong>
      </p>
      <p>{member.rights === 'full' ? SAY.narrowed : becomes === 'full' ? SAY.widened : ''}</p>
      {last && <p class="alert">{SAY.last}</p>}
      <form method="post" action={frame.childPath('/desk/family', child)}>
        <Csrf token={frame.csrf} />
        {(['guardian', 'was', 'rights', 'ground', 'number', 'date'] as const).map((name) => (
          <input key={name} type="hidden" name={name} value={filled[name] ?? ''} />
        ))}
        <div class="deeds">
          <button type="submit" name="part" value="save">
            {SAY.confirm}
          </button>
          <a class="button outline" href={frame.childPath('/desk/family', child)}>
            {SAY.back}
          </a>
        </div>
      </form>
    </section>
  );
}

function Households({ frame, child, members, today, seal, refused }: Props) {
  const numbers = householdsOf(members);
  const owed = members.filter(({ rights }) => rights !== 'none');
  if (owed.length < 2) return null;
  const own = refused?.filled.part === 'households' ? refused : undefined;
  const offered = Array.from({ length: Math.min(numbers.size + 1, owed.length) }, (_, index) => index + 1);
  return (
    <section class="card">
      <h2>{SAY.households}</h2>
      <p>{SAY.householdsLead}</p>
      <form method="post" action={frame.childPath('/desk/family', child)}>
        <Alert text={own?.fault} />
        <Csrf token={frame.csrf} />
        {owed.map((member) => {
          const key = seal(member.guardianId);
          const number = numbers.get(member.householdId) ?? 1;
          const chosen = own?.filled[`h-${key}`] ?? String(number);
          return (
            <label key={key}>
              {memberName(member)}
              <input type="hidden" name={`w-${key}`} value={number} />
              <select name={`h-${key}`}>
                {offered.map((nth) => (
                  <option key={nth} value={nth} selected={String(nth) === chosen}>
                    {householdName(nth)}
                  </option>
                ))}
              </select>
            </label>
          );
        })}
        <label>
          {SAY.householdsDate}
          <input type="date" name="date" max={today} value={own?.filled.date ?? today} required />
        </label>
        <button type="submit" name="part" value="households">
          {SAY.householdsSave}
        </button>
      </form>
    </section>
  );
}
