/**
 * Recognisable secrets, planted wherever one is typed or made, while everything is written down that anybody could read: answers,
 * log lines, mails, exports, the database, files. Each must be found where it belongs, or this would prove nothing, and nowhere else.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type ApiKey, apiKeyScopes, type Delivery, type Route, routes } from '@navette/api';
import { type DeliverRequest, DeliveryError } from '@navette/connector';
import { findShape } from '@navette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorker } from '../../deliveries/worker.ts';
import { createFirm } from '../../firms/create-firm.ts';
import { hashToken } from '../../http/caller.ts';
import { writeCsv } from '../../sheets/write-csv.ts';
import { testMailServer } from '../mail-server.ts';
import { createScriptedPartner, scriptedManifest } from '../scripted-partner.ts';
import { fillIn, recipeOf } from '../security/measure.ts';
import { findCast, setScene } from '../security/scene.ts';
import { codeOf } from '../test-authenticator.ts';
import { type TestBrowser, testBrowser } from '../test-browser.ts';
import { distinctPdf, testPassword } from '../test-firm.ts';
import { testIdentityProvider } from '../test-identity-provider.ts';
import { testPlatform } from '../test-platform.ts';
import { waitFor } from '../wait-for.ts';
import { dumpDatabase } from './dump-database.ts';
import { createWitness, type Said } from './witness.ts';

interface Secret {
  readonly value: string;
  /** Where it may be read: what it is there for. */
  readonly belongs: (where: string) => boolean;
}

const secrets = new Map<string, Secret>();
const nowhere = () => false;

/** @param belongs where it may be read; nowhere, unless said */
function plant(name: string, value: string, belongs: Secret['belongs'] = nowhere): string {
  if (value.length < 10) throw new Error(`${name} is no secret: ${value}`);
  secrets.set(name, { value, belongs });
  return value;
}

/** Recognisable, and as people's secrets are: with characters that are written otherwise elsewhere. */
const made = (name: string) => `planté & ${name} "${randomBytes(9).toString('base64url')}"`;
const inAnswerOf = (route: string) => (where: string) => where === `answer ${route}`;

const witness = createWitness();
const masterKey = randomBytes(32);
const mailServer = await testMailServer();
const operatorPassword = plant('the operator’s SMTP password', 'secret-planté');
const operatorValue = plant('a value of the operator at a partner', made('secret de l’éditeur'));
const partner = createScriptedPartner({
  fields: [
    ...scriptedManifest.fields,
    {
      ...{ name: 'publisher', secret: true, required: true, normalise: 'trim', ofOperator: true },
      label: { fr: 'Secret de l’éditeur', en: 'Publisher’s secret' },
    },
  ],
  clientKey: { ...scriptedManifest.clientKey, kind: 'apiKey', secret: true, checked: 'when_connecting' },
});
const given: string[] = [];
let delivered = 0;
/** Repeats what it was told, in its words, in the bug that it has, in what it sends back. */
const echoing = {
  ...partner.connector,
  open: (credentials: Readonly<Record<string, string>>) => {
    const { secret = '', publisher = '' } = credentials;
    given.push(secret, publisher);
    const words = `Le mot de passe ${secret} n’est pas le bon (Basic ${Buffer.from(`moi:${secret}`).toString('base64')})`;
    return {
      async check() {
        if (secret.includes('refusé'))
          throw new DeliveryError(
            'credentials_rejected',
            { partner: 'Partenaire' },
            { words, httpStatus: 401 },
          );
        return { identity: `compte de ${secret}, par ${publisher}` };
      },
      async checkClientKey(key: string) {
        given.push(key);
        if (key.includes('refusée'))
          throw new DeliveryError(
            'dossier_unknown',
            { partner: 'Partenaire', key },
            { words: `pas de ${key}` },
          );
        return { label: `Société de ${key}` };
      },
      async deliver({ clientKey }: DeliverRequest): Promise<never> {
        given.push(clientKey);
        if (delivered++ % 2 === 0)
          throw new TypeError(`Invalid header value: Bearer ${secret}, ${publisher}, ${clientKey}`);
        throw new DeliveryError(
          'document_refused',
          { partner: 'Partenaire', words: `${words} ${clientKey} ${publisher}` },
          { words, httpStatus: 422 },
        );
      },
      async close() {},
    };
  },
};
const platform = await testPlatform(
  [echoing],
  {},
  {
    ...{ log: witness.log, masterKey, partners: { scripted: { publisher: operatorValue } } },
    mailServer: {
      url: mailServer.url.replace('smtp://', `smtp://navette:${encodeURIComponent(operatorPassword)}@`),
    },
  },
);
witness.listen(platform);
const provider = await testIdentityProvider('http://localhost/api/v1/sign-in/provider/callback');
platform.settings.allowedHosts.push(provider.host, `127.0.0.1:${mailServer.port}`);
plant('the master key', masterKey.toString('latin1'));
plant('the secret of sessions', platform.keys.derive('sign-in'));
plant('the link of the first run', platform.setupToken);

const printed: Said[] = [];
const [out, err] = [process.stdout.write, process.stderr.write];

/** What each who was met sees of a firm, and where. */
let firmPath = '';
let admin: TestBrowser;

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr])
    stream.write = ((text: string | Uint8Array) =>
      printed.push({ where: 'printed', text: Buffer.from(text).toString('utf8') }) >
      0) as typeof stream.write;
  const password = plant('the administrator’s password', made('mot de passe'));
  const email = 'claire@cabinet-plante.fr';
  const firmId = await createFirm(platform, { firmName: 'Morvan', name: 'Claire', email, password });
  firmPath = `/api/v1/firms/${firmId}`;
  await enterAndProtect(email, password);
  await callPartners();
  await sendMails(email);
  await openToPrograms(email, password);
  await changePasswords();
  const worker = startWorker(platform);
  await must(admin.call('GET', `${firmPath}/deliveries`));
  await waitFor(async () => {
    const { items } = await must(admin.call<{ items: Delivery[] }>('GET', `${firmPath}/deliveries`));
    return items.length >= 2 && items.every(({ state }) => state === 'undelivered');
  });
  await worker.stop();
  await runJobs();
  await readEverything();
}, 120_000);

afterAll(restoreStreams);

function restoreStreams(): void {
  Object.assign(process.stdout, { write: out });
  Object.assign(process.stderr, { write: err });
}

async function must<T>(answer: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Jobs that fail are tried again later: here it is enough that they failed. */
async function runJobs(): Promise<void> {
  await platform.runJobs().catch(() => undefined);
}

/** Signs in, with wrong passwords too, and sets a second factor up. */
async function enterAndProtect(email: string, password: string): Promise<void> {
  const signIn = '/api/auth/sign-in/email';
  admin = testBrowser(platform);
  const typo = plant('a mistyped password', made('presque le bon'));
  await admin.call('POST', signIn, { email, password: typo });
  await must(admin.call('POST', signIn, { email, password }));
  const enabled = await must(
    admin.call<{ uri: string; secret: string; recoveryCodes: string[] }>(
      'POST',
      '/api/auth/two-factor/enable',
      { password },
    ),
  );
  const shown = inAnswerOf('POST /api/auth/two-factor/enable');
  plant('the secret of the second factor', enabled.secret, shown);
  plant('a recovery code', enabled.recoveryCodes[3] ?? '', shown);
  await must(admin.call('POST', '/api/auth/two-factor/confirm', { code: codeOf(enabled.secret) }));
  await admin.call('POST', '/api/auth/two-factor/disable', { password: typo, code: '000000' });
  const challenged = testBrowser(platform);
  await must(challenged.call('POST', signIn, { email, password }));
  plantCookies('between the two steps', challenged);
  const used = plant('a recovery code that was used', enabled.recoveryCodes[0] ?? '', shown);
  await must(
    challenged.call('POST', '/api/auth/two-factor/verify-backup-code', { code: used, trustBrowser: true }),
  );
  plantCookies('of a session', challenged);
  plantCookies('of the session', admin);
}

/** A cookie opens with its signature: the token before it is in the database, the signature nowhere. */
function plantCookies(name: string, browser: TestBrowser): void {
  for (const [cookie, value] of browser.cookies) {
    const signature = decodeURIComponent(value).split('.').at(-1) ?? '';
    if (signature.length >= 20)
      plant(`the cookie ${cookie} ${name}`, signature, (where) => where.startsWith('cookies of '));
  }
}

/** An application whose partner repeats what it is told, at every gesture. */
async function callPartners(): Promise<void> {
  const credentials = plant('an application’s secret', made('secret d’application'));
  const refused = plant('an application’s secret that was refused', made('secret refusé'));
  const renewed = plant('an application’s secret, renewed', made('secret renouvelé'));
  const at = `${firmPath}/installations`;
  await admin.call('POST', at, { application: 'scripted', credentials: { secret: refused } });
  await admin.call('POST', at, {
    application: 'scripted',
    credentials: { secret: refused, inconnu: refused },
  });
  const installation = await must(
    admin.call<{ id: string }>('POST', at, { application: 'scripted', credentials: { secret: credentials } }),
  );
  const client = await must(admin.call<{ id: string }>('POST', `${firmPath}/clients`, { name: 'Aubertin' }));
  const connections = `${at}/${installation.id}/connections`;
  // Keys have no spaces.
  const key = (name: string) => plant(`the key of a client, ${name}`, made(name).replaceAll(' ', ''));
  const connect = (clientKey: string) =>
    admin.call<{ id: string }>('POST', connections, { clientId: client.id, clientKey });
  await connect(key('refusée'));
  const connected = await must(connect(key('première')));
  await must(admin.call('PATCH', `${connections}/${connected.id}`, { clientKey: key('seconde') }));
  await must(
    admin.call('POST', `${at}/${installation.id}/rules`, { sourcePath: '/Dépôt', documentType: 'purchase' }),
  );
  const folder = await must(
    admin.call<{ id: string }>('POST', `${firmPath}/clients/${client.id}/folders`, { path: '/Dépôt' }),
  );
  for (const name of ['un.pdf', 'deux.pdf'])
    await platform.server.inject({
      method: 'POST',
      url: `${firmPath}/folders/${folder.id}/documents?name=${name}`,
      headers: {
        cookie: [...admin.cookies].map((pair) => pair.join('=')).join('; '),
        ...{ 'content-type': 'application/octet-stream', 'idempotency-key': `clé-de-${name}` },
      },
      payload: distinctPdf(),
    });
  await importKeys(`${at}/${installation.id}`, key);
  const renewal = `${at}/${installation.id}/credentials`;
  await admin.call('POST', renewal, { credentials: { secret: refused } });
  await must(admin.call('POST', renewal, { credentials: { secret: renewed } }));
}

/** Keys in a file: one that is good, one that is refused, and some where they do not belong; one file waits to be confirmed. */
async function importKeys(at: string, key: (name: string) => string): Promise<void> {
  const [one, two] = ['Import Un', 'Import Deux'];
  for (const name of [one, two]) await must(admin.call('POST', `${firmPath}/clients`, { name }));
  const misplaced = key('dans la mauvaise colonne');
  const file = await buffer(
    writeCsv([
      ['Dossier client', 'Clé d’API', 'Remarque'],
      [one, key('importée'), misplaced],
      [two, key('importée et refusée'), ''],
      [misplaced, key('de personne'), ''],
    ]),
  );
  const send = async () => {
    const answer = await platform.server.inject({
      method: 'POST',
      url: `${at}/connection-imports?name=cles.csv`,
      headers: {
        cookie: [...admin.cookies].map((pair) => pair.join('=')).join('; '),
        'content-type': 'application/octet-stream',
      },
      payload: file,
    });
    if (answer.statusCode !== 201)
      throw new Error(`The import answered ${answer.statusCode}: ${answer.body}`);
    return answer.json<{ job: { id: string } }>().job.id;
  };
  const waiting = await send();
  const job = await send();
  await must(admin.call('POST', `${firmPath}/jobs/${job}/confirm`));
  await runJobs();
  for (const id of [waiting, job]) {
    for (const what of ['', '/rows', '/report?format=csv', '/report?format=xlsx&only=error'])
      await must(admin.call('GET', `${at}/connection-imports/${id}${what}`).then(asRead));
    for (const what of ['', '/items', '/report'])
      await must(admin.call('GET', `${firmPath}/jobs/${id}${what}`).then(asRead));
  }
  for (const format of ['csv', 'xlsx']) {
    const body = { selection: { filter: {} }, format };
    await must(admin.call('POST', `${at}/connections/export`, body).then(asRead));
  }
}

/** A file is no JSON: only whether it was given matters here, the witness has read it. */
function asRead({ status }: { status: number }): { status: number; body: null } {
  return { status, body: null };
}

/** The firm's own mail server, with a wrong password first, and the mails that hold links. */
async function sendMails(email: string): Promise<void> {
  const at = `${firmPath}/mail-settings`;
  const server = {
    ...{ host: '127.0.0.1', port: mailServer.port, security: 'none', user: 'cabinet' },
    ...{ fromAddress: 'cabinet@cabinet-plante.fr', fromName: 'Cabinet' },
  };
  const wrong = plant('an SMTP password that was refused', made('mot de passe SMTP'));
  await must(admin.call('PATCH', at, { ...server, password: wrong }));
  await admin.call('POST', `${at}/test`, {});
  await must(admin.call('PATCH', at, { ...server, password: operatorPassword }));
  await must(admin.call('POST', `${at}/test`, {}));

  await must(
    admin.call('POST', `${firmPath}/invitations`, {
      ...{ people: [{ email: 'zoe@cabinet-plante.fr' }], role: 'collaborator', seesAllClients: true },
      ...{ clientIds: [], language: 'fr' },
    }),
  );
  const invited = await receiveLink('zoe@cabinet-plante.fr', /\/invitation#([\w.-]+)/);
  plant(
    'the secret of an invitation',
    invited.split('.')[1] ?? '',
    (where) => where === 'mail to zoe@cabinet-plante.fr',
  );
  await admin.call('POST', '/api/v1/invitations/open', { token: `${invited.slice(0, -1)}!` });
  const newcomer = plant('the password of somebody invited', made('mot de passe de Zoé'));
  await must(
    testBrowser(platform).call('POST', '/api/v1/invitations/accept', {
      token: invited,
      name: 'Zoé',
      password: newcomer,
    }),
  );

  await testBrowser(platform).call('POST', '/api/auth/request-password-reset', { email });
  const reset = await receiveLink(email, /nouveau-mot-de-passe#([\w-]+)/);
  plant('the token of a new password', reset, (where) => where === `mail to ${email}`);
}

async function receiveLink(email: string, link: RegExp): Promise<string> {
  return waitFor(async () => {
    await runJobs();
    const mail = mailServer.received.findLast(
      ({ to, email: { text } }) => to.includes(email) && link.test(text ?? ''),
    );
    return link.exec(mail?.email.text ?? '')?.[1];
  });
}

/** A key, a computer, and the firm's provider of sign-in, which refuses first. */
async function openToPrograms(email: string, password: string): Promise<void> {
  const key = await must(
    admin.call<{ key: ApiKey; token: string }>('POST', `${firmPath}/api-keys`, {
      name: 'Paie',
      scopes: apiKeyScopes,
    }),
  );
  plant('a key of an integrator', key.token, inAnswerOf(`POST ${firmPath}/api-keys`));
  await platform.server.inject({
    url: `${firmPath}/clients?limit=x`,
    headers: { authorization: `Bearer ${key.token}` },
  });
  const badlyCopied = plant('a key that was badly copied', `${key.token.slice(0, -8)}AAAAAAAA`);
  await platform.server.inject({
    url: `${firmPath}/clients`,
    headers: { authorization: `Bearer ${badlyCopied}` },
  });

  const { webServiceId } = await must(admin.call<{ webServiceId: string }>('GET', firmPath));
  const pairing = {
    webServiceId,
    email: 'zoe@cabinet-plante.fr',
    name: 'POSTE',
    version: '1',
    platform: 'linux',
  };
  await admin.call('POST', '/api/v1/agents/pair', { ...pairing, email, password });
  const paired = await must(
    admin.call<{ token: string }>('POST', '/api/v1/agents/pair', {
      ...pairing,
      password: secrets.get('the password of somebody invited')?.value,
    }),
  );
  plant('the token of a computer', paired.token, inAnswerOf('POST /api/v1/agents/pair'));

  const at = `${firmPath}/sign-in-provider`;
  const wrong = plant('a provider’s secret that is wrong', made('secret de fournisseur'));
  plant('the provider’s secret', provider.client.clientSecret);
  const given = {
    issuer: provider.issuer,
    clientId: provider.client.clientId,
    domains: ['cabinet-plante.fr'],
    trustsEmails: false,
  };
  await admin.call('POST', at, { ...given, clientSecret: wrong, issuer: `http://${provider.host}/ailleurs` });
  await must(admin.call('POST', at, { ...given, clientSecret: wrong }));
  provider.identities.set('zoe', { email: 'zoe@cabinet-plante.fr', email_verified: true });
  await signInThroughProvider();
  await must(admin.call('PATCH', at, { clientSecret: provider.client.clientSecret }));
  plantCookies('of a provider’s session', await signInThroughProvider());
}

async function signInThroughProvider(): Promise<TestBrowser> {
  const browser = testBrowser(platform);
  const { url } = await must(
    browser.call<{ url: string }>('POST', '/api/v1/sign-in/provider', { email: 'zoe@cabinet-plante.fr' }),
  );
  const back = await provider.signInAs('zoe', url);
  plant(`the code of a provider, ${secrets.size}`, back.searchParams.get('code') ?? '');
  await browser.call('GET', back.pathname + back.search);
  return browser;
}

async function changePasswords(): Promise<void> {
  const zoe = testBrowser(platform);
  const present = secrets.get('the password of somebody invited')?.value ?? '';
  const next = plant('a changed password', made('nouveau mot de passe'));
  await must(
    zoe.call('POST', '/api/auth/sign-in/email', { email: 'zoe@cabinet-plante.fr', password: present }),
  );
  await zoe.call('POST', '/api/auth/change-password', { currentPassword: next, newPassword: present });
  await must(zoe.call('POST', '/api/auth/change-password', { currentPassword: present, newPassword: next }));
}

/** Every route that reads, as an administrator: of this firm, and of one that has one of everything. */
async function readEverything(): Promise<void> {
  const scene = await setScene(platform, await findCast(platform));
  plant('the password of the others', testPassword);
  const reading = Object.values<Route>(routes).filter(
    ({ method, answerKind }) => method === 'GET' && answerKind !== 'events',
  );
  for (const route of reading) {
    const sent = (await recipeOf(`GET ${route.path}`).send?.(scene)) ?? {};
    const query = sent.query === undefined ? '' : `?${sent.query}`;
    const ids = { ...scene.ids, ...sent.params };
    await scene.callers.admin.call('GET', fillIn(route.path, ids) + query).catch(() => undefined);
    const own = { ...ids, firm: firmPath.split('/').at(-1) ?? '' };
    await admin.call('GET', fillIn(route.path, own) + query);
  }
  for (const format of ['csv', 'xlsx'])
    await admin.call('POST', `${firmPath}/clients/export`, {
      ...{ selection: { filter: {}, excludedIds: [] }, format },
    });
}

async function readFiles(): Promise<Said[]> {
  const { dataDir } = platform.settings;
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(
    files.map(async (path) => ({ where: `file ${path}`, text: await readFile(path, 'latin1') })),
  );
}

describe('secrets', () => {
  it('are read where they belong, and nowhere else', async () => {
    const mails = mailServer.received.map(({ to, email }) => ({
      where: `mail to ${to[0]}`,
      text: JSON.stringify(email),
    }));
    const database = { where: 'dump of the database', text: await dumpDatabase(platform.database) };
    const places = [...witness.said, ...printed, ...mails, database, ...(await readFiles())];
    restoreStreams();
    const leaks: string[] = [];
    const found = new Set<string>();
    for (const { where, text } of places)
      for (const [name, { value, belongs }] of secrets) {
        const shape = findShape(text, value);
        if (shape === null) continue;
        if (belongs(where)) found.add(name);
        else leaks.push(`${name} in ${where}: …${around(text, shape)}…`);
      }
    const kinds = Map.groupBy(places, ({ where }) => where.split(' ')[0]);
    console.log(
      [...kinds].map(([kind, each]) => `${each.length} ${kind}`).join(', '),
      `; ${secrets.size} secrets, ${found.size} found where they belong, ${leaks.length} elsewhere`,
    );
    expect(leaks).toEqual([]);
    const lost = [...secrets].filter(([name, { belongs }]) => belongs !== nowhere && !found.has(name));
    expect(lost.map(([name]) => name)).toEqual([]);
  });

  it('were really planted, and used', async () => {
    expect(secrets.size).toBeGreaterThan(25);
    for (const name of [
      'an application’s secret',
      'an application’s secret, renewed',
      'an application’s secret that was refused',
      'a value of the operator at a partner',
      'the key of a client, refusée',
      'the key of a client, seconde',
      'the key of a client, importée',
      'the key of a client, importée et refusée',
    ])
      expect(given).toContain(secrets.get(name)?.value);
    const dump = await dumpDatabase(platform.database);
    // Tokens are kept as hashes.
    for (const name of ['a key of an integrator', 'the token of a computer', 'the secret of an invitation'])
      expect(dump, name).toContain(hashToken(secrets.get(name)?.value ?? ''));
    // The log was listened to at every level, failures included.
    const lines = witness.said.filter(({ where }) => where === 'log').map(({ text }) => text);
    expect(lines.some((line) => line.includes('"level":"debug"'))).toBe(true);
    expect(lines.some((line) => line.includes('not in the catalogue'))).toBe(true);
    expect(lines.some((line) => line.includes('A sign-in through a provider failed'))).toBe(true);
    // Mails left, signed in with the password; partners' words are shown, without it.
    expect(mailServer.received.some(({ user }) => user === 'cabinet')).toBe(true);
    expect(dump).toContain('Le mot de passe ••• n’est pas le bon');
    const answers = witness.said.filter(({ where }) => where.startsWith('answer')).map(({ text }) => text);
    expect(answers.some((text) => text.includes('mot de passe ••• refusé'))).toBe(true);
    expect(answers.filter((text) => text.startsWith('5'))).toEqual([]);
  });
});

function around(text: string, shape: string): string {
  const at = text.indexOf(shape);
  return text.slice(Math.max(0, at - 60), at + shape.length + 20);
}
