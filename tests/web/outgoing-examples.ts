import type { WebSchool } from './school.ts';

/** A message, a letter and a sheet that stand among what a demo sends. */
export async function outgoingExamples({ db, clock }: WebSchool): Promise<void> {
  const at = clock.now();
  const chat = await db.contact.create({
    data: {
      channel: 'telegram',
      bot: 'parents',
      address: '77',
      since: at,
      holders: { create: { personId: 'g1', linkedAt: at } },
    },
  });
  const mailbox = await db.contact.findFirstOrThrow({ where: { channel: 'email', address: 'ivanova@mail.example' } });
  const common = { createdAt: at, dueAt: at };
  const telegram = {
    channel: 'telegram',
    bot: 'parents',
    chatId: '77',
    text: 'Алгебра: 5 <b>',
    entities: [{ type: 'bold', offset: 0, length: 7 }],
    buttons: [[{ text: 'Вижу', data: 'seen' }]],
    silent: true,
  };
  await db.delivery.create({
    data: {
      ...common,
      channel: 'telegram',
      contactId: chat.id,
      rhythm: 'now',
      state: 'accepted',
      payload: { parts: [telegram], sent: 1 },
      attempts: { create: { startedAt: at, finishedAt: at, outcome: 'accepted', simulated: true } },
    },
  });
  const letter = {
    channel: 'email',
    to: 'ivanova@mail.example',
    subject: 'Школьная неделя 7–12 сентября: Пётр, 7Б',
    text: 'Алгебра: 5',
    html: '<p style="color:red">Алгебра: 5</p>',
    messageId: '<1@diary.example>',
    unsubscribeUrl: 'https://diary.example/unsubscribe/x',
    date: at.toISOString(),
  };
  await db.delivery.create({
    data: {
      ...common,
      channel: 'email',
      contactId: mailbox.id,
      rhythm: 'week',
      week: '2026-W37',
      state: 'accepted',
      payload: { parts: [letter], sent: 1 },
      attempts: { create: { startedAt: at, finishedAt: at, outcome: 'accepted', simulated: true } },
    },
  });
  await db.delivery.create({
    data: {
      ...common,
      channel: 'paper',
      rhythm: 'week',
      week: '2026-W37',
      state: 'due',
      items: { create: { guardianId: 'g2', studentId: 's1', obligationId: await obligation(db, at) } },
    },
  });
}

async function obligation(db: WebSchool['db'], closedAt: Date): Promise<number> {
  const { id: classId } = await db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  const [starts, ends] = [new Date('2026-09-07'), new Date('2026-09-13')];
  const week = await db.schoolWeek.create({
    data: { classId, week: '2026-W37', starts, ends, fromEvent: 0, toEvent: 1, closesAt: closedAt, closedAt },
  });
  const record = await db.weeklyRecord.create({
    data: { schoolWeekId: week.id, studentId: 's1', facts: {}, sha256: 'x' },
  });
  const made = await db.obligation.create({
    data: { week: '2026-W37', guardianId: 'g2', studentId: 's1', weeklyRecordId: record.id },
  });
  return made.id;
}
