import type { Document } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { newOffice, setInstallation, type TestOffice } from '../rules/test-rules.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { deliveriesOf, ledgerOf, setState, type TestTree } from '../testing/test-documents.ts';
import { distinctPdf } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const platform = await testPlatform([createScriptedPartner().connector]);

async function newPlace(version_policy: 'send' | 'ask' | 'never') {
  const office = await newOffice(platform);
  const tree = await office.addConnected('Aubertin');
  await office.addRule('/Achats');
  await setInstallation(platform, office, { version_policy });
  return { office, tree };
}

/** A new version, as the page and a program that writes over a name make it. */
async function replace(
  { firm }: TestOffice,
  { id }: { id: string },
  bytes = distinctPdf(),
): Promise<Document> {
  const { status, body } = await firm.admin.upload(`${firm.path}/documents/${id}/versions`, bytes);
  if (status !== 201) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
  return body.document;
}

/** A document that the partner has. */
async function dropDelivered(office: TestOffice, tree: TestTree, bytes?: Buffer): Promise<Document> {
  const document = await tree.drop('/Achats', 'a.pdf', bytes);
  await setState(platform, office.firm, document.id, 'delivered');
  return document;
}

async function statesOf({ firm }: TestOffice, { id }: { id: string }) {
  const found = await deliveriesOf(platform, firm, id);
  return found.map(({ state, heldReason }) => heldReason ?? state);
}

describe('a new version of a document that the application has', () => {
  it('is sent in its turn, unless said otherwise', async () => {
    const { office, tree } = await newPlace('send');
    const document = await dropDelivered(office, tree);
    expect(await ledgerOf(office.firm, () => replace(office, document))).toEqual({
      received: 1,
      onTheWay: 1,
    });
    expect(await statesOf(office, document)).toEqual(['delivered', 'waiting']);
  });

  it('waits for a person who releases it, where the application asks, and its history says why', async () => {
    const { office, tree } = await newPlace('ask');
    const document = await dropDelivered(office, tree);
    expect(await ledgerOf(office.firm, () => replace(office, document))).toEqual({ received: 1, held: 1 });
    expect(await statesOf(office, document)).toEqual(['delivered', 'manual']);
    const lines = await tree.lines(document.id);
    expect(lines.find(({ kind }) => kind === 'held')?.details).toEqual({
      reason: 'manual',
      why: 'new_version',
    });
    const [, delivery] = await deliveriesOf(platform, office.firm, document.id);
    const { admin, path } = office.firm;
    const released = await admin.call('POST', `${path}/deliveries/${delivery?.id}/release`);
    expect(released.status).toBe(200);
    expect(await statesOf(office, document)).toEqual(['delivered', 'waiting']);
  });

  it('is not sent where the application wants none: nothing to send, with its reason', async () => {
    const { office, tree } = await newPlace('never');
    const document = await dropDelivered(office, tree);
    expect(await ledgerOf(office.firm, () => replace(office, document))).toEqual({
      ...{ received: 1, nothingToSend: 1 },
    });
    expect(await statesOf(office, document)).toEqual(['delivered']);
    const lines = await tree.lines(document.id);
    expect(lines.find(({ kind }) => kind === 'nothing_to_send')?.details).toEqual({
      ...{ path: '/Achats', why: 'new_version', partner: 'Partenaire' },
    });
  });
});

describe('a version that replaces one which never left', () => {
  it.each(['send', 'ask', 'never'] as const)('is sent whatever the policy: %s', async (policy) => {
    const { office, tree } = await newPlace(policy);
    const document = await tree.drop('/Achats', 'a.pdf');
    const counted = await ledgerOf(office.firm, () => replace(office, document));
    expect(counted).toEqual({ received: 1, cancelled: 1 });
    expect(await statesOf(office, document)).toEqual(['cancelled', 'waiting']);
    // What was asked for is cancelled by the next version in its turn.
    await replace(office, document);
    expect(await statesOf(office, document)).toEqual(['cancelled', 'cancelled', 'waiting']);
  });
});

describe('the policy of the application holds', () => {
  it('for an older version that is taken up again', async () => {
    const { office, tree } = await newPlace('never');
    const first = distinctPdf();
    const document = await dropDelivered(office, tree, first);
    const { body } = await office.firm.admin.call<{
      versions: { version: { id: string; number: number } }[];
    }>(...(['GET', `${office.firm.path}/documents/${document.id}/history`] as const));
    await replace(office, document);
    const older = body.versions.find(({ version }) => version.number === 1)?.version.id;
    const at = `${office.firm.path}/documents/${document.id}/versions/${older}/restore`;
    expect((await office.firm.admin.call('POST', at, {})).status).toBeLessThan(300);
    expect(await statesOf(office, document)).toEqual(['delivered']);
    await setInstallation(platform, office, { version_policy: 'ask' });
    await replace(office, document, first);
    // The partner has these bytes already: that is what a person must know first.
    expect(await statesOf(office, document)).toEqual(['delivered', 'duplicate']);
  });

  it('for a version that comes back into a connected folder', async () => {
    const { office, tree } = await newPlace('ask');
    const document = await dropDelivered(office, tree);
    const move = async (path: string) => {
      const { id } = await tree.folder(path);
      const body = { documentIds: [document.id], folderId: id, isConfirmed: true };
      const { status } = await office.firm.admin.call('POST', `${office.firm.path}/documents/move`, body);
      expect(status).toBe(200);
    };
    await move('/Ailleurs');
    await replace(office, document);
    expect(await statesOf(office, document)).toEqual(['delivered']);
    expect(await ledgerOf(office.firm, () => move('/Achats'))).toEqual({ received: 1, held: 1 });
    expect(await statesOf(office, document)).toEqual(['delivered', 'manual']);
    await setInstallation(platform, office, { version_policy: 'never' });
    await move('/Ailleurs');
    await replace(office, document);
    expect(await ledgerOf(office.firm, () => move('/Achats'))).toEqual({ received: 1, nothingToSend: 1 });
  });

  it('for the client whose dossier has it: another client’s is given the document', async () => {
    const { office, tree } = await newPlace('never');
    const other = await office.addConnected('Bains');
    const document = await dropDelivered(office, tree);
    await replace(office, document);
    const { id } = await other.folder('/Achats');
    const body = { documentIds: [document.id], folderId: id, isConfirmed: true };
    const moving = () => office.firm.admin.call('POST', `${office.firm.path}/documents/move`, body);
    expect(await ledgerOf(office.firm, moving)).toEqual({ received: 1, onTheWay: 1 });
    const found = await deliveriesOf(platform, office.firm, document.id);
    expect(found.map(({ clientId, state }) => [clientId, state])).toEqual([
      [tree.clientId, 'delivered'],
      [other.clientId, 'waiting'],
    ]);
  });
});

it('a new version of an archived document goes the way of the first', async () => {
  const office = await newOffice(platform);
  const tree = await office.addConnected('Aubertin');
  await office.addRule('/Achats', { archivePath: '/Fait' });
  const document = await dropDelivered(office, tree);
  const [{ id: folder_id }, { id: source_folder_id }] = [
    await tree.folder('/Fait'),
    await tree.folder('/Achats'),
  ];
  await inFirm(platform.database.app, office.firm.id, (trx) =>
    trx
      .updateTable('documents')
      .set({ folder_id, source_folder_id, archived_at: platform.clock().toISOString() })
      .where('id', '=', document.id)
      .execute(),
  );
  await replace(office, document);
  expect(await statesOf(office, document)).toEqual(['delivered', 'waiting']);
  // It stays where it is, and comes back if it is refused.
  expect((await tree.read(document.id)).body.folderPath).toBe('/Fait');
});
