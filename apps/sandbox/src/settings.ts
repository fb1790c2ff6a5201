import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { SandboxOptions } from './sandbox.ts';

export interface Settings {
  readonly options: SandboxOptions;
  /** Stop when standard input closes, so that a parent that was killed leaves nothing behind. */
  readonly exitWithParent: boolean;
}

const port = z.coerce.number().int().min(0).max(65535).optional();

const settings = z.object({
  port,
  mailboxPort: port,
  smtpPort: port,
  data: z.string().min(1).default('data/sandbox'),
  seed: z.string().min(1).optional(),
});

/**
 * Reads the flags, then the environment (`SANDBOX_PORT`, `SANDBOX_MAILBOX_PORT`, `SANDBOX_SMTP_PORT`, `SANDBOX_DATA`,
 * `SANDBOX_SEED`); a flag wins. Throws on an unknown flag, a port that is none, a seed file that is missing or not JSON.
 */
export function readSettings(args: readonly string[], environment: NodeJS.ProcessEnv): Settings {
  const { values: flags } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      'mailbox-port': { type: 'string' },
      'smtp-port': { type: 'string' },
      data: { type: 'string' },
      seed: { type: 'string' },
      'exit-with-parent': { type: 'boolean', default: false },
    },
  });
  const read = settings.parse({
    port: flags.port ?? environment.SANDBOX_PORT,
    mailboxPort: flags['mailbox-port'] ?? environment.SANDBOX_MAILBOX_PORT,
    smtpPort: flags['smtp-port'] ?? environment.SANDBOX_SMTP_PORT,
    data: flags.data ?? environment.SANDBOX_DATA,
    seed: flags.seed ?? environment.SANDBOX_SEED,
  });
  return {
    exitWithParent: flags['exit-with-parent'],
    options: {
      dataFolder: read.data,
      port: read.port,
      mailboxPort: read.mailboxPort,
      smtpPort: read.smtpPort,
      seed: read.seed === undefined ? undefined : readSeed(read.seed),
    },
  };
}

function readSeed(path: string): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')));
}
