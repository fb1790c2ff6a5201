/**
 * Each application of the catalogue, in the real product and through its HTTP API alone: refused with a wrong credential, added,
 * refused with a wrong client key, connected, and a document read back at the other end by another way than its connector.
 */
import { routes } from '@navette/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailAccount } from './applications/accounts.ts';
import { mailRows, saveOwnServer } from './applications/mail-rows.ts';
import { orderMailbox, readMails } from './applications/mailbox.ts';
import { partnerRows } from './applications/partner-rows.ts';
import { placeRows } from './applications/place-rows.ts';
import { countPlanted, findLeaks, plant, type Said } from './applications/planted-secrets.ts';
import { askForEverything, readFiles, readPages } from './applications/read-everything.ts';
import type { ApplicationRow } from './applications/row.ts';
import {
  countInstallations,
  createClient,
  deposit,
  followUntil,
  refusalOf,
  repeatFrom,
  sourcePath,
} from './applications/steps.ts';
import { webhookRow } from './applications/webhook-row.ts';
import { bounceDomain, startWorld, type World } from './applications/world.ts';
import { chromiumPath } from './browser.ts';

const rows: readonly ApplicationRow[] = [...partnerRows, ...mailRows, ...placeRows, webhookRow];

let world: World;
/** By application. */
const installations = new Map<string, string>();

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.[Symbol.asyncDispose]());

it('the table has one row for each application of the catalogue', async () => {
  const { items } = await world.api.call(routes.listApplications, { params: { firm: world.firm } });
  expect(rows.map(({ id }) => id).toSorted()).toEqual(items.map(({ id }) => id).toSorted());
});

for (const row of rows) describe.skipIf(row.isHere === false)(row.id, () => tryApplication(row));

function tryApplication(row: ApplicationRow): void {
  const { repeating, wrongKey } = row;
  const params = () => ({ firm: world.firm, installation: installations.get(row.id) ?? '' });
  const add = (credentials: Readonly<Record<string, string>>) =>
    world.api.call(routes.createInstallation, {
      params: { firm: world.firm },
      body: { application: row.id, credentials },
    });
  const connect = (clientId: string, clientKey: string) =>
    world.api.call(routes.createConnection, { params: params(), body: { clientId, clientKey } });

  it.each(row.wrong)('is not added with: $what', async ({ fill, meanwhile, code, because, fr, words }) => {
    const before = await countInstallations(world);
    await using _wrong = (await meanwhile?.(world)) ?? null;
    const refusal = await refusalOf(add(fill(row.credentials(world), world)));
    expect({ code: refusal.code, because: refusal.because?.code, fr: refusal.sentences.fr }).toEqual({
      code,
      because,
      fr,
    });
    if (words !== undefined) expect(refusal.because?.words).toBe(words);
    expect(await countInstallations(world)).toBe(before);
  });

  it('is added with what its form asks', async () => {
    const { id, state, application } = await add(row.credentials(world));
    installations.set(row.id, id);
    expect({ state, application }).toEqual({ state: 'active', application: row.id });
    await world.api.call(routes.createRule, {
      params: params(),
      body: { sourcePath: sourcePath(row), documentType: row.type },
    });
  });

  it('does not connect a client by a key that is not one', async () => {
    const client = await createClient(world, `Clé mal écrite, ${row.id}`);
    const refusal = await refusalOf(connect(client, row.malformed.key));
    const { code = 'client_key_invalid' } = row.malformed;
    expect(refusal).toMatchObject({ code, status: 422, field: 'clientKey' });
    expect(refusal.sentences.fr).toBe(row.malformed.fr);
  });

  it('tells of a key that leads nowhere as its manifest says', async () => {
    const { items } = await world.api.call(routes.listApplications, { params: { firm: world.firm } });
    expect(items.find(({ id }) => id === row.id)?.clientKey.checked).toBe(row.wrongKey.noticed);
    const client = await createClient(world, `Clé inconnue, ${row.id}`);
    if (wrongKey.noticed === 'when_connecting') {
      const refusal = await refusalOf(connect(client, wrongKey.key));
      expect(refusal).toMatchObject({ code: 'client_key_refused', because: { code: wrongKey.because } });
      expect(refusal.sentences.fr).toBe(wrongKey.fr);
      const { items: connections } = await world.api.call(routes.listConnections, { params: params() });
      expect(connections).toEqual([]);
      return;
    }
    if (wrongKey.noticed === 'when_sending') await wrongKey.prepare?.(world);
    await connect(client, wrongKey.key);
    const sent = await deposit(world, client, row, 'perdue.pdf');
    if (wrongKey.noticed === 'when_sending') {
      const { reason } = await followUntil(world, sent, 'undelivered');
      const { because: code, fr, words } = wrongKey;
      expect(reason).toMatchObject({ code, fr, words });
      const copies = await row.copies(world);
      expect(copies.filter(({ sha256 }) => sha256 === sent.sha256)).toEqual([]);
    } else {
      await followUntil(world, sent, row.ends);
      const copies = await row.copies(world);
      expect(copies.filter(({ sha256 }) => sha256 === sent.sha256)).toMatchObject([
        { dossier: wrongKey.dossier },
      ]);
    }
  });

  it('gets a document once, whole, in the right dossier', async () => {
    const client = await createClient(world, `Client, ${row.id}`, row.siret);
    const connection = await connect(client, await findKey());
    expect(connection.clientKeyLabel).toBe(row.keyLabel);
    expect(connection.clientKey).toEqual(row.keyIsSecret ? expect.stringMatching(/^#[0-9a-f]+$/) : row.key);
    const sent = await deposit(world, client, row, 'facture à déposer.pdf');
    const delivery = await followUntil(world, sent, row.ends);
    expect(delivery.attempts.map(({ outcome }) => outcome)).toEqual(['accepted']);
    const copies = (await row.copies(world)).filter(({ sha256 }) => sha256 === sent.sha256);
    expect(copies).toHaveLength(1);
    expect(copies[0]).toMatchObject(row.stands);
    expect([delivery.id, null, undefined]).toContain(copies[0]?.deliveryId);
  });

  /** As the page that connects clients does: by SIRET where the partner's list tells it, among the list where there is one. */
  async function findKey(): Promise<string> {
    const { items } = await world.api.call(routes.listInstallations, { params: { firm: world.firm } });
    const { listsDossiers } = items.find(({ id }) => id === installations.get(row.id)) ?? {};
    if (!listsDossiers) return row.key;
    const { items: dossiers } = await world.api.call(routes.listDossiers, { params: params() });
    const found = dossiers.find(({ key, siren, nic }) =>
      row.siret === undefined ? key === row.key : `${siren}${nic}` === row.siret,
    );
    expect(found?.key).toBe(row.key);
    return found?.key ?? '';
  }

  if (repeating === undefined) return;

  it('shows no secret when its partner repeats them', async () => {
    {
      using _ = repeatFrom(world, repeating, row.secrets, 'questions');
      expect(await refusalOf(add(row.credentials(world)))).toMatchObject({ code: 'partner_unavailable' });
    }
    if (wrongKey.noticed === 'when_connecting') {
      using _ = repeatFrom(world, repeating, [...row.secrets, ...secretKey(wrongKey.key)], 'questions');
      const client = await createClient(world, `Clé répétée, ${row.id}`);
      await refusalOf(connect(client, wrongKey.key));
    }
    using _ = repeatFrom(world, repeating, [...row.secrets, ...secretKey(row.key)], 'documents');
    const { items } = await world.api.call(routes.listConnections, { params: params() });
    const client = items.find(({ clientName }) => clientName === `Client, ${row.id}`)?.clientId ?? '';
    const { attempts } = await followUntil(
      world,
      await deposit(world, client, row, 'refusée.pdf'),
      'undelivered',
    );
    expect(attempts[0]?.partnerWords).toContain('Refusé avec •••');
  });

  function secretKey(key: string): string[] {
    return row.keyIsSecret ? [key] : [];
  }
}

describe('documents sent by e-mail', () => {
  const collect = mailRows.find(({ id }) => id === 'email') as ApplicationRow;
  const send = async (address: string) => {
    const client = await createClient(world, `Client, ${address}`);
    const params = { firm: world.firm, installation: installations.get('email') ?? '' };
    await world.api.call(routes.createConnection, { params, body: { clientId: client, clientKey: address } });
    return deposit(world, client, collect, 'facture.pdf');
  };

  it('leave one by one, each from an address of its own, and name their delivery', async () => {
    const mails = await readMails(world.platform.mailboxUrl);
    expect(mails).toHaveLength(mailRows.length);
    for (const { from, to, sender, documents, deliveryId, messageId } of mails) {
      expect(from).toMatch(new RegExp(`^[a-z2-7]+@${bounceDomain}$`));
      expect(sender).toContain('navette@hebergeur.example');
      expect([to.length, documents.length]).toEqual([1, 1]);
      expect(messageId).toContain(deliveryId);
    }
    expect(new Set(mails.map(({ from }) => from)).size).toBe(mails.length);
    expect(new Set(mails.map(({ deliveryId }) => deliveryId)).size).toBe(mails.length);
  });

  it('and that come back are told once as not delivered, in the words of the server', async () => {
    const address = 'partie@lecomte.example';
    await orderMailbox(world.platform.sandboxUrl, { bounceRecipients: [address] });
    const sent = await send(address);
    const { reason, attempts, id } = await followUntil(world, sent, 'undelivered');
    expect(reason).toMatchObject({
      code: 'mail_bounced',
      words: `550 5.1.1 ${address}: Recipient address rejected: User unknown`,
      fr: `Le message pour ${address} est revenu. Vérifiez l’adresse de collecte, et que l’expéditeur y est autorisé.`,
    });
    expect(attempts).toHaveLength(1);
    const mails = (await readMails(world.platform.mailboxUrl)).filter(({ to }) => to.includes(address));
    expect(mails).toMatchObject([{ isBounced: true, deliveryId: id, documents: [sent.sha256] }]);
    const history = await world.api.call(routes.getHistory, {
      params: { firm: world.firm, document: sent.documentId },
    });
    const kinds = history.versions.flatMap(({ lines }) => lines.map(({ kind }) => kind));
    expect(kinds.filter((kind) => kind === 'undelivered')).toHaveLength(1);
  });

  it('leave by the firm’s own server in the firm’s name, where it has one', async () => {
    await saveOwnServer(world, mailAccount.pass);
    const address = 'propre@lecomte.example';
    const sent = await send(address);
    await followUntil(world, sent, 'accepted');
    const mails = (await readMails(world.platform.mailboxUrl)).filter(({ to }) => to.includes(address));
    expect(mails).toMatchObject([{ from: 'pieces@cabinet.example', documents: [sent.sha256] }]);
  });
});

it('one by e-mail is added whatever its mail server says, and tells it without the password that it repeats', async () => {
  const password = plant('serveur SMTP qui répète, mot de passe', 'Ouistiti & "répété" 44c1 é');
  await saveOwnServer(world, password, world.repeatingSmtp);
  const { id, state, reason } = await world.api.call(routes.createInstallation, {
    params: { firm: world.firm },
    body: { application: 'email', name: 'Encore un e-mail', credentials: {} },
  });
  expect({ state, fr: reason?.fr, words: reason?.words }).toEqual({
    state: 'stopped',
    fr: 'Le serveur d’envoi du cabinet refuse les messages. Vérifiez ses réglages dans Paramètres.',
    words: '535 5.7.8 Refus avec ••• (•••)',
  });
  await world.api.call(routes.removeInstallation, { params: { firm: world.firm, installation: id } });
});

describe('what was planted as a secret', () => {
  const shown: Said[] = [];

  it.skipIf(chromiumPath === undefined)('is in no page', async () => {
    const { items } = await world.api.call(routes.listDeliveries, {
      params: { firm: world.firm },
      query: { state: 'undelivered' },
    });
    const firm = `/cabinets/${world.firm}`;
    const drawers = items
      .filter(({ documentName }) => documentName === 'refusée.pdf')
      .map(({ clientId, documentId }): [string, string] => [
        `${firm}/dossiers/${clientId}?document=${documentId}&onglet=historique`,
        'Refusé avec •••',
      ]);
    expect(drawers).toHaveLength(
      rows.filter(({ repeating, isHere }) => repeating !== undefined && isHere !== false).length,
    );
    const secretKey = items.find(({ clientName }) => clientName === 'Client, pennylane');
    const connections = `${firm}/dossiers/${secretKey?.clientId}/connexions`;
    const pages = await readPages(world, {
      ...Object.fromEntries(drawers),
      [connections]: 'Pennylane',
      [`${firm}/journal`]: 'Claire Morvan',
    });
    shown.push(...pages);
    expect(findLeaks(pages)).toEqual([]);
  });

  it('is in no answer, export, line of the log, row or file', async () => {
    await askForEverything(world);
    shown.push(
      ...world.answers,
      ...(await readFiles(world)),
      { where: 'printed', text: await world.readPrinted() },
      { where: 'database', text: await world.readDatabase() },
    );
    expect(findLeaks(shown)).toEqual([]);
    const kinds = Map.groupBy(shown, ({ where }) => where.split(' ')[0]);
    const counts = [...kinds].map(([kind, each]) => `${each.length} ${kind}`).join(', ');
    console.log(`${countPlanted()} secrets looked for in ${counts}`);
  });

  it('would have been found there', () => {
    const texts = (kind: string) => shown.filter(({ where }) => where.startsWith(kind));
    const token = new URL(world.platform.setupLink ?? '').searchParams.get('token') ?? '';
    expect(findLeaks(texts('printed'), { token })).toHaveLength(1);
    expect(texts('printed')[0]?.text).toContain('"level":"debug"');
    const name = 'Client, pennylane';
    for (const kind of ['answer GET', 'database', ...(chromiumPath === undefined ? [] : ['page'])])
      expect(findLeaks(texts(kind), { name }), kind).not.toEqual([]);
    for (const file of ['/audit/export', '/clients/export', '/export envois'])
      expect(
        findLeaks(
          shown.filter(({ where }) => where.includes(file)),
          { name },
        ),
        file,
      ).not.toEqual([]);
  });
});
