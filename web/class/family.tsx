import type { FamilyMember } from '../../src/access/class-families.ts';
import { householdsOf } from '../../src/access/rights.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { consentWords, FAMILY, householdName, withGround } from '../../src/texts/web/class.ts';

/** The guardians of one pupil: relation, rights, consent with its day and ground, where they can be reached, household. */
export function Family({ members }: { members: FamilyMember[] }) {
  const households = householdsOf(members);
  return (
    <ul class="applications">
      {members.map((member) => (
        <li key={member.guardianId}>
          <strong>{memberName(member)}</strong>
          <span>{withGround(FAMILY[member.rights], member.rightsGround)}</span>
          {member.rights === 'full' && (
            <small>{consentWords(member.consent, member.consentDate, member.consentGround)}</small>
          )}
          {member.rights === 'full' && member.consent && <small>{capital(reachWords(member))}</small>}
          {households.size > 1 && member.rights !== 'none' && (
            <small>{householdName(households.get(member.householdId) ?? 1)}</small>
          )}
        </li>
      ))}
    </ul>
  );
}

/** «Иванова Мария Петровна, мать» */
export function memberName({ last, first, patronymic, relation }: FamilyMember): string {
  return [[last, first, patronymic].filter(Boolean).join(' '), relation].filter(Boolean).join(', ');
}

function reachWords({ chat, mail, account, channels, paperApplied }: FamilyMember): string {
  const paper = channels[0] === 'paper' || paperApplied;
  return [
    chat ? FAMILY.chat : '',
    mail ? FAMILY.mail : '',
    chat || mail ? '' : FAMILY.noAddress,
    account ? FAMILY.account : '',
    paper ? FAMILY.onPaper : '',
  ]
    .filter(Boolean)
    .join(', ');
}
