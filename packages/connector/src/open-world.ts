/** What connectors may use of the world, opened once for many sessions. */

import type { ConnectorContext, RateSeen } from './contract.ts';
import { createGuardedFiles } from './files/guarded-files.ts';
import { connectGuarded } from './guarded-connect.ts';
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';
import { createGuardedMail } from './mail/guarded-mail.ts';
import type { MailRoute } from './mail/route.ts';

export type WorldOptions = GuardedFetchOptions & {
  /** In ms since 1970; the system's clock unless given. */
  readonly now?: () => number;
  /** Absolute paths of folders that the operator opens to connectors; none unless given. */
  readonly folderRoots?: readonly string[];
};

/** What differs from one session to another. */
export interface ContextOptions {
  /** Waits until a request may leave. Called before each request and each connection. */
  readonly pace?: (signal: AbortSignal | null) => Promise<void>;
  readonly noteRate?: (seen: RateSeen) => void;
  /** The way mails take, asked for each; no mail server unless given. */
  readonly mailRoute?: (signal: AbortSignal) => Promise<MailRoute | null>;
}

export interface World extends AsyncDisposable {
  context(options?: ContextOptions): ConnectorContext;
  /** Ends every connection. Calling twice is safe. */
  close(): Promise<void>;
}

/** Opens the world that the operator allows. Makes no connection yet. */
export function openWorld(options: WorldOptions): World {
  const { allowedHosts, now = Date.now } = options;
  const network = createGuardedFetch(options);
  const files = createGuardedFiles(options.folderRoots ?? []);
  const lookup = options.lookup === undefined ? {} : { lookup: options.lookup };
  const close = () => network.close();
  return {
    context: ({ pace = async () => {}, noteRate = () => {}, mailRoute = async () => null } = {}) => ({
      async fetch(url, init) {
        await pace(init?.signal ?? null);
        return network.fetch(url, init);
      },
      async connect(to, signal) {
        await pace(signal);
        return connectGuarded({ ...to, ...lookup, allowedHosts, signal });
      },
      mail: createGuardedMail({ ...lookup, route: mailRoute, pace, now }),
      files,
      noteRate,
      now,
    }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
