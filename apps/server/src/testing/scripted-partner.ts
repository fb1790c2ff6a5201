/** A partner whose answers a test orders, behind a real connector of the contract. It keeps what it received. */
import {
  type ClientKeyCheck,
  type Connector,
  type ConnectorContext,
  type Credentials,
  type DeliverRequest,
  DeliveryError,
  type Dossier,
  type Manifest,
  type Receipt,
  type Session,
  type Tracking,
} from '@navette/connector';
import type { DocumentType, ErrorCode } from '@navette/model';

export type Order =
  | { readonly kind: 'fail'; readonly code: ErrorCode; readonly retryAfterMs?: number }
  /** The document arrives, the answer does not. */
  | { readonly kind: 'lose-answer' }
  /** Neither arrives. */
  | { readonly kind: 'lose-both' }
  /** Answers only when the test says. */
  | { readonly kind: 'hang'; readonly until: Promise<void> };

export interface ReceivedDelivery {
  readonly deliveryId: string;
  readonly clientKey: string;
  readonly type: DocumentType;
  readonly name: string;
  readonly bytes: Buffer;
}

export interface ScriptedPartner {
  readonly connector: Connector;
  readonly received: ReceivedDelivery[];
  /** Answers of the next deliveries, in order; accepted when there is none. */
  readonly orders: Order[];
  /** What becomes of accepted documents; `accepted` until a test says otherwise. */
  readonly fates: Map<string, Tracking>;
  /** Whether the credentials are good. */
  areCredentialsGood: boolean;
  finds: number;
  /** How the delivery under way fails once it goes on. */
  failNext: ErrorCode | null;
  /** How it answers whoever tries credentials or a client's key, or looks for a document; well, unless a test says otherwise. */
  refusal: ErrorCode | null;
  /** What its server teaches of itself when credentials are tried. */
  learned: Readonly<Record<string, string>>;
  /** Keys that lead somewhere, and what it calls them; all do until a test names some. */
  clientKeys: ReadonlyMap<string, string | null> | null;
  /** What it lists, where its manifest says that it does. */
  dossiers: readonly Dossier[];
  /** What sessions were opened with, in order. */
  readonly opened: { readonly credentials: Credentials; readonly context: ConnectorContext }[];
}

export const scriptedManifest: Manifest = {
  id: 'scripted',
  name: 'Partenaire',
  partner: 'Partenaire',
  kind: 'api',
  summary: { fr: 'Un partenaire de test.', en: 'A partner for tests.' },
  reach: 'http',
  fields: [
    { name: 'secret', label: { fr: 'Clé', en: 'Key' }, secret: true, required: true, normalise: 'trim' },
    {
      name: 'address',
      label: { fr: 'Adresse', en: 'Address' },
      secret: false,
      required: false,
      normalise: 'address',
    },
  ],
  clientKey: {
    kind: 'code',
    label: { fr: 'Code dossier', en: 'Dossier code' },
    example: 'D1',
    checked: 'when_sending',
  },
  listsDossiers: false,
  types: [
    { type: 'purchase', partnerValue: 'P', confirmed: true, afterUnknown: 'lookup' },
    { type: 'sales', partnerValue: 'S', confirmed: true, afterUnknown: 'resend' },
    { type: 'expense', partnerValue: 'E', confirmed: true, afterUnknown: 'ask' },
  ],
  limits: { maxBytes: 1_000_000, mediaTypes: ['application/pdf'] },
  rate: { requests: 1_000, windowMs: 1_000, concurrency: 4 },
  requestTimeoutMs: 300,
  confirmation: 'none',
  duplicates: 'kept',
  confidence: 'A',
};

export function createScriptedPartner(change: Partial<Manifest> = {}): ScriptedPartner {
  const manifest = { ...scriptedManifest, ...change };
  const partner: ScriptedPartner = {
    connector: {
      manifest,
      open(credentials, context) {
        partner.opened.push({ credentials, context });
        return openSession(partner);
      },
    },
    received: [],
    orders: [],
    fates: new Map(),
    areCredentialsGood: true,
    finds: 0,
    failNext: null,
    refusal: null,
    learned: {},
    clientKeys: null,
    dossiers: [],
    opened: [],
  };
  return partner;
}

function openSession(partner: ScriptedPartner): Session {
  const { manifest } = partner.connector;
  const isPolled = manifest.confirmation === 'poll';
  return {
    async check() {
      if (!partner.areCredentialsGood)
        throw new DeliveryError('credentials_rejected', { partner: manifest.partner });
      if (partner.refusal !== null) throw failure(manifest, { kind: 'fail', code: partner.refusal });
      return { identity: 'compte de test', learned: partner.learned };
    },
    ...(manifest.clientKey.checked === 'when_connecting'
      ? { checkClientKey: async (key: string) => checkKey(partner, key) }
      : {}),
    ...(manifest.listsDossiers
      ? {
          async *listDossiers() {
            if (partner.refusal !== null) throw failure(manifest, { kind: 'fail', code: partner.refusal });
            yield partner.dossiers;
          },
        }
      : {}),
    async deliver(request, signal) {
      const order = partner.orders.shift();
      if (!partner.areCredentialsGood)
        throw new DeliveryError('credentials_rejected', { partner: manifest.partner });
      if (order?.kind === 'hang') await Promise.race([order.until, whenAborted(signal)]);
      const { failNext } = partner;
      partner.failNext = null;
      if (failNext !== null) throw failure(manifest, { kind: 'fail', code: failNext });
      if (order?.kind === 'fail') throw failure(manifest, order);
      if (order?.kind !== 'lose-both') partner.received.push(await keep(request));
      if (order?.kind === 'lose-both' || order?.kind === 'lose-answer') {
        throw new DeliveryError('outcome_unknown', { partner: manifest.partner });
      }
      return receiptOf(request.deliveryId);
    },
    async find({ deliveryId }) {
      partner.finds += 1;
      if (partner.refusal !== null) throw failure(manifest, { kind: 'fail', code: partner.refusal });
      return partner.received.some((each) => each.deliveryId === deliveryId) ? receiptOf(deliveryId) : null;
    },
    ...(isPolled
      ? {
          async track(_clientKey: string, refs: readonly string[]) {
            if (!partner.areCredentialsGood)
              throw new DeliveryError('credentials_rejected', { partner: manifest.partner });
            const known = refs.map((ref): [string, Tracking] => [
              ref,
              partner.fates.get(ref) ?? { state: 'accepted', partnerStatus: 'Reçu' },
            ]);
            return new Map(known);
          },
        }
      : {}),
    async close() {},
  };
}

function checkKey(
  { connector: { manifest }, refusal, clientKeys }: ScriptedPartner,
  key: string,
): ClientKeyCheck {
  if (refusal !== null) throw failure(manifest, { kind: 'fail', code: refusal });
  const label = clientKeys === null ? null : clientKeys.get(key);
  if (label === undefined)
    throw new DeliveryError(
      'dossier_unknown',
      { partner: manifest.partner, key },
      { words: `inconnu : ${key}` },
    );
  return { label };
}

function failure(manifest: Manifest, order: Extract<Order, { kind: 'fail' }>): DeliveryError {
  const answer = order.retryAfterMs === undefined ? {} : { retryAfterMs: order.retryAfterMs };
  return new DeliveryError(
    order.code,
    { partner: manifest.partner, key: 'D1', words: 'non' },
    { words: 'non', ...answer },
  );
}

function receiptOf(deliveryId: string): Receipt {
  return { partnerRef: `ref-${deliveryId}`, state: 'accepted', httpStatus: 200, requestId: 'req-1' };
}

async function keep({ deliveryId, clientKey, type, document }: DeliverRequest): Promise<ReceivedDelivery> {
  const bytes = Buffer.from(await new Response(document.open()).arrayBuffer());
  return { deliveryId, clientKey, type, name: document.name, bytes };
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
}
