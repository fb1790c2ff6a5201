import type { FastifyPluginAsync } from 'fastify';
import type { Journal, JournalEntry } from '../journal.ts';
import type { ReceivedDocument, ReceivedDocuments } from '../received/received-documents.ts';

/** What a route is for: faults may be ordered for some kinds only. */
export const routeKinds = ['token', 'list', 'push', 'get'] as const;

export type RouteKind = (typeof routeKinds)[number];

declare module 'fastify' {
  interface FastifyContextConfig {
    routeKind?: RouteKind;
  }
}

/** What a partner is given when it is opened. */
export interface PartnerContext {
  /** The partner's part of the seed, or `undefined`: it then takes its own default. */
  readonly seed: unknown;
  readonly received: ReceivedDocuments;
  readonly journal: Journal;
  /** The lines that the partner wrote in the journal (`about` = its name), oldest first. */
  readonly entries: readonly JournalEntry[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One partner tool. Its folder holds everything about it; `list.ts` is the only other place that knows it. */
export interface Partner {
  /** In addresses and in the control API: `inqom`. */
  readonly name: string;
  readonly title: string;
  /** The partner's own HTTP interface, mounted under `/<name>`. */
  readonly routes: FastifyPluginAsync;
  /** Orders to this partner only, mounted under `/_sandbox/<name>`. */
  readonly control: FastifyPluginAsync;
  /** What a person types in Navette to connect to it. */
  access(): readonly { label: string; value: string }[];
  /** How a document stands now, in the partner's words. */
  describe(document: ReceivedDocument): { dossierName: string; status: string };
  /** Its keys have no end: there is nothing to expire. */
  readonly givesNoToken?: true;
  /** Every token given so far stops being accepted. */
  expireTokens(): void;
  /** Back to the seed. What was received is cleared by the caller. */
  reset(): void;
}

export type OpenPartner = (context: PartnerContext) => Partner;

/** An answer other than success, in the partner's own form. `null` is an empty body. */
export class PartnerRefusal extends Error {
  readonly status: number;
  readonly body: object | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: object | null = null, headers: Readonly<Record<string, string>> = {}) {
    super(`partner answers ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}
