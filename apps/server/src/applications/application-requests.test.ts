import type { ApplicationRequest } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { testMailServer } from '../testing/mail-server.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const mailServer = await testMailServer();
const platform = await testPlatform([], {}, { mailServer });
const text = 'Dext Ventes, pour les restaurants <que je suis>\net Inqom';

async function newPlace() {
  const firm = await testFirm(platform);
  const collaborator = await firm.addUser('collaborator');
  const at = `${firm.path}/application-requests`;
  return {
    ...{ firm, collaborator, at },
    ask: () => collaborator.call<ApplicationRequest>('POST', at, { text }),
    list: async () =>
      (await firm.admin.call<{ items: ApplicationRequest[] }>('GET', at)).body.items.map(({ id }) => id),
    async mails() {
      const before = mailServer.received.length;
      await platform.runJobs();
      return mailServer.received.slice(before);
    },
  };
}

describe('a request for an application', () => {
  it('reaches each active administrator by mail, in the language of each, and stands on their page', async () => {
    const { firm, collaborator, ask, mails, at } = await newPlace();
    const english = await firm.addUser('admin');
    const gone = await firm.addUser('admin');
    await firm.admin.call('POST', `${firm.path}/members/${gone.userId}/deactivate`, {});
    await english.call('PATCH', '/api/v1/me', { language: 'en' });
    const { status, body } = await ask();
    expect(status).toBe(201);
    expect(body).toMatchObject({ text, requestedBy: { id: collaborator.userId } });
    const sent = await mails();
    const subjects = Object.fromEntries(sent.map(({ to, email }) => [to[0], email.subject]));
    expect(subjects).toEqual({
      [firm.admin.email]: 'collaborator de test demande une application',
      [english.email]: 'collaborator de test asks for an application',
    });
    for (const { email } of sent) {
      expect(email.text).toContain(text.split('\n')[0]);
      expect(email.text).toContain(`/cabinets/${firm.id}/applications`);
      expect(email.html).toContain('&lt;que je suis&gt;');
    }
    expect(await english.call('GET', at)).toMatchObject({ body: { items: [body] } });
  });

  it('goes from the page once somebody dealt with it; a second time changes nothing', async () => {
    const { firm, ask, list, at } = await newPlace();
    const [older, newer] = [(await ask()).body.id, (await ask()).body.id];
    expect(await list()).toEqual([newer, older]);
    for (const _ of [1, 2]) expect((await firm.admin.call('POST', `${at}/${newer}/close`)).status).toBe(204);
    expect(await list()).toEqual([older]);
    const { body } = await firm.admin.call<{ items: { action: string }[] }>('GET', `${firm.path}/audit`);
    const actions = body.items.map(({ action }) => action);
    expect(actions.filter((action) => action === 'installation.requested')).toHaveLength(2);
    expect(actions.filter((action) => action === 'installation.request_closed')).toHaveLength(1);
    const unknown = `${at}/${firm.id}/close`;
    expect((await firm.admin.call('POST', unknown)).status).toBe(404);
  });

  it('is told to nobody once it was dealt with before its mail left', async () => {
    const { firm, ask, mails, at } = await newPlace();
    const { body } = await ask();
    await firm.admin.call('POST', `${at}/${body.id}/close`);
    // Those of other firms may leave now.
    expect((await mails()).filter(({ to }) => to.includes(firm.admin.email))).toEqual([]);
  });

  it('needs words', async () => {
    const { collaborator, at } = await newPlace();
    for (const empty of ['', '  a ', 'x'.repeat(1_001)])
      expect((await collaborator.call('POST', at, { text: empty })).status).toBe(400);
  });
});
