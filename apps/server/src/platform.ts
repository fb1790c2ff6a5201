import type { Connector } from '@navette/connector';
import type { BlobStore } from './blobs/blob-store.ts';
import type { Database } from './database/open-database.ts';
import type { Sessions } from './deliveries/sessions.ts';
import type { Wake } from './deliveries/wake.ts';
import type { Live } from './http/live.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Keys } from './keys/keys.ts';
import type { Log } from './log.ts';
import type { Mail } from './mail/mail.ts';
import type { Settings } from './settings.ts';
import type { SignIn } from './users/sign-in.ts';

/** Everything an operation may need of the world, wired once in `main.ts`. */
export interface Platform {
  readonly settings: Settings;
  readonly log: Log;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly keys: Keys;
  readonly signIn: SignIn;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly sessions: Sessions;
  /** Wakes the workers after deliveries were committed. */
  readonly wake: Wake;
  /** Tells open pages what to fetch again. */
  readonly live: Live;
  /** Work for later, kept in the database until it is done. */
  readonly jobs: Jobs;
  /** Outgoing mail, by the firm's own server or the operator's. */
  readonly mail: Mail;
  /** Business time; leases use the database's own clock. */
  readonly clock: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** In [0, 1). */
  readonly random: () => number;
}
