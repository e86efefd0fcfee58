import { afterEach, expect, it } from 'vitest';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

it('the history of the journal is never rewritten, whoever tries', async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
  await school.record(mark());
  const [event] = await school.db.journalEvent.findMany();
  const rewrite = school.db.journalEvent.update({ where: { id: event?.id ?? 0 }, data: { after: { value: '2' } } });
  await expect(rewrite).rejects.toThrow();
  expect((await school.db.journalEvent.findFirst())?.after).toMatchObject({ value: '5' });
});

it('one delivery gathers for a contact in each rhythm', async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
  await school.link('g1');
  const contact = await school.db.contact.findFirstOrThrow({ where: { channel: 'telegram', bot: 'parents' } });
  const at = school.clock.now();
  const data = {
    channel: 'telegram',
    contactId: contact.id,
    rhythm: 'now',
    state: 'gathering',
    dueAt: at,
    createdAt: at,
  } as const;
  await school.db.delivery.create({ data });
  await expect(school.db.delivery.create({ data })).rejects.toThrow();
  await school.db.delivery.create({ data: { ...data, urgent: true } });
  await school.db.delivery.create({ data: { ...data, rhythm: 'evening' } });
});
