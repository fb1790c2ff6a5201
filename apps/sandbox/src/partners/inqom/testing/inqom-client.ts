import {
  type Answer,
  createHttpClient,
  type Distortion,
  type HttpClient,
} from '../../../testing/http-client.ts';
import { makeForm, makePdf } from '../../../testing/make-document.ts';

export interface InqomClient extends Pick<HttpClient, 'order'> {
  call(
    method: string,
    path: string,
    init?: { token?: string; body?: NonNullable<RequestInit['body']>; type?: string },
  ): Promise<Answer>;
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

/** A plain HTTP client of the played Inqom: written for the tests of this program, from the facts. */
export function createInqomClient(url: string, distort?: Distortion): InqomClient {
  const http = createHttpClient(url, 'inqom', distort);
  const client: InqomClient = {
    order: http.order,
    call: (method, path, { token, body, type } = {}) =>
      http.call(method, path, {
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(type === undefined ? {} : { 'content-type': type }),
        },
        ...(body === undefined ? {} : { body }),
      }),
    signIn: (changes = {}) =>
      client.call('POST', '/identity/connect/token', {
        body: new URLSearchParams(withoutUndefined({ ...goodGrant, ...changes })),
      }),
    async token(changes = {}) {
      const { body } = await client.signIn(changes);
      return String((body as { access_token: unknown }).access_token);
    },
    push(token, { dossier = 48211, bytes = makePdf(), fields = {} } = {}) {
      const all = { TypeScan: 'Supplier', FileSource: 'Api', DocumentName: 'facture.pdf', ...fields };
      const form = makeForm(all, { field: 'Document', name: 'facture.pdf', bytes });
      const path = `/api/accounting-documents/accounting-folders/${dossier}/Documents/`;
      return client.call('POST', path, { token, body: form });
    },
    pushExpense(token, fields = {}) {
      const all = { BeneficiaryFullName: 'Anne Roy', FileNameWithExtension: 'repas.pdf', ...fields };
      const form = makeForm(all, { field: 'File', name: 'repas.pdf', bytes: makePdf() });
      return client.call('POST', '/api/v1/accounting-folders/48211/expense-bills', { token, body: form });
    },
  };
  return client;
}

function withoutUndefined(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
