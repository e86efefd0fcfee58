import type { FastifyReply } from 'fastify';
import type { IssuedLetter, LetterChild, LetterName } from '../../src/access/access-letters.ts';
import { accessLettersPdf } from '../../src/channels/paper/letters/access-letters.ts';
import { readPhone } from '../../src/journal/read/child-queries.ts';
import { schoolDate } from '../../src/platform/school-time.ts';
import { FILES } from '../../src/texts/web/applications.ts';
import { sendPdf } from '../applications/open.ts';
import type { WebDeps } from '../services.ts';

/** The class teacher as letters name them; null: the class has none. */
export async function teacherOf(deps: WebDeps, classId: number): Promise<{ name: string; phone?: string } | null> {
  const found = await deps.db.schoolClass.findUnique({
    where: { id: classId },
    select: { classTeacher: { select: { id: true, person: true } } },
  });
  if (!found?.classTeacher) return null;
  const { last, first, patronymic } = found.classTeacher.person;
  const phone = await readPhone(deps.db, found.classTeacher.id);
  return { name: [last, first, patronymic].filter(Boolean).join(' '), ...(phone && { phone }) };
}

/** What of a letter is printed. */
export type Letter = Omit<IssuedLetter, 'guardian'> & {
  as?: 'pupil' | 'staff';
  guardian: LetterName & { children: Pick<LetterChild, 'last' | 'first' | 'className'>[] };
};

/** Letters just issued, as the one file in which their codes can be read: made in memory, kept nowhere. */
export async function sendLetters(
  deps: WebDeps,
  reply: FastifyReply,
  letters: readonly Letter[],
  about: { school: string; zone: string; classId: number | null; className: string },
): Promise<FastifyReply> {
  const reads = letters.every(({ as }) => as === 'staff') ? 'teachers' : 'parents';
  const bot = await deps.db.botTurn.findUnique({ where: { bot: reads }, select: { username: true } });
  const { host, pathname } = new URL('join', `${deps.config.publicUrl.replace(/\/+$/, '')}/`);
  const pdf = await accessLettersPdf({
    school: about.school,
    className: about.className,
    teacher: about.classId === null ? null : await teacherOf(deps, about.classId),
    joinUrl: `${host}${pathname}`,
    bot: bot?.username ?? null,
    letters: letters.map(({ as, guardian, code, link, expires }) => ({
      ...(as && { as }),
      guardian,
      children: guardian.children,
      code,
      link,
      until: schoolDate(expires, about.zone),
    })),
    madeAt: deps.clock.now(),
  });
  return sendPdf(reply, pdf, FILES.letters, 'attachment');
}
