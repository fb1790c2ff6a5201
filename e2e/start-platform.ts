/** A sandbox and a platform in a folder of their own, on free ports: the real product before its first run. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  freshFolder,
  inqomSeed,
  type SeedDossier,
  type StartedProcess,
  startProcess,
} from '@navette/testkit';
import { z } from 'zod';

const sandboxReady = z.object({ url: z.string(), mailbox: z.string(), smtp: z.string() });
const serverReady = z.object({ url: z.string(), setupLink: z.string().nullable() });

export interface Platform extends AsyncDisposable {
  readonly url: string;
  /** `null` once a firm exists. */
  readonly setupLink: string | null;
  readonly sandboxUrl: string;
  /** Where the mails that the platform sent can be read. */
  readonly mailboxUrl: string;
  /** Where a test may put its own files. */
  readonly folder: string;
  /** What a program of the platform reads its settings from. */
  readonly env: Readonly<Record<string, string>>;
  /** Stops the platform and starts it again on the same data. */
  restart(): Promise<void>;
}

export interface PlatformOptions {
  /** What the sandbox's Inqom knows. */
  readonly dossiers?: readonly SeedDossier[];
  /** How the sandbox's Inqom behaves, `doneAfterMs` for instance. */
  readonly behaviour?: Readonly<Record<string, unknown>>;
  /** The platform's timings, where the usual ones are too long for a test. */
  readonly timings?: Readonly<Record<string, unknown>>;
  /** What the sandbox's partners know, each as its seed says; instead of `dossiers` and `behaviour`. */
  readonly seed?: Readonly<Record<string, unknown>>;
  /** Settings of the platform beside its own, made once the sandbox runs. */
  readonly settings?: (sandbox: {
    readonly url: string;
    readonly smtp: string;
  }) => Promise<Readonly<Record<string, string>>>;
  /** Where what the platform prints is added. */
  readonly logFile?: string;
}

/** Where a program of the repository is, `apps/server/src/main.ts`. */
export function pathOf(program: string): string {
  return fileURLToPath(new URL(`../${program}`, import.meta.url));
}

export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const folder = await freshFolder();
  const started: StartedProcess[] = [];
  const stop = async () => {
    for (const each of started.toReversed()) await each.stop();
    await folder[Symbol.asyncDispose]();
  };
  try {
    await mkdir(join(folder.path, 'sandbox'));
    const seed = join(folder.path, 'inqom.json');
    await writeFile(
      seed,
      JSON.stringify(options.seed ?? inqomSeed(options.dossiers ?? [], options.behaviour)),
    );
    const sandbox = await startProcess({
      program: pathOf('apps/sandbox/src/main.ts'),
      args: ['--port', '0', '--mailbox-port', '0', '--data', join(folder.path, 'sandbox'), '--seed', seed],
    });
    started.push(sandbox);
    const { url: sandboxUrl, mailbox: mailboxUrl, smtp } = sandboxReady.parse(sandbox.ready);
    const env = {
      NAVETTE_DATA: join(folder.path, 'data'),
      NAVETTE_PORT: '0',
      NAVETTE_ALLOWED_HOSTS: new URL(sandboxUrl).host,
      NAVETTE_SMTP_URL: smtp,
      NAVETTE_MAIL_FROM: 'navette@hebergeur.example',
      ...(options.timings === undefined ? {} : { NAVETTE_TIMINGS: JSON.stringify(options.timings) }),
      ...(await options.settings?.({ url: sandboxUrl, smtp })),
    };
    const startServer = async () => {
      const server = await startProcess({
        program: pathOf('apps/server/src/main.ts'),
        args: ['--json'],
        env,
        ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
        readyTimeoutMs: 60_000,
        stopTimeoutMs: 15_000,
      });
      started.push(server);
      return serverReady.parse(server.ready);
    };
    let ready = await startServer();
    return {
      get url() {
        return ready.url;
      },
      get setupLink() {
        return ready.setupLink;
      },
      sandboxUrl,
      mailboxUrl,
      folder: folder.path,
      env,
      async restart() {
        await started.pop()?.stop();
        ready = await startServer();
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
