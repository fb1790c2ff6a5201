/** The people of a rich firm, what it keeps of its clients, an import of each kind: what its office pages show. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createApiClient, routes } from '@navette/api';
import { type PreparedFirm, signInTo } from '@navette/testkit';
import { z } from 'zod';
import { clientLines, writeWindowsCsv } from './client-files.ts';
import { oneTimeCode } from './one-time-code.ts';
import { type Platform, pathOf } from './start-platform.ts';
import { untilFound } from './until-found.ts';

/** A collaborator with a second factor. */
export const collaborator = {
  name: 'Paul Rey',
  email: 'paul.rey@cabinet.example',
  password: 'les feuilles tombent',
};
/** Somebody of a client. */
export const clientUser = {
  name: 'Nadia Lecomte',
  email: 'nadia@lecomte.example',
  password: 'le four est chaud',
};
const leaver = {
  name: 'Hugo Marchand',
  email: 'hugo.marchand@cabinet.example',
  password: 'la porte se ferme',
};

export interface RichPeople {
  /** The fragment of the link of an invitation, of somebody new. */
  readonly newPersonToken: string;
  /** The same, of somebody who has an account through another firm. */
  readonly hasAccountToken: string;
  readonly collaboratorId: string;
  readonly archivedClientId: string;
  /** Jobs of imports: one to be looked at, one that ended. */
  readonly importToCheck: string;
  readonly importDone: string;
}

export async function fillPeople(platform: Platform, firm: PreparedFirm): Promise<RichPeople> {
  const { api, id } = firm;
  const params = { firm: id };
  await keepAttributes(firm);
  const [first, second, third] = firm.clients.map((client) => client.id);
  const mine = [first ?? '', second ?? '', third ?? ''];
  await invite(firm, collaborator.email, 'collaborator', mine);
  await invite(firm, leaver.email, 'collaborator', mine.slice(0, 1));
  await invite(firm, clientUser.email, 'client', mine.slice(1, 2));
  for (const person of [collaborator, leaver, clientUser]) await accept(platform, person);
  const asked = { text: 'Dext Ventes, pour les trois restaurants que je suis' };
  const ofCollaborator = await signInTo(platform.url, collaborator.email, collaborator.password);
  await ofCollaborator.call(routes.requestApplication, { params, body: asked });
  const { items } = await api.call(routes.listMembers, { params, query: {} });
  const idOf = (email: string) => items.find((member) => member.email === email)?.id ?? '';
  await api.call(routes.deactivateMember, { params: { ...params, member: idOf(leaver.email) } });
  await addSecondFactor(platform);
  const newPersonToken = await invite(firm, 'lea.fontaine@cabinet.example', 'collaborator', mine, platform);
  const elsewhere = { name: 'Lucas Barbier', email: 'lucas.barbier@barbier.example' };
  await createOtherFirm(platform, elsewhere);
  const hasAccountToken = await invite(firm, elsewhere.email, 'collaborator', mine, platform);
  await makeKeys(firm);
  const archivedClientId = firm.clients.at(-1)?.id ?? '';
  await api.call(routes.archiveClient, { params: { ...params, client: archivedClientId } });
  return {
    newPersonToken,
    hasAccountToken,
    archivedClientId,
    collaboratorId: idOf(collaborator.email),
    importDone: await importGood(firm),
    importToCheck: await importBad(firm),
  };
}

async function keepAttributes({ api, id, clients }: PreparedFirm): Promise<void> {
  const params = { firm: id };
  const made = [
    await api.call(routes.createAttribute, { params, body: { label: 'Régime de TVA', kind: 'text' } }),
    await api.call(routes.createAttribute, { params, body: { label: 'E-mail du dirigeant', kind: 'email' } }),
  ];
  const values = ['Réel normal, mensuel', 'Franchise en base', 'Réel simplifié'];
  for (const [index, { id: client, code }] of clients.slice(0, 6).entries()) {
    const attributes = [
      { attributeId: made[0]?.id ?? '', value: values[index % values.length] ?? '' },
      { attributeId: made[1]?.id ?? '', value: `dirigeant@${code.toLowerCase()}.example` },
    ].slice(0, index % 3 === 2 ? 1 : 2);
    await api.call(routes.updateClient, { params: { ...params, client }, body: { attributes } });
  }
}

/** Invites somebody to some clients. @returns the token of the link, when the platform whose mail is read is given */
export async function invite(
  { api, id }: PreparedFirm,
  email: string,
  role: 'collaborator' | 'client',
  clientIds: string[],
  platform?: Platform,
): Promise<string> {
  const rights = { role, seesAllClients: false, clientIds };
  const body = { people: [{ email }], ...rights, language: 'fr' as const };
  await api.call(routes.invite, { params: { firm: id }, body });
  return platform === undefined ? '' : await readToken(platform, email);
}

const mails = z.array(z.object({ id: z.string(), to: z.unknown() }));
const mail = z.object({ text: z.string() });

async function readToken({ mailboxUrl }: Platform, email: string): Promise<string> {
  return untilFound(`the invitation of ${email}`, async () => {
    const all = mails.parse(await (await fetch(`${mailboxUrl}/messages`)).json());
    const found = all.toReversed().find(({ to }) => JSON.stringify(to).includes(email));
    if (found === undefined) return undefined;
    const { text } = mail.parse(await (await fetch(`${mailboxUrl}/messages/${found.id}`)).json());
    return /\/invitation#(\S+)/.exec(text)?.[1];
  });
}

interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Makes the account of somebody who was invited. */
export async function accept(platform: Platform, { name, email, password }: Person): Promise<void> {
  const token = await readToken(platform, email);
  const anybody = createApiClient({ baseUrl: platform.url });
  await anybody.call(routes.acceptInvitation, { body: { token, name, password } });
}

async function addSecondFactor({ url }: Platform): Promise<void> {
  const { email, password } = collaborator;
  const { cookie } = await signInTo(url, email, password);
  const own = createApiClient({ baseUrl: url, headers: () => ({ cookie, origin: url }) });
  const { secret } = await own.call(routes.beginSecondFactor, { body: { password } });
  await own.call(routes.confirmSecondFactor, { body: { code: oneTimeCode(secret) } });
}

/** As the operator does, from the terminal of the server. */
async function createOtherFirm({ env }: Platform, { name, email }: Omit<Person, 'password'>): Promise<void> {
  const program = pathOf('apps/server/src/firms/firm-command.ts');
  const args = [program, 'create', '--name', 'Barbier Conseil', '--admin', name, '--email', email];
  await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, ...env, NAVETTE_PASSWORD: 'un autre mot de passe' },
  });
}

async function makeKeys({ api, id }: PreparedFirm): Promise<void> {
  const params = { firm: id };
  const make = (name: string, scopes: ('clients:read' | 'clients:write' | 'documents:read')[]) =>
    api.call(routes.createApiKey, { params, body: { name, scopes, expiresInDays: 365 } });
  const { key } = await make('Ancien export', ['documents:read']);
  await api.call(routes.revokeApiKey, { params: { ...params, key: key.id } });
  await make('Logiciel de paie', ['clients:read', 'clients:write']);
}

async function preview({ api, id }: PreparedFirm, name: string, bytes: Buffer): Promise<string> {
  const params = { firm: id };
  const headers = { 'content-type': 'application/octet-stream' };
  const input = { params, query: { name }, headers, body: new Blob([new Uint8Array(bytes)]) };
  return (await api.call(routes.previewImport, input)).job.id;
}

async function importGood(firm: PreparedFirm): Promise<string> {
  const job = await preview(firm, 'nouveaux dossiers.csv', writeWindowsCsv(clientLines(36)));
  const params = { firm: firm.id, job };
  await firm.api.call(routes.confirmJob, { params });
  return untilFound('the end of an import', async () => {
    const { state } = await firm.api.call(routes.getJob, { params });
    return state === 'done' ? job : undefined;
  });
}

/** A file as firms have them: a number rounded by the spreadsheet, a zero lost, a name missing, a code twice. */
function importBad(firm: PreparedFirm): Promise<string> {
  const lines = clientLines(48).map((line, index) => {
    if (index === 1) return { ...line, siret: line.siret.slice(1) };
    if (index === 2) return { ...line, siret: '4,04833E+13' };
    if (index === 3) return { ...line, siret: '12345678901234' };
    if (index === 40) return { ...line, name: '' };
    if (index === 41) return { ...line, code: 'K0042' };
    return index === 10 ? { ...line, name: 'Société Kerjean et Filles' } : line;
  });
  return preview(firm, 'dossiers du cabinet.csv', writeWindowsCsv(lines));
}
