/** The smallest valid request of each route, so that what its handler checks is reached too. What is not here is sent empty. */
import type { Client, Folder } from '@navette/api';
import { inFirm } from '../../database/tenancy.ts';
import { loadCreator } from '../../jobs/load-creator.ts';
import { makeInvitationToken } from '../../users/invitations-token.ts';
import { createProvider, getProvider } from '../../users/sign-in-providers.ts';
import { uploadBytes, uploadHeaders } from '../firm-of-everything.ts';
import { setState } from '../test-documents.ts';
import { distinctPdf, signIn, testPassword } from '../test-firm.ts';
import { newIdempotencyKey } from '../test-platform.ts';
import type { RouteKey } from './route-key.ts';
import type { Scene } from './scene.ts';

/** What is sent, beside the address and who calls. */
export interface Sent {
  /** Instead of the scene's own ids. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: object;
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Recipe {
  /** May prepare what it names, in the administrator's name. */
  readonly send?: (scene: Scene) => Sent | Promise<Sent>;
  /**
   * What a call that succeeds leaves as the next caller needs it. Unless it is the scene, he has a new one, so that no cell depends
   * on the one before.
   */
  readonly leaves?: 'scene' | 'all but the session';
  /** Why nobody gets through with it here. */
  readonly unproved?: string;
}

const firm = '/api/v1/firms/:firm';
const anOtherTest = 'tried in the tests beside the code';

const json = (body: object): Recipe => ({ send: () => ({ body }), leaves: 'scene' });
const empty: Recipe = json({});
const query = (text: string): Recipe => ({ send: () => ({ query: text }) });
const one = (make: (scene: Scene) => Sent | Promise<Sent>): Recipe => ({ send: make, leaves: 'scene' });
const last = (make: (scene: Scene) => Sent | Promise<Sent>): Recipe => ({ send: make });
const once: Recipe = {};

const tus = { 'tus-resumable': '1.0.0' };

function bytes(contents: Buffer, name: string): Sent {
  return {
    query: `name=${name}`,
    bytes: contents,
    headers: { 'content-type': 'application/octet-stream', 'idempotency-key': newIdempotencyKey() },
  };
}

/** By method and address; a HEAD is asked as its GET. */
export const recipes: Readonly<Record<RouteKey, Recipe>> = {
  // ── signing in, and oneself ──
  'POST /api/v1/setup': {
    ...json({ token: 'x', firmName: 'x', name: 'x', email: 'x@exemple.fr', password: testPassword }),
    unproved: 'a firm exists',
  },
  'POST /api/v1/agents/pair': one(async ({ firm: { admin, path } }) => {
    const { body } = await admin.call<{ webServiceId: string }>('GET', path);
    const computer = { name: 'POSTE', version: '1', platform: 'linux' };
    return {
      body: { webServiceId: body.webServiceId, email: admin.email, password: testPassword, ...computer },
    };
  }),
  'POST /api/auth/sign-in/email': one(({ cast }) => ({
    body: { email: cast.colleague.email, password: testPassword },
  })),
  'POST /api/auth/sign-out': { send: () => ({ body: {} }), leaves: 'all but the session' },
  'POST /api/auth/request-password-reset': json({ email: 'inconnu@exemple.fr' }),
  'POST /api/auth/reset-password': one(async ({ platform, cast }) => ({
    body: {
      token: await platform.signIn.createResetToken(cast.colleague.userId),
      password: testPassword,
    },
  })),
  'POST /api/auth/change-password': {
    send: () => ({ body: { currentPassword: testPassword, newPassword: testPassword } }),
    leaves: 'all but the session',
  },
  'POST /api/auth/two-factor/verify-totp': { ...json({ code: '123456' }), unproved: anOtherTest },
  'POST /api/auth/two-factor/verify-backup-code': { ...json({ code: '7k3f9-m2qxt' }), unproved: anOtherTest },
  'POST /api/auth/two-factor/enable': json({ password: testPassword }),
  'POST /api/auth/two-factor/confirm': { ...json({ code: '123456' }), unproved: anOtherTest },
  'POST /api/auth/two-factor/generate-backup-codes': {
    ...json({ password: testPassword, code: '123456' }),
    unproved: anOtherTest,
  },
  'POST /api/auth/two-factor/disable': {
    ...json({ password: testPassword, code: '123456' }),
    unproved: anOtherTest,
  },
  'PATCH /api/v1/me': json({ language: 'fr' }),
  'DELETE /api/v1/me/sessions/:session': one(async (scene) => ({
    params: { session: await openAnotherSession(scene) },
  })),
  'POST /api/v1/me/sessions/revoke-others': empty,
  'POST /api/v1/sign-in/provider': { ...json({ email: 'x@inconnu.fr' }), unproved: anOtherTest },
  'POST /api/v1/invitations/open': one(async (scene) => ({ body: { token: await findLink(scene) } })),
  'POST /api/v1/invitations/accept': last(async (scene) => ({
    body: { token: await findLink(scene), name: 'Invité', password: testPassword },
  })),

  // ── the firm ──
  [`PATCH ${firm}/settings`]: json({ phone: null }),
  [`POST ${firm}/clients/:client/erase`]: last(() => ({ body: { name: 'Menuiserie Aubertin' } })),
  [`GET ${firm}/search`]: query('query=men'),
  [`PATCH ${firm}/mail-settings`]: last(() => ({
    body: {
      ...{ host: 'smtp.exemple.fr', port: 587, security: 'starttls', user: null },
      ...{ fromAddress: 'cabinet@exemple.fr', fromName: 'Cabinet' },
    },
  })),
  [`DELETE ${firm}/mail-settings`]: empty,
  [`POST ${firm}/mail-settings/test`]: empty,
  [`PATCH ${firm}/bounce-mailbox`]: last(() => ({
    body: {
      ...{ address: 'rebonds@exemple.fr', host: 'imap.exemple.fr', port: 993, security: 'tls' },
      ...{ user: 'rebonds@exemple.fr', password: 'un mot de passe' },
    },
  })),
  [`DELETE ${firm}/bounce-mailbox`]: empty,
  [`POST ${firm}/bounce-mailbox/test`]: { ...empty, unproved: anOtherTest },
  [`POST ${firm}/sign-in-provider`]: {
    ...json({ ...providerOf('http://127.0.0.1:9'), domains: ['exemple.fr'] }),
    unproved: anOtherTest,
  },
  [`PATCH ${firm}/sign-in-provider`]: one(async (scene) => {
    await registerProvider(scene);
    return { body: { trustsEmails: true } };
  }),
  [`DELETE ${firm}/sign-in-provider`]: last(async (scene) => {
    await registerProvider(scene);
    return {};
  }),
  [`POST ${firm}/sign-in-provider/test`]: {
    ...json({ issuer: 'http://127.0.0.1:9' }),
    unproved: anOtherTest,
  },
  [`GET ${firm}/audit/export`]: query('format=csv'),
  [`POST ${firm}/audit/verify`]: empty,

  // ── people ──
  [`PATCH ${firm}/members/:member`]: json({ name: 'Autrement dit' }),
  [`POST ${firm}/members/:member/deactivate`]: last(() => ({ body: {} })),
  [`POST ${firm}/members/:member/reactivate`]: empty,
  [`POST ${firm}/members/:member/take-over-agents`]: empty,
  [`POST ${firm}/members/:member/clients`]: one(({ ids }) => ({ body: { add: [ids.client] } })),
  [`POST ${firm}/invitations`]: json({
    ...{ people: [{ email: 'autre@exemple.fr' }], role: 'collaborator', seesAllClients: true },
    ...{ clientIds: [], language: 'fr' },
  }),
  [`POST ${firm}/invitations/:invitation/resend`]: empty,
  [`POST ${firm}/api-keys`]: json({ name: 'Suivi', scopes: ['clients:read'] }),

  // ── clients ──
  [`POST ${firm}/clients`]: json({ name: 'Garage du Lac' }),
  [`PATCH ${firm}/clients/:client`]: json({ name: 'Menuiserie Aubertin' }),
  [`POST ${firm}/clients/:client/archive`]: last(() => ({ body: {} })),
  [`POST ${firm}/clients/:client/restore`]: empty,
  [`POST ${firm}/clients/:client/members`]: one(({ cast }) => ({
    body: { userIds: [cast.people.client.userId] },
  })),
  [`POST ${firm}/clients/bulk`]: one(({ ids }) => ({
    body: { action: 'archive', selection: { ids: [ids.client] } },
  })),
  [`POST ${firm}/clients/export`]: one(({ ids }) => ({
    body: { selection: { ids: [ids.client] }, format: 'csv' },
  })),
  [`GET ${firm}/clients/import-template`]: query('format=csv'),
  [`POST ${firm}/clients/imports`]: one(() => bytes(Buffer.from('Nom\nGarage du Lac\n'), 'a.csv')),
  [`GET ${firm}/clients/imports/:job`]: one(importParams),
  [`PATCH ${firm}/clients/imports/:job`]: one(async (scene) => ({
    ...(await importParams(scene)),
    body: {},
  })),
  [`GET ${firm}/clients/imports/:job/rows`]: one(importParams),
  [`GET ${firm}/clients/imports/:job/report`]: one(async (scene) => ({
    ...(await importParams(scene)),
    query: 'format=csv',
  })),
  [`POST ${firm}/attributes`]: json({ label: 'Région', kind: 'text' }),
  [`PATCH ${firm}/attributes/:attribute`]: json({ position: 1 }),

  // ── folders and documents ──
  [`POST ${firm}/clients/:client/folders`]: json({ path: '/Divers' }),
  [`PATCH ${firm}/folders/:folder`]: json({ name: 'Autre mois', isConfirmed: true }),
  [`POST ${firm}/folders/:folder/bin`]: last(() => ({ body: { isConfirmed: true } })),
  [`POST ${firm}/folder-template/apply`]: empty,
  [`POST ${firm}/folders/:folder/documents`]: one(() => bytes(distinctPdf(), 'a.pdf')),
  [`PATCH ${firm}/documents/:document`]: json({ documentType: 'sales' }),
  [`POST ${firm}/documents/move`]: one(async (scene) => ({
    body: { documentIds: [scene.ids.document], folderId: await anotherFolder(scene), isConfirmed: true },
  })),
  [`POST ${firm}/documents/bin`]: last(({ ids }) => ({
    body: { documentIds: [ids.document], isConfirmed: true },
  })),
  [`POST ${firm}/bin/restore`]: one(async (scene) => ({ body: { entryIds: [await binOne(scene)] } })),
  [`POST ${firm}/documents/:document/versions`]: one(() => bytes(distinctPdf(), 'a.pdf')),
  [`POST ${firm}/documents/:document/versions/:version/restore`]: empty,
  [`POST ${firm}/downloads`]: one(({ ids }) => ({ body: { documentIds: [ids.document] } })),
  [`OPTIONS ${firm}/uploads`]: one(() => ({ headers: tus })),
  [`POST ${firm}/uploads`]: one(({ ids }) => ({
    headers: uploadHeaders({ folderId: ids.folder ?? '', name: 'b.pdf' }),
  })),
  [`HEAD ${firm}/uploads/:upload`]: one(() => ({ headers: tus })),
  [`PATCH ${firm}/uploads/:upload`]: last(() => ({
    bytes: Buffer.concat([distinctPdf(), Buffer.alloc(uploadBytes, ' ')]).subarray(0, uploadBytes),
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
  })),
  [`DELETE ${firm}/uploads/:upload`]: last(() => ({ headers: tus })),

  // ── deliveries ──
  [`POST ${firm}/deliveries/:delivery/retry`]: one(async (scene) => standing(scene, 'undelivered')),
  [`POST ${firm}/deliveries/:delivery/release`]: one(async (scene) => standing(scene, 'held')),
  [`POST ${firm}/deliveries/:delivery/set-aside`]: one(async (scene) => standing(scene, 'held')),

  // ── applications ──
  [`POST ${firm}/installations`]: json({ application: 'scripted', credentials: { secret: 'secret-planté' } }),
  [`POST ${firm}/installations/:installation/credentials`]: json({
    credentials: { secret: 'secret-planté' },
  }),
  [`POST ${firm}/name-preview`]: json({ application: 'scripted', template: '{client}/{date}-{name}' }),
  [`POST ${firm}/installations/:installation/pause`]: empty,
  [`POST ${firm}/installations/:installation/resume`]: empty,
  [`PATCH ${firm}/installations/:installation`]: json({ name: 'Partenaire' }),
  [`POST ${firm}/application-requests`]: json({ text: 'Il nous faudrait Dext.' }),
  [`POST ${firm}/application-requests/:request/close`]: empty,
  [`DELETE ${firm}/installations/:installation`]: last(() => ({ query: 'isConfirmed=true' })),
  [`PATCH ${firm}/installations/:installation/connections/:connection`]: json({ clientKeyLabel: 'Dossier' }),
  [`POST ${firm}/installations/:installation/connections/bulk`]: one(({ ids }) => ({
    body: { action: 'disconnect', selection: { ids: [ids.connection] } },
  })),
  [`POST ${firm}/installations/:installation/connections/export`]: one(({ ids }) => ({
    body: { selection: { ids: [ids.connection] }, format: 'csv' },
  })),
  [`GET ${firm}/installations/:installation/connection-template`]: query('format=csv'),
  [`POST ${firm}/installations/:installation/connection-imports`]: one(() => bytes(connectionFile, 'a.csv')),
  [`GET ${firm}/installations/:installation/connection-imports/:job`]: one(connectionImportParams),
  [`GET ${firm}/installations/:installation/connection-imports/:job/rows`]: one(connectionImportParams),
  [`GET ${firm}/installations/:installation/connection-imports/:job/report`]: one(async (scene) => ({
    ...(await connectionImportParams(scene)),
    query: 'format=csv',
  })),
  [`DELETE ${firm}/installations/:installation/connections/:connection`]: last(() => ({
    query: 'isConfirmed=true',
  })),
  [`POST ${firm}/installations/:installation/connections`]: one(async ({ firm: { admin, path } }) => {
    const { body } = await admin.call<Client>('POST', `${path}/clients`, { name: 'Hôtel des Bains' });
    return { body: { clientId: body.id, clientKey: `dossier-${body.id}` } };
  }),
  [`POST ${firm}/installations/:installation/mapping/refresh`]: empty,
  [`GET ${firm}/installations/:installation/mapping/proposals`]: one(async (scene) => ({
    query: `client=${await addClientTo(scene)}`,
  })),
  [`POST ${firm}/installations/:installation/mapping/choices`]: one(async (scene) => ({
    body: { clientId: await addClientTo(scene), dossierKey: null },
  })),
  [`POST ${firm}/installations/:installation/mapping/connect`]: empty,
  [`POST ${firm}/installations/:installation/mapping/export`]: json({ format: 'csv' }),
  [`POST ${firm}/installations/:installation/rules`]: json({
    sourcePath: '/Ventes/{millésime}/{mois}',
    documentType: 'sales',
  }),
  [`DELETE ${firm}/installations/:installation/rules/:rule`]: last(() => ({ query: 'isConfirmed=true' })),
  [`POST ${firm}/installations/:installation/rule-preview`]: json({ sourcePath: '/Ventes/{millésime}' }),
  [`POST ${firm}/installations/:installation/rule-preview/clients`]: json({
    ...{ sourcePath: '/Ventes/{millésime}', has: true },
  }),
  [`POST ${firm}/installations/:installation/backfill`]: empty,
  // The folder that every client is connected for.
  [`POST ${firm}/installations/:installation/folders`]: json({
    ...{ sourcePath: '/Achats/{millésime}/{mois}', documentType: 'purchase', alsoConnected: true },
  }),

  // ── the wizard ──
  [`POST ${firm}/setups`]: json({ application: 'scripted' }),
  [`PATCH ${firm}/setups/:setup`]: json({ step: 'clients' }),
  [`DELETE ${firm}/setups/:setup`]: once,
  [`POST ${firm}/setups/:setup/clients`]: json({ isChosen: true, selection: { filter: {} } }),
  [`POST ${firm}/setups/:setup/credentials`]: one(async ({ firm: { admin, path }, ids }) => {
    const all = { isChosen: true, selection: { filter: {} } };
    await admin.call('POST', `${path}/setups/${ids.setup}/clients`, all);
    return { body: { credentials: { secret: 'secret-planté' } } };
  }),
  [`POST ${firm}/setups/:setup/finish`]: one(async ({ firm: { admin, path }, ids }) => {
    // The application that is there has a client and a rule.
    const { installation: installationId } = ids;
    const { body } = await admin.call<{ id: string }>('POST', `${path}/setups`, { installationId });
    return { params: { setup: body.id } };
  }),

  // ── computers, jobs ──
  [`POST ${firm}/agents/report`]: json({ version: '1', hotFolders: [] }),
  [`POST ${firm}/jobs/:job/confirm`]: once,
  [`POST ${firm}/jobs/:job/cancel`]: once,
};

/** Signs the administrator in once more. @returns that session's id */
async function openAnotherSession({ platform, firm: { admin } }: Scene): Promise<string> {
  await signIn(platform, admin.email);
  const { body } = await admin.call<{ items: { id: string; isCurrent: boolean }[] }>(
    'GET',
    '/api/v1/me/sessions',
  );
  return body.items.find(({ isCurrent }) => !isCurrent)?.id ?? '';
}

/** The token of the scene's invitation, as its mail would carry it. */
async function findLink({ platform, ids }: Scene): Promise<string> {
  const { firm: firmId = '', invitation = '' } = ids;
  const { token, sha256 } = makeInvitationToken(firmId);
  await inFirm(platform.database.app, firmId, (trx) =>
    trx.updateTable('invitations').set({ token_sha256: sha256 }).where('id', '=', invitation).execute(),
  );
  return token;
}

function providerOf(issuer: string) {
  return { issuer, clientId: 'navette', clientSecret: 'secret-planté', trustsEmails: false };
}

/** Without asking it anything. */
async function registerProvider({ platform, firm: { id, admin } }: Scene): Promise<void> {
  await inFirm(platform.database.app, id, async (trx) => {
    if (await getProvider(trx, id)) return;
    const caller = await loadCreator(trx, id, admin.userId);
    await createProvider(platform, trx, caller, {
      ...providerOf('https://connexion.exemple.fr'),
      domains: [],
    });
  });
}

const imports = new WeakMap<Scene, Promise<Sent>>();

/** The administrator's import: one for a scene, since reading a file takes a thread. */
function importParams(scene: Scene): Promise<Sent> {
  const made = imports.get(scene) ?? makeImport(scene);
  imports.set(scene, made);
  return made;
}

async function makeImport({ firm: { admin, path } }: Scene): Promise<Sent> {
  const sent = bytes(Buffer.from('Nom\nGarage du Lac\n'), 'a.csv');
  const { body } = await admin.upload(`${path}/clients/imports?${sent.query}`, sent.bytes ?? Buffer.alloc(0));
  return { params: { job: (body as unknown as { job: { id: string } }).job.id } };
}

const connectionFile = Buffer.from('Dossier client;Code dossier\nGarage du Lac;D-1\n');
const connectionImports = new WeakMap<Scene, Promise<Sent>>();

/** The same, of connections. */
function connectionImportParams(scene: Scene): Promise<Sent> {
  const made = connectionImports.get(scene) ?? makeConnectionImport(scene);
  connectionImports.set(scene, made);
  return made;
}

async function makeConnectionImport({ firm: { admin, path }, ids }: Scene): Promise<Sent> {
  const at = `${path}/installations/${ids.installation}/connection-imports?name=a.csv`;
  const { body } = await admin.upload(at, connectionFile);
  return { params: { job: (body as unknown as { job: { id: string } }).job.id } };
}

async function anotherFolder({ firm: { admin, path }, ids }: Scene): Promise<string> {
  const { body } = await admin.call<Folder>('POST', `${path}/clients/${ids.client}/folders`, {
    path: '/Divers',
  });
  return body.id;
}

/** Puts a document of the scene's client in the bin. @returns the entry's id */
async function binOne({ firm: { admin, path }, ids }: Scene): Promise<string> {
  const uploaded = await admin.upload(`${path}/folders/${ids.folder}/documents?name=a.pdf`, distinctPdf());
  if (uploaded.status !== 201) throw new Error(`The upload answered ${JSON.stringify(uploaded)}`);
  const binned = await admin.call<{ entryIds: string[] }>('POST', `${path}/documents/bin`, {
    documentIds: [uploaded.body.document.id],
    isConfirmed: true,
  });
  return binned.body.entryIds[0] ?? '';
}

async function standing(scene: Scene, state: 'undelivered' | 'held'): Promise<Sent> {
  await setState(scene.platform, scene.firm, scene.ids.document ?? '', state);
  return {};
}

/** @returns the id of a client that nothing was done with yet */
async function addClientTo({ firm: { admin, path } }: Scene): Promise<string> {
  const { body } = await admin.call<Client>('POST', `${path}/clients`, { name: 'Hôtel des Bains' });
  return body.id;
}
