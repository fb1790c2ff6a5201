/** What an administrator is told when credentials that he gives do not work, and what is kept when they do. */
import type { Installation, Problem } from '@navette/api';
import type { Manifest } from '@navette/connector';
import type { ErrorCode } from '@navette/model';
import { afterEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createLog } from '../log.ts';
import { createScriptedPartner, scriptedManifest } from '../testing/scripted-partner.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { whenBlocked } from '../testing/when-blocked.ts';

const fields: Manifest['fields'] = [
  ...scriptedManifest.fields.filter(({ name }) => name === 'secret'),
  {
    ...{ name: 'host', secret: false, required: true, normalise: 'host' },
    label: { fr: 'Serveur', en: 'Server' },
  },
  {
    ...{ name: 'hostKey', secret: false, required: false, normalise: 'trim', learned: true },
    label: { fr: 'Clé du serveur', en: 'Server key' },
  },
];
const partner = createScriptedPartner({ fields, listsDossiers: true });
const { connector } = partner;
const listing = {
  ...connector,
  open: (...given: Parameters<typeof connector.open>) => {
    const session = connector.open(...given);
    return {
      ...session,
      async *listDossiers(signal: AbortSignal) {
        await session.check(signal);
        yield [];
      },
    };
  },
};
const platform = await testPlatform([listing], {}, { log: createLog('error', () => {}) });
const firm = await testFirm(platform);
const { admin, path } = firm;
const at = `${path}/installations`;
const credentials = { secret: 'le bon secret', host: 'depot.exemple.fr' };
const add = (more: object = {}) =>
  admin.call<Installation & Problem>('POST', at, {
    application: 'scripted',
    credentials: { ...credentials, ...more },
  });

afterEach(() => {
  partner.refusal = null;
  partner.areCredentialsGood = true;
  partner.learned = {};
});

describe('credentials that do not work', () => {
  it.each<[ErrorCode, RegExp, string, string?]>([
    [
      'credentials_rejected',
      /^Partenaire a refusé ces identifiants\. Vérifiez-les/,
      'admin',
      'credentials.secret',
    ],
    ['partner_second_factor', /second facteur/, 'admin'],
    ['address_refused', /n’est pas autorisée sur ce serveur/, 'operator', 'credentials.host'],
    ['host_key_changed', /La clé du serveur .* a changé/, 'admin', 'credentials.hostKey'],
    ['destination_missing', /n’existe pas chez Partenaire/, 'admin'],
    ['folder_not_declared', /n’est pas ouvert à Navette/, 'operator'],
  ])('are refused with the sentence of %s, and the partner’s words', async (code, sentence, who, field) => {
    partner.refusal = code;
    const { status, body } = await add();
    expect(status).toBe(422);
    expect(body).toMatchObject({
      ...{ code: 'credentials_refused', who, retry: false },
      because: { code, words: 'non' },
    });
    expect(body.fr).toMatch(sentence);
    expect(body.en).not.toBe(body.fr);
    expect(body.title).toBe(body.en);
    expect(body.field).toBe(field);
    expect(body.because?.fr).not.toBe('');
    expect((await admin.call<{ items: object[] }>('GET', at)).body.items).toEqual([]);
  });

  it('are not called refused when the partner is down or busy: nothing was said of them', async () => {
    for (const code of ['partner_unreachable', 'partner_error', 'partner_busy', 'outcome_unknown'] as const) {
      partner.refusal = code;
      const { status, body } = await add();
      expect(status).toBe(503);
      expect(body).toMatchObject({ code: 'partner_unavailable', retry: true, because: { code } });
      // Nothing tries again by itself what a person tried.
      expect(body.fr).toMatch(/Partenaire.*\. Rien n’a changé\u00a0: réessayez dans un instant\.$/);
      expect(body.fr).not.toMatch(/automatique|de lui-même|tout nouvel envoi/);
      expect(body.because?.fr).not.toMatch(/automatique|de lui-même|tout nouvel envoi/);
    }
  });

  it('leave those that worked when they are renewed; asking for dossiers tells the same', async () => {
    const { body } = await add();
    partner.refusal = 'partner_unreachable';
    const dossiers = () => admin.call('GET', `${at}/${body.id}/dossiers`);
    expect(await dossiers()).toMatchObject({ status: 503, body: { code: 'partner_unavailable' } });
    partner.refusal = null;
    partner.areCredentialsGood = false;
    const renewal = { credentials: { secret: 'faux' } };
    const refused = await admin.call('POST', `${at}/${body.id}/credentials`, renewal);
    expect(refused).toMatchObject({ status: 422, body: { because: { code: 'credentials_rejected' } } });
    expect(await dossiers()).toMatchObject({ status: 422, body: { code: 'credentials_refused' } });
    partner.areCredentialsGood = true;
    await admin.call('POST', `${at}/${body.id}/credentials`, { credentials: {} });
    expect(partner.opened.at(-1)?.credentials).toMatchObject({ secret: 'le bon secret' });
    await admin.call('DELETE', `${at}/${body.id}`);
  });
});

describe('what a server teaches of itself', () => {
  it('is kept and shown, stays when credentials are renewed, and is learned anew once emptied', async () => {
    partner.learned = { hostKey: 'SHA256:premier', secret: 'pas à apprendre' };
    const { body } = await add();
    expect(body.settings).toEqual({ host: 'depot.exemple.fr', hostKey: 'SHA256:premier' });
    const renew = (given: object) =>
      admin.call<Installation>('POST', `${at}/${body.id}/credentials`, { credentials: given });

    partner.learned = { hostKey: 'SHA256:autre' };
    expect((await renew({ secret: 'nouveau' })).body.settings).toMatchObject({ hostKey: 'SHA256:premier' });
    expect(partner.opened.at(-1)?.credentials).toEqual({
      ...{ host: 'depot.exemple.fr', hostKey: 'SHA256:premier', secret: 'nouveau' },
    });

    expect((await renew({ hostKey: '' })).body.settings).toMatchObject({ hostKey: 'SHA256:autre' });
    expect(partner.opened.at(-1)?.credentials).toEqual({ host: 'depot.exemple.fr', secret: 'nouveau' });

    const elsewhere = await renew({ host: 'ailleurs.exemple.fr' });
    expect(elsewhere).toMatchObject({ status: 400, body: { field: 'credentials.secret' } });
    partner.learned = { hostKey: 'SHA256:ailleurs' };
    expect((await renew({ host: 'sftp://ailleurs.exemple.fr:22', secret: 'x1y2' })).body.settings).toEqual({
      ...{ host: 'ailleurs.exemple.fr', hostKey: 'SHA256:ailleurs' },
    });
  });

  it('is what was typed, where somebody typed it', async () => {
    partner.learned = { hostKey: 'SHA256:trouvé' };
    const { body } = await add({ hostKey: ' SHA256:donné ' });
    expect(body.settings).toMatchObject({ hostKey: 'SHA256:donné' });
  });
});

describe('two administrators who renew at once', () => {
  it('do not undo each other’s values', async () => {
    const { body } = await add();
    const renew = (given: object) =>
      admin.call<Installation>('POST', `${at}/${body.id}/credentials`, { credentials: given });
    const { renewing } = await inFirm(platform.database.app, firm.id, async (trx) => {
      await trx.selectFrom('installations').select('id').where('id', '=', body.id).forUpdate().execute();
      const renewing = [renew({ secret: 'nouveau' }), renew({ hostKey: 'SHA256:dite' })];
      // Both have read what was kept, and tried theirs.
      await whenBlocked(trx, 2);
      return { renewing };
    });
    const answers = await Promise.all(renewing);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await renew({})).status).toBe(200);
    expect(partner.opened.at(-1)?.credentials).toEqual({
      ...{ host: 'depot.exemple.fr', hostKey: 'SHA256:dite', secret: 'nouveau' },
    });
  });
});
