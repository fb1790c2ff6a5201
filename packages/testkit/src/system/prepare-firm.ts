import { routes } from '@navette/api';
import { inqomAccount } from './inqom-seed.ts';
import { type NavetteApi, signInTo } from './navette-api.ts';

export interface ClientToPrepare {
  readonly name: string;
  readonly code: string;
  readonly siret: string;
  /** For a SIRET that fails its check. */
  readonly overrideReason?: string;
}

export interface Administrator {
  readonly firmName: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface PreparedFirm {
  readonly id: string;
  readonly webServiceId: string;
  readonly api: NavetteApi;
  readonly installationId: string;
  readonly clients: readonly (ClientToPrepare & { readonly id: string })[];
}

/**
 * Makes a firm as a person would: by the one-time link, then clients, the application Inqom pointed at the sandbox, clients
 * connected by their SIRET (SIREN + NIC), rules with an archive. @throws ApiError
 */
export async function prepareFirm(options: {
  readonly setupLink: string;
  readonly sandboxUrl: string;
  readonly administrator: Administrator;
  readonly clients: readonly ClientToPrepare[];
}): Promise<PreparedFirm> {
  const { id, api } = await createFirm(options.setupLink, options.administrator);
  const { webServiceId } = await api.call(routes.getFirm, { params: { firm: id } });
  const clients: (ClientToPrepare & { id: string })[] = [];
  for (const client of options.clients) {
    const { name, code, siret, overrideReason: siretOverrideReason } = client;
    const body = { name, code, siret, ...(siretOverrideReason === undefined ? {} : { siretOverrideReason }) };
    const created = await api.call(routes.createClient, { params: { firm: id }, body });
    clients.push({ ...client, id: created.id });
  }
  const installationId = await connectInqom(api, id, options.sandboxUrl, clients);
  return { id, webServiceId, api, installationId, clients };
}

/**
 * Makes an empty firm by the one-time link, and signs its administrator in. @param send for who listens to the answers
 * @throws Error when the platform refuses
 */
export async function createFirm(
  setupLink: string,
  administrator: Administrator,
  send: typeof fetch = fetch,
): Promise<{ readonly id: string; readonly api: NavetteApi }> {
  const { origin, searchParams } = new URL(setupLink);
  const answer = await send(`${origin}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: searchParams.get('token') ?? '', ...administrator }),
  });
  if (!answer.ok) throw new Error(`Creating the firm answered ${answer.status}: ${await answer.text()}`);
  const api = await signInTo(origin, administrator.email, administrator.password, send);
  const { firms } = await api.call(routes.me);
  return { id: firms[0]?.id ?? '', api };
}

/**
 * Adds Inqom pointed at the sandbox, connects the clients whose SIRET it knows, and writes the rules of purchases and sales.
 * @returns the installation's id @throws ApiError
 */
export async function connectInqom(
  api: NavetteApi,
  firm: string,
  sandboxUrl: string,
  clients: readonly { readonly id: string; readonly siret: string }[],
): Promise<string> {
  const { username, password, clientId, clientSecret } = inqomAccount;
  const address = `${sandboxUrl}/inqom`;
  const credentials = {
    username,
    password,
    clientId,
    clientSecret,
    authAddress: address,
    apiAddress: address,
  };
  const { id: installation } = await api.call(routes.createInstallation, {
    params: { firm },
    body: { application: 'inqom', credentials },
  });
  const params = { firm, installation };
  const { items } = await api.call(routes.listDossiers, { params });
  for (const client of clients) {
    const dossier = items.find(
      ({ siren, nic }) => siren !== null && nic !== null && siren + nic === client.siret,
    );
    if (!dossier) continue;
    const body = { clientId: client.id, clientKey: dossier.key, clientKeyLabel: dossier.name };
    await api.call(routes.createConnection, { params, body });
  }
  const rules = [
    {
      sourcePath: '/Achats/{millésime}/{mois}',
      documentType: 'purchase',
      archivePath: '/Achats/{millésime}/Transmis',
    },
    {
      sourcePath: '/Ventes/{millésime}/{mois}',
      documentType: 'sales',
      archivePath: '/Ventes/{millésime}/Transmis',
    },
  ] as const;
  for (const body of rules) await api.call(routes.createRule, { params, body });
  return installation;
}
