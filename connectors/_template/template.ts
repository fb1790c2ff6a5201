import {
  acceptedType,
  type Connector,
  type ConnectorContext,
  type Credentials,
  DeliveryError,
  type DocumentBody,
  encodeRaw,
  exchange,
  keepToken,
  type PartnerAnswer,
  type Receipt,
  readFields,
  readJson,
  type Session,
  type Token,
  type Tracking,
} from '@navette/connector';
import { safeName } from '@navette/model';
import { z } from 'zod';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;

const tokenAnswer = z.object({ token: z.string(), seconds: z.number() });
const account = z.object({ name: z.string() });
const dossier = z.object({
  key: z.string(),
  name: z.string(),
  siren: z.string().nullable(),
  nic: z.string().nullable(),
  active: z.boolean(),
});
const dossierPage = z.object({ dossiers: z.array(dossier), nextPage: z.number().nullable() });
const document = z.object({ id: z.string(), delivery: z.string(), status: z.enum(['booked', 'duplicate']) });

/** The example partner. Copied to start a connector: see README.md. */
export const connector: Connector = { manifest, open };

function open(credentials: Credentials, { fetch, now }: ConnectorContext): Session {
  const { user = '', secret = '', address = '' } = readFields(manifest, credentials);
  const closing = new AbortController();
  const tokens = keepToken({ partner, now, signIn });
  const secrets = () => [secret, ...tokens.held()];

  async function signIn(): Promise<Token> {
    const signal = AbortSignal.any([AbortSignal.timeout(manifest.requestTimeoutMs), closing.signal]);
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', url: `${address}/token`, headers } as const;
    const body = JSON.stringify({ user, secret });
    const answer = await exchange({ partner, fetch, now }, { ...request, body }, signal);
    const token = readGood(tokenAnswer, answer);
    if (token === null) throw failureOf(answer, { secrets: secrets() });
    return { value: token.token, lifetimeMs: token.seconds * 1_000 };
  }

  /** Asks with the token, and once more with a new one when it is refused. */
  async function ask(path: string, signal: AbortSignal, write?: () => DocumentBody): Promise<PartnerAnswer> {
    const send = (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      const request = { method: write ? 'POST' : 'GET', url: address + path, headers } as const;
      return exchange({ partner, fetch, now }, write ? { ...request, body: write() } : request, signal);
    };
    const token = await tokens.use(signal);
    const answer = await send(token);
    return answer.status === 401 ? send(await tokens.renew(token, signal)) : answer;
  }

  async function listDocuments(clientKey: string, signal: AbortSignal) {
    const answer = await ask(documentsPath(clientKey), signal);
    const documents = readGood(z.array(document), answer);
    if (documents === null) throw failureOf(answer, { secrets: secrets(), key: clientKey });
    return documents;
  }

  return {
    async check(signal) {
      const answer = await ask('/me', signal);
      const me = readGood(account, answer);
      if (me === null) throw failureOf(answer, { secrets: secrets() });
      return { identity: me.name };
    },

    async checkClientKey(clientKey, signal) {
      const answer = await ask(dossierPath(clientKey), signal);
      const found = readGood(dossier, answer);
      if (found === null) throw failureOf(answer, { secrets: secrets(), key: clientKey });
      if (!found.active) throw new DeliveryError('dossier_inactive', { partner, key: clientKey });
      return { label: found.name };
    },

    async *listDossiers(signal) {
      const listed = new Set<string>();
      for (let page: number | null = 1; page !== null; ) {
        const answer = await ask(`/dossiers?page=${page}`, signal);
        const read: z.output<typeof dossierPage> | null = readGood(dossierPage, answer);
        if (read === null) throw failureOf(answer, { secrets: secrets() });
        const added = read.dossiers.filter(({ key }) => !listed.has(key) && listed.add(key));
        yield added;
        page = read.nextPage;
      }
    },

    async deliver({ deliveryId, clientKey, type, document: sent }, signal) {
      const accepted = acceptedType(manifest, type);
      if (accepted === null) throw new DeliveryError('type_refused', { partner });
      const query = new URLSearchParams({
        delivery: deliveryId,
        name: safeName(sent.name),
        type: accepted.partnerValue,
      });
      const path = `${documentsPath(clientKey)}?${query}`;
      const answer = await ask(path, signal, () => encodeRaw(sent, signal));
      const received = readGood(document, answer);
      if (received === null)
        throw failureOf(
          answer,
          { secrets: secrets(), key: clientKey, document: sent, type },
          'outcome_unknown',
        );
      return { ...receiptOf(received), httpStatus: answer.status };
    },

    async find({ deliveryId, clientKey }, signal) {
      const documents = await listDocuments(clientKey, signal);
      const found = documents.find(({ delivery }) => delivery === deliveryId);
      return found === undefined ? null : receiptOf(found);
    },

    async track(clientKey, partnerRefs, signal) {
      const documents = await listDocuments(clientKey, signal);
      const asked = documents.filter(({ id }) => partnerRefs.includes(id));
      return new Map<string, Tracking>(asked.map(({ id, status }) => [id, trackingOf(status)]));
    },

    async close() {
      closing.abort();
      tokens.forget();
    },
  };
}

function trackingOf(status: Parameters<typeof stateOf>[0]): Tracking {
  const state = stateOf(status);
  return state === 'confirmed'
    ? { state, partnerStatus: status, booked: true }
    : { state, partnerStatus: status };
}

function readGood<Schema extends z.ZodType>(schema: Schema, { status, text }: PartnerAnswer) {
  return status < 300 ? readJson(schema, text) : null;
}

function receiptOf({ id, status }: z.output<typeof document>): Receipt {
  return { partnerRef: id, state: stateOf(status), partnerStatus: status };
}

function stateOf(status: 'booked' | 'duplicate') {
  return status === 'booked' ? 'confirmed' : 'duplicate';
}

function dossierPath(clientKey: string): string {
  return `/dossiers/${encodeURIComponent(clientKey)}`;
}

function documentsPath(clientKey: string): string {
  return `${dossierPath(clientKey)}/documents`;
}

export const connectors = [connector] as const;
