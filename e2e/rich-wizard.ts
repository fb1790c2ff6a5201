/** Wizards at each of their steps: one that nobody began, one without credentials yet, one of an application that runs, one that ended. */
import { routes } from '@navette/api';
import type { PreparedFirm } from '@navette/testkit';

export interface RichWizard {
  /** Nothing is chosen. */
  readonly newSetup: string;
  /** Clients are chosen. */
  readonly chosenSetup: string;
  /** Of the firm's Inqom. */
  readonly runningSetup: string;
  readonly finishedSetup: string;
}

/** Opens them through the product's own ways. */
export async function fillWizard({
  api,
  id: firm,
  clients,
  installationId,
}: PreparedFirm): Promise<RichWizard> {
  const params = { firm };
  const open = async (body: { application: string } | { installationId: string }) =>
    (await api.call(routes.openSetup, { params, body })).id;
  const choose = (setup: string, ids: string[]) =>
    api.call(routes.chooseClients, {
      params: { firm, setup },
      body: { isChosen: true, selection: { ids } },
    });
  const ids = clients.map((client) => client.id);
  const [first = ''] = ids;
  const chosenSetup = await open({ application: 'acd' });
  await choose(chosenSetup, ids);
  const finishedSetup = await open({ application: 'email' });
  await choose(finishedSetup, [first]);
  const prepared = await api.call(routes.changeSetup, {
    params: { firm, setup: finishedSetup },
    body: { step: 'mapping' },
  });
  const installation = { firm, installation: prepared.installationId ?? '' };
  const connection = { clientId: first, clientKey: 'compta@logiciel.example' };
  await api.call(routes.createConnection, { params: installation, body: connection });
  const rule = { sourcePath: '/Social', documentType: 'administrative' } as const;
  await api.call(routes.createRule, { params: installation, body: rule });
  await api.call(routes.finishSetup, { params: { firm, setup: finishedSetup } });
  return {
    newSetup: await open({ application: 'myunisoft' }),
    chosenSetup,
    runningSetup: await open({ installationId }),
    finishedSetup,
  };
}
