/** Open sessions at partners, one per application of a firm, shared by its deliveries, reopened when credentials change. */
import {
  type Connector,
  type ConnectorContext,
  type MailRoute,
  openWorld,
  type RateSeen,
  type Session,
} from '@navette/connector';
import { boundedRetryAfterMs } from '@navette/model';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { OperatorValues } from '../applications/operator-values.ts';
import type { Database } from '../database/open-database.ts';
import type { Schema } from '../database/schema.ts';
import type { Keys } from '../keys/keys.ts';
import type { Log } from '../log.ts';
import { maskSession } from './mask-session.ts';
import { pace, pauseLaneUntil } from './pacing.ts';

export interface SessionOwner {
  readonly firmId: string;
  readonly installationId: string;
  readonly laneId: string;
  readonly application: string;
  /** As sealed in the row. */
  readonly credentials: Uint8Array;
}

export interface Sessions {
  /** The session of an application. Opening makes no request. */
  forInstallation(trx: Transaction<Schema>, owner: SessionOwner): Promise<Session>;
  /** A session with credentials that are only being tried; the caller closes it. */
  forTrial(firmId: string, application: string, credentials: Readonly<Record<string, string>>): Session;
  /** Names of the fields that the operator has set for every firm. Their values are added here alone, when a session opens. */
  fieldsOfOperator(application: string): readonly string[];
  close(): Promise<void>;
}

/** Longer than any delivery takes. */
const retiredMs = 3_600_000;

/** An application's credentials, once unsealed. */
export const credentialsShape = z.record(z.string(), z.string());

/** Where in the row an application's credentials are sealed. */
export function credentialsPlace(installationId: string): string {
  return `installations/${installationId}/credentials`;
}

export function createSessions(options: {
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly database: Database;
  readonly keys: Keys;
  readonly allowedHosts: readonly string[];
  /** Folders that the operator opens to applications. */
  readonly folderRoots: readonly string[];
  readonly operatorValues: OperatorValues;
  /** The way of a firm's documents by e-mail, `null` where it has no mail server. */
  readonly mailRoute: (firmId: string) => Promise<MailRoute | null>;
  /** Business time. */
  readonly clock: () => Date;
  readonly log: Log;
}): Sessions {
  const world = openWorld({ allowedHosts: options.allowedHosts, folderRoots: options.folderRoots });
  const retired = new Set<Session>();
  /** Kept while they open, so that deliveries that begin together share one. */
  const open = new Map<string, { credentials: Buffer; session: Promise<Session> }>();
  const pausing = new Set<Promise<void>>();

  /** Deliveries may still be on their way by it. */
  function retire(session: Session): void {
    retired.add(session);
    setTimeout(() => {
      if (retired.delete(session)) void session.close();
    }, retiredMs).unref();
  }

  function connectorOf(application: string): Connector {
    const connector = options.connectors.get(application);
    if (!connector) throw new Error(`No connector named ${application}`);
    return connector;
  }

  function openMasked(
    application: string,
    credentials: Readonly<Record<string, string>>,
    context: ConnectorContext,
  ): Session {
    const connector = connectorOf(application);
    const { fields, clientKey } = connector.manifest;
    const values = { ...credentials, ...options.operatorValues.get(application) };
    // Whatever it holds, an operator's value is shown to no firm.
    const secret = new Set(
      fields.filter((field) => field.secret || field.ofOperator).map(({ name }) => name),
    );
    const secrets = Object.entries(values).flatMap(([name, value]) => (secret.has(name) ? [value] : []));
    return maskSession(connector.open(values, context), secrets, clientKey.secret ?? false);
  }

  /** Does not keep the connector waiting. A pause that is not written costs a refusal of the partner, which pauses too. */
  function noteRate({ firmId, laneId }: SessionOwner, { remaining, resetMs }: RateSeen): void {
    if (remaining > 0) return;
    const at = new Date(options.clock().getTime() + boundedRetryAfterMs(resetMs));
    const written = pauseLaneUntil(options.database.queue, firmId, laneId, at)
      .catch((error: unknown) => options.log.warn('A lane could not be paused', { error }))
      .finally(() => pausing.delete(written));
    pausing.add(written);
  }

  async function openOwned(trx: Transaction<Schema>, owner: SessionOwner): Promise<Session> {
    const { firmId, laneId, installationId, application, credentials } = owner;
    const place = credentialsPlace(installationId);
    const plain = await options.keys.unsealForFirm(trx, firmId, place, credentials);
    const context = world.context({
      pace: (signal) => pace(options.database.queue, firmId, laneId, signal),
      noteRate: (seen) => noteRate(owner, seen),
      mailRoute: () => options.mailRoute(firmId),
    });
    return openMasked(application, credentialsShape.parse(JSON.parse(plain)), context);
  }

  return {
    forInstallation(trx, owner) {
      const { installationId, credentials } = owner;
      const known = open.get(installationId);
      if (known?.credentials.equals(credentials)) return known.session;
      const opening = { credentials: Buffer.from(credentials), session: openOwned(trx, owner) };
      open.set(installationId, opening);
      known?.session.then(retire, () => {});
      opening.session.catch(() => {
        if (open.get(installationId) === opening) open.delete(installationId);
      });
      return opening.session;
    },
    forTrial(firmId, application, credentials) {
      const context = world.context({ mailRoute: () => options.mailRoute(firmId) });
      return openMasked(application, credentials, context);
    },
    fieldsOfOperator: (application) => Object.keys(options.operatorValues.get(application) ?? {}),
    async close() {
      const opened = await Promise.allSettled([...open.values()].map(({ session }) => session));
      const sessions = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      sessions.push(...retired);
      open.clear();
      retired.clear();
      await Promise.all(sessions.map((session) => session.close()));
      await world.close();
      await Promise.all(pausing);
    },
  };
}
