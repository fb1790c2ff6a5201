/** A platform for one test file: a real database and real files, a clock that the test may set, partners that it orders. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector } from '@navette/connector';
import type { FastifyInstance } from 'fastify';
import { v7 as newId } from 'uuid';
import { afterAll } from 'vitest';
import { readOperatorValues } from '../applications/operator-values.ts';
import { createFilesystemStore } from '../blobs/filesystem-store.ts';
import { testDatabase } from '../database/test-database.ts';
import { createSessions } from '../deliveries/sessions.ts';
import { createWake } from '../deliveries/wake.ts';
import { createSetup } from '../firms/setup.ts';
import { createLive } from '../http/live.ts';
import { buildServer } from '../http/server.ts';
import { createJobs } from '../jobs/jobs.ts';
import { tasks } from '../jobs/tasks.ts';
import { createKeys } from '../keys/keys.ts';
import { createLog, type Log } from '../log.ts';
import { createMail } from '../mail/mail.ts';
import type { Platform } from '../platform.ts';
import { readSettings, type Settings, type Timings } from '../settings.ts';
import { createSignIn } from '../users/sign-in.ts';
import type { TestMailServer } from './mail-server.ts';
import { runDueJobs } from './run-due-jobs.ts';
import { refuseStrayTransitions } from './stray-transitions.ts';

export interface TestPlatform extends Platform {
  readonly server: FastifyInstance;
  readonly setupToken: string;
  /** Business time; `null` runs with the real clock. */
  setClock(time: Date | null): void;
  /** Runs every background job that is due, and those they add, to their end. @throws what the first of them threw */
  runJobs(): Promise<void>;
}

/** What a test waits for comes quickly; leases are as long as the real ones, since a busy machine must not lose them. */
const quickTimings = {
  leaseMs: 60_000,
  heartbeatMs: 20_000,
  pollMs: 20,
  retryDelaysMs: [20, 20, 20],
  nonesBeforeResend: 3,
  nonesOverMs: 60,
  confirmDelaysMs: [20, 20],
} satisfies Timings;

interface TestPlatformOptions {
  /** What fails is printed, unless given. */
  readonly log?: Log;
  /** 32 bytes. */
  readonly masterKey?: Buffer;
  /** The operator's, which every mail leaves by; without one no mail leaves. */
  readonly mailServer?: Pick<TestMailServer, 'url'> | null;
  /** A folder of the test's own, which it removes; else one is made. */
  readonly dataFolder?: string;
  /** Folders open to applications; none unless given. */
  readonly folderRoots?: readonly string[];
  /** What the operator holds at partners; nothing unless given. */
  readonly partners?: Settings['partners'];
  /** Where mails come back to, such as `bounceDomain`; nowhere unless given. */
  readonly bounces?: Partial<Settings>;
}

/** Call it at the top of a test file; everything is closed after its last test. */
export async function testPlatform(
  connectors: readonly Connector[] = [],
  change: Partial<Timings> = {},
  {
    mailServer = null,
    dataFolder,
    folderRoots = [],
    partners = {},
    bounces = {},
    log = createLog('warn'),
    masterKey,
  }: TestPlatformOptions = {},
): Promise<TestPlatform> {
  const database = await testDatabase();
  await refuseStrayTransitions(database);
  const dataDir = dataFolder ?? (await mkdtemp(join(tmpdir(), 'navette-test-')));
  const settings = {
    ...readSettings({ NAVETTE_DATA: dataDir }),
    minFreeBytes: 0,
    requestsPerMinute: 1_000_000,
    timings: { ...quickTimings, ...change },
    ...(mailServer && { smtpUrl: mailServer.url, mailFrom: 'Navette <navette@exemple.fr>' }),
    ...bounces,
  };
  let fixed: Date | null = null;
  const clock = () => fixed ?? new Date();
  const keys = createKeys(masterKey ?? Buffer.alloc(32, 7));
  const byId = new Map(connectors.map((connector) => [connector.manifest.id, connector]));
  const mail = createMail({ database, keys, settings, baseUrl: 'http://localhost', clock });
  const platform: Platform = {
    settings,
    log,
    database,
    blobs: await createFilesystemStore(join(dataDir, 'blobs'), 0),
    keys,
    signIn: createSignIn({
      pool: database.auth,
      secret: keys.derive('sign-in'),
      baseUrl: 'http://localhost',
      newId,
      log,
    }),
    connectors: byId,
    sessions: createSessions({
      ...{ connectors: byId, database, keys, folderRoots, clock, log },
      operatorValues: readOperatorValues(byId, partners),
      allowedHosts: ['127.0.0.1'],
      mailRoute: mail.route,
    }),
    wake: createWake(database.queue, clock),
    live: createLive(database.queue, log),
    mail,
    jobs: createJobs(database.jobs),
    clock,
    newId,
    random: () => 0.5,
  };
  const setup = createSetup(platform);
  const server = buildServer(platform, { setup, pages: null, version: '0.0.0' });
  await server.ready();
  afterAll(async () => {
    await server.close();
    platform.live.close();
    platform.mail.close();
    await platform.sessions.close();
    await database.close();
    if (dataFolder === undefined) await rm(dataDir, { recursive: true, force: true });
  });
  return {
    ...platform,
    server,
    setupToken: setup.token,
    setClock: (time) => {
      fixed = time;
    },
    runJobs: () => runDueJobs(platform, tasks),
  };
}

/** A key as a caller makes one: random, for one drop. */
export function newIdempotencyKey(): string {
  return randomUUID();
}
