/** The applications of a rich firm, beside its Inqom: one that runs, one that is paused, one stopped, one being prepared. */
import { routes } from '@navette/api';
import { inqomAccount, orderFault, type PreparedFirm } from '@navette/testkit';
import { untilFound } from './until-found.ts';

const stoppedName = 'Inqom – Holding Castaing';
const sourcePath = '/Juridique';

/**
 * Adds them through the product's own ways. Nothing else may sign in to Inqom meanwhile.
 * @param dropOne drops a document into a client's folder, named by its path, and waits until it is held
 */
export async function fillApplications(
  firm: PreparedFirm,
  sandboxUrl: string,
  dropOne: (client: string, path: string) => Promise<void>,
): Promise<void> {
  const { api, id, clients } = firm;
  const [first, second, third] = clients.map((client) => client.id);
  const add = async (
    application: string,
    more: { name?: string; credentials?: Record<string, string> } = {},
  ) => {
    const body = { application, credentials: {}, ...more };
    const installation = await api.call(routes.createInstallation, { params: { firm: id }, body });
    return { firm: id, installation: installation.id };
  };
  const dext = await add('email-dext-achats');
  for (const [index, clientId] of [first ?? '', second ?? ''].entries())
    await api.call(routes.createConnection, {
      params: dext,
      body: { clientId, clientKey: `dossier${index}@dext.cc` },
    });
  await api.call(routes.pauseInstallation, { params: await add('email-amicompta') });
  await prepare(firm, 'email-meg-achats', first ?? '');

  const { username, password, clientId, clientSecret } = inqomAccount;
  const address = `${sandboxUrl}/inqom`;
  const holding = await add('inqom', {
    name: stoppedName,
    credentials: { username, password, clientId, clientSecret, authAddress: address, apiAddress: address },
  });
  const { items: dossiers } = await api.call(routes.listDossiers, { params: holding });
  const body = { clientId: third ?? '', clientKey: dossiers[2]?.key ?? '' };
  await api.call(routes.createConnection, { params: holding, body });
  await api.call(routes.createRule, {
    params: holding,
    body: { sourcePath, documentType: 'administrative' },
  });
  // It signs in anew, which is refused.
  await orderFault(sandboxUrl, { kind: 'status', status: 401, match: 'push', count: 1 });
  await orderFault(sandboxUrl, { kind: 'status', status: 401, match: 'token', count: 1 });
  await dropOne(third ?? '', sourcePath);
  await untilFound('the application that is stopped', async () => {
    const { items } = await api.call(routes.listInstallations, { params: { firm: id } });
    return items.find(({ name, state }) => name === stoppedName && state === 'stopped');
  });
}

/** Leaves the wizard of an application before its end. */
async function prepare({ api, id }: PreparedFirm, application: string, client: string): Promise<void> {
  const { id: setup } = await api.call(routes.openSetup, { params: { firm: id }, body: { application } });
  const params = { firm: id, setup };
  const body = { isChosen: true, selection: { ids: [client] } };
  await api.call(routes.chooseClients, { params, body });
  await api.call(routes.changeSetup, { params, body: { step: 'mapping' } });
}
