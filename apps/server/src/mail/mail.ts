/** Outgoing mail: by the firm's own server, else by the operator's. */
import { createHash } from 'node:crypto';
import type { MailRoute, MailServer } from '@navette/connector';
import { NavetteError } from '@navette/model';
import { openReturnPath } from '../bounces/open-return-path.ts';
import type { Database } from '../database/open-database.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Keys } from '../keys/keys.ts';
import type { Settings } from '../settings.ts';
import { parseOperatorServer } from './mail-server.ts';
import { readMailServer } from './read-mail-server.ts';
import { type Letter, openSmtp, type Smtp } from './smtp.ts';

export interface MailMessage extends Omit<Letter, 'fromName'> {
  /** Whose server it leaves by and in whose name; `null` for what concerns no firm, such as a lost password. */
  readonly firmId: string | null;
}

export interface Mail {
  /**
   * Sends a mail to one person; `composeMail` writes subject, text and html. @returns the server's words of acceptance, secrets
   * masked. @throws NavetteError `mail_not_configured`, `mail_address_refused`, `mail_host_unknown`, `mail_unreachable`,
   * `mail_tls_failed`, `mail_refused_sign_in`, `mail_sender_refused`, `mail_recipient_refused`, `mail_refused`,
   * `mail_deferred`; `mail_outcome_unknown` when it may have left: sending it again may repeat it
   */
  send(message: MailMessage, signal?: AbortSignal): Promise<string>;
  /** The way a firm's documents leave by e-mail: by its own server, else the operator's in its name; `null` without either. */
  route(firmId: string): Promise<MailRoute | null>;
  /** Whether a mail of this firm, or of none, has a server to leave by. */
  isConfigured(firmId: string | null): Promise<boolean>;
  /** The full address of a page, for a mail: `/invitation#…` → `https://navette.exemple.fr/invitation#…`. */
  linkTo(path: string): string;
  /** Ends every connection. Calling twice is safe. */
  close(): void;
}

export interface MailOptions {
  readonly database: Database;
  readonly keys: Keys;
  readonly settings: Pick<
    Settings,
    'smtpUrl' | 'mailFrom' | 'allowedHosts' | 'bounceAddress' | 'bounceDomain'
  >;
  /** The address people type. */
  readonly baseUrl: string;
  /** Business time. */
  readonly clock: () => Date;
}

export function createMail({ database, keys, settings, baseUrl, clock }: MailOptions): Mail {
  const { smtpUrl, mailFrom, allowedHosts } = settings;
  const operator =
    smtpUrl === undefined || mailFrom === undefined ? null : parseOperatorServer(smtpUrl, mailFrom);
  // One pool per server; a firm that changes its settings gets a new one, and the old one is closed.
  const pools = new Map<string, { readonly fingerprint: string; readonly smtp: Smtp }>();

  const poolOf = (owner: string, server: MailServer, allowed: readonly string[]): Smtp => {
    const fingerprint = createHash('sha256').update(JSON.stringify(server)).digest('hex');
    const present = pools.get(owner);
    if (present?.fingerprint === fingerprint) return present.smtp;
    present?.smtp.close();
    const smtp = openSmtp(server, { allowedHosts: allowed });
    pools.set(owner, { fingerprint, smtp });
    return smtp;
  };

  const read = (firmId: string | null) =>
    firmId === null
      ? Promise.resolve({ firmName: null, server: null })
      : inFirm(database.app, firmId, (trx) => readMailServer(keys, trx, firmId));

  // The operator's own server may well be in his own network.
  const allowedOperator = (host: string) => [...allowedHosts, host.includes(':') ? `[${host}]` : host];

  return {
    async send({ firmId, ...letter }, signal) {
      const { firmName, server } = await read(firmId);
      if (server !== null && firmId !== null)
        return poolOf(firmId, server, allowedHosts).send(letter, signal);
      if (operator === null) throw new NavetteError('mail_not_configured');
      return poolOf('operator', operator, allowedOperator(operator.host)).send(
        { ...letter, fromName: firmName ?? undefined },
        signal,
      );
    },
    async route(firmId) {
      const { firmName, server, returnPath } = await inFirm(database.app, firmId, async (trx) => ({
        ...(await readMailServer(keys, trx, firmId)),
        returnPath: await openReturnPath({ keys, settings, clock }, trx, firmId),
      }));
      if (server !== null) return { server, allowedHosts, returnPath };
      if (operator === null) return null;
      const from = { address: operator.from.address, name: firmName ?? operator.from.name };
      return { server: { ...operator, from }, allowedHosts: allowedOperator(operator.host), returnPath };
    },
    async isConfigured(firmId) {
      return operator !== null || (await read(firmId)).server !== null;
    },
    linkTo: (path) => new URL(path, baseUrl).href,
    close() {
      for (const { smtp } of pools.values()) smtp.close({ force: true });
      pools.clear();
    },
  };
}
