/** Outgoing mail: by the firm's own server, else by the operator's. */
import { createHash } from 'node:crypto';
import { NavetteError } from '@navette/model';
import type { Database } from '../database/open-database.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Keys } from '../keys/keys.ts';
import { type MailServer, parseOperatorServer } from './mail-server.ts';
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
  readonly settings: {
    readonly smtpUrl?: string | undefined;
    readonly mailFrom?: string | undefined;
    readonly allowedHosts: readonly string[];
  };
  /** The address people type. */
  readonly baseUrl: string;
}

export function createMail({ database, keys, settings, baseUrl }: MailOptions): Mail {
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

  return {
    async send({ firmId, ...letter }, signal) {
      const { firmName, server } = await read(firmId);
      if (server !== null && firmId !== null)
        return poolOf(firmId, server, allowedHosts).send(letter, signal);
      if (operator === null) throw new NavetteError('mail_not_configured');
      // The operator's own server may well be in his own network.
      const allowed = [...allowedHosts, operator.host.includes(':') ? `[${operator.host}]` : operator.host];
      return poolOf('operator', operator, allowed).send(
        { ...letter, fromName: firmName ?? undefined },
        signal,
      );
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
