/** The real product with everything that its applications reach, each beside it on this machine, and what it says to anybody. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createFirm,
  dumpTables,
  type FaultProxy,
  findFreePort,
  findRunningDatabase,
  freshFolder,
  type NavetteApi,
  startFaultProxy,
} from '@navette/testkit';
import { type Platform, startPlatform } from '../start-platform.ts';
import { mailAccount, myunisoft, partnersSeed, webhookAccount } from './accounts.ts';
import { orderMailbox } from './mailbox.ts';
import { type Places, startPlaces } from './places.ts';
import { plant, type Said } from './planted-secrets.ts';
import { readArchive } from './read-archive.ts';
import { startRepeatingSmtp } from './repeating-smtp.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: plant('mot de passe de l’administratrice', 'ouistiti & "Morvan" 63b2 é'),
};

export const bounceDomain = 'rebonds.navette.test';

export interface World extends Pick<Places, 'sftp' | 'webdav' | 'bucket'>, AsyncDisposable {
  readonly platform: Platform;
  readonly firm: string;
  readonly api: NavetteApi;
  /** Before the partners of the sandbox. */
  readonly partners: FaultProxy;
  /** Before the firm's own software. */
  readonly receiver: FaultProxy;
  readonly software: WebhookReceiver;
  /** Which the operator opened to Navette. */
  readonly folderRoot: string;
  /** `smtp://127.0.0.1:<port>` */
  readonly smtp: string;
  /** An SMTP server that repeats passwords, likewise. */
  readonly repeatingSmtp: string;
  /** Where the platform listens for what comes back. */
  readonly bouncePort: number;
  /** Every answer so far, of the API and of the pages' own files. */
  readonly answers: readonly Said[];
  /** Everything that the platform printed so far. */
  readPrinted(): Promise<string>;
  /** Every row of the database, as text. */
  readDatabase(): Promise<string>;
}

export async function startWorld(): Promise<World> {
  const resources = new AsyncDisposableStack();
  try {
    const { path: folder } = resources.use(await freshFolder());
    const logFile = join(folder, 'printed');
    const folderRoot = join(folder, 'pieces');
    await mkdir(folderRoot);
    const { secret, authorization, clients } = webhookAccount;
    const software = resources.use(await startWebhookReceiver(secret, authorization, clients));
    const receiver = resources.use(await startFaultProxy({ upstream: software.host }));
    const { url: repeatingSmtp } = resources.use(await startRepeatingSmtp());
    const places = resources.use(await startPlaces());
    const { sftp, webdav, bucket } = places;
    const bouncePort = await findFreePort();
    let partners: FaultProxy | undefined;
    let smtp = '';
    const platform = resources.use(
      await startPlatform({
        seed: partnersSeed,
        timings: { pollMs: 100, confirmDelaysMs: [100, 200, 400, 800, 1_000] },
        logFile,
        settings: async (sandbox) => {
          smtp = sandbox.smtp;
          partners = resources.use(await startFaultProxy({ upstream: new URL(sandbox.url).host }));
          await orderMailbox(sandbox.url, { requireAuth: mailAccount, bounceVia: `127.0.0.1:${bouncePort}` });
          const account = `${encodeURIComponent(mailAccount.user)}:${encodeURIComponent(mailAccount.pass)}`;
          return {
            NAVETTE_LOG_LEVEL: 'debug',
            NAVETTE_ALLOWED_HOSTS: [
              ...places.hosts,
              partners.host,
              receiver.host,
              new URL(smtp).host,
              new URL(repeatingSmtp).host,
            ].join(','),
            NAVETTE_FOLDER_ROOTS: folderRoot,
            NAVETTE_SMTP_URL: smtp.replace('smtp://', `smtp://${account}@`),
            NAVETTE_BOUNCE_DOMAIN: bounceDomain,
            NAVETTE_BOUNCE_HOST: '127.0.0.1',
            NAVETTE_BOUNCE_PORT: String(bouncePort),
            NAVETTE_PARTNERS: JSON.stringify({
              'myunisoft-societe': { thirdPartySecret: myunisoft.thirdPartySecret },
            }),
          };
        },
      }),
    );
    if (partners === undefined) throw new Error('The partners were not started');
    const answers: Said[] = [];
    const { id: firm, api } = await createFirm(platform.setupLink ?? '', administrator, listen(answers));
    const dataDir = platform.env.NAVETTE_DATA ?? '';
    const started = resources.move();
    return {
      ...{ sftp, webdav, bucket },
      ...{
        platform,
        firm,
        api,
        partners,
        receiver,
        software,
        folderRoot,
        smtp,
        repeatingSmtp,
        bouncePort,
        answers,
      },
      readPrinted: () => readFile(logFile, 'utf8'),
      async readDatabase() {
        const { query } = await findRunningDatabase(dataDir);
        return dumpTables(query);
      },
      [Symbol.asyncDispose]: () => started.disposeAsync(),
    };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

/** Asks as `fetch` does, and keeps what is answered. */
function listen(answers: Said[]): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    const bytes = Buffer.from(await answer.clone().arrayBuffer());
    const url = input instanceof Request ? input.url : String(input);
    const where = `answer ${init?.method ?? 'GET'} ${new URL(url).pathname}`;
    const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie');
    answers.push({ where, text: `${answer.status} ${JSON.stringify(headers)}\n${bytes.toString('utf8')}` });
    answers.push(...readArchive(where, bytes));
    return answer;
  };
}
