import { describe, expect, it, onTestFinished } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { testMailServer } from '../testing/mail-server.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { composeMail } from './compose-mail.ts';
import { createMail } from './mail.ts';

const operator = await testMailServer();
const own = await testMailServer();
const platform = await testPlatform([], {}, { mailServer: operator });
const firm = await testFirm(platform);
const path = `${firm.path}/mail-settings`;

const settings = {
  ...{ host: '127.0.0.1', port: own.port, security: 'none', user: 'cabinet', password: 'secret-planté' },
  ...{ fromAddress: 'cabinet@morvan.fr', fromName: 'Cabinet Morvan' },
};
const save = (change: object = {}) => firm.admin.call('PATCH', path, { ...settings, ...change });

/** Mail of the same database and keys, on a server whose operator allows what is given. */
function openMail(options: { allowedHosts: string[]; smtpUrl?: string; mailFrom?: string }) {
  const { database, keys } = platform;
  const mail = createMail({
    ...{ database, keys, clock: platform.clock },
    ...{ settings: options, baseUrl: 'https://navette.exemple.fr/' },
  });
  onTestFinished(() => mail.close());
  return mail;
}

const composed = composeMail({
  ...{ language: 'fr', subject: 'Essai', firmName: null, paragraphs: ['Bonjour'], footer: 'Fin' },
});

describe('a mail', () => {
  it('of no firm leaves by the operator’s server, in the name of Navette', async () => {
    await platform.mail.send({ firmId: null, to: 'a@exemple.fr', ...composed });
    const { email } = await operator.mailTo('a@exemple.fr');
    expect(email.from).toEqual({ name: 'Navette', address: 'navette@exemple.fr' });
  });

  it('of a firm without a server leaves by the operator’s, in the name of the firm', async () => {
    await platform.mail.send({ firmId: firm.id, to: 'b@exemple.fr', ...composed });
    const { email } = await operator.mailTo('b@exemple.fr');
    expect(email.from).toEqual({ name: 'Morvan & Associés', address: 'navette@exemple.fr' });
  });

  it('of a firm that has a server leaves by that one, signed in', async () => {
    await save();
    const mail = openMail({ allowedHosts: ['127.0.0.1'] });
    await mail.send({ firmId: firm.id, to: 'c@exemple.fr', ...composed });
    const { email, user } = await own.mailTo('c@exemple.fr');
    expect({ from: email.from, user }).toEqual({
      from: { name: 'Cabinet Morvan', address: 'cabinet@morvan.fr' },
      user: 'cabinet',
    });
    await save({ fromName: 'Morvan, expertise' });
    await mail.send({ firmId: firm.id, to: 'd@exemple.fr', ...composed });
    expect((await own.mailTo('d@exemple.fr')).email.from?.name).toBe('Morvan, expertise');
    await firm.admin.call('DELETE', path);
  });

  it('without any server is refused as such', async () => {
    const mail = openMail({ allowedHosts: [] });
    const sent = mail.send({ firmId: firm.id, to: 'e@exemple.fr', ...composed });
    await expect(sent).rejects.toMatchObject({ code: 'mail_not_configured' });
    expect(await mail.isConfigured(firm.id)).toBe(false);
    expect(await openMail({ allowedHosts: [], smtpUrl: operator.url }).isConfigured(null)).toBe(false);
    expect(await platform.mail.isConfigured(firm.id)).toBe(true);
  });

  it('does not reach the operator’s own network through the settings of a firm', async () => {
    await save();
    const sent = platform.mail.send({ firmId: firm.id, to: 'f@exemple.fr', ...composed });
    await expect(sent).rejects.toMatchObject({ code: 'mail_address_refused' });
    await firm.admin.call('DELETE', path);
  });

  it('names pages by the address that people type', () => {
    expect(openMail({ allowedHosts: [] }).linkTo('/invitation#a.b')).toBe(
      'https://navette.exemple.fr/invitation#a.b',
    );
  });
});

describe('the mail settings of a firm', () => {
  it('show what was saved, and of the password whether there is one', async () => {
    expect((await firm.admin.call('GET', path)).body).toEqual({ settings: null, hasOperatorServer: true });
    const { password: _, ...shown } = settings;
    const answer = await save();
    expect(answer).toMatchObject({ status: 200, body: { settings: { ...shown, hasPassword: true } } });
    expect(JSON.stringify(answer.body)).not.toContain('secret-planté');
    expect((await firm.admin.call('DELETE', path)).status).toBe(204);
    expect((await firm.admin.call('DELETE', path)).status).toBe(204);
  });

  it('keep the password for the server and the user it was typed for, and for no other', async () => {
    const passwordIsKept = async (change: object) => {
      await save();
      const { body } = await firm.admin.call<{ settings: { hasPassword: boolean } }>('PATCH', path, {
        ...settings,
        password: undefined,
        ...change,
      });
      return body.settings.hasPassword;
    };
    expect(await passwordIsKept({ port: 25 })).toBe(true);
    expect(await passwordIsKept({ host: 'ailleurs.exemple.fr' })).toBe(false);
    expect(await passwordIsKept({ user: 'autre' })).toBe(false);
    expect(await passwordIsKept({ user: null })).toBe(false);
    expect(await passwordIsKept({ password: null })).toBe(false);
  });

  it('seal the password, and audit without it', async () => {
    await save();
    await inFirm(platform.database.app, firm.id, async (trx) => {
      const row = await trx.selectFrom('mail_settings').selectAll().executeTakeFirstOrThrow();
      expect(Buffer.from(row.password ?? []).toString('latin1')).not.toContain('secret');
      const entries = await trx.selectFrom('audit_details').select(['details', 'subject_name']).execute();
      expect(JSON.stringify(entries)).toContain('"host":"127.0.0.1"');
      expect(JSON.stringify(entries)).not.toContain('secret-planté');
    });
  });

  it.each([
    { host: 'http://x' },
    { host: 'a b' },
    { host: '' },
    { port: 0 },
    { port: 70_000 },
    { security: 'ssl' },
    { fromAddress: 'pas une adresse' },
    { fromName: 'Cabinet\r\nBcc: x@exemple.fr' },
    { autre: 1 },
  ])('refuse %j', async (change) => {
    expect((await save(change)).status).toBe(400);
  });

  it('are the administrators’ alone', async () => {
    for (const role of ['collaborator', 'client'] as const) {
      const user = await firm.addUser(role);
      for (const method of ['GET', 'PATCH', 'DELETE'] as const)
        expect((await user.call(method, path, method === 'PATCH' ? settings : undefined)).status).toBe(403);
    }
  });
});

describe('the test of the mail settings', () => {
  const test = () => firm.admin.call<{ code?: string }>('POST', `${path}/test`, {});

  it('reaches whoever asked for it and answers the server’s words', async () => {
    await firm.admin.call('DELETE', path);
    expect(await test()).toMatchObject({
      status: 200,
      body: { sentTo: firm.admin.email, words: expect.stringContaining('gardé') },
    });
    const { email } = await operator.mailTo(firm.admin.email);
    expect(email).toMatchObject({ subject: 'Essai d’envoi de Navette' });
  });

  it('answers the exact reason when it does not leave', async () => {
    operator.refuse({ at: 'recipient', code: 550 });
    onTestFinished(() => operator.refuse(null));
    expect(await test()).toMatchObject({
      status: 424,
      // The operator’s own server is not named to a firm.
      body: {
        code: 'mail_recipient_refused',
        fr: expect.stringMatching(/^exemple\.fr refuse .* refusé par le serveur d’essai/),
      },
    });
  });
});
