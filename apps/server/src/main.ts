/** The platform: reads the settings, wires everything by hand, serves until told to stop. Reading it is reading the system. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { v7 as newId } from 'uuid';
import packageFile from '../package.json' with { type: 'json' };
import { connectors as connectorList } from './applications/connectors.gen.ts';
import { readOperatorValues } from './applications/operator-values.ts';
import { createFilesystemStore } from './blobs/filesystem-store.ts';
import { startBounces } from './bounces/start-bounces.ts';
import { listen } from './database/listen.ts';
import { openDatabase } from './database/open-database.ts';
import { createSessions } from './deliveries/sessions.ts';
import { createWake, queueChannel } from './deliveries/wake.ts';
import { startWorker } from './deliveries/worker.ts';
import { createSetup } from './firms/setup.ts';
import { choosePort } from './http/choose-port.ts';
import { createLive, liveChannel } from './http/live.ts';
import { buildServer } from './http/server.ts';
import { createJobs } from './jobs/jobs.ts';
import { startJobs } from './jobs/start-jobs.ts';
import { cronLines, tasks } from './jobs/tasks.ts';
import { createKeys, loadMasterKey } from './keys/keys.ts';
import { createLog } from './log.ts';
import { createMail } from './mail/mail.ts';
import { resumeMailTask } from './mail/resume-after-start.ts';
import type { Platform } from './platform.ts';
import { readSettings, type Settings } from './settings.ts';
import { createSignIn } from './users/sign-in.ts';

/** A platform without its HTTP server, for the operator's commands too. */
export async function openPlatform(settings: Settings, baseUrl: string): Promise<Platform & AsyncDisposable> {
  const log = createLog(settings.logLevel);
  const keys = createKeys(await loadMasterKey(settings.dataDir, settings.masterKey));
  const connectors = new Map(connectorList.map((connector) => [connector.manifest.id, connector]));
  const operatorValues = readOperatorValues(connectors, settings.partners);
  const { dataDir, databaseUrl } = settings;
  const database = await openDatabase({
    dataDir,
    databaseUrl,
    roleSecret: keys.derive('database roles'),
    log,
  });
  try {
    await keys.checkSentinel(database);
    const clock = () => new Date();
    const blobs = await createFilesystemStore(join(dataDir, 'blobs'), settings.minFreeBytes);
    const signIn = createSignIn({ pool: database.auth, secret: keys.derive('sign-in'), baseUrl, newId, log });
    const mail = createMail({ database, keys, settings, baseUrl, clock });
    const { allowedHosts, folderRoots } = settings;
    const sessions = createSessions({
      ...{ connectors, database, keys, allowedHosts, folderRoots, operatorValues, clock, log },
      mailRoute: mail.route,
    });
    const wake = createWake(database.queue, clock);
    const live = createLive(database.queue, log);
    const jobs = createJobs(database.jobs);
    return {
      ...{ settings, log, database, blobs, keys, signIn, connectors, sessions, wake, live, jobs, mail },
      ...{ clock, newId, random: Math.random },
      async [Symbol.asyncDispose]() {
        live.close();
        mail.close();
        await sessions.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const port = await choosePort(settings.host, settings.port, settings.nextFreePort);
  const url =
    settings.publicUrl ?? `http://${settings.host === '0.0.0.0' ? 'localhost' : settings.host}:${port}`;
  const platform = await openPlatform(settings, url);
  const { log } = platform;

  const stopListening = await listen(platform.database, log, {
    [queueChannel]: () => platform.wake.fire(),
    [liveChannel]: (payload) => platform.live.receive(payload),
  });
  const worker = settings.role === 'web' ? null : startWorker(platform);
  const jobs = settings.role === 'web' ? null : startJobs(platform, { tasks, cronLines });
  const bounces = settings.role === 'web' ? null : await startBounces(platform);
  // A month that turned while nothing ran.
  await platform.jobs.add(null, 'trees.grow', {}, { jobKey: 'trees.grow' });
  // Another mail server than the last time.
  await platform.jobs.add(null, resumeMailTask.name, {}, { jobKey: resumeMailTask.name });
  const setup = createSetup(platform);
  const server = buildServer(platform, { setup, pages: findPages(), version: packageFile.version });
  if (settings.role !== 'worker') await server.listen({ host: settings.host, port });

  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= (async () => {
      platform.live.close();
      await Promise.all([server.close(), worker?.stop(), jobs?.stop(), bounces?.stop()]);
      await stopListening();
      await platform[Symbol.asyncDispose]();
    })();
    return stopping;
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      setTimeout(() => process.exit(1), settings.stopMs).unref();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error('Stopping failed', { error });
          process.exit(1);
        },
      );
    });
  }
  announce(url, (await setup.isNeeded()) ? `${url}/installation?token=${setup.token}` : null);
}

/** The built web page, where there is one. */
function findPages(): string | null {
  const pages = fileURLToPath(new URL('../../web/dist', import.meta.url));
  return existsSync(join(pages, 'index.html')) ? pages : null;
}

function announce(url: string, setupLink: string | null): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ ready: true, url, setupLink }));
    return;
  }
  console.log(`Navette est prête : ${url}`);
  if (setupLink !== null) console.log(`Première installation, lien à usage unique : ${setupLink}`);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    if (process.env.NAVETTE_LOG_LEVEL === 'debug') console.error(error);
    process.exit(1);
  });
}
