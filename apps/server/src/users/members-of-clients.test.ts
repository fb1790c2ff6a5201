import { type Delivery, type Route, routes } from '@navette/api';
import { afterAll, describe, expect, it } from 'vitest';
import { startWorker } from '../deliveries/worker.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';

// A client user deposits and looks, in the clients given to him, and reads no partner's answer (9-settled 35).

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
const worker = startWorker(platform);
afterAll(() => worker.stop());

const firm = await testFirm(platform);
const own = await firm.addClient('Menuiserie Aubertin');
const hidden = await firm.addClient('Garage du Lac');
const installation = await firm.connect('scripted', own.id);
await firm.admin.call('POST', `${firm.path}/installations/${installation.id}/connections`, {
  ...{ clientId: hidden.id, clientKey: `dossier-${hidden.id}` },
});
const user = await firm.addUser('client', [own.id]);

const monthOf = (client: typeof own) =>
  client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path))?.id ?? '';

async function drop(client: typeof own): Promise<string> {
  const at = `${firm.path}/folders/${monthOf(client)}/documents?name=facture.pdf`;
  return (await firm.admin.upload(at, distinctPdf())).body.document.id;
}

async function settled(documentId: string): Promise<Delivery> {
  return waitFor(async () => {
    const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
    const found = body.items.find((each) => each.documentId === documentId);
    return found && ['delivered', 'accepted', 'undelivered', 'held'].includes(found.state) ? found : null;
  });
}

const firmRoutes = Object.values<Route>(routes).filter(({ path }) => path.includes('/firms/:firm'));
const isForClients = ({ who }: Route) => who.includes('client');

async function call(
  by: TestUser,
  { method, path, bodyKind, answerKind }: Route,
  ids: Record<string, string>,
) {
  const at = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? platform.newId());
  if (bodyKind === 'bytes') return by.upload(`${at}?name=a.pdf`, distinctPdf());
  const answer = by.call<unknown>(method as 'GET', at, bodyKind === 'json' ? { path: '/Essai' } : undefined);
  return answerKind === 'bytes' ? answer.catch(() => ({ status: 200, body: undefined })) : answer;
}

describe('a client user', () => {
  it.each(firmRoutes.filter((route) => !isForClients(route)))('may not $name', async (route) => {
    expect((await call(user, route, { firm: firm.id, client: own.id })).status).toBe(403);
  });

  const ofClients = firmRoutes.filter(
    (route) => isForClients(route) && /:(client|folder|document)\b/.test(route.path),
  );
  it.each(ofClients)('does not find what is of another client: $name', async (route) => {
    const documentId = await drop(hidden);
    const ids = { firm: firm.id, client: hidden.id, folder: monthOf(hidden), document: documentId };
    expect((await call(user, route, ids)).status).toBe(404);
    expect(ofClients.length).toBeGreaterThan(6);
  });

  it('counts the deliveries of his clients alone', async () => {
    await settled(await drop(hidden));
    const count = async (by: TestUser) => {
      const { body } = await by.call<{ counts: Record<string, number> }>(
        'GET',
        `${firm.path}/deliveries/counts`,
      );
      return Object.values(body.counts).reduce((sum, each) => sum + each, 0);
    };
    const before = await count(user);
    await settled(await drop(hidden));
    expect(await count(user)).toBe(before);
    expect(await count(firm.admin)).toBeGreaterThan(before);
  });

  it.each([
    ['that it took', null],
    ['that it refused, in its words', 'document_refused'],
    ['for which it names the firm’s key', 'dossier_unknown'],
  ] as const)('reads no answer of a partner, for a document %s', async (_, code) => {
    if (code !== null) partner.orders.push({ kind: 'fail', code });
    const documentId = await drop(own);
    const { id } = await settled(documentId);
    const ids = { firm: firm.id, client: own.id, folder: monthOf(own), document: documentId };
    const secrets = [`dossier-${own.id}`, `ref-${id}`, 'req-1', 'D1', '"non"'];
    const looked = firmRoutes.filter(
      (route) => route.method === 'GET' && route.answerKind === 'json' && isForClients(route),
    );
    for (const route of looked) {
      const answer = await call(user, route, ids);
      const text = JSON.stringify(answer.body ?? '');
      for (const secret of secrets)
        expect(text.includes(secret), `${route.name} shows ${secret}`).toBe(false);
    }
    const seen = JSON.stringify((await call(firm.admin, routes.getHistory, ids)).body);
    expect(secrets.some((secret) => seen.includes(secret))).toBe(true);
  });
});
