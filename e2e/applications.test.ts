/**
 * Each application of the catalogue, in the real product and through its HTTP API alone: refused with a wrong credential, added,
 * refused with a wrong client key, connected, and a document read back at the other end by another way than its connector.
 */
import { routes } from '@navette/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailRows } from './applications/mail-rows.ts';
import { partnerRows } from './applications/partner-rows.ts';
import { placeRows } from './applications/place-rows.ts';
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
import { startWorld, type World } from './applications/world.ts';

const rows: readonly ApplicationRow[] = [...partnerRows, ...mailRows, ...placeRows];

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

describe.each(rows)('$id', (row) => {
  const params = () => ({ firm: world.firm, installation: installations.get(row.id) ?? '' });
  const add = (credentials: Readonly<Record<string, string>>) =>
    world.api.call(routes.createInstallation, {
      params: { firm: world.firm },
      body: { application: row.id, credentials },
    });
  const connect = (clientId: string, clientKey: string) =>
    world.api.call(routes.createConnection, { params: params(), body: { clientId, clientKey } });

  it.each(row.wrong)('is not added with: $what', async ({ fill, meanwhile, code, because, fr }) => {
    const before = await countInstallations(world);
    await using _wrong = (await meanwhile?.(world)) ?? null;
    const refusal = await refusalOf(add(fill(row.credentials(world), world)));
    expect({ code: refusal.code, because: refusal.because?.code, fr: refusal.sentences.fr }).toEqual({
      code,
      because,
      fr,
    });
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
    expect(refusal).toMatchObject({ code: 'client_key_invalid', status: 422, field: 'clientKey' });
    expect(refusal.sentences.fr).toBe(row.malformed.fr);
  });

  it('tells of a key that leads nowhere as its manifest says', async () => {
    const { items } = await world.api.call(routes.listApplications, { params: { firm: world.firm } });
    expect(items.find(({ id }) => id === row.id)?.clientKey.checked).toBe(row.wrongKey.noticed);
    const client = await createClient(world, `Clé inconnue, ${row.id}`);
    const { wrongKey } = row;
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
      expect(reason).toMatchObject({ code: wrongKey.because, fr: wrongKey.fr });
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

  const { repeating } = row;
  it.runIf(repeating !== undefined)('shows no secret when its partner repeats them', async () => {
    if (repeating === undefined) return;
    {
      using _ = repeatFrom(world, repeating, row, 'questions');
      const refusal = await refusalOf(add(row.credentials(world)));
      expect(refusal).toMatchObject({ code: 'partner_unavailable' });
    }
    using _ = repeatFrom(world, repeating, row, 'documents');
    const { items } = await world.api.call(routes.listConnections, { params: params() });
    const client = items.find(({ clientName }) => clientName === `Client, ${row.id}`)?.clientId ?? '';
    const { reason, attempts } = await followUntil(
      world,
      await deposit(world, client, row, 'refusée.pdf'),
      'undelivered',
    );
    expect(reason?.fr).toContain('Refusé avec •••');
    expect(attempts[0]?.partnerWords).toContain('Refusé avec •••');
  });
});
