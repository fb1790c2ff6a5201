/** An application by e-mail whose clients are being connected: some are, by a file, and another file waits to be looked at. */
import { routes } from '@navette/api';
import type { PreparedFirm } from '@navette/testkit';
import { untilFound } from './until-found.ts';

export interface RichConnecting {
  /** The application. */
  readonly connectingId: string;
  /** Of its folder. */
  readonly connectingRuleId: string;
  /** Jobs of imports of connections: one to be looked at, one that ended. */
  readonly connectionsToCheck: string;
  readonly connectionsDone: string;
}

/** Connects clients that nothing else of the firm shows. */
export async function fillConnecting({ api, id, clients }: PreparedFirm): Promise<RichConnecting> {
  const application = { application: 'email-dext-ventes', credentials: {} };
  const { id: installation } = await api.call(routes.createInstallation, {
    params: { firm: id },
    body: application,
  });
  const params = { firm: id, installation };
  const { rule } = await api.call(routes.connectFolder, {
    params,
    body: { sourcePath: '/Ventes/{millésime}/{mois}', documentType: 'sales', alsoConnected: false },
  });
  const { items } = await api.call(routes.listClients, { params: { firm: id }, query: { limit: 200 } });
  const shown = new Set(clients.map((client) => client.id));
  const [first = '', second = '', third = '', fourth = '', ...others] = items
    .filter((client) => !shown.has(client.id))
    .map(({ name }) => name);
  const read = async (lines: readonly string[]) => {
    const { job } = await api.call(routes.previewConnectionImport, {
      params,
      query: { name: 'dext-ventes-novembre.csv', rule: rule.id },
      body: new Blob([['Client;Mail Dext;Commentaire', ...lines].join('\r\n')]),
      headers: { 'content-type': 'application/octet-stream' },
    });
    return job.id;
  };
  const connectionsDone = await read([
    ...[first, second, third].map((name, index) => `${name};dossier${index}+ventes@dext.cc;`),
    `${fourth};dossier3@dext.cc;à revoir`,
  ]);
  await api.call(routes.confirmJob, { params: { firm: id, job: connectionsDone } });
  await untilFound('the end of an import of connections', async () => {
    const job = await api.call(routes.getJob, { params: { firm: id, job: connectionsDone } });
    return job.state === 'done' ? job : undefined;
  });
  const connectionsToCheck = await read([
    `${fourth} et associés;quatre+ventes@dext.cc;`,
    `${fourth};;`,
    `${first};autre+ventes@dext.cc;nouvelle adresse`,
    ...others.slice(0, 5).map((name, index) => `${name};suite${index}+ventes@dext.cc;`),
  ]);
  return { connectingId: installation, connectingRuleId: rule.id, connectionsToCheck, connectionsDone };
}
