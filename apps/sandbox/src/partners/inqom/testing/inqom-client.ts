import { randomBytes } from 'node:crypto';

/** An answer as it came, its JSON read. `body` is `null` when there is none. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

/** Changes an answer before the test sees it, as if the sandbox had understood a fact another way. */
export type Distortion = (answer: Answer, request: { method: string; path: string }) => Answer;

export interface InqomClient {
  call(
    method: string,
    path: string,
    init?: { token?: string; body?: NonNullable<RequestInit['body']>; type?: string },
  ): Promise<Answer>;
  /** An order to the control API: never distorted. */
  order(method: string, path: string, body?: unknown): Promise<Answer>;
  signIn(changes?: Record<string, string | undefined>): Promise<Answer>;
  /** @returns a good token. */
  token(changes?: Record<string, string | undefined>): Promise<string>;
  push(token: string, document?: Partial<PushedDocument>): Promise<Answer>;
  pushExpense(token: string, fields?: Record<string, string | undefined>): Promise<Answer>;
}

export interface PushedDocument {
  readonly dossier: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Added to the usual fields; `undefined` takes one away. */
  readonly fields: Record<string, string | undefined>;
}

export const goodGrant = {
  grant_type: 'password',
  username: 'systeme@cabinet.example',
  password: 'Inqom-2026!',
  client_id: 'navette-sandbox',
  client_secret: 'secret-du-bac-a-sable',
  scope: 'openid apidata',
};

/** Distinct bytes that start like a PDF. */
export function makePdf(sizeBytes = 200): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(sizeBytes - 9)]));
}

/** A plain HTTP client of the played Inqom: written for the tests of this program, from the facts. */
export function createInqomClient(url: string, distort: Distortion = (answer) => answer): InqomClient {
  const client: InqomClient = {
    async call(method, path, { token, body, type } = {}) {
      const response = await fetch(`${url}/inqom${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(type === undefined ? {} : { 'content-type': type }),
        },
        ...(body === undefined ? {} : { body }),
      });
      return distort(await readAnswer(response), { method, path });
    },
    async order(method, path, body) {
      return readAnswer(
        await fetch(`${url}/_sandbox${path}`, {
          method,
          ...(body === undefined
            ? {}
            : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        }),
      );
    },
    signIn: (changes = {}) =>
      client.call('POST', '/identity/connect/token', {
        body: new URLSearchParams(withoutUndefined({ ...goodGrant, ...changes })),
      }),
    async token(changes = {}) {
      const { body } = await client.signIn(changes);
      return String((body as { access_token: unknown }).access_token);
    },
    push(token, { dossier = 48211, bytes = makePdf(), fields = {} } = {}) {
      const form = new FormData();
      const all = { TypeScan: 'Supplier', FileSource: 'Api', DocumentName: 'facture.pdf', ...fields };
      for (const [name, value] of Object.entries(withoutUndefined(all))) form.append(name, value);
      form.append('Document', new Blob([bytes]), 'facture.pdf');
      const path = `/api/accounting-documents/accounting-folders/${dossier}/Documents/`;
      return client.call('POST', path, { token, body: form });
    },
    pushExpense(token, fields = {}) {
      const form = new FormData();
      const all = { BeneficiaryFullName: 'Anne Roy', FileNameWithExtension: 'repas.pdf', ...fields };
      for (const [name, value] of Object.entries(withoutUndefined(all))) form.append(name, value);
      form.append('File', new Blob([makePdf()]), 'repas.pdf');
      return client.call('POST', '/api/v1/accounting-folders/48211/expense-bills', { token, body: form });
    },
  };
  return client;
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: text === '' ? null : isJson ? JSON.parse(text) : text,
  };
}

function withoutUndefined(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
